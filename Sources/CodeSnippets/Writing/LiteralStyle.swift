package import RelayKit

/// How a language writes JSON values as literals of its own.
package struct LiteralStyle: Sendable {
  /// The signs around the elements of an array or the members of an object.
  package struct Brackets: Sendable {
    package var open: String
    package var close: String
    package var empty: String
    /// Inside of the brackets, when all stands in one line.
    package var padding: String
    package init(_ open: String, _ close: String, empty: String? = nil, padding: String = "") {
      self.open = open
      self.close = close
      self.empty = empty ?? open + close
      self.padding = padding
    }
  }

  package var null = "null"
  package var yes = "true"
  package var no = "false"
  /// A text in quotes.
  package var string: @Sendable (String) -> String
  /// From the literal of JSON.
  package var number: @Sendable (String) -> String = { $0 }
  /// The key of a member; `nil` writes it as `string`.
  package var key: (@Sendable (String) -> String)?
  /// Between key and value.
  package var colon = ": "
  package var array = Brackets("[", "]")
  package var object = Brackets("{", "}")
  /// Whether a comma follows the last element, when each has a line.
  package var trailingComma = true
  package var indent = "    "
  /// What fits into this many columns stays in one line.
  package var width = 88

  package init(string: @escaping @Sendable (String) -> String) { self.string = string }

  /// - Parameters:
  ///   - depth: of the line where it begins; the lines that follow are indented by it.
  ///   - taken: columns of that line that are taken by what stands before and behind it.
  package func text(_ value: JSONValue, depth: Int = 0, taken: Int = 0) -> String {
    let room = width - depth * indent.utf8.count - taken
    if room > 0, let line = line(value, room: room) { return line }
    switch value {
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { text($0, depth: depth + 1, taken: 1) }
      return spread(lines, array, depth)
    case .object(let object) where !object.members.isEmpty:
      let lines = object.members.map { member(key: $0.key, $0.value, depth: depth + 1) }
      return spread(lines, self.object, depth)
    default: return scalar(value)
    }
  }

  /// Key and value of a member, as `text`.
  package func member(key: String, _ value: JSONValue, depth: Int) -> String {
    let name = keyText(key) + colon
    return name + text(value, depth: depth, taken: name.utf8.count + 1)
  }

  package func keyText(_ name: String) -> String { (key ?? string)(name) }

  private func spread(_ lines: [String], _ brackets: Brackets, _ depth: Int) -> String {
    let outer = String(repeating: indent, count: depth)
    let separator = ",\n" + outer + indent
    return brackets.open + "\n" + outer + indent + lines.joined(separator: separator)
      + (trailingComma ? "," : "") + "\n" + outer + brackets.close
  }

  private func scalar(_ value: JSONValue) -> String {
    switch value {
    case .null: null
    case .bool(let flag): flag ? yes : no
    case .number(let literal): number(literal)
    case .string(let text): string(text)
    case .array: array.empty
    case .object: object.empty
    }
  }

  /// All in one line; `nil` when it needs more than `room`. Gives up early, so that long bodies cost little.
  private func line(_ value: JSONValue, room: Int) -> String? {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      return line(elements.map { (nil, $0) }, array, room)
    case .object(let object) where !object.members.isEmpty:
      return line(object.members.map { ($0.key, $0.value) }, self.object, room)
    case .string(let text) where text.utf8.count > room: return nil
    default:
      let text = scalar(value)
      return text.utf8.count <= room ? text : nil
    }
  }

  private func line(_ members: [(String?, JSONValue)], _ brackets: Brackets, _ room: Int) -> String? {
    var result = brackets.open + brackets.padding
    for (index, (key, value)) in members.enumerated() {
      if index > 0 { result += ", " }
      if let key { result += keyText(key) + colon }
      guard let text = line(value, room: room - result.utf8.count) else { return nil }
      result += text
    }
    result += brackets.padding + brackets.close
    return result.utf8.count <= room ? result : nil
  }
}
