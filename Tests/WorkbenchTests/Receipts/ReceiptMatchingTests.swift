import RelayKit
import Testing
import Workbench

@Suite struct ReceiptMatchingTests {
  private static let relay = "https://relay.example/v1"
  private static let start = 1_790_000_000.0

  private func log(_ rows: String...) throws -> ChargeLog {
    let json = try JSONValue(parsing: #"{"success":true,"data":[\#(rows.joined(separator: ","))]}"#)
    return ChargeLog(
      try #require(KeyLog(json: json)), relay: Self.relay, keyLabel: "..9f3c", quotaPerUnit: 500_000,
      at: Self.start + 100)
  }

  private func row(
    _ id: String, _ quota: Int, type: Int = 2, model: String = "m-1", group: String = "default", at: Int = 0,
    other: String = ""
  ) -> String {
    #"{"created_at":\#(Int(Self.start) + at),"type":\#(type),"request_id":"\#(id)","quota":\#(quota),"model_name":"\#(model)","group":"\#(group)","prompt_tokens":10,"completion_tokens":20,"other":"\#(other)"}"#
  }

  private func record(
    _ id: String, request: String?, cost: Double? = 0.01, outcome: String? = "done", model: String = "m-1",
    startedAt: Double = ReceiptMatchingTests.start
  ) -> UsageRecord {
    var record = UsageRecord(id: id, startedAt: startedAt, model: model)
    record.relay = Self.relay
    record.keyLabel = "..9f3c"
    record.requestID = request
    record.figures.cost = cost
    record.figures.costIsEstimate = true
    record.figures.currency = "USD"
    record.figures.outcome = outcome
    return record
  }

  @Test func aRowBelongsToTheRequestOfItsID() throws {
    let log = try log(row("r1", 6000), row("r2", 500), row("other", 1))
    let summary = ReceiptSummary(
      log, [record("a", request: "r1"), record("b", request: "r9"), record("c", request: nil)])
    #expect(summary.matches.map(\.id) == ["a"] && summary.matches.first?.receipt.charged == 0.012)
    #expect(summary.notMatched == 2 && summary.withoutID == 1 && summary.foreign == 2)
    #expect(summary.estimated == 0.01 && summary.charged == 0.012 && summary.compared == 1)
    let receipt = try #require(summary.matches.first?.receipt)
    #expect(receipt.source == .log && receipt.readAt == Self.start + 100 && receipt.currency == "USD")
    #expect(receipt.inputTokens == 10 && receipt.outputTokens == 20 && receipt.group == "default")
  }

  /// Same time, same model, same tokens: nothing of it is a match.
  @Test func withoutAnIDNothingIsGuessed() throws {
    let summary = ReceiptSummary(try log(row("", 6000)), [record("a", request: nil)])
    #expect(summary.matches.isEmpty && summary.notMatched == 1)
    #expect(summary.sentence.contains("not matched"))
  }

  @Test func anIDThatTwoRequestsHaveTellsNothingOfEither() throws {
    let summary = ReceiptSummary(
      try log(row("r1", 6000)), [record("a", request: "r1"), record("b", request: "r1")])
    #expect(summary.matches.isEmpty && summary.notMatched == 2 && summary.foreign == 0)
  }

  @Test func requestsOfOtherKeysAndThoseThatRunAreLeftOut() throws {
    var other = record("a", request: "r1")
    other.keyLabel = "..0000"
    var elsewhere = record("b", request: "r1")
    elsewhere.relay = "https://other.example/v1"
    let running = record("c", request: "r1", outcome: nil)
    let summary = ReceiptSummary(try log(row("r1", 6000)), [other, elsewhere, running])
    #expect(summary.matches.isEmpty && summary.notMatched == 0 && summary.foreign == 1)
  }

  @Test func whatCameBeforeTheLogIsNotCalledUnmatched() throws {
    let old = record("a", request: "r0", startedAt: Self.start - 5000)
    let summary = ReceiptSummary(try log(row("r1", 1)), [old])
    #expect(summary.tooOld == 1 && summary.notMatched == 0)
  }

  @Test func chargesAddUpAndWhatWasGivenBackIsTakenOff() throws {
    let log = try log(
      row("r1", 6000), row("r1", 1000, at: 5), row("r1", 2000, type: 6), row("r1", 0, type: 5))
    #expect(log.receipt(forRequest: "r1")?.charged == 0.01)
    #expect(try self.log(row("r1", 500, type: 6)).receipt(forRequest: "r1")?.charged == 0)
    // A top-up is no charge, whatever it names.
    #expect(try self.log(row("r1", 500, type: 1)).receipt(forRequest: "r1") == nil)
  }

  @Test(arguments: [
    ("stopped", 500, [ReceiptFinding.stoppedButCharged]), ("failed", 500, [.failedButCharged]),
    ("cut", 500, []), ("done", 500, []), ("failed", 0, []), ("stopped", 0, []),
  ])
  func whatEndedEarlyAndWasChargedIsFlagged(outcome: String, quota: Int, findings: [ReceiptFinding]) throws {
    let summary = ReceiptSummary(
      try log(row("r1", quota)), [record("a", request: "r1", outcome: outcome)])
    #expect(summary.matches.first?.findings == findings)
    #expect(summary.matches.first?.sentences.count == findings.count)
  }

  @Test(arguments: [
    (0.01, 0.0121, true), (0.01, 0.0119, false), (0.0001, 0.00019, false), (0.0001, 0.00021, true),
    (0.01, 0.001, false), (0, 0.001, true),
  ])
  func aChargeMuchAboveTheEstimateIsFlagged(estimate: Double, charged: Double, isFlagged: Bool) {
    var receipt = Receipt(charged: charged, currency: "USD", source: .log, readAt: 0)
    let record = record("a", request: "r1", cost: estimate)
    #expect(ReceiptFinding.of(record, receipt).contains(.chargedMore) == isFlagged)
    // Other money is not compared.
    receipt.currency = "CNY"
    #expect(ReceiptFinding.of(record, receipt).isEmpty)
  }

  @Test func anotherModelAndAnotherGroupAreFlagged() throws {
    let mapped = #"{\"upstream_model_name\":\"m-2\",\"is_model_mapped\":true}"#
    let log = try log(
      row("r1", 100, other: mapped), row("r2", 100, group: "vip"), row("r3", 100, model: "M-1"))
    let records = ["r1", "r2", "r3"].map { record($0, request: $0) }
    let summary = ReceiptSummary(log, records, usualGroup: "default")
    #expect(summary.matches.map(\.findings) == [[.otherModel], [.otherGroup], []])
    #expect(summary.matches[0].sentences == ["You asked for m-1; the relay's log names m-2."])
    #expect(summary.matches[1].sentences[0].contains("group vip, not of default"))
  }

  @Test func theSumIsSaidWithWhatIsWrong() throws {
    let log = try log(row("r1", 6000), row("r2", 500))
    let summary = ReceiptSummary(
      log, [record("a", request: "r1"), record("b", request: "r2", cost: 0.001, outcome: "stopped")])
    #expect(
      summary.sentence
        == "2 receipts: $0.013 charged, $0.0020 (18 %) more than ~$0.011 estimated; 1 stopped, charged.")
  }

