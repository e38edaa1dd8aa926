package import RelayKit

/// What answers to checks change. Pure: nothing is asked here.
extension VideoTask {
  /// The relay was asked and told the state.
  /// - Parameters:
  ///   - now: wall clock, seconds since 1970.
  ///   - quotaPerUnit: of the relay's units so many are 1 USD; `nil` where it never said.
  package mutating func take(
    _ answer: VideoLookupAnswer, at now: Double, schedule: VideoSchedule = VideoSchedule(),
    quotaPerUnit: Double? = nil
  ) {
    checks += 1
    failedChecks = 0
    note = ""
    lastAnswer = Array(answer.bytes.prefix(Self.mostAnswerBytes))
    let wasQueued = workingAt == nil
    // A check by hand goes on with a task that nobody looked after.
    if case .lost = state { state = .accepted }
    if state == .stoppedWatching { state = .accepted }
    take(answer.report, at: now, quotaPerUnit: quotaPerUnit)
    let left = wasQueued && workingAt != nil && state == .running
    note(
      LogLine(
        at: now, word: answer.report.word.isEmpty ? state.name : answer.report.word,
        progress: answer.report.progress, status: answer.status, milliseconds: answer.milliseconds,
        note: left ? "left the queue" : ""))
    scheduleNext(at: now, schedule.wait(age: now - startedAt))
  }

  /// The relay was asked and gave no state.
  package mutating func take(_ error: RelayError, at now: Double, schedule: VideoSchedule = VideoSchedule()) {
    checks += 1
    failedChecks += 1
    note(LogLine(at: now, word: "no answer", status: error.status, note: error.title))
    let isUnknown = error.kind == .taskNotFound || error.kind == .notFound
    // A task that was made a moment ago may not have spread to all of the relay's machines.
    if isUnknown, failedChecks >= Self.checksUntilLost {
      return lose(
        "The relay does not know this task, or no longer, or it belongs to another account: \(Self.words(error))",
        at: now)
    }
    note = "The last check had no answer: \(error.title). The task itself goes on."
    scheduleNext(
      at: now, schedule.wait(age: now - startedAt, failures: failedChecks, retryAfter: error.retryAfter))
  }

  static let checksUntilLost = 3

  /// The user does not want to know any more, for now.
  package mutating func stopWatching(at now: Double) {
    guard isOpen, serverID != nil else { return }
    nextCheck = nil
    state = .stoppedWatching
    note = "You stopped watching; the task itself goes on. A check by hand goes on with it."
    note(LogLine(at: now, word: "stopped watching"))
  }

  /// Goes on with checks that had ended, from now on.
  package mutating func watchAgain(at now: Double, schedule: VideoSchedule = VideoSchedule()) {
    givesUpAt = now + schedule.deadline
    if isOpen || state == .stoppedWatching {
      if state == .stoppedWatching { state = .accepted }
      nextCheck = now
      note = ""
    }
    file?.isGivenUp = false
    file?.failedTries = 0
    file?.nextTry = now
  }

  /// The task, or its result, is not to be had any more: why, in a sentence.
  package mutating func lose(_ sentence: String, at now: Double) {
    endedAt = endedAt ?? now
    nextCheck = nil
    // What was said of the last check is over: it does not go on.
    note = ""
    state = .lost(sentence)
    note(LogLine(at: now, word: "lost"))
  }

  /// It cannot be asked for now: why, in a sentence. It stays open, and the next try is a minute away.
  package mutating func wait(because sentence: String, at now: Double) {
    note = sentence
    scheduleNext(at: now, 60)
  }

  private mutating func scheduleNext(at now: Double, _ seconds: Double) {
    guard isOpen else { return nextCheck = nil }
    guard let givesUpAt, now + seconds > givesUpAt else { return nextCheck = now + seconds }
    if now < givesUpAt { return nextCheck = givesUpAt }
    nextCheck = nil
    state = .stoppedWatching
    note = "It took longer than bayside watches by itself; the task goes on. A check by hand goes on with it."
    note(LogLine(at: now, word: "gave up", note: "the task itself goes on"))
  }

  /// What a report says of the task.
  mutating func take(_ report: VideoTaskReport, at now: Double, quotaPerUnit: Double? = nil) {
    word = report.word
    progress = report.progress ?? progress
    if !report.links.isEmpty { links = report.links }
    expiresAt = report.expiresAt ?? expiresAt
    if let quota = report.quota, quota > 0 {
      cost = quota / (quotaPerUnit ?? RelayBalance.standardQuotaPerUnit)
      costIsEstimate = quotaPerUnit == nil
      currency = "USD"
    }
    switch report.phase {
    case .queued:
      queuedAt = queuedAt ?? now
      state = .queued
    case .running: begin(at: now)
    // A word that nobody knows is shown as it is and waited on, in the place where the task was.
    case .unknown: if workingAt != nil { state = .running } else if queuedAt != nil { state = .queued }
    case .completed:
      begin(at: now)
      finish(.completed, at: now)
    case .failed: finish(.failed(report.failure.map(Self.words) ?? "The relay gave no reason."), at: now)
    }
  }

  private mutating func begin(at now: Double) {
    queuedAt = queuedAt ?? startedAt
    workingAt = workingAt ?? now
    state = .running
  }

  private mutating func finish(_ end: State, at now: Double) {
    endedAt = endedAt ?? now
    nextCheck = nil
    state = end
  }

  /// The relay's own words, with its code where that says more.
  private static func words(_ error: RelayError) -> String {
    let code = error.code.map { " (\($0))" } ?? ""
    return error.message.isEmpty ? error.code ?? error.title : error.message + code
  }
}
