import Testing

@testable import HistoryStore

/// What stood in message boxes when their programs ended.
@Suite struct DraftTests {
  @Test func itIsGivenOutOnceAfterTheProgramEnded() async throws {
    let first = try TestHistory()
    first.store.keepDraft("half")
    first.store.keepDraft("half a thought")
    #expect(first.store.flush())
    first.store.close()
    let next = try TestHistory(first.scratch)
    #expect(try await next.store.takeLeftDraft() == "half a thought")
    #expect(try await next.store.takeLeftDraft() == nil)
    // Who ends before anything came of it leaves it to the next one.
    next.store.close()
    let last = try TestHistory(first.scratch)
    #expect(try await last.store.takeLeftDraft() == "half a thought")
  }

  @Test func thatOfAProgramThatRunsIsNotTaken() async throws {
    let mine = try TestHistory()
    mine.store.keepDraft("still being written")
    #expect(mine.store.flush())
    let other = try TestHistory(mine.scratch)
    #expect(try await other.store.takeLeftDraft() == nil)
  }

  @Test func thoseOfKilledProgramsComeOneAfterTheOtherTheNewestFirst() async throws {
    let history = try TestHistory()
    history.store.flush()
    try await history.store.write { database in
      for (run, text) in [(901, "older"), (902, "newer")] {
        try database.run("INSERT INTO run VALUES(?, ?, 'another start of the machine', '1')", run, 1)
        try database.run("INSERT INTO draft VALUES(?, ?, ?)", run, text, Double(run))
      }
    }
    // Processes that are no more are forgotten, and what they left is not.
    history.store.close()
    let next = try TestHistory(history.scratch)
    next.store.flush()
    #expect(try await next.count("SELECT count(*) FROM run") == 0)
    #expect(try await next.store.takeLeftDraft() == "newer")
    next.store.keepDraft("")
    next.store.flush()
    #expect(try await next.store.takeLeftDraft() == "older")
  }

  @Test func whatWasSentIsNoDraft() async throws {
    let first = try TestHistory()
    first.store.keepDraft("a question")
    first.store.flush()
    first.store.keepDraft("")
    first.store.close()
    let next = try TestHistory(first.scratch)
    #expect(try await next.store.takeLeftDraft() == nil)
  }
}
