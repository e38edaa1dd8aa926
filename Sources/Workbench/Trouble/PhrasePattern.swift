/// A row of words to be found in a refusal: words and signs as they are, `#` for any number.
struct PhrasePattern: Sendable {
  private let parts: [ErrorToken?]

  init(_ text: String) {
    parts = text.split(separator: " ").flatMap { part -> [ErrorToken?] in
      part == "#" ? [nil] : ErrorToken.all(in: String(part)).map { $0 }
    }
  }

  /// The numbers at each place where the row stands.
  func matches(in tokens: [ErrorToken]) -> [[String]] {
    guard !parts.isEmpty, tokens.count >= parts.count else { return [] }
    return (0...tokens.count - parts.count).compactMap { start in
      var numbers: [String] = []
      for (offset, part) in parts.enumerated() {
        let token = tokens[start + offset]
        if let part {
          guard token == part else { return nil }
        } else {
          guard let number = token.number else { return nil }
          numbers.append(number)
        }
      }
      return numbers
    }
  }
}
