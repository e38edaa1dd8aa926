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
    question = year
    question.onlyRequests = true
    question.order = .cost
    try await ask("the dearest of a year", question)
    question.order = .newest
    question.offset = 90_000
    try await ask("the oldest of a year", question)
    var times: [Double] = []
    for _ in 0..<5 {
      let start = Clock.now
      _ = try await store.spending(keyName: "work", since: Double(today - 300) * 86_400)
      times.append(Clock.milliseconds(since: start))
    }
    report.line(
      "spent with a key in 300 days", "\(Figure.text(times.min() ?? .nan)) ms", budget: "<= 5 ms",
      holds: (times.min() ?? .nan) <= 5)
  }
}
