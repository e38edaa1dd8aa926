import Glibc
import HistoryStore
import MockRelay
import RelayKit
import Synchronization
import Testing
import Workbench

@testable import bayside

/// `bayside video` against a relay that counts.
@Suite(.timeLimit(.minutes(10)))
struct VideoProgramTests {
  private let program = Program(variables: ["TOKENBAY_API_KEY": "sk-fake-Zq81kfPq77dWmx0245hG", "TZ": "UTC"])

  private func submit(_ relay: FilmRelay, _ more: String...) async -> Program.Result {
    await program.start(
      ["video", "submit", "--base-url", relay.origin, "-m", "film-1", "waves at night"] + more
    )
    .result()
  }

  private func tasks() async throws -> [VideoTask] {
    let store = HistoryStore.open(
      path: program.home.path + "/.local/share/bayside/history.sqlite3", utcOffset: 0
    ) { _ in }
    defer { store.close() }
    return try await store.tasks()
  }

  @Test func aVideoIsSubmittedOnceWatchedAndSaved() async throws {
    let relay = try FilmRelay()
    let result = await submit(relay, "--wait", "--param", "seconds=8")
    #expect(result.status == 0, "\(result.errors)")
    let path = result.text.split(separator: "\n").last.map(String.init) ?? ""
    #expect(path.hasPrefix(program.home.path + "/bayside/videos/") && path.hasSuffix("-waves-at-night.mp4"))
    #expect(try InputFile.bytes(path) == FilmRelay.film)
    #expect(relay.seen.submissions == 1 && relay.seen.checks == 3)
    #expect(relay.seen.keys == ["Bearer sk-fake-Zq81kfPq77dWmx0245hG"])
    let task = try #require(try await tasks().first)
    #expect(task.state == .completed && task.file?.state == .whole && task.serverID == "task_1")
    #expect(task.asked == [.init(name: "seconds", value: "8")])
    #expect(!MediaPath.isTaken(path + ".part"))
  }

  @Test func theEndingOfTheFileIsThatOfWhatCame() async throws {
    let bytes = Array("RIFF\u{1}\u{2}\u{3}\u{4}AVI LIST and more bytes".utf8)
    let film = Script([
      .head(
        status: 200,
        headers: [HTTPHeader("Content-Type", "video/mp4"), HTTPHeader("Content-Length", "\(bytes.count)")]),
      .body(bytes), .end,
    ])
    let relay = try FilmRelay(["completed"], sending: .script(film))
    let result = await submit(relay, "--wait")
    #expect(result.status == 0 && result.text.hasSuffix("-waves-at-night.avi\n"), "\(result.errors)")
  }

