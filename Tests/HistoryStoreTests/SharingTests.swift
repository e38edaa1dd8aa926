import Glibc
import HistorySamples
@testable import HistoryStore
import RelayKit
import Synchronization
import Testing
import Workbench

/// What processes do with one file at the same time. Two stores have what two processes have: nothing in common but
/// the file.
@Suite struct SharingTests {
  private func talk(_ turns: [(text: String, exchange: String)], edition: String? = nil) -> ConversationImage
  {
    var messages: [MessageImage] = []
    for turn in turns {
      messages.append(MessageImage(number: messages.count + 1, content: Array("{}".utf8), text: turn.text))
      messages.append(
        MessageImage(
          number: messages.count + 1, content: Array(#"{"role":"assistant","reply":{"model":"m"}}"#.utf8),
          text: "",
          exchange: turn.exchange))
    }
    var image = ConversationImage(
      id: "c1", title: turns.first?.text ?? "", createdAt: 1, updatedAt: 2, shape: Array("{}".utf8),
      messages: messages)
    image.edition = edition
    return image
  }

  @Test func aChatThatTwoProcessesGoOnWithBecomesTwoAndLosesNothing() async throws {
    let first = try TestHistory()
    first.journal(SampleStream("x1", conversation: "c1"), words: ["Beginning"])
    first.store.keep(talk([("question one", "x1")]))
    first.store.flush()
    let second = try TestHistory(first.scratch)
    let opened = try #require(try await second.store.conversation("c1"))
    second.journal(SampleStream("x2", conversation: "c1"), words: ["Basalt"])
    second.store.keep(talk([("question one", "x1"), ("beryl", "x2")], edition: opened.edition))
    second.store.flush()
    first.journal(SampleStream("x3", conversation: "c1"), words: ["Amethyst"])
    let third = talk([("question one", "x1"), ("garnet", "x3")])
    first.store.keep(third)
    first.store.flush()
    #expect(first.said.all.count { $0.contains("Another bayside went on with this chat") } == 1)
    let own = try await first.found("garnet")
    #expect(own.count == 1 && own != ["c1"])
    #expect(try await first.found("beryl") == ["c1"])
    #expect(try await first.found("Basalt") == ["c1"])
    #expect(try await first.found("Amethyst") == own)
    let copy = try #require(try await first.store.conversation(own[0]))
    #expect(Set(copy.digests.keys) == ["x1", "x3"])
    #expect(copy.image.title == "question one (2)")
    #expect(try await first.store.conversation("c1")?.image.messages.count == 4)
    // What is under way under the old name goes the same way, and nothing is said twice.
    first.store.keep(third)
    second.store.keep(
      talk([("question one", "x1"), ("beryl again", "x2")], edition: opened.edition))
    first.store.flush()
    second.store.flush()
    #expect(try await first.ids().count == 2)
    #expect(
      try await first.store.entries(HistoryFilter(), offset: 0, limit: 9).entries.map(\.requests).sorted()
        == [1, 2])
    #expect(try await first.found("beryl again") == ["c1"])
    #expect(first.said.all.count == 1 && second.said.all.isEmpty)
  }

  @Test func anAnswerThatComesElsewhereIsToldSoAndStaysWhole() async throws {
    let first = try TestHistory()
    let stream = SampleStream("x1", conversation: "c1")
    first.journal(stream, words: ["Half"], ends: false)
    first.store.keep(talk([("question", "x1")]))
    first.store.flush()
    let second = try TestHistory(first.scratch)
    let kept = try #require(try await second.store.conversation("c1"))
    #expect(kept.comingCount == 1)
    var last = 0
    let opened = kept.opened {
      last += 1
      return MessageID(last)
    }.talk
    let reply = try #require(opened.conversation.last?.reply)
    #expect(reply.text == "Half" && reply.isComingElsewhere)
    #expect(reply.state(at: MonotonicTime(nanoseconds: 0)) == .elsewhere)
    // Whoever writes the chat again does not write over the answer.
    let snapshot = ConversationSnapshot(name: "c1", talk: opened, isDemo: false, at: 3)
    #expect(snapshot.image.messages.last?.exchange == "x1")
    second.store.keep(snapshot.image)
    second.store.flush()
    first.store.end(
      "x1",
      with: stream.folded(stream.opening + [stream.word("Half"), stream.word(" whole")] + stream.closing()))
    first.store.flush()
    let whole = try #require(try await second.store.conversation("c1"))
    #expect(whole.comingCount == 0 && whole.digests["x1"] != nil)
    #expect(try await second.store.record("x1")?.figures.outcome == "done")
  }

