import RelayKit

/// Several texts on a line: `END, "a, b", "\n"`, or a JSON list.
enum TextListTyping {
  static func texts(_ line: String) throws(TypingProblem) -> [String] {
    let whole = Parameter.trimmed(line)
    if whole.isEmpty { return [] }
    if whole.unicodeScalars.first == "[", let value = try? JSONValue(parsing: whole),
      let elements = value.arrayValue
    {
      let texts = elements.compactMap(\.stringValue)
      guard texts.count == elements.count else {
        throw TypingProblem("The list has something that is no text. Texts stand in quotes: [\"a\", \"b\"].")
      }
      return texts
    }
    var texts: [String] = []
    var rest = line[...]
    while true {
      rest = rest.drop(while: \.isWhitespace)
      // A quote with an accent on it is a quote all the same.
      if rest.unicodeScalars.first == "\"" {
        let (text, end) = try quoted(rest)
        texts.append(text)
        rest = rest[end...].drop(while: \.isWhitespace)
        if rest.isEmpty { return texts }
        guard rest.first == "," else {
          throw TypingProblem("A comma is expected behind \(Parameter.quoted(text)): \"a\", \"b\".")
        }
      } else {
        var text = rest.prefix { $0 != "," }
        // The comma of a data URL is part of it.
        if text.hasPrefix("data:"), text.endIndex < rest.endIndex {
          let behind = rest[rest.index(after: text.endIndex)...].prefix { $0 != "," }
          text = rest[text.startIndex..<behind.endIndex]
        }
        let plain = Parameter.trimmed(text)
        guard !plain.isEmpty else {
          throw TypingProblem("There is nothing between two commas. Write \"\" for an empty text.")
        }
        texts.append(plain)
        rest = rest[text.endIndex...]
        if rest.isEmpty { return texts }
      }
      rest = rest.dropFirst()
      // A comma at the end closes the list.
      if rest.allSatisfy(\.isWhitespace) { return texts }
    }
  }

  /// Read back by `texts` it is the same list.
  static func typed(_ texts: [String]) -> String {
    texts.map { text in
      guard let first = text.unicodeScalars.first, first != "\"", first != "[" else {
        return JSONValue.string(text).text()
      }
      let isPlain =
        Parameter.trimmed(text) == text && !text.unicodeScalars.contains { $0 == "," || $0.value < 0x20 }
        // An accent at the beginning would join the space before it.
        && (" " + text).count == text.count + 1
      return isPlain ? text : JSONValue.string(text).text()
    }.joined(separator: ", ")
  }

  /// A JSON string at the front, and where it ends.
  private static func quoted(_ text: Substring) throws(TypingProblem) -> (String, String.Index) {
    var isEscaped = false
    var index = text.unicodeScalars.index(after: text.startIndex)
    while index < text.endIndex {
      let scalar = text.unicodeScalars[index]
      let next = text.unicodeScalars.index(after: index)
      if isEscaped {
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == "\"" {
        let literal = String(text.unicodeScalars[text.startIndex..<next])
        guard let value = (try? JSONValue(parsing: literal))?.stringValue else { break }
        return (value, next)
      }
      index = next
    }
    if index < text.endIndex {
      throw TypingProblem(
        "A text in quotes has an escape that JSON does not know. Write \\n, \\t, \\\" or \\\\.")
    }
    throw TypingProblem("A quote is not closed. Write \"a, b\" or leave the quotes out.")
  }
}
