import CPlatform
import CSQLite
import Glibc
import HistorySamples
@testable import HistoryStore
import RelayKit
import SeededRandom
import SmallDisks
import Testing
import Workbench

@Suite struct FullDiskTests {
  /// What must hold whatever makes the disk full, and however room is made again.
  private func check(
    _ history: TestHistory, fill: () async throws -> Void, makeRoom: () async throws -> Void
  ) async throws {
    history.store.keep(image("before", ["kept before"]))
    history.store.flush()
    try await fill()
    let stream = SampleStream("x1", conversation: "during")
    let text = String(repeating: "word ", count: 20_000)
    let exchange = history.journal(stream, words: [text, "end"])
    #expect(history.store.problem?.kind == .diskFull)
    #expect(!history.store.flush())
    history.store.keep(image("during", ["kept during"]))
    history.store.flush()
    // Said once, in the words of SQLite; reading goes on.
    #expect(history.said.all.count == 1)
    #expect(history.said.all.first?.contains("database or disk is full") == true)
    #expect(try await history.ids().contains("before"))
    #expect(try await history.store.record("x1")?.figures.outcome == nil)
    try await makeRoom()
    #expect(waits { history.store.problem == nil })
    #expect(history.store.flush())
    #expect(history.said.all.last == "There is room again: all that waited is kept.")
    #expect(history.said.all.count == 2)
    #expect(try await history.store.exchangeFile("x1") == exchange.file)
    #expect(try await history.store.conversation("during")?.digests["x1"] == exchange.digest)
    #expect(try await history.ids().sorted() == ["before", "during"])
  }

  @Test func whatComesWaitsForRoom() async throws {
    let history = try TestHistory(settings: .init(retrySeconds: 0.02))
    try await check(history) {
      try await history.store.onWriter { database in
        let pages = try database.first("PRAGMA page_count") { $0.int(0) ?? 0 } ?? 0
        _ = try database.rows("PRAGMA max_page_count = \(pages)") { _ in }
      }
    } makeRoom: {
      try await history.store.onWriter { _ = try $0.rows("PRAGMA max_page_count = 1000000") { _ in } }
    }
  }

  @Test(.enabled(if: Mount.isAllowed, "only root may mount a small disk"))
  func whatComesWaitsForRoomOnARealDisk() async throws {
    let scratch = try Scratch()
    let disk = try #require(Mount(scratch.path + "/disk", options: "size=4m"))
    let history = try TestHistory(
      scratch, path: disk.path + "/history.sqlite3", settings: .init(retrySeconds: 0.02))
    try await check(history) {
      fill(disk)
    } makeRoom: {
      unlink(disk.path + "/filler")
    }
    history.store.close()
  }

  @Test(.enabled(if: Mount.isAllowed, "only root may mount a small disk"))
  func aDiskThatIsFullFromTheBeginningIsSaid() async throws {
    let scratch = try Scratch()
    let disk = try #require(Mount(scratch.path + "/disk", options: "size=4k"))
    let history = try TestHistory(scratch, path: disk.path + "/history.sqlite3")
    history.journal(SampleStream("x1"), words: ["a"])
    #expect(history.said.all.count == 1)
    #expect(history.store.problem?.kind == .diskFull)
    await #expect(throws: HistoryProblem.self) { try await history.store.record("x1") }
    history.store.close()
  }

  @Test(.enabled(if: Mount.isAllowed, "only root may mount a small disk"))
  func booksAreReadWhereTheDiskIsFullFromTheBeginning() async throws {
    let scratch = try Scratch()
    let disk = try #require(Mount(scratch.path + "/disk", options: "size=4m"))
    let path = disk.path + "/history.sqlite3"
    let first = try TestHistory(scratch, path: path)
    first.journal(SampleStream("x1", conversation: "c1"), words: ["kept"])
    first.store.close()
    fill(disk)
    let bytes = try Scratch.bytes(path)
    let history = try TestHistory(scratch, path: path)
    history.journal(SampleStream("x2", conversation: "c2"), words: ["a"])
    #expect(history.store.problem?.kind == .diskFull)
    #expect(history.said.all.count == 1)
    #expect(history.said.all.first?.hasPrefix("The disk is full, and nothing is kept") == true)
    #expect(try await history.ids() == ["c1"])
    #expect(try await history.found("kept") == ["c1"])
    #expect(try await history.store.spendingReport(at: 1_790_000_000).day.number > 0)
    await #expect(throws: HistoryProblem.self) { try await history.store.change("c1", .delete) }
    history.store.close()
    #expect(try Scratch.bytes(path) == bytes)
  }