  @Test func theGroupOfTheNewestChargeIsTheKeys() throws {
    let log = try log(
      row("r1", 1, group: "vip", at: 9, other: #"{\"group_ratio\":0.8}"#), row("r2", 1, at: 5),
      row("r3", 1, type: 1, group: "x", at: 20))
    #expect(log.group == "vip" && log.groupRatio == 0.8)
    #expect(KeyGroup(log) == KeyGroup(name: "vip", ratio: 0.8, asOf: Self.start + 100))
  }

  @Test func theLogIsReadBackAsItWasWritten() throws {
    let log = try log(
      row("r1", 6000, other: #"{\"upstream_model_name\":\"m-2\"}"#), row("r2", 500, group: "vip"))
    #expect(ChargeLog(json: try JSONValue(parsing: log.json.text())) == log)
    #expect(ChargeLog(json: .object(JSONObject())) == nil)
  }

  @Test func aCostThatTheAnswerTellsIsAReceipt() throws {
    var figures = RunFigures()
    figures.cost = 0.5
    figures.currency = "USD"
    figures.totalMilliseconds = 2000
    let receipt = try #require(Receipt(toldBy: figures, startedAt: 10))
    #expect(receipt.source == .usage && receipt.charged == 0.5 && receipt.readAt == 12)
    figures.costIsEstimate = true
    #expect(Receipt(toldBy: figures, startedAt: 10) == nil)
  }
}
