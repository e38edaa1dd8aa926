import RelayKit
import Testing
import UsageSamples
import Workbench

@testable import HistoryStore

/// Books of a time when no failure had a cost and none counted as one without a price.
struct FailureMigrationTests {
  private static func failed(_ id: String, _ kind: RelayError.Kind?, day: Int) -> UsageRecord {
    var record = UsageRecords.done(id, day: day, cost: nil)
    record.keyName = "work"
    (record.figures.outcome, record.figures.outputTokens) = ("failed", nil)
    (record.figures.inputTokens, record.figures.inputIsEstimate) = (15, true)
    record.errorKind = kind?.rawValue
    return record
  }

  @Test func failuresAreToldApartAndSumsAreRight() async throws {
    let scratch = try Scratch()
    let today = UsageRecords.today
    var records = [UsageRecords.done("done", day: today - 40), UsageRecords.done("unpriced", cost: nil)]
    for day in [today - 400, today - 40, today - 1, today] {
      records += [
        Self.failed("refused\(day)", .unauthorized, day: day),
        Self.failed("elsewhere\(day)", .redirected, day: day),
        Self.failed("broken\(day)", .relayFailure, day: day), Self.failed("unnamed\(day)", nil, day: day),
      ]
    }
    var settings = HistoryStore.Settings()
    settings.calendar = LocalDays(utcOffset: 0)
    settings.migrations = Schema.migrations.filter { $0.name != UsageCells.failures.name }
    let old = HistoryStore.open(path: scratch.file, settings: settings) { Issue.record("\($0)") }
    let (calendar, written) = (settings.calendar, records)
    try await old.write { database in
      for record in written { try database.enter(record, calendar) }
    }
    old.close()
    let store = HistoryStore.open(path: scratch.file, utcOffset: 0) { Issue.record("\($0)") }
    for index in records.indices { records[index].figures.judge(failure: records[index].errorKind) }
    for split in UsageSplit.allCases {
      let question = UsageQuestion(split, days: (today - 500)...today, today: today)
      let answer = try await store.usage(question)
      try UsageReadingTests.expectSame(answer.report, UsageReport(question, of: records, utcOffset: 0))
    }
    let report = try await store.spendingReport(at: Double(today) * 86_400 + 43_200)
    #expect(report.unpriced["work"]?.day == 2 && report.unpriced["work"]?.all == 8)
    // What changes from now on changes the sums by the same rule.
    try await store.write { try $0.run("DELETE FROM exchange WHERE uid LIKE 'broken%'") }
    records.removeAll { $0.id.hasPrefix("broken") }
    let question = UsageQuestion(.day, days: (today - 30)...today, today: today)
    let answer = try await store.usage(question)
    try UsageReadingTests.expectSame(answer.report, UsageReport(question, of: records, utcOffset: 0))
    #expect(answer.requests.first { $0.id == "refused\(today)" }.map(UsageNotes.cost) == "0")
    store.close()
  }
}
