import RelayKit

/// The values that the words of a refusal list as possible.
enum AllowedValues {
  private static let leads = [
    "supported values are", "supported values:", "valid values", "allowed values", "expected one of",
    "must be one of",
    "is not one of", "should be one of", "one of:", "one of [", "possible values", "accepted values",
    "input should be", "permitted:", "valid options", "supported roles", "available values",
    "expected tags",
  ]

  /// In their order; empty when the words list none.
  static func named(by words: ErrorWords) -> [String] {
    for lead in leads {
      guard let place = words.lower.firstRange(of: lead) else { continue }
      // Lower case may change the length of a text in rare scripts; then the small letters have to do.
      let isSame = words.lower.utf8.count == words.text.utf8.count
      let source = isSame ? words.text : words.lower
      let start = words.lower.utf8.distance(from: words.lower.startIndex, to: place.upperBound)
      let rest = String(decoding: source.utf8.dropFirst(start), as: UTF8.self)
      let sentence = firstSentence(rest)
      let quoted = ErrorWords(sentence).quoted.filter { !$0.contains(" ") && !$0.isEmpty }
      if !quoted.isEmpty { return withoutPlaces(quoted) }
      let bare = bareList(sentence)
      if bare.count > 1 { return bare }
    }
    return []
  }

  /// Old OpenAI words end with the place in quotes: `… - 'messages.0.role'`.
  private static func withoutPlaces(_ values: [String]) -> [String] {
    values.filter { !$0.contains(".") || Double($0) != nil }
  }

  private static func firstSentence(_ text: String) -> String {
    var sentence = ""
    var rest = text[...]
    while let letter = rest.popFirst() {
      if letter == "\n" || letter == ";" { break }
      if letter == ".", rest.first.map({ $0 == " " }) ?? true { break }
      sentence.append(letter)
    }
    return sentence
  }

  /// `: high, low, medium, none` without quotes.
  private static func bareList(_ text: String) -> [String] {
    let parts = text.split { ",:[](){}".contains($0) || $0 == "|" }.map { part in
      part.split(separator: " ").filter { $0 != "and" && $0 != "or" }
    }
    let words = parts.filter { !$0.isEmpty }
    guard words.allSatisfy({ $0.count == 1 }) else { return [] }
    return words.compactMap { $0.first.map(String.init) }
  }
}