  @Test func anAnswerWhoseBytesAreNotThereKeepsItsExchange() throws {
    var kept = KeptConversation(image: talk([("question", "gone")]))
    kept.edition = "e"
    var last = 0
    let opened = kept.opened {
      last += 1
      return MessageID(last)
    }.talk
    let snapshot = ConversationSnapshot(name: "c1", talk: opened, isDemo: false, at: 3)
    #expect(snapshot.image.messages.last?.exchange == "gone")
  }

  @Test func aFileThatAnotherProcessMakesJustNowIsNoAlarm() async throws {
    let scratch = try Scratch()
    let first = try TestHistory(scratch)
    first.store.flush()
    first.store.close()
    try Scratch.write([], to: scratch.file)
    for ending in ["-wal", "-shm"] { unlink(scratch.file + ending) }
    let second = try TestHistory(scratch)
    #expect(second.store.flush())
    #expect(second.said.all.isEmpty, "\(second.said.all)")
  }

  // MARK: Money

  /// A process that lives and is not this one, as `run` names it.
  private func addParent(_ history: TestHistory) async throws -> Int {
    let parent = Int(getppid())
    let line = String(decoding: try Scratch.bytes("/proc/\(parent)/stat"), as: UTF8.self)
    let fields = try #require(line.split(separator: ")").last).split(separator: " ")
    let (boot, started) = (ThisProcess.current.boot, String(fields[19]))
    return try await history.store.write { database in
      try database.run("INSERT INTO run(pid, boot, started) VALUES(?, ?, ?)", parent, boot, started)
      return database.lastRow
    }
  }

  private let noon = 1_790_000_000.0

  @Test func whatOthersHaveUnderWayIsSeenBeforeARequestLeaves() async throws {
    let history = try TestHistory()
    let run = try await addParent(history)
    let day = LocalDay(time: noon, utcOffset: 0).number
    try await history.store.write { database in
      try database.run(
        "INSERT INTO reservation(request, run, key_name, day, amount) VALUES('other', ?, 'work', ?, 0.25)",
        run, day)
    }
    let own = Reservation(request: "x1", keyName: "work", amount: 0.1)
    let seen = Mutex<SpendingReport?>(nil)
    let refused = history.store.reserve(own, at: noon) { report in
      seen.withLock { $0 = report }
      return false
    }
    #expect(refused == false)
    #expect(seen.withLock { $0?.reservedByOthers.keys } == ["work": 0.25])
    #expect(try await history.count("SELECT count(*) FROM reservation") == 1)
    #expect(history.store.reserve(own, at: noon) { _ in true } == true)
    #expect(try await history.count("SELECT count(*) FROM reservation") == 2)
    // The own one is counted by the process itself.
    #expect(try await history.store.spendingReport(at: noon).reservedByOthers.total == 0.25)
    history.journal(SampleStream("x1"), words: ["Done"])
    #expect(try await history.count("SELECT count(*) FROM reservation WHERE request = 'x1'") == 0)
  }

  @Test func inPrivateModeOnlyTheSumIsKept() async throws {
    let history = try TestHistory()
    let reservation = Reservation(request: "p1", keyName: "work", amount: 0.5)
    #expect(history.store.reserve(reservation, at: noon) { _ in true } == true)
    history.store.settle(reservation, cost: 0.125, at: noon)
    history.store.flush()
    let report = try await history.store.spendingReport(at: noon)
    #expect(report.keys["work"]?.day == 0.125 && report.total.all == 0.125)
    #expect(try await history.store.spendingReport(at: noon + 86_400 * 40).keys["work"]?.day == 0)
    #expect(try await history.count("SELECT count(*) FROM reservation") == 0)
    #expect(try await history.count("SELECT count(*) FROM exchange") == 0)
  }

