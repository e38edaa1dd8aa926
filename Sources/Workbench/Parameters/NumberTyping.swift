import RelayKit

/// Numbers as people type them.
enum NumberTyping {
  /// - Returns: a JSON number with the digits that were typed.
  static func number(_ text: String, _ name: String) throws(TypingProblem) -> String {
    let word = Parameter.trimmed(text)
    guard !word.isEmpty else { throw TypingProblem("\(name) is a number, for example 0.7.") }
    let literal = completed(word)
    guard isJSONNumber(literal) else { throw TypingProblem(complaint(word)) }
    guard let value = Double(literal), value.isFinite else {
      throw TypingProblem("\(Parameter.quoted(word)) is larger than any program reads.")
    }
    return literal
  }

  /// - Returns: digits with a sign at most.
  static func integer(_ text: String, _ name: String) throws(TypingProblem) -> String {
    let word = Parameter.trimmed(text)
    guard !word.isEmpty else { throw TypingProblem("\(name) is a whole number, for example 1024.") }
    let literal = completed(word)
    guard isJSONNumber(literal) else { throw TypingProblem(complaint(word)) }
    if let whole = Int(literal) { return String(whole) }
    guard let decimal = ExactDecimal(literal: literal) else {
      throw TypingProblem("\(Parameter.quoted(word)) does not fit into a whole number of 64 bits.")
    }
    guard Int(decimal.literal) != nil else {
      throw TypingProblem("\(name) is a whole number; \(word) has a fraction.")
    }
    return decimal.literal
  }

  /// `.5`, `+1`, `5.` and `1_000` are meant as numbers, though JSON does not write them so.
  private static func completed(_ word: String) -> String {
    var text = word
    if text.contains("_"), text.allSatisfy({ $0.isNumber || "_+-.eE".contains($0) }) {
      text.removeAll { $0 == "_" }
    }
    if text.first == "+" { text.removeFirst() }
    let sign = text.first == "-" ? "-" : ""
    var rest = text.dropFirst(sign.count)
    if rest.first == "." { rest = "0" + rest }
    // Zeros before the number.
    while rest.count > 1, rest.first == "0", rest.dropFirst().first?.isNumber == true { rest.removeFirst() }
    if let point = rest.firstIndex(of: ".") {
      let next = rest.index(after: point)
      if next == rest.endIndex || rest[next] == "e" || rest[next] == "E" { rest.remove(at: point) }
    }
    return sign + rest
  }

  private static func isJSONNumber(_ text: String) -> Bool {
    if case .number? = try? JSONValue(parsing: text) { true } else { false }
  }

  private static func complaint(_ word: String) -> String {
    let said = "\(Parameter.quoted(word)) is no number."
    let pointed = word.map { $0 == "," ? "." : $0 }
    if word.contains(","), word.count(where: { $0 == "," }) == 1, isJSONNumber(String(pointed)) {
      return "\(said) The fraction stands behind a point: \(String(pointed))."
    }
    if let last = word.last, "kKmM".contains(last), Double(word.dropLast()) != nil {
      return "\(said) Write it out: \(word.dropLast())\("kK".contains(last) ? "000" : "000000")."
    }
    return "\(said) Digits are expected, for example 0.7 or 1e3."
  }
}
