import RelayKit

/// The values of an axis as they are typed on a command line or in a field.
enum VaryText {
  typealias Found = [(json: JSONValue?, shown: String)]
  typealias Problem = VaryAxis.Problem

  /// The word for a key that is left out of the request. In quotes it is a text like any other.
  static let unset = "unset"

  /// JSON values and plain words between commas, or a range of numbers. Commas inside of JSON do not separate.
  static func values(_ text: String, of name: String) throws(Problem) -> Found {
    if let range = try NumberRange.values(text, of: name) { return range }
    var found: Found = []
    for item in try items(text, of: name) {
      switch item {
      case .json(let value):
        found.append((value, value.stringValue.map { $0.isEmpty ? "\"\"" : $0 } ?? value.text()))
      case .word(unset): found.append((nil, unset))
      case .word(let word):
        // Words such as true and 0.7 are JSON; any other is a text.
        let value = (try? JSONValue(parsing: word)) ?? .string(word)
        found.append((value, word))
      }
    }
    return found
  }

  static func models(_ text: String) throws(Problem) -> Found {
    try items(text, of: "model").map { item throws(Problem) in
      let id: String?
      switch item {
      case .word(let word): id = word
      case .json(let value): id = value.stringValue
      }
      guard let id, !id.isEmpty else { throw Problem("A model is named by its id, not by \(item.text).") }
      return (.string(id), id)
    }
  }

  /// Texts between bars; `@path` is the text of a file.
  static func texts(_ text: String, file: (String) throws(Problem) -> String) throws(Problem) -> Found {
    var found: Found = []
    for piece in text.split(separator: "|", omittingEmptySubsequences: false) {
      let words = String(piece)
      if words.hasPrefix("@") {
        let path = String(words.dropFirst())
        guard !path.isEmpty else { throw Problem("A file is named behind @, and here is none.") }
        found.append((.string(try file(path)), words))
      } else if Parameter.trimmed(words).isEmpty {
        found.append((nil, "none"))
      } else {
        found.append((.string(words), words))
      }
    }
    return found
  }

  // MARK: Items

  private enum Item {
    case word(String)
    case json(JSONValue)

    var text: String {
      switch self {
      case .word(let word): Parameter.quoted(word)
      case .json(let value): value.text()
      }
    }
  }

  private static func items(_ text: String, of name: String) throws(Problem) -> [Item] {
    let bytes = Array(text.utf8)
    var items: [Item] = []
    var index = 0
    while true {
      while index < bytes.count, bytes[index] == 0x20 { index += 1 }
      let start = index
      let opens =
        index < bytes.count
        && [UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\"")]
          .contains(bytes[index])
      index = opens ? endOfJSON(bytes, from: index) : index
      while index < bytes.count, bytes[index] != UInt8(ascii: ",") { index += 1 }
      let item = Parameter.trimmed(String(decoding: bytes[start..<index], as: UTF8.self))
      if opens {
        guard let value = try? JSONValue(parsing: item) else {
          throw Problem("\(name): \(Parameter.quoted(item)) begins as JSON and is none.")
        }
        items.append(.json(value))
      } else {
        guard !item.isEmpty else {
          throw Problem(
            "\(name): value \(items.count + 1) is empty. An empty text is \"\", and \(unset) leaves the key out."
          )
        }
        items.append(.word(item))
      }
      guard index < bytes.count else { return items }
      index += 1
    }
  }

  /// Behind the bracket or quote that closes the one at `start`; the end of the text if none does.
  private static func endOfJSON(_ bytes: [UInt8], from start: Int) -> Int {
    var depth = 0
    var isText = false
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if isText {
        if byte == UInt8(ascii: "\\") { index = min(index + 1, bytes.count) }
        if byte == UInt8(ascii: "\"") { isText = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isText = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        default: break
        }
      }
      if !isText, depth <= 0 { return index }
    }
    return index
  }
}