  @Test func whatAProcessHadUnderWayWhenItWasKilledIsSettledBeforeALimitIsLookedAt() async throws {
    let history = try TestHistory()
    let other = try TestHistory(history.scratch)
    other.store.flush()
    let stream = SampleStream("x1", conversation: "c1")
    let reservation = Reservation(request: "x1", keyName: "work", amount: 50)
    #expect(history.store.reserve(reservation, at: stream.startedAt) { _ in true } == true)
    history.store.begin(
      stream.record, exchange: stream.exchange, prices: TokenPrices(input: 1e6, output: 1e6), inputEstimate: 2
    )
    for update in stream.decoded(stream.opening + [stream.word("half")]).dropFirst() {
      history.store.take(update, of: "x1")
    }
    history.store.flush()
    try await history.store.write { try $0.run("UPDATE run SET started = '1'") }
    let report = try await other.store.spendingReport(at: stream.startedAt)
    #expect(report.reservedByOthers.total == 0 && report.reservedByOthers.keys.isEmpty)
    let spent = try #require(try await other.store.record("x1")?.figures.cost)
    #expect(spent > 0 && spent < 50)
    #expect(report.keys["work"]?.day == spent)
    #expect(try await other.count("SELECT count(*) FROM reservation") == 0)
  }

  /// Of a process that is no more.
  private func leaveReservation(in history: TestHistory) async throws {
    let day = LocalDay(time: noon, utcOffset: 0).number
    try await history.store.write { database in
      try database.run("INSERT INTO run(pid, boot, started) VALUES(1, 'another boot', '1')")
      try database.run(
        "INSERT INTO reservation(request, run, key_name, day, amount) VALUES('lost', ?, 'work', ?, 0.5)",
        database.lastRow, day)
    }
  }

  @Test func whoReservesSettlesWhatAProcessLeftThatIsNoMore() async throws {
    let history = try TestHistory()
    history.store.flush()
    try await leaveReservation(in: history)
    let seen = Mutex<SpendingReport?>(nil)
    let own = Reservation(request: "x1", keyName: "work", amount: 0.1)
    _ = history.store.reserve(own, at: noon) { report in
      seen.withLock { $0 = report }
      return true
    }
    #expect(seen.withLock { $0?.reservedByOthers.total } == 0)
    #expect(seen.withLock { $0?.keys["work"]?.day } == 0.5)
  }

  @Test func whatAProcessThatWasKilledHadReservedCountsAsSpent() async throws {
    let history = try TestHistory()
    try await leaveReservation(in: history)
    history.store.close()
    let again = try TestHistory(history.scratch)
    again.store.flush()
    #expect(try await again.store.spendingReport(at: noon).keys["work"]?.day == 0.5)
    #expect(try await again.count("SELECT count(*) FROM reservation") == 0)
  }

  // MARK: The list

  @Test func theListTellsWhatWasChargedAndAddsNoSimulatedMoney() async throws {
    let history = try TestHistory()
    history.journal(SampleStream("x1", conversation: "c1"), words: ["One"])
    history.journal(SampleStream("x2", conversation: "c1"), words: ["Two"])
    try await history.store.write { database in
      try database.run(
        "UPDATE exchange SET cost = 0.5, currency = 'USD', cost_is_estimate = 1, charged = 0.75, charged_currency = 'USD' WHERE uid = 'x1'"
      )
      try database.run(
        "UPDATE exchange SET cost = 9, currency = 'USD', cost_is_estimate = 1, is_demo = 1 WHERE uid = 'x2'")
    }
    let entry = try #require(
      try await history.store.entries(HistoryFilter(), offset: 0, limit: 1).entries.first)
    #expect(entry.cost == 0.75 && !entry.costIsEstimate && !entry.isDemo)
  }
}
