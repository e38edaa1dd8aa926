@testable import HistoryStore
import SeededRandom
import Testing
import UsageSamples
import Workbench

/// Sums that triggers keep are what the rows say that they are sums of, whatever happens to the rows.
struct UsageSumsTests {
  private static let utcOffset = -3 * 3600

  private func store(_ scratch: Scratch) -> HistoryStore {
    HistoryStore.open(path: scratch.file, utcOffset: Self.utcOffset) { Issue.record("\($0)") }
  }

  /// What is asked, of any days, some of them more than a year.
  private static func question(_ random: inout SplitMix) -> UsageQuestion {
    let split = UsageSplit.allCases.randomElement(using: &random) ?? .day
    let first = UsageRecords.today - Int.random(in: 0...800, using: &random)
    let last = first + Int.random(in: 0...(split == .day ? 60 : 500), using: &random)
    var question = UsageQuestion(split, days: first...last, today: UsageRecords.today)
    question.filter.isDemo = Int.random(in: 0..<6, using: &random) == 0
    if Bool.random(using: &random) { question.filter[.key] = "work" }
    if Int.random(in: 0..<3, using: &random) == 0 { question.filter[.model] = "*-*" }
    if Int.random(in: 0..<3, using: &random) == 0 { question.filter.outcome = "errors" }
    if Int.random(in: 0..<4, using: &random) == 0 { question.filter[.profile] = "lab" }
    if Int.random(in: 0..<3, using: &random) == 0 {
      let from = Int.random(in: first...last, using: &random)
      question.focus = from...Int.random(in: from...last, using: &random)
    }
    return question
  }

  /// One change of a random row, of the kinds that bayside makes and of others.
  private static func change(_ database: Database, _ random: inout SplitMix) throws {
    let changes = [
      "outcome = 'done', status = 200", "outcome = NULL", "outcome = 'failed', status = NULL",
      "model = 'other'",
      "served_model = 'somebody'", "charged = 0.1, charged_currency = 'USD'", "charged = NULL", "cost = 0.3",
      "charged = 0.000000123, charged_currency = 'CNY'", "cost = NULL", "currency = 'CNY'",
      "cost_is_estimate = 0",
      "cost_is_estimate = 1", "total_ms = 0.5", "first_token_ms = NULL", "attempts = 3", "day = day - 1",
      "project = 'shop', key_name = 'work'", "is_demo = 1 - is_demo", "input_tokens = 7, cached_tokens = 5",
      "saved = 0.007", "talk = 5", "frames_bytes = 9",
    ]
    let place =
      "WHERE id = (SELECT id FROM exchange ORDER BY id LIMIT 1 OFFSET \(Int.random(in: 0..<60, using: &random)))"
    if Int.random(in: 0..<12, using: &random) == 0 {
      try database.execute("DELETE FROM exchange \(place)")
    } else {
      try database.execute("UPDATE exchange SET \(changes.randomElement(using: &random) ?? "") \(place)")
    }
    // As the journal counts them.
    try database.each("SELECT id, day, month FROM exchange") { row in
      let month = LocalDays.month(ofDay: row.whole(1))
      if month != row.whole(2) {
        try database.run("UPDATE exchange SET month = ? WHERE id = ?", month, row.whole(0))
      }
      return true
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func sumsAreThoseOfTheRowsWhateverHappensToThem(seed: UInt64) async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let calendar = store.settings.calendar
    var random = SplitMix(seed: seed)
    let records = UsageRecords.random(150, seed: seed, days: 800, utcOffset: Self.utcOffset)
    for (number, part) in [records.prefix(70), records.dropFirst(70)].enumerated() {
      let mixed = random
      random = try await store.write { database in
        var random = mixed
        for record in part {
          try database.enter(record, calendar)
          if number > 0 { try Self.change(database, &random) }
        }
        return random
      }
      for _ in 0..<25 {
        let question = Self.question(&random)
        let wanted = try await store.read { try UsageReport(question, rowsOf: $0) }
        try UsageReadingTests.expectSame(try await store.usage(question).report, wanted)
      }
    }
    let left = try await store.write { database in
      try database.run("DELETE FROM exchange")
      let columns = UsageCells.sums.map { "\($0) <> 0" }.joined(separator: " OR ")
      return try ["usage_sum", "usage_total"].map { table in
        try database.first("SELECT count(*) FROM \(table) WHERE \(columns)") { $0.whole(0) }
      }
    }
    #expect(left == [0, 0], "Nothing is left of the sums, not even a rounding.")
  }

  @Test func theRowsAreInTheCellThatSaysWhatTheyAre() async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let calendar = store.settings.calendar
    try await store.write { database in
      for record in UsageRecords.random(120, seed: 9, utcOffset: Self.utcOffset) {
        try database.enter(record, calendar)
      }
    }
    let wrong = try await store.read { database in
      try database.first(
        """
        SELECT count(*) FROM exchange LEFT JOIN usage_cell ON usage_cell.id = exchange.cell
        WHERE (exchange.outcome IS NULL) <> (cell IS NULL) OR usage_cell.model <> exchange.model
          OR usage_cell.key_name <> exchange.key_name OR usage_cell.outcome <> exchange.outcome
        """
      ) { $0.whole(0) }
    }
    #expect(wrong == 0)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func monthsAndTheDaysAroundThemAreAllDaysOnce(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<300 {
      let first = Int.random(in: -800_000...800_000, using: &random)
      let last = first + Int.random(in: 0...200, using: &random)
      var days: [Int] = []
      for part in DayParts(first...last, months: true).parts {
        for number in part.numbers {
          if part.span == .day {
            days.append(number)
          } else {
            days += LocalDays.firstDay(ofMonth: number)..<LocalDays.firstDay(ofMonth: number + 1)
          }
        }
      }
      #expect(days == Array(first...last))
      #expect(DayParts(first...last, months: false).parts.map(\.numbers) == [first...last])
    }
    #expect(DayParts(0...(.max / 2), months: true).parts.first?.span == .month)
  }

  @Test func timesOfVeryManyRequestsAreThoseOfSamplesAndSaySo() async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let calendar = store.settings.calendar
    let records = UsageRecords.random(1500, seed: 2, days: 6, utcOffset: Self.utcOffset)
    try await store.write { database in for record in records { try database.enter(record, calendar) } }
    let question = UsageQuestion.recent(.day, periods: 8, today: UsageRecords.today)
    func report(mostForEach: Int) async throws -> UsageReport {
      try await store.read { database in
        var builder = UsageReportBuilder(question)
        let cells = try UsageCellChoice(question.filter, database)
        for cell in cells.cells {
          var sums = UsageSums()
          sums.requests = 1
          builder.add(sums, .model, cell.line.model)
        }
        try database.addSpeeds(
          &builder, of: cells.cells, requests: records.count, days: question.days, mostForEach: mostForEach)
        return builder.finished()
      }
    }
    let exact = try await report(mostForEach: records.count)
    let sampled = try await report(mostForEach: records.count - 1)
    #expect(!exact.isSampled && sampled.isSampled)
    let wanted = UsageReport(question, of: records, utcOffset: Self.utcOffset)
    #expect(exact.shares[.model]?.map(\.speed) == wanted.shares[.model]?.map(\.speed))
    for (one, other) in zip(sampled.shares[.model] ?? [], exact.shares[.model] ?? []) {
      let (few, all) = (try #require(one.speed?.total), try #require(other.speed?.total))
      #expect(few.count < all.count / 4 && few.count > all.count / 16)
      // Times lie evenly between 50 ms and 20 s.
      #expect(abs(few.median - all.median) < 5000, "\(few) \(all)")
    }
  }

  @Test func samplesMeetRequestsThatAreSentInTurnsAsOften() async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let worst = try await store.read { database in
      var worst = 1.0
      for turns in 1...24 {
        try database.each(
          """
          WITH RECURSIVE one(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM one WHERE id < 40000)
          SELECT count(*) FROM one WHERE \(UsageCells.isSampled) GROUP BY id % \(turns)
          """
        ) { row in
          let share = row.number(0) * Double(turns * UsageSpread.sampledEvery) / 40_000
          worst = max(worst, share, 1 / share)
          return true
        }
      }
      return worst
    }
    #expect(worst < 1.25)
  }
}

