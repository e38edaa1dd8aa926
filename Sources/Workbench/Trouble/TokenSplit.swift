package import RelayKit

/// A number of tokens: the relay's own, or an estimate from what arrived.
package struct TokenCount: Sendable, Hashable, CustomStringConvertible {
  package var tokens: Int
  package var isEstimate: Bool

  package init(_ tokens: Int, isEstimate: Bool = false) {
    self.tokens = tokens
    self.isEstimate = isEstimate
  }

  /// `1200`, or `~1200` for an estimate.
  package var description: String { (isEstimate ? "~" : "") + String(tokens) }
}

/// What an answer's tokens went into.
package struct TokenSplit: Sendable, Hashable {
  package var total: TokenCount
  /// `nil` when nothing tells of reasoning.
  package var reasoning: TokenCount?
  /// What can be read: text, refusal and tool calls.
  package var answer: TokenCount

  /// - Parameter choice: one of the answer's choices.
  package init(answer: AssembledAnswer, choice: AssembledAnswer.Choice) {
    let visible =
      Self.length(choice.text) + Self.length(choice.refusal)
      + choice.toolCalls.reduce(0) { $0 + Self.length($1.name) + Self.length($1.arguments) }
    let hidden = Self.length(choice.reasoning)
    // Usage counts all choices together: it says nothing of one of several.
    let usage = answer.choices.count == 1 && answer.restarted.isEmpty ? answer.usage : nil
    let told = (usage?["completion_tokens"] ?? usage?["output_tokens"])?.intValue
    let details = usage?["completion_tokens_details"] ?? usage?["output_tokens_details"]
    let reasoned = details?["reasoning_tokens"]?.intValue

    guard let told, told > 0 || visible + hidden == 0 else {
      let guess = Self.guess(visible + hidden, events: answer.choices.count == 1 ? answer.tokenEvents : 0)
      let share = Self.share(of: guess, hidden: hidden, visible: visible)
      total = TokenCount(guess, isEstimate: true)
      reasoning = reasoned.map { TokenCount($0) } ?? (hidden > 0 ? TokenCount(share, isEstimate: true) : nil)
      self.answer = TokenCount(guess - share, isEstimate: true)
      return
    }
    if let reasoned, reasoned > 0 || hidden == 0 {
      // Some suppliers count reasoning apart from the answer.
      let isApart = reasoned > told
      total = TokenCount(isApart ? told + reasoned : told)
      reasoning = TokenCount(reasoned)
      self.answer = TokenCount(isApart ? told : told - reasoned)
      return
    }
    total = TokenCount(told)
    if hidden > 0 {
      let share = Self.share(of: told, hidden: hidden, visible: visible)
      reasoning = TokenCount(share, isEstimate: true)
      self.answer = TokenCount(told - share, isEstimate: true)
    } else if visible == 0, told > 2 {
      // Tokens that nobody can see are reasoning, as far as a client can tell.
      reasoning = TokenCount(told, isEstimate: true)
      self.answer = TokenCount(0)
    } else {
      reasoning = nil
      self.answer = TokenCount(told)
    }
  }

  private static func length(_ text: String) -> Int { text.utf8.count }

  /// Most events carry one token; without events, four bytes are about one.
  private static func guess(_ bytes: Int, events: Int) -> Int {
    bytes == 0 ? 0 : max(1, events > 1 ? events : (bytes + 3) / 4)
  }

  private static func share(of total: Int, hidden: Int, visible: Int) -> Int {
    hidden + visible == 0 ? 0 : Int((Double(total) * Double(hidden) / Double(hidden + visible)).rounded())
  }
}