  /// Not a page is left.
  private func fill(_ disk: Mount) {
    let file = open(disk.path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let block = [UInt8](repeating: 1, count: 4096)
    while write(file, block, block.count) > 0 {}
    close(file)
  }
}

@Suite struct UnusablePlaceTests {
  private func check(_ path: String, _ scratch: Scratch, kind: HistoryProblem.Kind) async throws {
    let history = try TestHistory(scratch, path: path)
    history.journal(SampleStream("x1", conversation: "c1"), words: ["a"])
    history.store.keep(image("c1", ["b"]))
    #expect(!history.store.flush())
    #expect(history.store.problem?.kind == kind)
    #expect(history.said.all == [history.store.problem?.sentence])
    let error = await #expect(throws: HistoryProblem.self) { try await history.store.record("x1") }
    #expect(error == history.store.problem)
    history.store.close()
  }

  @Test func thereIsNoHomeDirectory() async throws {
    try await check("", Scratch(), kind: .noDirectory)
  }

  @Test func aPathBelowAFileIsNoPlace() async throws {
    let scratch = try Scratch()
    try Scratch.write([1], to: scratch.path + "/file")
    try await check(scratch.path + "/file/bayside/history.sqlite3", scratch, kind: .noDirectory)
    #expect(try Scratch.bytes(scratch.path + "/file") == [1])
  }

  @Test func aDirectoryInItsPlaceIsNotTouched() async throws {
    let scratch = try Scratch()
    mkdir(scratch.path + "/history.sqlite3", 0o700)
    try await check(scratch.path + "/history.sqlite3", scratch, kind: .other)
  }

  @Test(arguments: ["-wal", "-shm"])
  func aLinkBesideItIsRefused(companion: String) async throws {
    let scratch = try Scratch()
    let target = scratch.path + "/target"
    try Scratch.write([], to: target)
    let path = scratch.path + "/history.sqlite3"
    #expect(symlink(target, path + companion) == 0)
    try await check(path, scratch, kind: .other)
    #expect(try Scratch.bytes(target).isEmpty)
  }

  @Test func aFileThatOthersCanReadIsClosedToThem() throws {
    let scratch = try Scratch()
    try TestHistory(scratch).store.close()
    chmod(scratch.file, 0o644)
    let history = try TestHistory(scratch)
    history.store.flush()
    #expect(mode(of: scratch.file) == 0o600)
  }

