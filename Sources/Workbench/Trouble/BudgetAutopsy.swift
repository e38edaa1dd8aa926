package import RelayKit

/// Why an answer is empty or shorter than it should be, and where its tokens went.
package struct BudgetAutopsy: Sendable, Hashable {
  package enum Finding: Sendable, Hashable {
    /// The limit of the request was reached.
    case limit
    /// It was reached before there was anything to read.
    case limitInReasoning
    /// Something ended it as if at a limit, but not the one of the request.
    case otherLimit
    case filtered, empty
    /// Reasoning came, and no answer.
    case reasoningOnly
    /// Tool calls are announced, and none came.
    case callsMissing
    case paused, failed, unknownReason
  }

  package var finding: Finding
  /// The index of the choice, as the relay numbers them.
  package var choice: Int
  /// What the body sets; `nil` when it sets none.
  package var limit: AnswerLimit?
  package var split: TokenSplit
  /// What the limit left over; `nil` without a limit.
  package var left: TokenCount?
  /// As received.
  package var finishReason: String?
  package var reasonWords: String { FinishReasons.words(finishReason) }
  /// What happened and what to do.
  package var sentence: String

  /// `nil` when nothing is odd, and for exchanges whose trouble is told elsewhere: stopped, cut or failed ones.
  package init?(_ exchange: Exchange) {
    guard exchange.outcome == .done else { return nil }
    let body = exchange.request.body
    self.init(
      body: (try? JSONValue(parsing: body)) ?? .null, answer: exchange.answer, knowsBody: !body.isEmpty)
  }

  /// Of a complete answer: its first choice that is odd.
  /// - Parameter knowsBody: false where the request is not at hand: then nothing is said of what it sets.
  package init?(body: JSONValue, answer: AssembledAnswer, knowsBody: Bool = true) {
    let limit = AnswerLimit(body: body)
    for choice in answer.choices {
      let split = TokenSplit(answer: answer, choice: choice)
      guard let finding = Self.finding(choice, split, limit) else { continue }
      self.finding = finding
      self.choice = choice.index
      self.limit = limit
      self.split = split
      left = limit.map {
        TokenCount(max(0, $0.tokens - split.total.tokens), isEstimate: split.total.isEstimate)
      }
      finishReason = choice.finishReason
      sentence =
        finding == .otherLimit && !knowsBody
        ? "A limit ended it: that of the request, of the relay or of the model. Go on from here, or raise it."
        : Self.sentence(finding, choice, split, limit)
      return
    }
    return nil
  }

  private static func isVisible(_ choice: AssembledAnswer.Choice) -> Bool {
    !choice.toolCalls.isEmpty || !choice.pictures.isEmpty || !choice.refusal.isEmpty
      || !choice.text.allSatisfy(\.isWhitespace)
  }

  private static func finding(
    _ choice: AssembledAnswer.Choice, _ split: TokenSplit, _ limit: AnswerLimit?
  ) -> Finding? {
    let isVisible = isVisible(choice)
    // The images endpoints give no reason for the end.
    if choice.finishReason == nil, choice.pictures.contains(where: { !$0.isPartial }) { return nil }
    switch FinishReasons.meaning(choice.finishReason) {
    case .limit:
      guard let limit, isReached(limit, split) else { return .otherLimit }
      return isVisible ? .limit : .limitInReasoning
    case .filtered: return .filtered
    case .paused: return .paused
    case .failed: return .failed
    case .unknown: return .unknownReason
    case .toolCalls: return choice.toolCalls.isEmpty ? .callsMissing : nil
    case .complete:
      if isVisible { return nil }
      // An estimate is no proof of reasoning.
      let isReported = split.reasoning.map { $0.tokens > 0 && !$0.isEstimate } ?? false
      return choice.reasoning.isEmpty && !isReported ? .empty : .reasoningOnly
    }
  }

  /// Suppliers stop a little before the limit at times, and estimates are rough.
  private static func isReached(_ limit: AnswerLimit, _ split: TokenSplit) -> Bool {
    Double(split.total.tokens) >= Double(limit.tokens) * (split.total.isEstimate ? 0.5 : 0.9)
  }

  private static func sentence(
    _ finding: Finding, _ choice: AssembledAnswer.Choice, _ split: TokenSplit, _ limit: AnswerLimit?
  ) -> String {
    let name = limit?.name ?? "max_tokens"
    switch finding {
    case .limit:
      let calls = choice.toolCalls.isEmpty ? "" : " The last tool call may be incomplete."
      let reasoned = split.reasoning.flatMap { $0.tokens > 0 ? ", \($0) of it in reasoning" : nil } ?? ""
      return
        "\(name) \(limit?.tokens ?? 0) was reached\(reasoned).\(calls) Go on from here, or raise \(name)."
    case .limitInReasoning:
      return "\(name) \(limit?.tokens ?? 0) was used up before any answer. "
        + "Raise \(name), or lower reasoning_effort."
    case .otherLimit:
      let set =
        limit.map { "\($0.name) is \($0.tokens), and \(split.total) were used" }
        ?? "The request sets no limit"
      return
        "\(set): the limit is the relay's or the model's own. Go on from here, set \(name), or shorten the "
        + "conversation."
    case .filtered:
      return
        "\(started(FinishReasons.words(choice.finishReason))). Change the prompt, or choose another model."
    case .empty:
      let used = split.total.tokens > 0 ? ", although \(split.total) tokens were used" : ""
      return "The answer was complete but held no text\(used). Look at the raw frames, or ask again."
    case .reasoningOnly:
      return "The model ended after its reasoning, without an answer. Ask again, or lower reasoning_effort."
    case .callsMissing:
      return "The relay says that a tool is called, but no call came. Look at the raw frames, or ask again."
    case .paused: return "\(started(FinishReasons.words(choice.finishReason))). Let it go on from here."
    case .failed: return "\(started(FinishReasons.words(choice.finishReason))). Ask again."
    case .unknownReason:
      return
        "\(started(FinishReasons.words(choice.finishReason))). The answer may be incomplete: look at the raw "
        + "frames."
    }
  }

  private static func started(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() }
}