extension UsageReport {
  /// Counted row by row.
  fileprivate init(_ question: UsageQuestion, rowsOf database: Database) throws {
    var builder = UsageReportBuilder(question)
    try database.each(
      """
      SELECT day, model, outcome, status, is_demo, key_name, profile, project, kind, input_tokens,
        input_is_estimate, output_tokens, output_is_estimate, reasoning_tokens, cached_tokens, cost, currency,
        cost_is_estimate, charged, charged_currency, saved, first_token_ms, total_ms, attempts FROM exchange
      """
    ) { row in
      let line = UsageLine(row: row)
      if row.text(2) != nil {
        builder.add(line)
      } else if question.counted.contains(line.day), question.filter.outcome == nil,
        line.passes(question.filter)
      {
        builder.addRunning(1)
      }
      return true
    }
    self = builder.finished()
  }
}

extension UsageLine {
  fileprivate init(row: Row) {
    self.init(
      day: row.int(0) ?? 0, model: row.text(1) ?? "",
      result: UsageResult(outcome: row.text(2) ?? "", status: row.int(3)))
    isDemo = row.flag(4)
    (keyName, profile, project) = (row.text(5) ?? "", row.text(6) ?? "", row.text(7) ?? "")
    kind = row.text(8) ?? ""
    (inputTokens, outputTokens) = (row.int(9), row.int(11))
    tokensAreEstimate = inputTokens != nil && row.flag(10) || outputTokens != nil && row.flag(12)
    (reasoningTokens, cachedTokens) = (row.int(13), row.int(14))
    let (known, charged) = (row.double(15), row.double(18))
    hasReceipt = charged != nil
    let isOneCurrency = charged == nil || row.text(19) == row.text(16)
    if !isDemo {
      cost = charged ?? known
      currency = charged != nil ? row.text(19) ?? "" : known != nil ? row.text(16) ?? "" : ""
      costIsEstimate = charged == nil && known != nil && row.flag(17)
    }
    if charged != nil, isOneCurrency, row.flag(17) { expected = known }
    if isOneCurrency, known != nil { saved = row.double(20) }
    (firstTokenMilliseconds, totalMilliseconds, attempts) = (row.double(21), row.double(22), row.int(23))
  }
}
