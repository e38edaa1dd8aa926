import HistorySamples
@testable import HistoryStore
import RelayKit
import Testing
import Workbench

@Suite struct RecoveryTests {
  /// As if the process that journalled were no more.
  private func kill(_ history: TestHistory, boot: String? = nil) async throws {
    try await history.store.write { database in
      if let boot {
        try database.run("UPDATE run SET boot = ?", boot)
      } else {
        try database.run("UPDATE run SET started = '1'")
      }
    }
  }

  @Test(arguments: [nil, "another-boot"])
  func aPartialAnswerIsThereAfterACrash(boot: String?) async throws {
    let history = try TestHistory()
    let stream = SampleStream("x1", conversation: "c1")
    history.journal(stream, words: ["Half an ", "answer"], reasoning: "Thinking", ends: false)
    history.store.keep(image("c1", ["A question"]))
    try await kill(history, boot: boot)
    let again = try TestHistory(history.scratch)
    again.store.flush()
    let entry = try #require(
      try await again.store.entries(HistoryFilter(), offset: 0, limit: 1).entries.first)
    #expect(entry.wasInterrupted)
    #expect(entry.lastOutcome == "cut")
    let digest = try #require(try await again.store.conversation("c1")?.digests["x1"])
    let exchange = try #require(ExchangeRows.exchange(of: digest))
    #expect(exchange.answer.text == "Half an answer")
    #expect(exchange.answer.reasoning == "Thinking")
    #expect(exchange.outcome?.name == "cut")
    let record = try #require(try await again.store.record("x1"))
    #expect(record.figures.outcome == "cut")
    #expect(record.figures.outputTokens == 3)
    #expect(record.figures.outputIsEstimate)
    #expect(try await again.found("answer") == ["c1"])
    #expect(again.said.all == ["bayside ended while an answer came; what had come is in the history."])
    #expect(try await again.count("SELECT count(*) FROM run") == 0)
    // Once only.
    let third = try TestHistory(history.scratch)
    third.store.flush()
    #expect(third.said.all.isEmpty)
  }

  @Test func anAnswerThatEndedBeforeTheCrashIsWhole() async throws {
    let history = try TestHistory()
    let stream = SampleStream("x1", conversation: "c1")
    history.store.begin(
      stream.record, exchange: stream.exchange, prices: TokenPrices(input: 1e6, output: 1e6), inputEstimate: 2
    )
    for update in stream.opening + [stream.word("whole")] + stream.closing() {
      history.store.take(update, of: "x1")
    }
    history.store.flush()
    try await kill(history)
    let again = try TestHistory(history.scratch)
    again.store.flush()
    let record = try #require(try await again.store.record("x1"))
    #expect(record.figures.outcome == "done")
    #expect(record.figures.cost == 15)
    #expect(record.figures.costIsEstimate)
    #expect(
      try await again.store.entries(HistoryFilter(), offset: 0, limit: 1).entries.first?.wasInterrupted
        == false)
    #expect(again.said.all.isEmpty)
  }

  @Test func anExchangeOfAProcessThatLivesIsLeftAlone() async throws {
    let history = try TestHistory()
    let stream = SampleStream("x1", conversation: "c1")
    history.journal(stream, words: ["going "], ends: false)
    let other = try TestHistory(history.scratch)
    other.store.flush()
    #expect(try await other.store.record("x1")?.figures.outcome == nil)
    let updates = stream.opening + [stream.word("going "), stream.word("on")] + stream.closing()
    history.store.end("x1", with: stream.folded(updates))
    history.store.flush()
    #expect(try await other.store.record("x1")?.figures.outcome == "done")
  }

  @Test func whoWasTakenForDeadCanStillEndItsAnswer() async throws {
    let history = try TestHistory()
    let stream = SampleStream("x1", conversation: "c1")
    history.journal(stream, words: ["early "], ends: false)
    try await kill(history)
    let other = try TestHistory(history.scratch)
    other.store.flush()
    #expect(try await other.store.record("x1")?.figures.outcome == "cut")
    let updates = stream.opening + [stream.word("early "), stream.word("late")] + stream.closing()
    history.store.end("x1", with: stream.folded(updates))
    history.store.flush()
    #expect(try await other.store.record("x1")?.figures.outcome == "done")
    #expect(try await other.found("late") == ["c1"])
    #expect(
      try await other.store.entries(HistoryFilter(), offset: 0, limit: 1).entries.first?.wasInterrupted
        == false)
  }

  @Test func anExchangeWhoseLinesCannotBeReadEndsAsCut() async throws {
    let history = try TestHistory()
    history.journal(SampleStream("x1", conversation: "c1"), words: ["a"], ends: false)
    try await history.store.write { try $0.run("UPDATE frames SET data = x'00'") }
    try await kill(history)
    let again = try TestHistory(history.scratch)
    again.store.flush()
    #expect(try await again.store.record("x1")?.figures.outcome == "cut")
    #expect(again.said.all.count == 1)
  }

  @Test func thisProcessIsAliveAndOthersAreNot() {
    #expect(ThisProcess.current.isAlive)
    #expect(!ThisProcess(pid: ThisProcess.current.pid, boot: ThisProcess.current.boot, started: "1").isAlive)
    #expect(!ThisProcess(pid: 1 << 30, boot: ThisProcess.current.boot, started: "").isAlive)
    #expect(
      !ThisProcess(pid: ThisProcess.current.pid, boot: "", started: ThisProcess.current.started).isAlive)
  }
}

