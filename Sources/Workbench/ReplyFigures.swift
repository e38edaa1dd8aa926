package import RelayKit

/// The figures of an answer. Milliseconds count from the last byte of the request, as the relay sees it; where
/// that instant is unknown, from when the last try left.
extension Reply {
  package var sentAt: MonotonicTime? {
    guard let exchange else { return nil }
    return exchange.marks[.requestSent] ?? exchange.lastStart
  }

  package var firstByteMilliseconds: Double? { since(exchange?.marks[.firstByte]) }
  /// To the first token of any kind.
  package var firstTokenMilliseconds: Double? { since(exchange?.marks[.firstToken]) }
  /// To the first token that can be read without unfolding the reasoning; `nil` when it is about the same.
  package var firstVisibleMilliseconds: Double? {
    guard let visible = since(firstVisible), let first = firstTokenMilliseconds, visible > first * 1.1 else {
      return nil
    }
    return visible
  }
  package var totalMilliseconds: Double? { since(exchange?.end) }

  private func since(_ instant: MonotonicTime?) -> Double? {
    guard let instant, let sentAt else { return nil }
    return instant.milliseconds(since: sentAt)
  }

  /// While it comes: over the last two seconds. Afterwards: output tokens after the first over the time from
  /// first to last. `nil` while there is none.
  package func tokensPerSecond(at now: MonotonicTime) -> Double? {
    if isRunning { return rate.perSecond(at: clock(now)) }
    // Tokens that came all at once tell nothing of the model's pace.
    guard let first = exchange?.marks[.firstToken], let lastToken, lastToken.milliseconds(since: first) >= 20
    else { return nil }
    let count = outputTokens.count - 1
    return count > 0 ? Double(count) / (lastToken.milliseconds(since: first) / 1000) : nil
  }

  /// From `usage` when the relay sent it, else the number of token events, which is an estimate.
  package var outputTokens: (count: Int, isEstimate: Bool) {
    if let count = (usage?["completion_tokens"] ?? usage?["output_tokens"])?.intValue {
      return (count, false)
    }
    return (exchange?.answer.tokenEvents ?? 0, true)
  }

  package var inputTokens: Int? { (usage?["prompt_tokens"] ?? usage?["input_tokens"])?.intValue }
  package var reasoningTokens: Int? { usage?["completion_tokens_details"]?["reasoning_tokens"]?.intValue }
  package var cachedTokens: Int? { usage?["prompt_tokens_details"]?["cached_tokens"]?.intValue }
}

extension MonotonicTime {
  package func advanced(seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: nanoseconds + Int64(min(max(seconds, -3e9), 3e9) * 1e9))
  }
}
