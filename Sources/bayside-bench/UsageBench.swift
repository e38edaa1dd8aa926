import HistoryStore
import Workbench

/// The dashboard over a year of requests: every question that the view asks.
enum UsageBench {
  static func run(_ store: HistoryStore, _ report: Report) async throws {
    let today = LocalCalendar.day(of: HistoryGenerator.end, utcOffset: 0)
    func ask(_ what: String, _ question: UsageQuestion) async throws {
      var (times, requests) = ([Double](), 0)
      for _ in 0..<5 {
        let start = Clock.now
        let answer = try await store.usage(question)
        times.append(Clock.milliseconds(since: start))
        requests = answer.report?.listed ?? answer.requests.count
      }
      let first = times.first ?? .nan
      report.line(
        "dashboard, \(what): \(requests)",
        "\(Figure.text(times.min() ?? .nan)) ms, first \(Figure.text(first)) ms", budget: "<= 50 ms",
        holds: first <= 50)
    }
    for (split, periods) in [(UsageSplit.day, 8), (.week, 8), (.month, 13)] {
      try await ask(
        "\(periods) \(split.rawValue)s", .recent(split, periods: periods, today: today))
    }
    let year = UsageQuestion.recent(.month, periods: 13, today: today)
    var question = year
    question.filter[.model] = "gpt-5.4-mini"
    try await ask("a year of one model", question)
    question.filter = UsageFilter()
    question.filter[.key] = "work"
    try await ask("a year of one key", question)
    question.filter = UsageFilter()
    question.filter.outcome = "errors"
    try await ask("a year of errors", question)
    question.filter = UsageFilter()
    question.filter[.key] = "work"
    question.filter[.model] = "g*"
    question.filter[.project] = "project-8"
    question.filter[.result] = "failed 200"
    try await ask("a year of errors of two models and a tag", question)
    question = .recent(.day, periods: 400, today: today)
    question.filter[.key] = "work"
    try await ask("400 days of one key", question)
    question = year
    question.onlyRequests = true
    question.order = .cost
    try await ask("the dearest of a year", question)
    question.order = .newest
    question.offset = 90_000
    try await ask("the oldest of a year", question)
    try await spent("with a key in 300 days", report) {
      _ = try await store.spending(keyName: "work", since: Double(today - 300) * 86_400)
    }
    try await spent("by all keys, for their limits", report) {
      _ = try await store.spendingReport(at: HistoryGenerator.end - 86_400)
    }
  }

  private static func spent(_ what: String, _ report: Report, _ body: () async throws -> Void) async throws {
    var times: [Double] = []
    for _ in 0..<5 {
      let start = Clock.now
      try await body()
      times.append(Clock.milliseconds(since: start))
    }
    report.line(
      "spent \(what)", "\(Figure.text(times.min() ?? .nan)) ms", budget: "<= 5 ms",
      holds: (times.min() ?? .nan) <= 5)
  }
}
