package import RelayKit

/// A request to a model that scores answers by a rubric, and what is needed to read its verdict. The answers
/// are shuffled and numbered, so that neither their place nor their model tells for them.
package struct JudgePlan: Sendable, Hashable {
  /// Why nothing can be judged, or why a verdict cannot be used: whole sentences.
  package struct Problem: Error, Sendable, Hashable {
    package var sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }

  package struct Answer: Sendable, Hashable {
    package var key: String
    package var text: String

    package init(key: String, text: String) {
      self.key = key
      self.text = text
    }
  }

  /// Of an answer or a prompt that the judge sees; what is longer loses its middle.
  package static let longestText = 24_000

  package let model: String
  package let seed: UInt64
  /// Keys by number: the first is Answer 1.
  package let order: [String]
  /// Characters of each answer that the judge does not see.
  package let leftOut: [String: Int]
  /// Characters of the prompts that the judge does not see.
  package let leftOutOfPrompts: Int
  package let request: ChatRequest

  /// - Parameters:
  ///   - prompts: what was asked, turn by turn.
  ///   - answers: keys must differ.
  ///   - seed: of the order and of the mark around the texts. Take a random one: who knows it before answering
  ///     could forge the mark.
  package init(
    model: String, prompts: [String], answers: [Answer], rubric: String = JudgeWords.rubric, seed: UInt64,
    longestText: Int = JudgePlan.longestText
  ) throws(Problem) {
    guard !answers.isEmpty else { throw Problem("There is no answer to judge.") }
    guard Set(answers.map(\.key)).count == answers.count else {
      throw Problem("Two answers have one name, so that a verdict would be of neither.")
    }
    let shuffled = SeededOrder.places(answers.count, seed: seed).map { answers[$0] }
    let mark = Self.mark(seed: seed, texts: prompts + answers.map(\.text))
    let page = JudgePage(mark: mark, longestText: longestText)
    self.model = model
    self.seed = seed
    order = shuffled.map(\.key)
    var leftOut: [String: Int] = [:]
    var blocks: [String] = []
    var leftOutOfPrompts = 0
    for (index, prompt) in prompts.enumerated() {
      let (block, missing) = page.block("prompt", number: index + 1, prompt)
      blocks.append(block)
      leftOutOfPrompts += missing
    }
    for (index, answer) in shuffled.enumerated() {
      let (block, missing) = page.block("answer", number: index + 1, answer.text)
      blocks.append(block)
      if missing > 0 { leftOut[answer.key] = missing }
    }
    self.leftOut = leftOut
    self.leftOutOfPrompts = leftOutOfPrompts
    let text = blocks.joined(separator: "\n\n") + "\n\n" + JudgeWords.closing(answers.count)
    var request = ChatRequest(
      model: model,
      messages: [
        ChatMessage(role: "system", text: JudgeWords.system(rubric: rubric, mark: mark)),
        ChatMessage(role: "user", text: text),
      ])
    let format = ResponseFormat.jsonSchema(name: "verdict", schema: JudgeWords.schema, strict: true)
    request.parameters["response_format"] = format.json
    // Without usage nobody could tell what the verdict cost.
    request.parameters["stream_options"] = .object(
      JSONObject([.init(key: "include_usage", value: .bool(true))]))
    self.request = request
  }

  /// Sixteen signs that occur in none of the texts.
  private static func mark(seed: UInt64, texts: [String]) -> String {
    var order = SeededOrder(seed: seed ^ 0x6A09_E667_F3BC_C908)
    while true {
      let number = String(order.next(), radix: 16)
      let mark = String(repeating: "0", count: 16 - number.count) + number
      if !texts.contains(where: { $0.contains(mark) }) { return mark }
    }
  }
}

/// Writes the texts that are judged.
private struct JudgePage {
  let mark: String
  let longestText: Int

  /// - Returns: the text between its tags, and the number of characters that were left out.
  func block(_ kind: String, number: Int, _ text: String) -> (String, leftOut: Int) {
    let (shown, leftOut) = shortened(text)
    let content = shown.isEmpty ? "[\(mark): this text is empty]" : shown
    return ("<\(kind)-\(mark) number=\"\(number)\">\n\(content)\n</\(kind)-\(mark)>", leftOut)
  }

  /// The beginning and a third of the end stay.
  private func shortened(_ text: String) -> (String, leftOut: Int) {
    // Bytes are counted at once; characters are never more.
    guard text.utf8.count > longestText else { return (text, 0) }
    let count = text.count
    guard count > longestText else { return (text, 0) }
    let tail = longestText / 3
    let leftOut = count - longestText
    let note = "\n[\(mark): \(leftOut) characters are left out here; do not mark the answer down for it]\n"
    return (text.prefix(longestText - tail) + note + text.suffix(tail), leftOut)
  }
}
