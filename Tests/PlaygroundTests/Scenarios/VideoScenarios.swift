import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

@Suite struct VideoScenarios {
  private static let start = 1_763_902_800.0

  private static func stage(columns: Int = 120, rows: Int = 36) -> Stage {
    var surroundings = Surroundings()
    surroundings.home = "/home/user"
    surroundings.wallClockAtZero = start
    var stage = Stage(columns: columns, rows: rows, surroundings: surroundings)
    _ = stage.playground.perform("model", argument: "veo-3.1-generate", at: stage.now)
    return stage
  }

  private static func task(
    _ id: String, _ state: VideoTask.State, word: String = "", progress: Int? = nil, at time: Double = start
  ) -> VideoTask {
    var task = VideoTask(
      id: id, exchange: "x-\(id)", startedAt: time, relay: "https://relay.example/v1",
      model: "veo-3.1-generate", prompt: "slow pan over a harbour at first light", path: "/videos")
    (task.state, task.word, task.progress) = (state, word, progress)
    (task.keyLabel, task.serverID) = ("..9f3c", "task_\(id)")
    (task.queuedAt, task.estimate, task.currency) = (time, 1.2, "USD")
    task.asked = [
      VideoTask.Asked(name: "seconds", value: "8"), VideoTask.Asked(name: "resolution", value: "720p"),
    ]
    task.note(
      VideoTask.LogLine(at: time, word: "accepted", status: 200, milliseconds: 600, note: "an id came"))
    return task
  }

  private static var board: [VideoTask] {
    var running = task("a", .running, word: "in_progress", progress: 30, at: start - 60)
    running.workingAt = start - 40
    (running.nextCheck, running.givesUpAt, running.checks) = (start + 6, start + 1140, 9)
    running.lastAnswer = Array(#"{"id":"task_a","status":"in_progress","progress":30}"#.utf8)
    running.note(
      VideoTask.LogLine(at: start - 5, word: "in_progress", progress: 30, status: 200, milliseconds: 41))
    var done = task("b", .completed, word: "completed", progress: 100, at: start - 1000)
    var file = VideoFile(path: "/home/user/bayside/videos/pan.mp4")
    (file.state, file.byteCount) = (.whole, 4_100_000)
    (done.file, done.cost, done.endedAt) = (file, 1.2, start - 850)
    let failed = task("c", .failed("refused by the model"), word: "failed", at: start - 4000)
    let unknown = task("d", .running, word: "mystery_state", at: start - 30)
    var uncertain = task(
      "e", .uncertain("No answer came: the task may exist and may be charged."), at: start - 5000)
    uncertain.serverID = nil
    return [unknown, running, done, failed, uncertain]
  }

  @Test func theMessageIsSubmittedOnceAsATask() throws {
    var stage = Self.stage()
    stage.expect("Prompt for a video")
    stage.playground.workspace.mediaDrafts[.video]?.body["seconds"] = .string("8")
    stage.type("slow pan")
    stage.press(.enter)
    let orders = stage.effects.compactMap { if case .submitVideo(_, let order) = $0 { order } else { nil } }
    #expect(orders.count == 1)
    let request = try #require(orders.first?.request)
    #expect(request.kind == .video)
    #expect(request.path == "/videos")
    #expect(request.fields["prompt"] == .string("slow pan"))
    #expect(request.fields["seconds"] == .string("8"))
    stage.expect("Video tasks")
    #expect(stage.effects.contains(.listVideos))
  }

  @Test(arguments: [(120, 36), (80, 24), (60, 16)])
  func theBoardShowsEveryState(columns: Int, rows: Int) {
    var stage = Self.stage(columns: columns, rows: rows)
    stage.leader("V")
    stage.update(.videosCame(Self.board))
    stage.press("j")
    stage.golden("videos-\(columns)x\(rows)")
    stage.expect("● in progress", "✓ completed", "mystery_state")
  }

  @Test func anEmptyBoardSaysHowToBegin() {
    var stage = Self.stage()
    stage.leader("V")
    stage.expect("Reading the tasks.")
    stage.update(.videosCame([]))
    stage.expect("No video was asked for yet.")
  }

  @Test func keysActOnTheMarkedTask() {
    var stage = Self.stage()
    stage.leader("V")
    stage.update(.videosCame(Self.board))
    stage.press("j", "R")
    #expect(stage.takeEffects().last == .checkVideo("a"))
    stage.press("x")
    #expect(stage.takeEffects().last == .stopWatchingVideo("a"))
    stage.press("y")
    #expect(stage.takeEffects().last == .copy(CopyItem(name: "id", text: "task_a", fileName: "id.txt")))
    stage.press("j", .enter)
    #expect(stage.takeEffects().last == .openFile("/home/user/bayside/videos/pan.mp4"))
    stage.press("d")
    stage.expect("Remove the task?")
    stage.press("y")
    #expect(stage.takeEffects().last == .removeVideo("b"))
  }

  @Test func whatHappensIsToldWhereverTheUserIs() {
    var stage = Self.stage()
    stage.update(.videosCame([Self.task("a", .running, word: "in_progress")]))
    stage.update(.videosCame([Self.task("a", .failed("content policy"), word: "failed")]))
    stage.expect("failed: content policy")
  }

  @Test func againOpensThePromptAndSendsNothing() {
    var stage = Self.stage()
    stage.leader("V")
    stage.update(.videosCame(Self.board))
    _ = stage.takeEffects()
    stage.press("r")
    #expect(stage.takeEffects().isEmpty)
    stage.expect("slow pan over a harbour at first light", "paid anew")
  }

  @Test func theAnswerAndTheLogAreTabs() {
    var stage = Self.stage()
    stage.leader("V")
    stage.update(.videosCame(Self.board))
    stage.press("j")
    stage.expect("an id came")
    stage.press("[")
    stage.expect("\"status\": \"in_progress\"", "HTTP 200 does not mean done")
  }
}
