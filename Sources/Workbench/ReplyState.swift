package import RelayKit

/// What an answer is doing, in a word. Every state has a sign and a word, so that none depends on colour.
package enum ReplyState: Sendable, Hashable {
  case queued, sending, waiting, thinking, streaming
  /// Seconds without data on an open connection.
  case quiet(Int)
  /// Seconds until the next try, and the status that it follows.
  case retrying(Int)
  /// In another bayside.
  case elsewhere
  case done, stopped, cut, empty, limit, filtered, toolCalls
  /// The status, if there was an answer.
  case failed(Int?)

  package enum Tone: Sendable, Hashable { case idle, live, good, caution, bad }

  package var word: String {
    switch self {
    case .queued: "○ QUEUED"
    case .sending: "● SENDING"
    case .waiting: "● WAITING"
    case .thinking: "● THINKING"
    case .streaming: "● STREAMING"
    case .quiet(let seconds): "! QUIET \(seconds) s"
    case .retrying(let seconds): "! RETRY IN \(seconds) s"
    case .elsewhere: "● RUNNING"
    case .done: "✓ DONE"
    case .stopped: "■ STOPPED"
    case .cut: "✗ CUT"
    case .empty: "! EMPTY"
    case .limit: "! LIMIT"
    case .filtered: "! FILTERED"
    case .toolCalls: "✓ TOOL CALL"
    case .failed(let status):
      // An answer that began well is named by what broke it.
      status.map { (200..<300).contains($0) ? "✗ ERROR" : "✗ ERROR \($0)" } ?? "✗ NO ANSWER"
    }
  }

  package var tone: Tone {
    switch self {
    case .queued: .idle
    case .sending, .waiting, .thinking, .streaming, .elsewhere: .live
    case .done, .toolCalls: .good
    case .quiet, .retrying, .stopped, .empty, .limit, .filtered: .caution
    case .cut, .failed: .bad
    }
  }
}

extension Reply {
  /// Seconds without data before an answer counts as quiet: before the first byte a model may think long.
  private static let quietAfter = (beforeFirstByte: 60.0, between: 15.0)

  /// Seconds without data, once they are worth telling.
  package func quietSeconds(at now: MonotonicTime) -> Double? {
    guard isRunning, let lastRead, exchange?.end == nil else { return nil }
    if case .retrying = phase { return nil }
    let seconds = clock(now).milliseconds(since: lastRead) / 1000
    let hasData = exchange?.arrivals.isEmpty == false
    return seconds >= (hasData ? Self.quietAfter.between : Self.quietAfter.beforeFirstByte) ? seconds : nil
  }

  package func state(at now: MonotonicTime) -> ReplyState {
    if case .retrying(_, let due) = phase {
      return .retrying(max(0, Int((due.milliseconds(since: clock(now)) / 1000).rounded(.up))))
    }
    if phase != .ended, let quiet = quietSeconds(at: now) { return .quiet(Int(quiet)) }
    switch phase {
    case .queued: return .queued
    case .sending: return .sending
    case .waiting, .retrying: return .waiting
    case .thinking: return .thinking
    case .streaming: return .streaming
    case .ended: return endState
    }
  }

  private var endState: ReplyState {
    switch outcome {
    case .stopped: return .stopped
    case .cut where isComingElsewhere: return .elsewhere
    case .cut: return .cut
    case .failed(let error): return .failed(error.status)
    case .done, nil: break
    }
    switch finishReason {
    case "length": return .limit
    case "content_filter": return .filtered
    default: break
    }
    if answer.choices.contains(where: { !$0.toolCalls.isEmpty }) { return .toolCalls }
    return text.isEmpty && pictures.isEmpty ? .empty : .done
  }
}
