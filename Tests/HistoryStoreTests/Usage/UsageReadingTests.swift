import RelayKit
import SeededRandom
import Testing
import UsageSamples
import Workbench

@testable import HistoryStore

/// What is read of the books is what the records say, with a filter and without.
struct UsageReadingTests {
  private static let utcOffset = 5 * 3600

  private func store(_ scratch: Scratch) -> HistoryStore {
    HistoryStore.open(path: scratch.file, utcOffset: Self.utcOffset) { Issue.record("\($0)") }
  }

  private func fill(_ store: HistoryStore, _ records: [UsageRecord]) async throws {
    let calendar = store.settings.calendar
    try await store.write { database in
      for record in records { try database.enter(record, calendar) }
    }
  }

  static func expectSame(_ left: UsageReport?, _ right: UsageReport) throws {
    let left = try #require(left)
    #expect(left.bars.map(\.period) == right.bars.map(\.period))
    #expect(left.running == right.running && left.others == right.others)
    for (one, other) in zip(left.bars, right.bars) { expectSame(one.sums, other.sums) }
    expectSame(left.total, right.total)
    for dimension in UsageDimension.allCases {
      let (ours, theirs) = (left.shares[dimension] ?? [], right.shares[dimension] ?? [])
      #expect(ours.map(\.value) == theirs.map(\.value), "\(dimension)")
      for (one, other) in zip(ours, theirs) {
        expectSame(one.sums, other.sums)
        #expect(one.speed == other.speed)
      }
    }
  }

  private static func expectSame(_ left: UsageSums, _ right: UsageSums) {
    // Money is compared apart: adding in another order changes the last digit.
    var (one, other) = (left, right)
    (one.money, one.saved, one.charged, one.expected) = (.init(), .init(), .init(), .init())
    (other.money, other.saved, other.charged, other.expected) = (.init(), .init(), .init(), .init())
    #expect(one == other)
    for path in [\UsageSums.money, \.saved, \.charged, \.expected] as [KeyPath<UsageSums, UsageMoney>] {
      let (ours, theirs) = (left[keyPath: path].amounts, right[keyPath: path].amounts)
      #expect(ours.map(\.currency) == theirs.map(\.currency))
      for (one, other) in zip(ours, theirs) {
        #expect(abs(one.told - other.told) < 1e-9 && abs(one.estimated - other.estimated) < 1e-9)
      }
    }
  }

  private static func questions() -> [UsageQuestion] {
    var questions: [UsageQuestion] = []
    for split in UsageSplit.allCases {
      for demo in [false, true] {
        var question = UsageQuestion.recent(split, periods: 8, today: UsageRecords.today)
        question.filter.isDemo = demo
        questions.append(question)
        question.focus = (UsageRecords.today - 9)...(UsageRecords.today - 3)
        questions.append(question)
        question.filter[.key] = "work"
        questions.append(question)
        question.filter[.model] = "*-*"
        question.filter.outcome = "errors"
        questions.append(question)
        question.filter = UsageFilter(isDemo: demo)
        question.filter[.result] = "failed 429"
        questions.append(question)
        question.filter[.result] = nil
        question.filter[.project] = "blog, \"old\""
        question.filter[.kind] = "lane"
        question.filter[.profile] = ""
        questions.append(question)
      }
    }
    return questions
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func theReportIsThatOfTheRecords(seed: UInt64) async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let records = UsageRecords.random(400, seed: seed, utcOffset: Self.utcOffset)
    try await fill(store, records)
    for question in Self.questions() {
      let answer = try await store.usage(question)
      try Self.expectSame(answer.report, UsageReport(question, of: records, utcOffset: Self.utcOffset))
    }
  }

