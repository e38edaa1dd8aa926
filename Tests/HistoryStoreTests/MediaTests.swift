import Glibc
import HistorySamples
import RelayKit
import Testing
import Workbench

@testable import HistoryStore

/// Video tasks and files of pictures in the history.
@Suite struct MediaTests {
  private func task(_ id: String, state: VideoTask.State = .running, at time: Double = 1000) -> VideoTask {
    var task = VideoTask(
      id: id, exchange: "e-\(id)", startedAt: time, relay: "https://r/v1", model: "m", prompt: "p",
      path: "/videos")
    (task.state, task.serverID, task.lastAnswer) = (state, "server-\(id)", Array("{\"id\":\"\(id)\"}".utf8))
    return task
  }

  private func file(_ exchange: String, _ position: Int) -> PictureFile {
    PictureFile(
      exchange: exchange, position: position, path: "/p/\(position).png", format: .png, width: 3, height: 4,
      byteCount: 99, isComplete: position != 1, note: position == 1 ? "cut" : "", savedAt: 1000)
  }

  @Test func aTaskIsOnTheDiskWhenItIsKept() async throws {
    let history = try TestHistory()
    let kept = task("a")
    #expect(try await history.store.keep(kept, isNew: true))
    let other = try TestHistory(history.scratch)
    #expect(try await other.store.tasks() == [kept])
    var changed = kept
    changed.state = .completed
    #expect(try await history.store.keep(changed))
    #expect(try await other.store.task("a") == changed)
    #expect(try await other.store.task("server-a") == changed)
    #expect(try await other.store.task("nobody") == nil)
  }

  @Test func theSameTaskIsNotBegunTwice() async throws {
    let history = try TestHistory()
    _ = try await history.store.keep(task("a"), isNew: true)
    await #expect(throws: HistoryProblem.self) { try await history.store.keep(task("a"), isNew: true) }
  }

  @Test func tasksAreListedNewestFirst() async throws {
    let history = try TestHistory()
    for (number, id) in ["x", "y", "z"].enumerated() {
      _ = try await history.store.keep(task(id, at: Double(number)), isNew: true)
    }
    #expect(try await history.store.tasks().map(\.id) == ["z", "y", "x"])
    #expect(try await history.store.tasks(limit: 1).map(\.id) == ["z"])
  }

  @Test func onlyOneLivingProgramHasATask() async throws {
    let history = try TestHistory()
    _ = try await history.store.keep(task("a"), isNew: true)
    // Another store of the same process is another program to the file only by its row.
    try await history.store.write { database in
      // Process 1 lives as long as the system does.
      let start = try #require(ThisProcess.startOfFirst)
      try database.run(
        "INSERT INTO run(id, pid, boot, started) VALUES(77, 1, ?, ?)", ThisProcess.current.boot, start)
      try database.run("UPDATE video_task SET run = 77")
    }
    #expect(try await history.store.claimTasks() == [])
    #expect(try await history.store.claim("a") == nil)
    // What it writes all the same is not taken.
    #expect(try await history.store.keep(task("a", state: .completed)) == false)
    #expect(try await history.store.task("a")?.state == .running)
  }

  @Test func aTaskOfAProgramThatIsNoMoreIsTakenOver() async throws {
    let history = try TestHistory()
    _ = try await history.store.keep(task("open"), isNew: true)
    _ = try await history.store.keep(task("ended", state: .failed("f")), isNew: true)
    try await history.store.write { database in
      try database.run(
        "INSERT INTO run(id, pid, boot, started) VALUES(77, 1, 'another start of the system', '1')")
      try database.run("UPDATE video_task SET run = 77")
    }
    #expect(try await history.store.claimTasks().map(\.id) == ["open"])
    #expect(try await history.count("SELECT count(*) FROM video_task WHERE run = 77") == 1)
    // Its own are given again, so that nothing is forgotten.
    #expect(try await history.store.claimTasks().map(\.id) == ["open"])
    #expect(try await history.store.claim("ended")?.id == "ended")
    #expect(try await history.store.claim("nobody") == nil)
  }

  @Test func aTaskThatWasReleasedIsFree() async throws {
    let history = try TestHistory()
    _ = try await history.store.keep(task("a"), isNew: true)
    try await history.store.release("a")
    #expect(try await history.count("SELECT count(*) FROM video_task WHERE run IS NULL") == 1)
    try await history.store.forgetTask("a")
    #expect(try await history.store.tasks() == [])
    #expect(try await history.store.keep(task("a")) == false)
  }

  @Test func filesOfPicturesBelongToTheirAnswer() async throws {
    let history = try TestHistory()
    history.journal(SampleStream("x1", conversation: "talk"), words: ["done"])
    try await history.store.keep([file("x1", 0), file("x1", 1)])
    #expect(try await history.store.pictureFiles(of: "x1") == [file("x1", 0), file("x1", 1)])
    var later = file("x1", 1)
    (later.path, later.isComplete, later.note) = ("/elsewhere.png", true, "")
    try await history.store.keep([later])
    #expect(try await history.store.pictureFiles(of: "x1").map(\.path) == ["/p/0.png", "/elsewhere.png"])
    #expect(try await history.store.pictureFiles(of: "x2") == [])
  }

  @Test func rowsOfFilesGoWithTheConversationAndTheFilesStay() async throws {
    let history = try TestHistory()
    history.journal(SampleStream("x1", conversation: "talk"), words: ["done"])
    let path = history.scratch.path + "/picture.png"
    try Scratch.write([1, 2, 3], to: path)
    var kept = file("x1", 0)
    kept.path = path
    try await history.store.keep([kept])
    try await history.store.change("talk", .delete)
    #expect(try await history.store.pictureFiles(of: "x1") == [])
    #expect(try Scratch.bytes(path) == [1, 2, 3])
  }

  @Test func aPurgeForgetsOldTasksThatHaveEnded() async throws {
    let history = try TestHistory()
    _ = try await history.store.keep(task("old", state: .failed("f"), at: 1000), isNew: true)
    _ = try await history.store.keep(task("open", at: 1000), isNew: true)
    _ = try await history.store.keep(task("new", state: .failed("f"), at: 3000), isNew: true)
    _ = try await history.store.purge(HistoryPurge(olderThan: 2000))
    #expect(try await history.store.tasks().map(\.id).sorted() == ["new", "open"])
  }

  @Test func tasksAndFilesAreReadOutOfADamagedFile() async throws {
    let history = try TestHistory()
    history.journal(SampleStream("x1", conversation: "talk"), words: ["done"])
    _ = try await history.store.keep(task("a"), isNew: true)
    try await history.store.keep([file("x1", 0)])
    history.store.close()
    let source = try Database(path: history.scratch.file, access: .readOnly)
    let target = try TestHistory()
    target.store.flush()
    let connection = try target.connection()
    _ = source
    _ = try Salvage.copy(from: history.scratch.file, to: connection)
    #expect(try await target.store.tasks().map(\.id) == ["a"])
    #expect(try await target.store.pictureFiles(of: "x1").count == 1)
  }
}

extension ThisProcess {
  /// When process 1 began, as this target tells processes apart.
  fileprivate static var startOfFirst: String? {
    guard let bytes = try? Scratch.bytes("/proc/1/stat") else { return nil }
    let line = String(decoding: bytes, as: UTF8.self)
    guard let name = line.lastIndex(of: ")") else { return nil }
    let fields = line[name...].split(separator: " ")
    return fields.count > 20 ? String(fields[20]) : nil
  }
}
