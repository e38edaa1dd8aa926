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

  /// The board with these tasks, the first one marked.
  private static func board(_ tasks: [VideoTask], columns: Int = 120, rows: Int = 36) -> Stage {
    var stage = stage(columns: columns, rows: rows)
    stage.leader("V")
    stage.update(.videosCame(tasks))
    stage.pass(seconds: 30)
    _ = stage.takeEffects()
    return stage
  }

  @Test func theInspectorIsNotOfferedOnTheBoard() {
    var stage = Self.board(Self.board)
    stage.expectNot("F7 Wire")
    stage.press(Key(.function(7)))
    stage.expect("Video tasks", "The board has the relay's answers: Tab, then [ or ] for Answer.")
    stage.press(.init(.tab), .init(.tab), "[")
    stage.expect("┏━ Answer ━")
  }

  @Test func thePathOfAVideoIsCopiedByAKeyOfItsOwn() {
    var stage = Self.board([Self.board[2]])
    stage.expect("y Copy id", "Y Copy path", "w Save")
    #expect(stage.playground.pathCopyingKey == "Y")
    stage.press("Y")
    #expect(
      stage.takeEffects().last
        == .copy(CopyItem(name: "path", text: "/home/user/bayside/videos/pan.mp4", fileName: "path.txt")))
  }

  @Test func aVideoThatCouldNotBeSavedSaysWhatBringsIt() {
    var task = Self.task("a", .completed, word: "completed", progress: 100)
    var file = VideoFile(path: "/proc/nope/145401-sea.mp4")
    (file.state, file.failedTries) = (.broken, 3)
    task.file = file
    task.note = "/proc/nope cannot be made: No such file or directory."
    task.note(VideoTask.LogLine(at: Self.start, word: "not saved", note: task.note))
    var stage = Self.board([task])
    stage.expect("not saved yet", "R Check now")
    stage.expectNot("broke off", "w Save", "Y Copy path")
    stage.press("w")
    stage.expect(
      "It is not saved: /proc/nope cannot be made: No such file or directory. It is tried again; R")
    task.file?.isGivenUp = true
    stage = Self.board([task])
    stage.expect("not saved; R tries again")
    stage.press("o")
    stage.expect("No such file or directory. R tries again.")
    // The log shows all of the sentence, below its word.
    stage.expect("││           /proc/nope cannot be made: No such file or     │")
  }

  @Test(arguments: [
    (VideoTask.State.failed("no"), "There is no file: the task failed."),
    (.refused("no"), "There is no file: the relay did not take the task."),
    (.lost("gone"), "There is no file: the task is lost."),
    (.running, "It is not made yet; it is saved by itself."),
    (.stoppedWatching, "R looks again and fetches what is made."),
  ])
  func whyThereIsNoFileIsTrueOfTheState(state: VideoTask.State, words: String) {
    var stage = Self.board([Self.task("a", state)])
    stage.press(.enter)
    stage.expect(words)
  }

  @Test func whatFailedCostsNothingUnlessTheRelaySaysSo() {
    var told = Self.task("b", .failed("no"), at: Self.start - 60)
    told.cost = 0.5
    let stage = Self.board([Self.task("a", .failed("no")), told])
    stage.expect(" ~0 ┃", "$0.50 ┃")
    stage.expectNot("~$1.20")
  }

  @Test func aLostTaskDoesNotGoOn() {
    var task = Self.task("a", .running)
    for _ in 0..<3 {
      task.take(RelayError(kind: .taskNotFound, message: "unknown task"), at: Self.start)
    }
    guard case .lost = task.state else {
      Issue.record("The task is not lost: \(task.state).")
      return
    }
    let stage = Self.board([task])
    stage.expect("! lost", "The relay does not know this task")
    stage.expectNot("The task itself goes on")
  }

  @Test(arguments: [
    (
      120, "tasks of the demo relay end with bayside",
      "quitting bayside ends the tasks of the demo relay only"
    ),
    (80, "they end if you quit", "those of the demo end if you quit"),
  ])
  func tasksOfTheDemoRelayEndWithBayside(columns: Int, all: String, some: String) {
    var demo = Self.task("a", .running)
    demo.isDemo = true
    var stage = Self.board([demo], columns: columns, rows: 30)
    stage.expect(all)
    stage.update(.videosCame([demo, Self.task("b", .running)]))
    stage.expect(some)
    // What is over does not matter.
    stage.update(.videosCame([demo, Self.task("b", .failed("no"))]))
    stage.expect(all)
  }

  @Test func columnsTakeTheRoomThatOthersLeave() {
    var task = Self.task("a", .uncertain("No answer came: it may be charged."))
    (task.model, task.prompt) = ("demo-basalt-film-3-large", "Rain")
    let stage = Self.board([task])
    stage.expect("demo-basalt-film-3-large", "No answer came: it may be charged.")
    let narrow = Self.board([task], columns: 80, rows: 24)
    narrow.expect("demo-basalt-film-3")
  }

  @Test func namesAndHintsOfATaskAreNotBrokenInTheirMiddle() {
    var task = Self.board[2]
    task.serverID = "task_o7nrhk8zuxtw5ya4sl4fa2spbq8n3fob"
    task.file?.path = "/home/user/bayside/videos/2026-11-26/144636-rain-on-a-quiet-street.mp4"
    let stage = Self.board([task])
    stage.expect("            y copies it", "fob  ", "street.mp4 ")
    stage.expectNot("fob   y")
  }
}