@Suite struct PruningTests {
  private func library(_ settings: HistoryStore.Settings, answers: Int = 120, words: Int = 100) throws
    -> TestHistory
  {
    let history = try TestHistory(settings: settings)
    let now = WallClock.now
    for number in 0..<answers {
      var stream = SampleStream("x\(number)", conversation: "c\(number)")
      stream.startedAt = now - Double(answers - number) * 86400
      history.journal(stream, words: ["answer\(number) " + String(repeating: "long ", count: words)])
    }
    return history
  }

  @Test func bytesThatAreOldGoAndAnswersStay() async throws {
    let history = try library(.init(frames: FramePolicy(days: 1e6)))
    #expect(try await history.count("SELECT count(*) FROM exchange WHERE frames_bytes > 0") == 120)
    let again = try TestHistory(history.scratch, settings: .init(frames: FramePolicy(days: 10.5)))
    again.store.flush()
    let kept = { try await again.count("SELECT count(*) FROM exchange WHERE frames_bytes > 0") }
    while try await kept() > 10 { again.store.flush() }
    #expect(try await kept() == 10)
    #expect(try await again.count("SELECT count(DISTINCT exchange) FROM frames") == 10)
    #expect(try await again.store.exchangeFile("x0") == nil)
    #expect(try await again.store.exchangeFile("x119") != nil)
    #expect(try await again.store.conversation("c0")?.digests["x0"] != nil)
    #expect(try await again.found("answer0") == ["c0"])
  }

  @Test func theOldestBytesGoBeyondTheLimit() async throws {
    let history = try library(.init(frames: FramePolicy(days: 1e6)))
    let all = try await history.count("SELECT sum(frames_bytes) FROM exchange")
    let again = try TestHistory(
      history.scratch, settings: .init(frames: FramePolicy(days: 1e6, bytes: all / 4)))
    again.store.flush()
    let kept = { try await again.count("SELECT sum(frames_bytes) FROM exchange") }
    while try await kept() > all / 4 { again.store.flush() }
    #expect(try await kept() > all / 5)
    #expect(try await again.store.exchangeFile("x0") == nil)
    #expect(try await again.store.exchangeFile("x119") != nil)
  }

  @Test func whatIsOldIsPurgedAndStarsStay() async throws {
    let history = try library(.init(frames: FramePolicy(days: 1e6)), answers: 60)
    try await history.store.change("c3", .star(true))
    let deleted = try await history.store.purge(HistoryPurge(olderThan: WallClock.now - 9.5 * 86400))
    #expect(deleted == 50)
    #expect(Set(try await history.ids()) == Set((51..<60).map { "c\($0)" } + ["c3"]))
    #expect(try await history.found("answer0 ") == [])
    #expect(try await history.found("answer3 ") == ["c3"])
    #expect(try await history.count("SELECT count(*) FROM exchange") == 60)
    #expect(try await history.store.size().conversations == 10)
    let before = try await history.store.size().fileBytes
    let (old, new) = try await history.store.vacuum()
    #expect(old == before && new < before)
    #expect(try await history.found("answer59") == ["c59"])
  }

  @Test func theOldestArePurgedUntilTheRestFits() async throws {
    let history = try library(.init(frames: FramePolicy(days: 1e6)), answers: 300, words: 1000)
    _ = try await history.store.vacuum()
    let size = try await history.store.size()
    let target = size.usedBytes / 3
    let deleted = try await history.store.purge(HistoryPurge(beyondBytes: target))
    #expect(deleted > 0 && deleted < 300)
    #expect(try await history.store.size().usedBytes <= target)
    #expect(try await history.store.size().frameBytes == 0)
    #expect(try await history.ids().last == "c\(deleted)")
  }

  @Test func oldRequestsWithoutAConversationLoseTheirText() async throws {
    let history = try TestHistory()
    history.journal(SampleStream("x1"), words: ["loose"])
    _ = try await history.store.purge(HistoryPurge(olderThan: 1_790_000_001))
    #expect(try await history.count("SELECT count(*) FROM digest") == 0)
    #expect(try await history.store.exchangeFile("x1") == nil)
    #expect(try await history.store.record("x1")?.figures.outputTokens == 5)
  }
}