  @Test func secondsAreSentAsTheDocumentedType() async throws {
    let relay = try MockRelay(.answer(#"{"id":"v","status":"queued"}"#))
    _ = await program.start(
      [
        "video", "submit", "--base-url", relay.origin, "-m", "film-1", "--param", "seconds=8", "--param",
        "duration=8",
        "--param", "metadata.ratio=16:9", "--param", "free=[1]", "--param", "metadata.seed=\"7\"", "waves",
      ]
    ).result()
    let body = String(decoding: try #require(await relay.nextRequest()).body, as: UTF8.self)
    #expect(
      body
        == #"{"model":"film-1","prompt":"waves","seconds":"8","duration":8,"metadata":{"ratio":"16:9","seed":"7"},"free":[1]}"#
    )
  }

  @Test func withoutWaitingTheIdLeadsToTheVideoLater() async throws {
    let relay = try FilmRelay(["in_progress", "completed"])
    let submitted = await submit(relay)
    #expect(submitted.status == 0 && relay.seen.checks == 0)
    let id = String(submitted.text.dropLast())
    let early = await program.run("video", "fetch", id)
    #expect(early.status == 3 && early.errors.contains("It is not made yet: in_progress 50 %"))
    let fetched = await program.run("video", "fetch", "task_1", "-o", program.home.path + "/mine.mp4")
    #expect(fetched.status == 0, "\(fetched.errors)")
    #expect(fetched.text == program.home.path + "/mine.mp4\n")
    #expect(try InputFile.bytes(program.home.path + "/mine.mp4") == FilmRelay.film)
    let again = await program.run("video", "fetch", id)
    #expect(again.text == fetched.text && relay.seen.downloads.count == 1)
    let list = await program.run("video", "list")
    #expect(list.text.split(separator: "\t").dropFirst().first == "task_1")
    #expect(relay.seen.submissions == 1)
  }

  @Test func anErrorUnderStatus200IsARefusal() async throws {
    let relay = try FilmRelay(
      submission: .answer(
        #"{"error":{"message":"The prompt was blocked.","type":"x","code":"prompt_blocked"}}"#))
    let result = await submit(relay, "--wait")
    #expect(result.status == 1 && result.text.isEmpty)
    #expect(
      result.errors.contains("The relay did not take the task")
        && result.errors.contains("The prompt was blocked."))
    #expect(relay.seen.submissions == 1)
  }

  @Test func aFailedTaskIsAnError() async throws {
    let relay = try FilmRelay(["failed"])
    let result = await submit(relay, "--wait")
    #expect(
      result.status == 1 && result.errors.contains("reported it as failed: refused by the model (blocked)"))
    #expect(relay.seen.downloads.isEmpty)
  }

  @Test func silenceAfterSendingIsNotSentAgainAndSaysThatItMayBeCharged() async throws {
    let relay = try FilmRelay(submission: Script([.reset]))
    #expect(await submit(relay, "--retries", "5").status == 2)
    program.home.write(".config/bayside/config.json5", "{ retries: 5 }")
    let result = await submit(relay, "--wait")
    #expect(result.status == 3 && result.text.isEmpty)
    #expect(result.errors.contains("The task may exist and be charged"))
    #expect(relay.seen.submissions == 1)
    let watched = await program.run("video", "watch")
    #expect(watched.errors.contains("No task is unfinished") && relay.seen.submissions == 1)
  }

  @Test func aDownloadThatBreaksGoesOnFromWhereItStands() async throws {
    let relay = try FilmRelay(["completed"], sending: .broken(200_000))
    let result = await submit(relay, "--wait")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try InputFile.bytes(String(result.text.dropLast())) == FilmRelay.film)
    let starts = relay.seen.downloads
    #expect(starts.count == 2 && starts[0] == 0 && starts[1] > 0 && starts[1] <= 200_000)
  }

  @Test func aLinkThatIsRefusedIsFetchedThroughTheRelay() async throws {
    let storage = try MockRelay(
      .answer("<?xml version=\"1.0\"?><Error/>", status: 403, type: "application/xml"))
    let relay = try FilmRelay(["completed"], link: storage.origin + "/film.mp4")
    let result = await submit(relay, "--wait")
    #expect(result.status == 0, "\(result.errors)")
    let request = try #require(await storage.nextRequest())
    // The key is the relay's alone.
    #expect(request.headers.first("Authorization") == nil)
  }

  @Test func aPageInsteadOfTheVideoIsNoVideo() async throws {
    let relay = try FilmRelay(["completed"], sending: .script(.htmlPage()))
    let result = await submit(relay, "--wait")
    #expect(result.status == 1 && result.text.isEmpty)
    let task = try #require(try await tasks().first)
    #expect(task.file?.isGivenUp == true && task.state == .completed)
    #expect(MediaPath.size(of: task.file?.path ?? "") == nil)
  }

  @Test func aResultThatIsGoneIsSaid() async throws {
    let relay = try FilmRelay(["completed"], sending: .script(.answer("{}", status: 404)))
    let result = await submit(relay, "--wait")
    #expect(result.status == 1 && result.errors.contains("The video is not there any more"))
    #expect(try await tasks().first?.state.name == "lost")
  }

  @Test func aTaskGoesOnWithItsOwnKeyAndNotWithTheOneInUse() async throws {
    let relay = try FilmRelay()
    let id = String(await submit(relay).text.dropLast())
    var other = program
    other.variables["TOKENBAY_API_KEY"] = "sk-fake-another0key0ofmine1111"
    let refused = await other.run("video", "fetch", id)
    #expect(refused.status == 3 && refused.errors.contains("is not here now"), "\(refused.errors)")
    #expect(relay.seen.checks == 0 && relay.seen.keys.count == 1)
    // Kept under a name it is found again.
    let kept = await other.start(
      ["keys", "add", "old", "--base-url", relay.origin, "--no-test"],
      input: "sk-fake-Zq81kfPq77dWmx0245hG\n"
    ).result()
    #expect(kept.status == 0, "\(kept.errors)")
    do {
      let found = await other.run("video", "watch", id)
      #expect(found.status == 0, "\(found.errors)")
      #expect(relay.seen.keys.count == 1)
    }
  }

  @Test func inPrivateModeNothingIsKept() async throws {
    let relay = try FilmRelay()
    let result = await submit(relay, "--private")
    #expect(result.status == 0 && result.errors.contains("Nothing is kept in private mode"))
    #expect(!MediaPath.isTaken(program.home.path + "/.local/share/bayside/history.sqlite3"))
  }

  @Test func aTaskThatCannotBeWrittenDownIsNotSent() async throws {
    let relay = try FilmRelay()
    // A directory stands where the file would be.
    program.home.write(".local/share/bayside/history.sqlite3/x", "")
    let result = await submit(relay)
    #expect(result.status == 1 && result.errors.contains("Nothing was sent"), "\(result.errors)")
    #expect(relay.seen.submissions == 0)
  }

  @Test func aBoundOfTheUserHoldsForAClip() async {
    let held = await program.run(
      "video", "submit", "--demo", "-m", "demo-cirrus-film", "--max-cost", "0.1", "x")
    #expect(
      held.status == 5 && held.errors.contains("this could cost up to ~$0.25, and --max-cost is $0.10."),
      "\(held.errors)")
  }

