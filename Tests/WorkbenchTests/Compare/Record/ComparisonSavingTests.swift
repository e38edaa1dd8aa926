import RelayKit
import Testing

@testable import Workbench

/// A comparison of the screen as a record, and back.
struct ComparisonSavingTests {
  private func opened(_ record: ComparisonRecord) -> (comparison: Comparison, note: String?) {
    var comparison = Comparison()
    var ids = MessageIDSource()
    let note = comparison.open(record, newID: { ids.next() }, at: MonotonicTime(nanoseconds: 7))
    return (comparison, note)
  }

  private func saved(_ comparison: Comparison, like record: ComparisonRecord) -> ComparisonRecord {
    ComparisonRecord(comparison, relay: record.relay, created: record.created) { _, reply in
      (RunFigures(reply, prices: nil, at: MonotonicTime(nanoseconds: 0)), [])
    }
  }

  @Test func lanesAndAnswersComeBack() throws {
    let record = SampleComparison.small
    let (comparison, note) = opened(record)
    #expect(note == nil && comparison.lanes.map(\.letter) == ["A", "B"])
    let first = try #require(comparison.lanes[0].shown)
    #expect(first.text == "Because, so" && first.reasoning == "Hm." && first.outcome == .done)
    #expect(first.finishReason == "stop" && !first.isRunning)
    #expect(first.firstTokenMilliseconds.map { ($0 * 10).rounded() } == 4124)
    let second = try #require(comparison.lanes[1].shown)
    #expect(second.outcome?.error?.kind == .rateLimited && second.outcome?.error?.message == "slow down")
    #expect(comparison.lanes.map(\.talk.system) == ["Be brief.", nil])
    #expect(comparison.lanes[1].talk.parameters["temperature"] == .number("0.70"))
    let again = saved(comparison, like: record)
    #expect(again.turns == record.turns && again.system == record.system)
    #expect(again.lanes.map(\.title) == record.lanes.map(\.title))
    #expect(again.lanes.map(\.ownSystem) == record.lanes.map(\.ownSystem))
    #expect(again.runs.map(\.text) == record.runs.map(\.text))
    #expect(
      again.runs.map(\.outcome) == ["done", "failed"] && again.runs.map(\.key) == record.runs.map(\.key))
    #expect(again.runs.map(\.request) == record.runs.map(\.request))
  }

  @Test func historiesStayWithTheirAnswers() throws {
    var record = SampleComparison.small
    record.turns = ["One", "Two"]
    record.lanes.removeLast()
    record.repeats = 2
    func run(_ turn: Int, _ repetition: Int, follows: Int? = nil) -> ComparisonRun {
      var run = ComparisonRun(
        key: RunKey(lane: "A", turn: turn, repetition: repetition), askedAt: Double(turn), request: "{}",
        text: "\(turn).\(repetition)", outcome: "done")
      run.follows = follows
      return run
    }
    record.runs = [run(1, 1), run(1, 2), run(2, 1, follows: 2), run(2, 2)]
    let lane = opened(record).comparison.lanes[0]
    #expect(lane.talk.conversation.messages.map(\.text) == ["Be brief.", "One", "1.2", "Two", "2.1"])
    #expect(lane.runs.count == 2)
    let again = saved(opened(record).comparison, like: record)
    #expect(again.runs.map(\.text) == ["1.1", "1.2", "2.1", "2.2"])
    #expect(again.runs.map(\.follows) == [nil, nil, 2, nil])
  }

  @Test func allBytesOfAKeptExchangeComeBack() throws {
    var record = SampleComparison.small
    let (comparison, _) = opened(record)
    let exchange = try #require(comparison.lanes[0].shown?.exchange)
    record.runs[0].exchange = exchange.file.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    #expect(opened(record).comparison.lanes[0].shown?.exchange?.request == exchange.request)
    // A file that cannot be read does not lose the answer.
    record.runs[0].exchange = ["broken"]
    #expect(opened(record).comparison.lanes[0].shown?.text == "Because, so")
  }

  @Test func promptsOfOneLaneAloneStayItsOwn() {
    var record = SampleComparison.small
    record.lanes[1].ownTurns = ["Why?", "Really?"]
    record.runs[1].key.turn = 1
    var more = record.runs[0]
    more.key = RunKey(lane: "B", turn: 2)
    record.runs.append(more)
    #expect(record.plan.map(\.turn) == [1, 1, 2])
    #expect(record.prompt(of: RunKey(lane: "B", turn: 2)) == "Really?")
    let again = saved(opened(record).comparison, like: record)
    #expect(again.lanes.map(\.ownTurns) == [nil, ["Why?", "Really?"]])
  }

  @Test func rowsBecomeLanes() {
    var record = SampleComparison.small
    record.rows = ["Rome", "Oslo"].map { JSONObject([.init(key: "city", value: .string($0))]) }
    record.runs[0].key.row = 2
    record.runs[1].key.row = 1
    record.winner = "B"
    let (comparison, _) = opened(record)
    #expect(comparison.lanes.map { $0.talk.variables.values["city"] } == ["Rome", "Oslo", "Rome", "Oslo"])
    #expect(comparison.lanes.map { $0.runs.count } == [0, 1, 1, 0])
    #expect(comparison[comparison.winner]?.letter == "C")
  }

  @Test func everyAnswerIsToldWithWhatWasMeasured() {
    var comparison = Comparison()
    var ids = MessageIDSource()
    var told: [MessageID: RunFigures] = [:]
    _ = comparison.open(
      SampleComparison.small, newID: { ids.next() }, at: MonotonicTime(nanoseconds: 7)
    ) { told[$0] = $1.figures }
    let shown = comparison.lanes.compactMap { $0.talk.conversation.lastAnswer }
    #expect(shown.compactMap { told[$0]?.cost } == [0.002, 0] && told.count == 2)
    #expect(shown.compactMap(comparison.owner) == comparison.lanes.map(\.id))
  }

  @Test func whatDoesNotFitIsSaid() {
    var record = SampleComparison.small
    record.lanes = (0..<70).map { ComparisonLane(letter: ComparisonLane.letter($0), model: "m") }
    let (comparison, note) = opened(record)
    #expect(comparison.lanes.count == 64)
    #expect(note == "6 lanes of the file did not fit and are not shown.")
  }
}