  @Test(.enabled(if: Mount.isAllowed, "only root may mount a disk that cannot be written"))
  func aReadOnlyDiskIsReadAndNotWritten() async throws {
    let scratch = try Scratch()
    let disk = try #require(Mount(scratch.path + "/disk", options: "size=8m"))
    let path = disk.path + "/history.sqlite3"
    let first = try TestHistory(scratch, path: path)
    first.journal(SampleStream("x1", conversation: "c1"), words: ["kept"])
    first.store.close()
    // A program that another test is just starting may have the file open for a moment.
    #expect(waits { Mount.run(["mount", "-o", "remount,ro", disk.path]) == 0 })
    let history = try TestHistory(scratch, path: path)
    history.journal(SampleStream("x2", conversation: "c2"), words: ["a"])
    #expect(history.store.problem?.kind == .readOnly)
    #expect(history.said.all.count == 1)
    // Limits hold by what the books say.
    let asked = history.store.reserve(Reservation(request: "x3", keyName: "work", amount: 1), at: 1000) { _ in
      false
    }
    #expect(asked == false)
    #expect(try await history.ids() == ["c1"])
    #expect(try await history.found("kept") == ["c1"])
    await #expect(throws: HistoryProblem.self) { try await history.store.change("c1", .delete) }
    history.store.close()
    let nowhere = try TestHistory(scratch, path: disk.path + "/new/history.sqlite3")
    nowhere.store.flush()
    #expect(nowhere.store.problem?.kind == .noDirectory || nowhere.store.problem?.kind == .readOnly)
    nowhere.store.close()
  }
}

@Suite struct OtherSchemaTests {
  @Test func aFileOfANewerBaysideIsNotTouched() async throws {
    let first = try TestHistory()
    first.store.keep(image("c1", ["a"]))
    first.store.flush()
    try await first.store.write { try $0.run("INSERT INTO migration VALUES('from the future', 0)") }
    first.store.close()
    let before = try Scratch.bytes(first.scratch.file)
    let history = try TestHistory(first.scratch)
    history.journal(SampleStream("x1"), words: ["a"])
    #expect(history.store.problem?.kind == .newerSchema)
    #expect(history.said.all.count == 1)
    await #expect(throws: HistoryProblem.self) { try await history.ids() }
    history.store.close()
    #expect(try Scratch.bytes(first.scratch.file) == before)
    #expect(Scratch.names(in: first.scratch.path + "/data/bayside") == ["history.sqlite3"])
  }

  @Test func aDatabaseOfAnotherProgramIsNotTouched() async throws {
    let scratch = try Scratch()
    let path = scratch.path + "/history.sqlite3"
    try Scratch.write([], to: path)
    try Database(path: path, access: .readWrite).execute(
      "CREATE TABLE theirs(a); INSERT INTO theirs VALUES(1)")
    let before = try Scratch.bytes(path)
    let history = try TestHistory(scratch, path: path)
    history.store.flush()
    #expect(history.store.problem?.sentence.contains("another program") == true)
    history.store.close()
    #expect(try Scratch.bytes(path) == before)
  }

  @Test func anOlderFileIsTakenOverAndCopiedFirst() async throws {
    let first = try TestHistory()
    first.store.keep(image("c1", ["older"]))
    first.store.flush()
    first.store.close()
    var settings = HistoryStore.Settings()
    settings.migrations += [
      Migration("a column", sql: "ALTER TABLE conversation ADD COLUMN colour TEXT"),
      Migration("a rewrite", keepsCopy: true, sql: "UPDATE conversation SET title = 'rewritten'"),
    ]
    let history = try TestHistory(first.scratch, settings: settings)
    #expect(try await history.count("SELECT count(*) FROM conversation WHERE colour IS NULL") == 1)
    #expect(try await history.store.conversation("c1")?.image.title == "rewritten")
    let copies = Scratch.names(in: first.scratch.path + "/data/bayside").filter { $0.contains(".before-") }
    #expect(copies.count == 1)
    let copy = first.scratch.path + "/data/bayside/" + (copies.first ?? "")
    #expect(mode(of: copy) == 0o600)
    let old = try Database(path: copy, access: .readOnly)
    #expect(try old.first("SELECT title FROM conversation") { $0.text(0) } == "A talk")
    #expect(history.said.all.count == 1)
    history.store.close()
    // Once only.
    let again = try TestHistory(first.scratch, settings: settings)
    again.store.flush()
    #expect(again.said.all.isEmpty)
  }

  @Test func aMigrationThatFailsChangesNothing() async throws {
    let first = try TestHistory()
    first.store.keep(image("c1", ["older"]))
    first.store.close()
    var settings = HistoryStore.Settings()
    settings.migrations += [
      Migration("half", sql: "ALTER TABLE conversation ADD COLUMN colour TEXT"),
      Migration("bad", sql: "NONSENSE"),
    ]
    let history = try TestHistory(first.scratch, settings: settings)
    history.store.flush()
    #expect(history.said.all.count == 1)
    history.store.close()
    let again = try TestHistory(first.scratch)
    #expect(try await again.ids() == ["c1"])
    #expect(again.said.all.isEmpty)
  }
}
