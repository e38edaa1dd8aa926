/// Which models a key may be used for: an exact name, or all that begin alike (`gpt-5.4*`).
package struct ModelRule: Sendable, Hashable {
  package let text: String

  /// - Returns: `nil` for an empty rule, one with white space, or a star that is not at the end.
  package init?(_ text: String) {
    guard !text.isEmpty, !text.contains(where: \.isWhitespace), !text.dropLast().contains("*") else {
      return nil
    }
    self.text = text
  }

  package func allows(_ model: String) -> Bool {
    text.hasSuffix("*") ? model.hasPrefix(text.dropLast()) : model == text
  }

  /// `gpt-5.4*, claude-opus-4.8`. - Returns: the rules, or the word that is none.
  package static func list(_ text: String) -> (rules: [ModelRule], wrong: String?) {
    var rules: [ModelRule] = []
    for word in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      guard let rule = ModelRule(String(word)) else { return ([], String(word)) }
      if !rules.contains(rule) { rules.append(rule) }
    }
    return (rules, nil)
  }
}

extension [ModelRule] {
  /// No rule allows everything.
  package func allow(_ model: String) -> Bool { isEmpty || contains { $0.allows(model) } }

  package var words: String { map(\.text).joined(separator: ", ") }
}
