import RelayKit
import SeededRandom
import Testing
import UsageSamples
import Workbench

struct UsageReportTests {
  private func question(_ split: UsageSplit = .day, periods: Int = 8) -> UsageQuestion {
    .recent(split, periods: periods, today: UsageRecords.today)
  }

  @Test func periodsWithoutRequestsAreThereAndTheLastOneIsOpen() {
    let report = UsageReport(
      question(), of: [UsageRecords.done("a"), UsageRecords.done("b", day: UsageRecords.today - 3)],
      utcOffset: 0)
    #expect(report.bars.count == 8)
    #expect(report.bars.map(\.sums.requests) == [0, 0, 0, 0, 1, 0, 0, 1])
    #expect(report.bars.map(\.isOpen) == [false, false, false, false, false, false, false, true])
    #expect(report.bars.first?.period.title == "Mon 16")
  }

  @Test(arguments: UsageSplit.allCases, 1...8 as ClosedRange<UInt64>)
  func barsAndSharesAddUpToTheTotal(split: UsageSplit, seed: UInt64) {
    let records = UsageRecords.random(300, seed: seed)
    let question = question(split)
    let report = UsageReport(question, of: records, utcOffset: 0)
    var ofBars = UsageSums()
    for bar in report.bars { ofBars.add(bar.sums) }
    expectSame(ofBars, report.total)
    for dimension in UsageDimension.allCases {
      var sums = UsageSums()
      for share in report.shares[dimension] ?? [] { sums.add(share.sums) }
      expectSame(sums, report.total)
    }
    let inRange = records.filter {
      question.days.contains(LocalCalendar.day(of: $0.startedAt, utcOffset: 0))
    }
    #expect(report.total.requests == inRange.count { !$0.isDemo && $0.figures.outcome != nil })
    #expect(report.running == inRange.count { !$0.isDemo && $0.figures.outcome == nil })
    #expect(report.others == inRange.count { $0.isDemo && $0.figures.outcome != nil })
    #expect(report.total.errors == inRange.count { !$0.isDemo && $0.isFailure })
    #expect(
      report.total.done + report.total.stopped + report.total.cut + report.total.failed
        == report.total.requests)
  }

  private func expectSame(_ left: UsageSums, _ right: UsageSums) {
    #expect(left.requests == right.requests && left.tokens == right.tokens)
    #expect(left.money.amounts.map(\.currency) == right.money.amounts.map(\.currency))
    for (one, other) in zip(left.money.amounts, right.money.amounts) {
      #expect(abs(one.total - other.total) < 1e-9)
      #expect(abs(one.estimated - other.estimated) < 1e-9)
    }
    #expect(left.firstToken.count == right.firstToken.count)
    #expect(left.unpriced == right.unpriced && left.retried == right.retried)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func aFilterCountsExactlyWhatPassesIt(seed: UInt64) {
    let records = UsageRecords.random(300, seed: seed)
    var question = question(.week)
    question.filter[.model] = "*-mini"
    question.filter[.key] = "work"
    question.filter.outcome = "errors"
    let report = UsageReport(question, of: records, utcOffset: 0)
    let wanted = records.filter {
      !$0.isDemo && $0.model.hasSuffix("-mini") && $0.keyName == "work" && $0.isFailure
        && question.days.contains(LocalCalendar.day(of: $0.startedAt, utcOffset: 0))
    }
    #expect(report.total.requests == wanted.count)
    #expect(records.filter { $0.isListed(by: question, utcOffset: 0) }.count == wanted.count)
  }

  @Test func aChosenBarNarrowsTheSharesAndLeavesTheBars() {
    let records = [
      UsageRecords.done("a"), UsageRecords.done("b", day: UsageRecords.today - 1, model: "m-2"),
    ]
    var question = question()
    question.focus = (UsageRecords.today - 1)...(UsageRecords.today - 1)
    let report = UsageReport(question, of: records, utcOffset: 0)
    #expect(report.bars.suffix(2).map(\.sums.requests) == [1, 1])
    #expect(report.total.requests == 1)
    #expect(report.shares[.model]?.map(\.value) == ["m-2"])
  }

  @Test func currenciesAreNeverAddedTogether() {
    let records = [
      UsageRecords.done("a", cost: 1, currency: "USD"), UsageRecords.done("b", cost: 2, currency: "$"),
      UsageRecords.done("c", cost: 20, currency: "CNY", isEstimate: false),
    ]
    let report = UsageReport(question(), of: records, utcOffset: 0)
    #expect(report.total.money.text == "¥20.00 + ~$3.00")
    #expect(report.total.money["USD"]?.total == 3)
    #expect(report.mainCurrency == "CNY")
  }

  @Test func whatTheRelayChargedCountsInPlaceOfTheEstimate() {
    var record = UsageRecords.done("a", cost: 0.5)
    var receipt = Receipt(charged: 0.25, currency: "USD", source: .log, readAt: 0)
    record.receipt = receipt
    var report = UsageReport(question(), of: [record], utcOffset: 0)
    #expect(report.total.money.text == "$0.25")
    #expect(report.total.receipts == 1)
    #expect(report.total.expected.text == "~$0.50")
    #expect(report.total.charged.text == "$0.25")
    receipt.currency = "CNY"
    record.receipt = receipt
    report = UsageReport(question(), of: [record], utcOffset: 0)
    #expect(report.total.money.text == "¥0.25")
    #expect(report.total.expected.amounts.isEmpty)
  }

  @Test func theDemoRelayIsCountedApartAndIsNeverMoney() {
    var demo = UsageRecords.done("a", cost: 5)
    demo.isDemo = true
    var question = question()
    var report = UsageReport(question, of: [demo, UsageRecords.done("b", cost: 1)], utcOffset: 0)
    #expect(report.total.requests == 1 && report.others == 1)
    #expect(report.total.money.text == "~$1.00")
    question.filter.isDemo = true
    report = UsageReport(question, of: [demo, UsageRecords.done("b", cost: 1)], utcOffset: 0)
    #expect(report.total.requests == 1 && report.others == 1)
    #expect(report.total.money.amounts.isEmpty)
    #expect(report.total.tokens == 30)
  }

  @Test func requestsWithoutAPriceAreCountedAndNotTakenForFree() {
    var (refused, failed) = (UsageRecords.done("b", cost: nil), UsageRecords.done("c", cost: nil))
    (refused.figures.outcome, failed.figures.outcome) = ("failed", "failed")
    (refused.status, failed.status) = (429, 500)
    refused.figures.judge(failure: RelayError.Kind.rateLimited.rawValue)
    failed.figures.judge(failure: RelayError.Kind.relayFailure.rawValue)
    let all = [UsageRecords.done("a", cost: nil), refused, failed]
    let report = UsageReport(question(), of: all, utcOffset: 0)
    #expect(report.total.unpriced == 2)
    #expect(all.map(UsageNotes.cost) == ["-", "0", "-"])
    #expect(refused.figures.inputTokens == nil && failed.figures.inputTokens != nil)
  }

  @Test func halfAndNineteenOfTwentyAnswersAreAsFast() throws {
    let spread = try #require(UsageSpread((1...100).map(Double.init).shuffled()))
    #expect(spread.median == 50 && spread.high == 95 && spread.count == 100)
    let one = try #require(UsageSpread([7, .nan]))
    #expect(one.median == 7 && one.high == 7)
    #expect(UsageSpread([]) == nil)
  }

  @Test func theShareThatWasCachedIsOfTheInput() {
    var record = UsageRecords.done("a")
    record.figures.inputTokens = 200
    record.figures.cachedTokens = 50
    record.savedByCache = 0.002
    let report = UsageReport(question(), of: [record], utcOffset: 0)
    #expect(report.total.cachedShare == 0.25)
    #expect(report.total.saved.text == "~$0.0020")
  }

  @Test func sharesAreSortedByWhatIsLookedAt() {
    let records = [
      UsageRecords.done("a", model: "dear", cost: 3), UsageRecords.done("b", model: "busy", cost: 1),
      UsageRecords.done("c", model: "busy", cost: 1),
    ]
    let report = UsageReport(question(), of: records, utcOffset: 0)
    #expect(report.shares(.model, by: .cost).map(\.value) == ["dear", "busy"])
    #expect(report.shares(.model, by: .requests).map(\.value) == ["busy", "dear"])
  }

  @Test func starsStandForAnyText() {
    #expect(UsageFilter.matches("gpt-*", "gpt-5.4"))
    #expect(UsageFilter.matches("*", ""))
    #expect(UsageFilter.matches("a*b*c", "a-b-b-c"))
    #expect(!UsageFilter.matches("a*b*c", "a-c"))
    #expect(!UsageFilter.matches("ab*ba", "aba"))
    #expect(!UsageFilter.matches("gpt", "gpt-5.4"))
  }

  @Test func unexpectedChargesAreFlagged() {
    var record = UsageRecords.done("a")
    record.figures.outcome = "stopped"
    #expect(!UsageNotes.isFlagged(record))
    record.receipt = Receipt(charged: 0.0012, currency: "USD", source: .log, readAt: 0)
    #expect(UsageNotes.isFlagged(record))
    #expect(UsageNotes.parts(record).first == "charged")
    #expect(UsageNotes.unexpectedCharge(record) == "stopped, charged $0.0012")
    record.figures.outcome = "failed"
    #expect(UsageNotes.unexpectedCharge(record) == "failed, charged $0.0012")
    record.figures.outcome = "done"
    record.figures.cost = 0.002
    #expect(UsageNotes.parts(record).first == "est ~$0.0020")
    // Less than a fifth off.
    record.figures.cost = 0.001_01
    #expect(UsageNotes.parts(record).isEmpty)
    record.receipt?.charged = 0
    record.figures.outcome = "failed"
    #expect(UsageNotes.unexpectedCharge(record) == nil)
  }
}
