/// Where the user wants files: a name with places that are filled in, or a directory.
///
/// `{n}` the number from 1, `{prompt}` words of the prompt, `{date}`, `{time}`, `{model}`, `{ext}` the ending of the
/// format that really came. With several files and no `{n}` the number comes before the ending.
package struct FileNamePattern: Sendable, Hashable {
  package struct Problem: Error, Sendable, Hashable { package var sentence: String }

  private enum Part: Sendable, Hashable {
    case text(String)
    case place(Place)
  }

  private enum Place: String, CaseIterable, Sendable, Hashable {
    case number = "n"
    case prompt, date, time, model
    case ending = "ext"
  }

  private let parts: [Part]
  package let text: String

  /// - Throws: a sentence about a place that there is not.
  package init(_ text: String) throws(Problem) {
    guard !text.isEmpty, !text.utf8.contains(0) else {
      throw Problem(sentence: "The name of a file is empty.")
    }
    self.text = text
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      guard let place = Place(rawValue: name) else {
        let names = Place.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        throw Problem(sentence: "There is no “{\(name.prefix(20))}” for names of files; there are \(names).")
      }
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      parts.append(.place(place))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// It names a directory, in which names are as usual.
  package var isDirectory: Bool { text.hasSuffix("/") }

  /// - Parameters:
  ///   - number: from 1.
  ///   - isOneOfSeveral: the number has to be in the name.
  ///   - copy: 2 and on, where that name is taken.
  package func path(
    _ name: MediaFileName, model: String, number: Int, isOneOfSeveral: Bool, ending: String, copy: Int = 1
  ) -> String {
    var path = ""
    for part in parts {
      switch part {
      case .text(let text): path += text
      case .place(.number): path += "\(number)"
      case .place(.prompt): path += name.slug.isEmpty ? "picture" : name.slug
      case .place(.date): path += name.day
      case .place(.time): path += name.clock
      case .place(.model): path += MediaFileName.slug(model)
      case .place(.ending): path += ending
      }
    }
    let (stem, own) = Self.split(path)
    var suffix = ""
    if isOneOfSeveral, !parts.contains(.place(.number)) { suffix += "-\(number)" }
    if copy > 1 { suffix += "_\(copy)" }
    return stem + suffix + "." + (own ?? ending)
  }

  /// The name without its ending, and that; a point at the beginning of a name begins no ending.
  private static func split(_ path: String) -> (stem: String, ending: String?) {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let point = path[start...].lastIndex(of: "."), point > start,
      path.index(after: point) < path.endIndex
    else { return (path, nil) }
    return (String(path[..<point]), String(path[path.index(after: point)...]))
  }
}
