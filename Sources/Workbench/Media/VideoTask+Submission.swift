package import RelayKit

/// What became of the one request that submits a task.
extension VideoTask {
  /// - Parameters:
  ///   - exchange: ended.
  ///   - now: wall clock, seconds since 1970.
  package mutating func take(
    submission exchange: Exchange, at now: Double, schedule: VideoSchedule = VideoSchedule()
  ) {
    let status = exchange.head?.status
    let milliseconds = exchange.end.map { $0.milliseconds(since: exchange.lastStart) }
    lastAnswer = Array(exchange.bytes.prefix(Self.mostAnswerBytes))
    if let report = exchange.videoTask, let id = report.id, !id.isEmpty {
      serverID = id
      note(LogLine(at: now, word: "accepted", status: status, milliseconds: milliseconds, note: "an id came"))
      state = .accepted
      take(report, at: now)
      if isOpen { givesUpAt = startedAt + schedule.deadline }
      if state == .accepted || isOpen { nextCheck = now + schedule.wait(age: now - startedAt) }
      return
    }
    endedAt = now
    let error = exchange.outcome?.error
    if exchange.mayHaveMadeTask {
      state = .uncertain(Self.uncertainSentence(exchange, error))
      note(LogLine(at: now, word: "no answer", status: status, milliseconds: milliseconds, note: "uncertain"))
    } else {
      state = .refused(Self.refusedSentence(exchange, error))
      note(LogLine(at: now, word: "refused", status: status, milliseconds: milliseconds))
    }
  }

  /// The program that submitted it ended before it had an answer.
  /// - Parameter exchange: as far as it was written down, if it was.
  package mutating func takeAbandoned(
    _ exchange: Exchange?, at now: Double, schedule: VideoSchedule = VideoSchedule()
  ) {
    guard state == .submitting else { return }
    if let exchange, exchange.videoTask?.id?.isEmpty == false || exchange.isCompleteRefusal {
      return take(submission: exchange, at: now, schedule: schedule)
    }
    endedAt = now
    state = .uncertain("bayside ended before the relay's answer came. \(Self.doubt)")
    note(LogLine(at: now, word: "no answer", note: "bayside ended"))
  }

  static let doubt =
    "The task may exist and be charged, so it is not sent again by itself; the relay's console or log tells."

  private static func uncertainSentence(_ exchange: Exchange, _ error: RelayError?) -> String {
    if exchange.outcome == .stopped { return "You stopped it while it was on its way. \(doubt)" }
    guard let error else { return "An answer came that holds no task id. \(doubt)" }
    let status = error.status.map { " (HTTP \($0))" } ?? ""
    return "\(error.title)\(status). \(doubt)"
  }

  private static func refusedSentence(_ exchange: Exchange, _ error: RelayError?) -> String {
    guard let error else { return "It was stopped before anything was sent." }
    guard exchange.head != nil else { return "\(error.title). Nothing was sent." }
    let words = error.message.isEmpty ? error.code ?? error.title : error.message
    let status = exchange.head.map { $0.status == 200 ? "HTTP 200, but with an error" : "HTTP \($0.status)" }
    return "The relay did not take the task (\(status ?? "")): \(words)"
  }
}

extension Exchange {
  /// Whether a task may have been made although no id came: the request had left, and what came back is no refusal of
  /// the relay itself.
  var mayHaveMadeTask: Bool {
    guard !attempts.isEmpty else { return false }
    guard let status = head?.status else {
      // Without a connection nothing can have been sent.
      return marks[.connected] != nil || marks[.requestSent] != nil || outcome == nil
    }
    if outcome == .stopped { return true }
    guard case .failed(let error) = outcome else { return true }
    switch error.kind {
    // Somebody between the relay and us gave up, or the answer is no answer: the relay may have gone on.
    case .gatewayTimeout, .badGateway, .connectionLost, .stalled, .totalTimeout, .answerTooLarge, .cut,
      .emptyAnswer,
      .malformedAnswer:
      return true
    case .notARelay: return status < 400
    // A failure behind the relay may have come after the supplier had taken the task; only what is about the request
    // or the account says that it was not.
    default: return status >= 500 && !Self.refusalCodes.contains(error.code ?? "")
    }
  }

  /// Of new-api, which answers wrong requests with 500 too.
  private static let refusalCodes: Set<String> = [
    "invalid_request", "invalid_seconds", "model_not_found", "no_available_channel",
    "insufficient_user_quota",
    "pre_consume_token_quota_failed", "model_price_error", "sensitive_words_detected", "prompt_blocked",
    "get_channel_failed", "convert_request_failed", "bad_request_body", "read_request_body_failed",
  ]

  /// All of an answer came that refuses.
  fileprivate var isCompleteRefusal: Bool { head != nil && outcome?.error?.status != nil && !mayHaveMadeTask }
}
