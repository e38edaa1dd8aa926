import RelayKit
import TerminalUI
import Testing
import UsageSamples
import Workbench

@testable import Playground

/// The view of usage: what is asked of the books, what is shown of them, and what keys do there.
struct UsageScenarios {
  /// 14:10 on Monday, 23 November 2026.
  private static let noon = Double(UsageRecords.today) * 86_400 + 51_000

  private func open(
    columns: Int = 120, rows: Int = 36, usesASCII: Bool = false, isPrivate: Bool = false
  ) -> Stage {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = Self.noon - 1
    var preferences = Preferences()
    preferences.usesASCII = usesASCII
    preferences.isPrivate = isPrivate
    var stage = Stage(
      columns: columns, rows: rows, surroundings: surroundings, preferences: preferences)
    stage.press(.escape)
    _ = stage.takeEffects()
    stage.type("6")
    return stage
  }

  private func question(_ stage: inout Stage) -> UsageQuestion? {
    stage.takeEffects().compactMap { if case .askUsage(let question) = $0 { question } else { nil } }.last
  }

  /// Lets the books answer what was asked last.
  private func answer(
    _ stage: inout Stage, _ records: [UsageRecord], location: SourceLocation = #_sourceLocation
  ) {
    guard let question = question(&stage) else {
      Issue.record("The books were not asked.", sourceLocation: location)
      return
    }
    stage.update(.usageCame(Self.answer(question, records)))
  }

  /// What the store would say.
  private static func answer(_ question: UsageQuestion, _ records: [UsageRecord]) -> UsageAnswer {
    let listed = records.filter { $0.isListed(by: question, utcOffset: 0) }
      .sorted { $0.startedAt > $1.startedAt }
    return UsageAnswer(
      question,
      report: question.onlyRequests ? nil : UsageReport(question, of: records, utcOffset: 0),
      requests: Array(listed.dropFirst(question.offset).prefix(question.limit)))
  }

  /// A week as a person has it.
  static var week: [UsageRecord] {
    var records: [UsageRecord] = []
    let days = [(7, 0.61), (6, 1.02), (5, 0.14), (4, 1.43), (3, 1.18), (2, 0.84), (1, 0.66)]
    for (back, cost) in days {
      var record = UsageRecords.done(
        "day-\(back)", day: UsageRecords.today - back,
        model: back % 2 == 0 ? "gpt-5.4-mini" : "claude-sonnet-4.6",
        cost: cost)
      record.keyName = back % 3 == 0 ? "demo" : "work"
      record.figures.inputTokens = 10_000 * back
      record.figures.outputTokens = 1000 * back
      record.figures.firstTokenMilliseconds = 300 + 100 * Double(back)
      record.figures.totalMilliseconds = 2000 * Double(back)
      records.append(record)
    }
    return records + today
  }