  @Test func aTimeLimitOfTheUserHoldsForTheSubmission() async throws {
    let relay = try FilmRelay(submission: Script([.stall]))
    let result = await submit(relay, "--timeout", "5")
    #expect(result.status == 3 && result.errors.contains("Not finished in 5 s"), "\(result.errors)")
  }

  @Test func anIdThatIsNotKnownIsSaidInTheSameWay() async {
    for word in ["watch", "fetch"] {
      let result = await program.run("video", word, "zzz")
      #expect(result.status == 1 && result.errors.contains("There is no video task “zzz” here"))
    }
  }

  @Test(arguments: [false, true])
  func aTaskOfADemoRelayThatEndedIsLostAtOnce(isMade: Bool) async throws {
    let running = program.start(["video", "submit", "--demo", "-m", "demo-cirrus-film", "waves"])
    #expect(await running.until(has: ": queued"))
    running.send(SIGKILL)
    _ = await running.result()
    var left = try #require(try await tasks().first)
    // Its price is known from the relay that made it.
    #expect(left.estimate == 0.25 && left.currency == "USD")
    let store = HistoryStore.open(
      path: program.home.path + "/.local/share/bayside/history.sqlite3", utcOffset: 0
    ) { _ in }
    defer { store.close() }
    #expect(try await store.claim(left.id) != nil)
    // What is said of the last check must not stay.
    left.note = "The last check had no answer. The task itself goes on."
    left.nextCheck = VideoDesk.now + 1000
    // However far it came before the signal.
    left.state = isMade ? .completed : .running
    left.serverID = left.serverID ?? "task_waves"
    left.file = isMade ? VideoFile(path: program.home.path + "/waves.mp4") : nil
    left.file?.nextTry = VideoDesk.now + 1000
    _ = try await store.keep(left)
    let options = try ParsedOptions(["--demo"], table: .chat)
    let settings = try Settings(options, ProcessEnvironment(variables: program.environment))
    let told = Mutex<[VideoTask]>([])
    let desk = VideoDesk(
      store: store, relays: TaskRelays(settings: settings, options: options),
      place: MediaPlace(directory: program.home.path)
    ) { task in told.withLock { $0.append(task) } }
    await desk.resume()
    let task = try #require(await desk.settled(left.id))
    #expect(
      task.state == .lost("It was a task of the demo relay, which ended with its bayside.")
        && task.note.isEmpty)
    #expect(try await store.task(left.id)?.state == task.state)
    if !isMade { #expect(told.withLock { $0.map(\.state) } == [task.state]) }
    // Asking by hand cannot help either, and says nothing new.
    await desk.checkNow(left.id)
    #expect(await desk.settled(left.id) == task)
  }

  @Test func ctrlCStopsTheWaitAndNotTheTask() async throws {
    let relay = try FilmRelay(["queued"])
    let running = program.start(
      ["video", "submit", "--base-url", relay.origin, "-m", "film-1", "--wait", "waves"])
    #expect(await running.until(has: "queued"))
    running.send(SIGINT)
    let result = await running.result()
    #expect(result.status == 130 && result.errors.contains("goes on at the relay"))
    #expect(try await tasks().first?.isUnfinished == true)
  }

  @Test func theFirstFrameIsTakenByFfmpegWithoutAShell() async throws {
    let relay = try FilmRelay(["completed"])
    var program = program
    // Stands for ffmpeg: notes what it was given, and writes to the last argument.
    let script =
      "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HOME/arguments\"\nfor last; do :; done\nprintf png > \"${last#file:}\"\n"
    program.home.write("bin/ffmpeg", script, mode: 0o755)
    program.variables["PATH"] = program.home.path + "/bin:/usr/bin:/bin"
    let result = await program.start(
      [
        "video", "submit", "--base-url", relay.origin, "-m", "film-1", "--wait", "--json",
        "a; rm -rf \"$HOME\" `x`",
      ]
    ).result()
    let task = try JSONValue(parsing: result.out)
    let frame = try #require(task["first_frame"]?.stringValue)
    #expect(try InputFile.bytes(frame) == Array("png".utf8))
    let arguments = String(decoding: program.home.read("arguments"), as: UTF8.self)
    #expect(arguments.contains("-protocol_whitelist\nfile\n"))
    #expect(arguments.contains("\nfile:\(task["file"]?["path"]?.stringValue ?? "-")\n"))
  }
}
