import RelayKit
import TerminalUI
import Workbench

/// Asking the books, and taking what they say.
extension Playground {
  /// The local day of an instant.
  func localDay(at now: MonotonicTime) -> Int {
    LocalCalendar.day(of: wallClock(at: now), utcOffset: surroundings.utcOffset)
  }

  /// What the view shows, as a question.
  func usageQuestion(at now: MonotonicTime) -> UsageQuestion {
    var question = UsageQuestion.recent(
      usage.split, periods: UsagePane.periods, shift: usage.shift, today: localDay(at: now))
    question.filter = usage.filter
    question.focus = usage.chosen?.days
    question.order = usage.order
    question.offset = max(0, usage.top - UsagePane.window / 4)
    question.limit = UsagePane.window
    return question
  }

  /// The view was gone to. - Returns: what it needs from outside.
  mutating func enterUsage(at now: MonotonicTime) -> [Effect] {
    // Who looks around in the demo relay wants to see what he does there.
    if usage.report == nil { usage.filter.isDemo = workspace.relay?.isDemo ?? false }
    return askForUsage(at: now)
  }

  mutating func askForUsage(at now: MonotonicTime) -> [Effect] {
    let question = usageQuestion(at: now)
    usage.asked = question
    usage.partAsked = nil
    usage.refreshAt = nil
    return [.askUsage(question)]
  }

  /// The same from the beginning of the list, after a change of what is asked.
  mutating func askForUsageAnew(at now: MonotonicTime) -> [Effect] {
    (usage.mark, usage.top, usage.details) = (0, 0, nil)
    return askForUsage(at: now)
  }

  mutating func take(_ answer: UsageAnswer) {
    guard answer.question == usage.asked || answer.question == usage.partAsked else { return }
    usage.failure = nil
    if answer.question == usage.partAsked { usage.partAsked = nil }
    // The mark stays on its request, wherever that stands now.
    let marked = usage.request(at: usage.mark)?.id
    let wasAtTop = usage.mark == 0
    if let report = answer.report { usage.report = report }
    (usage.requests, usage.offset) = (answer.requests, answer.question.offset)
    if let marked, !wasAtTop, let index = answer.requests.firstIndex(where: { $0.id == marked }) {
      let moved = answer.question.offset + index - usage.mark
      usage.mark += moved
      usage.top += moved
    }
    if let id = usage.details?.id, let fresh = answer.requests.first(where: { $0.id == id }) {
      usage.details = fresh
    }
    settleUsage()
  }

  mutating func takeUsageFailure(_ question: UsageQuestion, _ sentence: String) {
    guard question == usage.asked || question == usage.partAsked else { return }
    usage.failure = sentence
  }

  /// The books have changed: they are read again in a moment, when what was written can be read.
  mutating func usageChanged(at now: MonotonicTime) {
    if view == .usage, usage.refreshAt == nil { usage.refreshAt = now.advanced(seconds: 0.5) }
  }

  mutating func refreshUsageIfDue(at now: MonotonicTime) -> [Effect] {
    guard let due = usage.refreshAt, due <= now else { return [] }
    usage.refreshAt = nil
    return view == .usage ? askForUsage(at: now) : []
  }

  /// Rows of requests that are seen, heading and rule left out.
  var usageRows: Int { max(1, (layout[.usageRequests]?.inside.rows ?? 1) - usageHeadingRows) }

  /// The rule below the heading has its row where there is room.
  var usageHeadingRows: Int { (layout[.usageRequests]?.columns ?? 0) >= 110 ? 2 : 1 }

  /// Keeps mark and window within the list and on the screen.
  mutating func settleUsage() {
    usage.mark = max(0, min(usage.mark, usage.count - 1))
    let rows = usageRows
    usage.top = max(0, min(usage.top, usage.mark, usage.count - rows))
    if usage.mark >= usage.top + rows { usage.top = usage.mark - rows + 1 }
  }

  mutating func moveInRequests(_ rows: Int, at now: MonotonicTime) -> [Effect] {
    if let details = usage.details {
      let count = usageDetailLines(details, columns: 80).count
      usage.detailsTop = max(0, min(usage.detailsTop + rows, count - 1))
      return []
    }
    usage.mark += max(-usage.mark, rows)
    settleUsage()
    return askForPart(at: now)
  }

  /// Requests that are seen and not known are asked for.
  private mutating func askForPart(at now: MonotonicTime) -> [Effect] {
    let seen = usage.top..<min(usage.count, usage.top + usageRows)
    guard let report = usage.report,
      seen.contains(where: { usage.request(at: $0) == nil && $0 < report.listed })
    else { return [] }
    var question = usageQuestion(at: now)
    question.onlyRequests = true
    guard usage.partAsked != question else { return [] }
    usage.partAsked = question
    return [.askUsage(question)]
  }

  /// The request at a place of the list, with what is known here of one that runs now.
  func usageRequest(at place: Int, at now: MonotonicTime) -> UsageRecord? {
    usage.request(at: place).map { withLiveFigures($0, at: now) }
  }

  func withLiveFigures(_ record: UsageRecord, at now: MonotonicTime) -> UsageRecord {
    guard record.figures.isRunning else { return record }
    for message in allRunning {
      guard let reply = message.reply,
        surroundings.historyName(message.id) == record.id || reply.exchange?.id == record.id
      else { continue }
      var record = record
      record.figures = figures(of: message.id, reply, at: now)
      return record
    }
    return record
  }

  /// Whether a request that has no end runs in this program: others run elsewhere, or were left behind.
  func isLive(_ record: UsageRecord) -> Bool {
    allRunning.contains {
      surroundings.historyName($0.id) == record.id || $0.reply?.exchange?.id == record.id
    }
  }
}