  @Test func receiptsAndEndsChangeTheSumsAndWhatIsDeletedLeavesThem() async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    var records = UsageRecords.random(200, seed: 11, utcOffset: Self.utcOffset)
    try await fill(store, records)
    for index in records.indices where records[index].figures.cost != nil {
      let receipt = Receipt(charged: 0.25, currency: "USD", source: .log, readAt: 1)
      records[index].receipt = receipt
      let isThere = try await store.setReceipt(receipt, of: records[index].id)
      #expect(isThere)
    }
    for index in records.indices where records[index].figures.outcome == nil {
      records[index].figures.outcome = "done"
      records[index].figures.outputTokens = 7
      let id = records[index].id
      try await store.write { database in
        try database.run("UPDATE exchange SET outcome = 'done', output_tokens = 7 WHERE uid = ?", id)
      }
    }
    let gone = records.enumerated().filter { $0.offset % 5 == 0 }.map(\.element.id)
    try await store.write { database in
      for id in gone { try database.run("DELETE FROM exchange WHERE uid = ?", id) }
    }
    records.removeAll { gone.contains($0.id) }
    for question in Self.questions() {
      let answer = try await store.usage(question)
      try Self.expectSame(answer.report, UsageReport(question, of: records, utcOffset: Self.utcOffset))
    }
  }

  @Test(arguments: [1, 3])
  func booksThatWereKeptBeforeTheSumsAreSummedUp(changes: Int) async throws {
    let scratch = try Scratch()
    // Requests that run belong to their process, and are ended when another one opens the file.
    let records = UsageRecords.random(150, seed: 5, utcOffset: Self.utcOffset).filter {
      $0.figures.outcome != nil
    }
    var settings = HistoryStore.Settings()
    settings.calendar = LocalDays(utcOffset: Self.utcOffset)
    settings.migrations = Array(Schema.migrations.prefix(changes)) + [Schema.sharing]
    let old = HistoryStore.open(path: scratch.file, settings: settings) { Issue.record("\($0)") }
    try await fill(old, records)
    old.close()
    let question = UsageQuestion.recent(.month, periods: 3, today: UsageRecords.today)
    let answer = try await store(scratch).usage(question)
    try Self.expectSame(answer.report, UsageReport(question, of: records, utcOffset: Self.utcOffset))
  }

  @Test(arguments: UsageOrder.allCases)
  func partsOfTheListMakeTheWholeList(order: UsageOrder) async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let records = UsageRecords.random(230, seed: 3, utcOffset: Self.utcOffset)
    try await fill(store, records)
    var question = UsageQuestion.recent(.week, periods: 4, today: UsageRecords.today)
    question.filter[.key] = "work"
    question.order = order
    question.onlyRequests = true
    var listed: [UsageRecord] = []
    repeat {
      question.offset = listed.count
      question.limit = 17
      let answer = try await store.usage(question)
      #expect(answer.report == nil)
      listed += answer.requests
      if answer.requests.count < 17 { break }
    } while true
    let wanted = records.filter { $0.isListed(by: question, utcOffset: Self.utcOffset) }
    #expect(Set(listed.map(\.id)) == Set(wanted.map(\.id)) && listed.count == wanted.count)
    let pairs = zip(listed, listed.dropFirst())
    func tokens(_ record: UsageRecord) -> Int {
      (record.figures.inputTokens ?? 0) + (record.figures.outputTokens ?? 0)
    }
    switch order {
    case .newest: #expect(pairs.allSatisfy { $0.startedAt >= $1.startedAt })
    case .tokens: #expect(pairs.allSatisfy { tokens($0) >= tokens($1) })
    case .slowest:
      #expect(
        pairs.allSatisfy { ($0.figures.totalMilliseconds ?? -1) >= ($1.figures.totalMilliseconds ?? -1) })
    case .firstToken:
      #expect(
        pairs.allSatisfy {
          ($0.figures.firstTokenMilliseconds ?? -1) >= ($1.figures.firstTokenMilliseconds ?? -1)
        })
    case .cost:
      func cost(_ record: UsageRecord) -> Double { record.receipt?.charged ?? record.figures.cost ?? -1 }
      #expect(pairs.allSatisfy { cost($0) >= cost($1) })
    }
    let count = try await store.everyRequest(question, into: 0) { count, _ in count += 1 }
    #expect(count == wanted.count)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func whatWasSpentSinceAnInstantIsWhatTheRecordsSay(seed: UInt64) async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let records = UsageRecords.random(400, seed: seed, utcOffset: Self.utcOffset)
    try await fill(store, records)
    let midnight = LocalCalendar.start(ofDay: UsageRecords.today - 6, utcOffset: Self.utcOffset)
    for since in [midnight, midnight + 40_000, 0] {
      for wanted in [[:], [.key: "work"], [.project: "shop"], [.key: "work", .profile: "lab"]]
        as [[UsageDimension: String]]
      {
        let spent = try await store.spending(
          keyName: wanted[.key], profile: wanted[.profile], project: wanted[.project], since: since)
        let meant = records.filter { record in
          !record.isDemo && record.startedAt >= since && (wanted[.key].map { $0 == record.keyName } ?? true)
            && (wanted[.profile].map { $0 == record.profile } ?? true)
            && (wanted[.project].map { $0 == record.project } ?? true)
        }
        var sums = UsageSums()
        for record in meant {
          if let line = UsageLine(record, utcOffset: Self.utcOffset) { sums.add(line) }
        }
        #expect(spent.requests == sums.requests && spent.unpriced == sums.unpriced)
        #expect(spent.running == meant.count { $0.figures.outcome == nil })
        for amount in sums.money.amounts {
          let found = try #require(spent.money[amount.currency])
          #expect(abs(found.total - amount.total) < 1e-9)
        }
      }
    }
  }

  @Test func signsOfPatternsInModelsAreTakenAsTheyAre() async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let names = ["m[1]", "m?x", "m1", "m%", "M1"]
    try await fill(store, names.map { UsageRecords.done($0, model: $0) })
    var question = UsageQuestion.recent(.day, periods: 8, today: UsageRecords.today)
    for (pattern, count) in [("m[1]*", 1), ("m?*", 1), ("m%", 1), ("m*", 4), ("*1", 2), ("m[*", 1)] {
      question.filter[.model] = pattern
      let answer = try await store.usage(question)
      #expect(answer.report?.total.requests == count, "\(pattern)")
      #expect(answer.requests.count == count, "\(pattern)")
      #expect(names.count { UsageFilter.matches(pattern, $0) } == count, "\(pattern)")
    }
  }

  @Test func theListIsReadFromItsIndexAlone() async throws {
    let scratch = try Scratch()
    let store = store(scratch)
    let plan = try await store.read { database in
      try database.rows(
        """
        EXPLAIN QUERY PLAN SELECT id, cell, coalesce(charged, cost), total_ms FROM exchange
        INDEXED BY exchange_order WHERE day BETWEEN 0 AND 30000 ORDER BY day DESC, started_at DESC
        """
      ) { $0.text(3) ?? "" }
    }
    #expect(plan.count == 1 && plan[0].contains("COVERING INDEX exchange_order"), "\(plan)")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func theFirstOfManyAreThoseOfAll(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let keys = (0..<3000).map { _ in Double(Int.random(in: 0..<(seed == 1 ? 1 : 900), using: &random)) }
    let sorted = keys.enumerated().sorted {
      $0.element != $1.element ? $0.element > $1.element : $0.offset < $1.offset
    }.map(\.offset)
    for count in [0, 1, 40, 700, 3000, 5000, Int.max] {
      var first = FirstOfMany(count)
      for (row, key) in keys.enumerated() { first.add(row, by: key) }
      #expect(first.rows == Array(sorted.prefix(count)))
    }
  }
}

extension Database {
  /// Enters a record as the journal does, at its beginning and at its end.
  func enter(_ record: UsageRecord, _ calendar: LocalDays) throws {
    let row = try ExchangeRows.insert(
      record, talk: nil, run: nil, prices: nil, inputEstimate: nil, calendar, self)
    if record.figures.outcome != nil { try ExchangeRows.setFigures(row, record, isInterrupted: false, self) }
    guard let receipt = record.receipt else { return }
    try run(
      "UPDATE exchange SET charged = ?, charged_currency = ?, receipt = ? WHERE id = ?", receipt.charged,
      receipt.currency, receipt.columnText, row)
  }
}
