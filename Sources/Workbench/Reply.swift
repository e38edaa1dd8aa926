package import RelayKit

/// One answer while it comes and afterwards: what the transcript says about an exchange.
package struct Reply: Sendable {
  package enum Phase: Sendable, Hashable {
    case sending, waiting, thinking, streaming
    case retrying(nextAttempt: Int, due: MonotonicTime)
    case ended
  }

  package private(set) var phase = Phase.sending
  package let model: String
  package private(set) var text = ""
  package private(set) var reasoning = ""
  package private(set) var sentAt: MonotonicTime
  package private(set) var firstToken: MonotonicTime?
  package private(set) var lastToken: MonotonicTime?
  package private(set) var lastRead: MonotonicTime?
  package private(set) var tokenEvents = 0
  package private(set) var usage: JSONValue?
  package private(set) var finishReason: String?
  package private(set) var servedModel: String?
  package private(set) var refusedBefore: RelayError?
  package private(set) var outcome: Outcome?
  /// The record, once the exchange is over.
  package private(set) var exchange: Exchange?

  package init(model: String, sentAt: MonotonicTime) {
    self.model = model
    self.sentAt = sentAt
  }

  package var isRunning: Bool { phase != .ended }

  /// Takes one update over. - Returns: the text that it added.
  package mutating func apply(_ update: ExchangeUpdate) -> String {
    var added = ""
    if case .began(let record) = update { exchange = record } else { exchange?.apply(update) }
    switch update {
    case .began: break
    case .sending(_, let instant):
      phase = .sending
      sentAt = instant
    case .mark: break
    case .head(_, let instant):
      if phase == .sending { phase = .waiting }
      lastRead = instant
    case .delta(let delta):
      lastRead = delta.instant
      if delta.tokenEvents > 0 {
        if firstToken == nil { firstToken = delta.instant }
        lastToken = delta.instant
        tokenEvents += delta.tokenEvents
      }
      for part in delta.parts {
        switch part {
        case .text(0, let piece):
          phase = .streaming
          added += piece
        case .refusal(0, let piece):
          phase = .streaming
          added += piece
        case .reasoning(0, let piece):
          if phase != .streaming { phase = .thinking }
          reasoning += piece
        case .finish(0, let reason): finishReason = reason
        case .usage(let value): usage = value
        case .servedModel(let name): servedModel = name
        default: break
        }
      }
      text += added
    case .retrying(let error, let seconds, let next, let instant):
      refusedBefore = error
      phase = .retrying(
        nextAttempt: next, due: MonotonicTime(nanoseconds: instant.nanoseconds + Int64(seconds * 1e9)))
    case .ended(let outcome, _, _):
      phase = .ended
      self.outcome = outcome
    }
    return added
  }

  // MARK: Figures

  /// Milliseconds from sending to the first token of any kind.
  package var firstTokenMilliseconds: Double? { firstToken.map { $0.milliseconds(since: sentAt) } }

  /// Output tokens after the first over the time from first to last token; `nil` while there is none.
  package var tokensPerSecond: Double? {
    guard let firstToken, let lastToken, lastToken > firstToken else { return nil }
    return Double(outputTokens.count - 1) / (lastToken.milliseconds(since: firstToken) / 1000)
  }

  /// From `usage` when the relay sent it, else the number of token events, which is an estimate.
  package var outputTokens: (count: Int, isEstimate: Bool) {
    if let count = usage?["completion_tokens"]?.intValue { return (count, false) }
    return (tokenEvents, true)
  }

  package var inputTokens: Int? { usage?["prompt_tokens"]?.intValue }

  /// Sign and word, always together.
  package func stateWord(at now: MonotonicTime) -> String {
    switch phase {
    case .sending: return "● SENDING"
    case .waiting: return "● WAITING"
    case .thinking: return quiet(at: now) ?? "● THINKING"
    case .streaming: return quiet(at: now) ?? "● STREAMING"
    case .retrying(_, let due):
      return "! RETRY IN \(max(0, Int((due.milliseconds(since: now) / 1000).rounded(.up)))) s"
    case .ended: break
    }
    switch outcome {
    case .done where finishReason == "length": return "! LIMIT"
    case .done where finishReason == "content_filter": return "! FILTERED"
    case .done where text.isEmpty && exchange?.answer.choices.first?.toolCalls.isEmpty != false:
      return "! EMPTY"
    case .done, nil: return "✓ DONE"
    case .stopped: return "■ STOPPED"
    case .cut: return "✗ CUT"
    case .failed(let error): return error.status.map { "✗ ERROR \($0)" } ?? "✗ NO ANSWER"
    }
  }

  private func quiet(at now: MonotonicTime) -> String? {
    guard let lastRead else { return nil }
    let seconds = Int(now.milliseconds(since: lastRead) / 1000)
    return seconds >= 5 ? "! QUIET \(seconds) s" : nil
  }
}
