package import RelayKit

/// One thing that is varied, and the values that it takes: a key of the request, the system message or the model.
package struct VaryAxis: Sendable, Hashable {
  package enum Subject: Sendable, Hashable {
    case model
    case system
    /// A key of the request's body.
    case parameter(String)

    init(name: String) {
      switch name {
      case "model": self = .model
      case "system": self = .system
      default: self = .parameter(name)
      }
    }

    package var name: String {
      switch self {
      case .model: "model"
      case .system: "system"
      case .parameter(let name): name
      }
    }
  }

  package struct Value: Sendable, Hashable {
    /// As it is sent; `nil` leaves the key out of the request.
    package var json: JSONValue?
    /// Short and in one line, such as `temperature 0.7`; different for every value of the axis.
    package var label: String
  }

  /// Why a text names no axis: a whole sentence.
  package struct Problem: Error, Sendable, Hashable {
    package var sentence: String
    package init(_ sentence: String) { self.sentence = sentence }
  }

  package static let mostValues = 64

  package let subject: Subject
  package let values: [Value]

  /// - Throws: when there is no value, too many, or one twice.
  init(_ subject: Subject, _ found: [(json: JSONValue?, shown: String)]) throws(Problem) {
    let name = subject.name
    guard !found.isEmpty else { throw Problem("\(name) has no values to vary.") }
    guard found.count <= Self.mostValues else {
      throw Problem("\(name) has \(found.count) values; at most \(Self.mostValues) are tried.")
    }
    var seen: [JSONValue?] = []
    for (json, _) in found {
      guard !seen.contains(json) else {
        throw Problem("\(name) has the value \(json.map { $0.text() } ?? VaryText.unset) twice.")
      }
      seen.append(json)
    }
    self.subject = subject
    values = zip(found, Self.labels(subject, found.map(\.shown))).map { Value(json: $0.json, label: $1) }
  }

  /// Parses `NAME=V1,V2…`, `NAME=FROM..TO/STEP`, `model=A,B` or `system=TEXT|TEXT`.
  /// - Parameter file: gives the text of a file that `system=@file` names, or throws a problem about it.
  package init(_ setting: String, file: (String) throws(Problem) -> String) throws(Problem) {
    guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex else {
      throw Problem("What is varied is written NAME=V1,V2, not \(Parameter.quoted(setting)).")
    }
    let name = Parameter.trimmed(String(setting[..<equals]))
    let text = String(setting[setting.index(after: equals)...])
    guard !name.isEmpty else { throw Problem("What is varied has no name before its =.") }
    guard name != "messages", name != "stream" else {
      throw Problem("\(name) cannot be varied.")
    }
    let subject = Subject(name: name)
    switch subject {
    case .model: try self.init(subject, VaryText.models(text))
    case .system: try self.init(subject, VaryText.texts(text, file: file))
    case .parameter: try self.init(subject, VaryText.values(text, of: name))
    }
  }

  /// Values that are cut to the same beginning are told apart by their number.
  private static func labels(_ subject: Subject, _ shown: [String]) -> [String] {
    let short = shown.map { ShortLabel.cut($0) }
    let isAmbiguous = Set(short).count < short.count
    return short.enumerated().map { index, text in
      let words = isAmbiguous ? "\(index + 1): \(text)" : text
      return subject == .model ? words : "\(subject.name) \(words)"
    }
  }
}

/// A text as a label: one line, without control characters, not long.
package enum ShortLabel {
  package static func cut(_ text: String, to most: Int = 28) -> String {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars {
      let isBlank = scalar.properties.isWhitespace || drives(scalar)
      if isBlank, line.hasSuffix(" ") || line.isEmpty { continue }
      if count == most {
        while line.hasSuffix(" ") { line.removeLast() }
        return line + "…"
      }
      line.unicodeScalars.append(isBlank ? " " : scalar)
      count += 1
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  /// Control characters, and those that turn the direction of writing.
  private static func drives(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
