package import RelayKit

// What the user types, as a value.
extension Parameter {
  /// Reads what was typed: `0.7`, `1e3`, `yes`, `a, b`, JSON. A number keeps its digits (`0.70`); a whole number
  /// is written without exponent and fraction, since many readers take no other.
  /// - Throws: what is wrong and what would be right. Bounds and unknown choices are no problem here: `check`
  ///   warns of them.
  package func value(typed text: String) throws(TypingProblem) -> JSONValue {
    switch type {
    case .integer: return .number(try NumberTyping.integer(text, name))
    case .number: return .number(try NumberTyping.number(text, name))
    case .toggle: return .bool(try Self.flag(text, name))
    case .choice(let choices, let isOpen): return try Self.choice(text, choices, isOpen: isOpen, name)
    case .text, .modelText: return .string(text)
    case .texts(let onePlain):
      let texts = try TextListTyping.texts(text)
      if onePlain, texts.count == 1 { return .string(texts[0]) }
      return .array(texts.map(JSONValue.string))
    case .json: return try Self.json(text, name)
    }
  }

  /// What the line holds when a value is edited; read back by `value(typed:)` it is the same value.
  package func typed(_ value: JSONValue) -> String {
    switch (type, value) {
    case (.toggle, .bool(let flag)): return flag ? "on" : "off"
    case (.choice(let choices, _), _):
      if let choice = choices.first(where: { $0.value == value }) { return choice.label }
      guard let text = value.stringValue else { return value.text() }
      // Text that would be read as something else goes in quotes.
      return (try? self.value(typed: text)) == value ? text : value.text()
    case (.text, .string(let text)), (.modelText, .string(let text)): return text
    case (.texts, .string(let text)): return TextListTyping.typed([text])
    case (.texts, .array(let elements)):
      let texts = elements.compactMap(\.stringValue)
      return texts.count == elements.count ? TextListTyping.typed(texts) : value.text()
    default: return value.text()
    }
  }

  private static func flag(_ text: String, _ name: String) throws(TypingProblem) -> Bool {
    switch trimmed(text).lowercased() {
    case "yes", "y", "on", "true", "1": return true
    case "no", "n", "off", "false", "0": return false
    default: throw TypingProblem("\(quoted(text)) is neither on nor off. Type yes or no.")
    }
  }

  private static func choice(
    _ text: String, _ choices: [ParameterChoice], isOpen: Bool, _ name: String
  ) throws(TypingProblem) -> JSONValue {
    let word = trimmed(text)
    let labels = choices.prefix(6).map(\.label).joined(separator: ", ")
    guard !word.isEmpty else { throw TypingProblem("\(name) is one of \(labels); an empty text is none.") }
    if let exact = choices.first(where: { $0.label == word }) { return exact.value }
    if let near = choices.first(where: { $0.label.lowercased() == word.lowercased() }) { return near.value }
    // A text in quotes, a list or an object is JSON: choices may be objects too.
    if let first = word.unicodeScalars.first, "\"{[".unicodeScalars.contains(first) {
      return try json(word, name)
    }
    // A choice among numbers takes numbers.
    if choices.allSatisfy({ $0.value.doubleValue != nil }), !choices.isEmpty {
      return .number(try NumberTyping.number(word, name))
    }
    guard choices.contains(where: { $0.value.stringValue != nil }) || choices.isEmpty else {
      throw TypingProblem("\(quoted(text)) is none of \(labels). Anything else is typed as JSON.")
    }
    return .string(word)
  }

  static func json(_ text: String, _ name: String) throws(TypingProblem) -> JSONValue {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw TypingProblem("An empty text is no JSON. Unset \(name) to leave it out.")
    }
    do {
      return try JSONValue(parsing: text)
    } catch let error as JSONSyntaxError {
      let place = TextPlace(offset: error.offset, in: text)
      throw TypingProblem("This is no JSON: line \(place.line), column \(place.column): \(error.reason).")
    } catch {
      throw TypingProblem("This is no JSON.")
    }
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// For a sentence: short, control characters escaped.
  static func quoted(_ text: String) -> String {
    let short = text.count > 40 ? text.prefix(39) + "…" : text
    return JSONValue.string(String(short)).text()
  }
}

/// A place in a text, both from 1, columns in characters.
struct TextPlace: Sendable, Hashable {
  var line: Int
  var column: Int

  /// - Parameter offset: in UTF-8 bytes.
  init(offset: Int, in text: String) {
    let before = text.utf8.prefix(offset)
    line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { text.utf8.index(after: $0) } ?? text.startIndex
    column = String(decoding: text.utf8[start..<before.endIndex], as: UTF8.self).count + 1
  }
}