  private static var today: [UsageRecord] {
    var whole = UsageRecords.done("whole", at: 50_540, cost: 0.0016, isEstimate: false)
    whole.keyName = "work"
    whole.figures.inputTokens = 14
    whole.figures.outputTokens = 353
    whole.figures.firstTokenMilliseconds = 412
    whole.figures.totalMilliseconds = 9800
    whole.figures.tokensPerSecond = 37.6
    whole.requestID = "req-123"
    whole.keyLabel = "..9f3c"
    whole.relay = "https://relay.example/v1"
    whole.figures.attempts = 1
    whole.figures.cachedTokens = 8
    whole.savedByCache = 0.000_02
    var limited = UsageRecords.done("limited", at: 50_320, cost: nil)
    limited.keyName = "demo"
    limited.figures = RunFigures()
    limited.figures.outcome = "failed"
    limited.figures.totalMilliseconds = 200
    limited.figures.attempts = 2
    limited.status = 429
    limited.errorKind = "rate_limited"
    limited.figures.judge(failure: limited.errorKind)
    limited.errorMessage = "Too many requests."
    var cut = UsageRecords.done("cut", at: 50_311, cost: 0.0006)
    cut.keyName = "demo"
    cut.figures.outcome = "cut"
    cut.figures.outputTokens = 88
    cut.figures.outputIsEstimate = true
    cut.figures.firstTokenMilliseconds = 530
    cut.figures.totalMilliseconds = 6000
    cut.status = 200
    var stopped = UsageRecords.done("stopped", at: 48_139, model: "qwen3.5-flash", cost: 0.0002)
    stopped.keyName = "work"
    stopped.kind = .lane
    stopped.figures.outcome = "stopped"
    stopped.receipt = Receipt(charged: 0.0012, currency: "USD", source: .log, readAt: noon)
    stopped.figures.firstTokenMilliseconds = 350
    stopped.figures.totalMilliseconds = 5200
    return [whole, limited, cut, stopped]
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func screens(columns: Int, rows: Int) {
    let size = "\(columns)x\(rows)"
    var stage = open(columns: columns, rows: rows)
    stage.golden("usage-loading-\(size)")
    answer(&stage, [])
    stage.golden("usage-empty-\(size)")
    stage.type("h")
    answer(&stage, Self.week)
    stage.type("l")
    answer(&stage, Self.week)
    stage.golden("usage-\(size)")
    stage.press(.enter)
    stage.golden("usage-request-\(size)")
    stage.press(.escape, Key(.tab), Key(.up), Key(.up), .enter)
    answer(&stage, Self.week)
    stage.golden("usage-chosen-\(size)")
    stage.press(.escape)
    answer(&stage, Self.week)
    stage.press(Key(.tab), "v")
    stage.golden("usage-speed-\(size)")
    stage.type("F")
    stage.golden("usage-filter-\(size)")
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func screensInASCII(columns: Int, rows: Int) {
    var stage = open(columns: columns, rows: rows, usesASCII: true)
    answer(&stage, Self.week)
    #expect(stage.screen.unicodeScalars.filter { !$0.isASCII } == [])
    stage.golden("usage-ascii-\(columns)x\(rows)")
  }

  @Test func aLargeScreenShowsPartsAndTimesBesideEachOther() {
    var stage = open(columns: 200, rows: 50)
    answer(&stage, Self.week)
    stage.expect("By model", "p95", "errs", "~$5.88", "11 requests")
    stage.resize(60, 16)
    stage.expect("Mon 23", "so far", "Requests")
  }

  @Test func whatCannotBeReadIsSaidAndTheKeysStay() throws {
    var stage = open()
    let asked = try #require(question(&stage))
    stage.update(.usageFailed(asked, "History: the file is damaged."))
    stage.expect("History: the file is damaged.")
    stage.type("]")
    answer(&stage, Self.week)
    stage.expectNot("damaged")
    stage.expect("[Week]")
  }

  @Test func aPrivateRunSaysThatNothingIsAdded() {
    var stage = open(isPrivate: true)
    answer(&stage, Self.week)
    stage.expect("private: nothing is added")
  }

  @Test func theQuestionIsAboutTheLastEightPeriods() throws {
    var stage = open()
    var asked = try #require(question(&stage))
    #expect(asked.days == (UsageRecords.today - 7)...UsageRecords.today)
    stage.type("h")
    asked = try #require(question(&stage))
    #expect(asked.days == (UsageRecords.today - 15)...(UsageRecords.today - 8))
    stage.type("l")
    asked = try #require(question(&stage))
    #expect(asked.days.upperBound == UsageRecords.today)
    stage.type("l")
    #expect(question(&stage) == nil)
    stage.expect("The last bar is the present one.")
    stage.type("[")
    asked = try #require(question(&stage))
    #expect(asked.split == .month && asked.days.upperBound == LocalCalendar.day("2026-11-30"))
  }

  @Test func anAnswerToAnEarlierQuestionIsNotShown() throws {
    var stage = open()
    let first = try #require(question(&stage))
    stage.type("]")
    let second = try #require(question(&stage))
    stage.update(.usageCame(Self.answer(first, Self.week)))
    stage.expect("reading the books")
    stage.update(.usageCame(Self.answer(second, Self.week)))
    stage.expect("[Week]", "11 requests")
  }

  @Test func theUnitChangesBarsAndParts() {
    var stage = open()
    answer(&stage, Self.week)
    stage.expect("Cost by day", "unit: cost")
    stage.type("t")
    stage.expect("Tokens by day", "unit: tokens")
    stage.type("tt")
    stage.expect("Errors by day")
    stage.type("t")
    stage.expect("Cost by day")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func aBarAndAPartFilterAndEscTakesThemAway() throws {
    var stage = open()
    answer(&stage, Self.week)
    stage.press(Key(.tab), "k", .enter)
    var asked = try #require(question(&stage))
    #expect(asked.focus == (UsageRecords.today - 1)...(UsageRecords.today - 1))
    #expect(asked.days.count == 8)
    stage.update(.usageCame(Self.answer(asked, Self.week)))
    stage.expect("only Sun 22", "1-1 of 1")
    stage.press(Key(.tab), .enter)
    asked = try #require(question(&stage))
    #expect(asked.filter[.model] == "claude-sonnet-4.6")
    stage.update(.usageCame(Self.answer(asked, Self.week)))
    stage.expect("model claude-sonnet-4.6")
    stage.press(.escape)
    asked = try #require(question(&stage))
    #expect(asked.focus == nil && !asked.filter.isEmpty)
    stage.press(.escape)
    asked = try #require(question(&stage))
    #expect(asked.filter.isEmpty)
    stage.press(.escape)
    stage.expect("[1 Chat]")
  }

  @Test func theFilterMenuFiltersByOutcomeAndShowsTheDemoRelay() throws {
    var demo = UsageRecords.done("d", cost: 3)
    demo.isDemo = true
    let records = Self.week + [demo]
    var stage = open()
    answer(&stage, records)
    stage.expect("1 request to the demo relay, apart")
    stage.type("Ferrors")
    stage.expect("only: failed or cut")
    stage.press(.enter)
    answer(&stage, records)
    stage.expect("only errors", "1-2 of 2")
    stage.type("Fsimulated")
    stage.press(.enter)
    answer(&stage, records)
    stage.expect("demo relay, simulated", "1-1 of 1")
    stage.expectNot("$3.00")
  }

  @Test func onlyDemoRequestsAreNamedWhereTheyAreNotCounted() {
    var demo = UsageRecords.done("d", cost: 3)
    demo.isDemo = true
    var stage = open()
    answer(&stage, [demo])
    stage.expect("1 request to the demo relay")
    stage.expectNot("$3.00")
  }

  @Test func thePageOfARequestTellsEverythingAndCopiesItsID() {
    var stage = open()
    answer(&stage, Self.week)
    stage.press(.enter)
    stage.expect(
      "2026-11-23 14:02:20", "req-123", "tokens in", "$0.0016, from the answer", "caching saved", "412 ms",
      "https://relay.example/v1", "..9f3c")
    stage.type("y")
    #expect(
      stage.takeEffects() == [
        .copy(CopyItem(name: "request id", text: "req-123", fileName: "request-id.txt"))
      ])
    stage.press(.escape)
    stage.expect("newest first")
    stage.type("jj")
    stage.type("y")
    stage.expect("Not now: the relay sent no request id.")
  }

  @Test func chargesForWhatWasStoppedAreFlagged() {
    var stage = open()
    answer(&stage, Self.week)
    let row = stage.screen.split(separator: "\n").first { $0.contains("qwen3.5-flash") && $0.contains(":") }
    #expect(row?.contains(" ! ") == true && row?.contains("charged") == true)
    #expect(row?.contains("$0.0012") == true)
    #expect(row?.contains("~$") == false)
  }

  @Test func exportAsksForEverythingThatPassesTheFilter() throws {
    var stage = open()
    answer(&stage, [])
    stage.type("w")
    stage.expect("Not now: there is nothing to write.")
    stage.type("F")
    stage.press(.escape)
    stage.type("s")
    answer(&stage, Self.week)
    stage.type("w")
    let effects = stage.takeEffects()
    guard case .exportUsage(let question)? = effects.last else {
      Issue.record("\(effects)")
      return
    }
    #expect(question.order == .cost && question.days.count == 8)
  }

  @Test func aLongListIsReadInPartsAndTheMarkStaysOnItsRequest() throws {
    let records = (0..<900).map { UsageRecords.done("r-\($0)", at: Double($0)) }
    var stage = open()
    answer(&stage, records)
    stage.expect("of 900")
    stage.press(Key(.end))
    let part = try #require(question(&stage))
    #expect(part.onlyRequests && part.offset > 600)
    stage.expect("…")
    stage.update(.usageCame(Self.answer(part, records)))
    #expect(stage.playground.usage.mark == 899)
    #expect(stage.playground.usage.request(at: 899)?.id == "r-0")
    stage.expect("00:00:00")
    // What is new comes above; the mark moves with its request.
    stage.playground.usageChanged(at: stage.now)
    stage.pass(seconds: 1)
    let again = try #require(question(&stage))
    stage.update(.usageCame(Self.answer(again, records + [UsageRecords.done("new", at: 5000)])))
    #expect(stage.playground.usage.request(at: stage.playground.usage.mark)?.id == "r-0")
    #expect(stage.playground.usage.mark == 900)
  }

  @Test func aRequestThatRunsIsShownWithWhatIsKnownOfIt() throws {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = Self.noon
    surroundings.session = "here"
    var stage = Stage(columns: 120, rows: 36, surroundings: surroundings)
    stage.ask("hello")
    stage.head(200)
    stage.pass(seconds: 0.4)
    stage.say("Hi")
    var record = UsageRecord(
      id: surroundings.historyName(stage.answer), startedAt: Self.noon + 1, model: "m-1")
    record.keyName = "work"
    var elsewhere = record
    (elsewhere.id, elsewhere.model) = ("other-7", "m-9")
    stage.leader("6")
    answer(&stage, [record, elsewhere])
    let rows = stage.screen.split(separator: "\n")
    #expect(rows.contains { $0.contains("m-1") && $0.contains("streaming") && $0.contains("400 ms") })
    #expect(rows.contains { $0.contains("m-9") && $0.contains("running") })
    // At its end the books are read again, in a moment.
    stage.end(.done)
    #expect(question(&stage) == nil)
    stage.pass(seconds: 0.6)
    #expect(question(&stage) != nil)
  }

  @Test func clicksMarkAndThenOpen() throws {
    var stage = open()
    answer(&stage, Self.week)
    let rows = stage.screen.split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(rows.firstIndex { $0.contains("429 limit") && $0.contains(":58:") })
    stage.click(column: 20, row: row)
    #expect(stage.playground.usage.mark == 1)
    stage.click(column: 20, row: row)
    stage.expect("Too many requests.", "rate_limited")
  }

  @Test func askingTheRelayIsOneCommandAndNothingIsAskedByItself() {
    var stage = open()
    answer(&stage, Self.week)
    stage.pass(seconds: 600)
    #expect(stage.takeEffects().isEmpty)
    stage.type("R")
    #expect(stage.takeEffects() == [.askReceipts])
    // What it says changes the books, which are read again.
    stage.update(.receiptsCame(ReceiptNews()))
    stage.pass(seconds: 1)
    #expect(question(&stage) != nil)
  }
}
