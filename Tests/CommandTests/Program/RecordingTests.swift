import Glibc
import MockRelay
import RelayKit
import Testing

/// `--record` and `bayside replay`.
@Suite(.timeLimit(.minutes(10)))
struct RecordingTests {
  private static let key = "zQ81kfPq77dWmx0245hG"
  private let program = Program(variables: ["TOKENBAY_API_KEY": key])

  private func path(_ name: String) -> String { program.home.path + "/" + name }

  private func record(_ relay: MockRelay, _ more: String...) async -> Program.Result {
    defer { withExtendedLifetime(relay) {} }
    return await program.start(
      ["chat", "--base-url", relay.origin, "-m", "m", "hi", "--record", path("x"), "--retries", "1"] + more
    ).result()
  }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    return stat(path(name), &status) == 0 ? status.st_mode & 0o777 : 0
  }

  static let cut = Script(
    [.head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])]
      + ChatProgramTests.whole.prefix(2).map { .body(Array($0.utf8)) } + [.cutMidChunk(Array("data: {".utf8))]
  )

  @Test(arguments: [
    [Script.eventStream(ChatProgramTests.whole)], [cut], [.htmlPage()], [.answer("")],
    [.answer(#"{"error":{"message":"No","code":"invalid_api_key"}}"#, status: 401)],
    [.emptyTooManyRequests(retryAfter: "0"), .eventStream(ChatProgramTests.whole)],
  ])
  func aReplayPrintsWhatTheLiveRunPrinted(scripts: [Script]) async throws {
    for more in [[], ["--json"]] {
      let relay = try MockRelay { scripts[min($0.number, scripts.count - 1)] }
      let live = await program.start(
        ["chat", "--base-url", relay.origin, "-m", "m", "hi", "--record", path("x")] + more
      ).result()
      let replay = await program.start(["replay", path("x"), "--fast"] + more).result()
      #expect(replay.status == live.status)
      #expect(replay.text == live.text)
      #expect(replay.errors == live.errors)
      #expect(!live.text.isEmpty || !live.errors.isEmpty)
    }
  }

  @Test func theFileIsOursAloneAndHoldsNoKey() async throws {
    let body = #"{"error":{"message":"Incorrect key: \#(Self.key)!","code":"invalid_api_key"}}"#
    for more in ["--timeout=60", "--json"] {
      let result = await record(try MockRelay(.answer(body, status: 401)), more)
      #expect(result.status == 1)
      let file = program.home.read("x")
      #expect(file.contains("\"bayside-exchange\"") && file.contains("Incorrect key"))
      for bytes in [file, result.out, result.err] {
        #expect(
          !bytes.contains(String(Self.key.dropFirst(4).prefix(8)))
            && !bytes.contains(String(Self.key.suffix(8))))
      }
      #expect(mode("x") == 0o600)
    }
  }

  @Test func itIsWrittenWhileTheExchangeRuns() async throws {
    let relay = try MockRelay(
      Script([
        .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")]),
        .body(Array(ChatProgramTests.whole[1].utf8)), .stall,
      ]))
    let running = program.start(["chat", "--base-url", relay.origin, "-m", "m", "hi", "--record", path("x")])
    #expect(await running.until(has: "Hel"))
    running.send(SIGKILL)
    #expect(await running.result().status == 128 + SIGKILL)
    let replay = await program.run("replay", path("x"), "--fast")
    #expect(replay.status == 3 && replay.text == "Hel\n")
  }

  @Test func anInterruptedExchangeIsOneInTheFileToo() async throws {
    let relay = try MockRelay(
      Script([
        .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")]),
        .body(Array(ChatProgramTests.whole[1].utf8)), .stall,
      ]))
    let running = program.start(["chat", "--base-url", relay.origin, "-m", "m", "hi", "--record", path("x")])
    #expect(await running.until(has: "Hel"))
    running.send(SIGINT)
    let live = await running.result()
    let replay = await program.run("replay", path("x"), "--fast")
    #expect(live.status == 130 && replay.status == 130)
    #expect(replay.text == live.text && replay.errors == live.errors)
  }

  @Test func onlyARecordingIsOverwritten() async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    program.home.write("x", "my notes\n")
    let foreign = await record(relay)
    #expect(foreign.status == 2 && foreign.errors.contains("it was not touched"))
    #expect(program.home.read("x") == Array("my notes\n".utf8))
    program.home.write("x", "")
    chmod(path("x"), 0o644)
    #expect(await record(relay).status == 0)
    let first = program.home.read("x")
    #expect(mode("x") == 0o600 && !first.isEmpty)
    #expect(await record(relay).status == 0)
    #expect(program.home.read("x") != first)
  }

  @Test func aLinkIsNotFollowed() async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    program.home.write("target", "")
    symlink(path("target"), path("x"))
    let result = await record(relay)
    #expect(result.status == 2 && result.errors.contains("it is a symbolic link"))
    #expect(program.home.read("target").isEmpty)
    relay.stop()
    #expect(await relay.nextRequest() == nil)
  }

  @Test func aReplayKeepsTheRecordedPace() async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    _ = await record(relay)
    // The end is moved to 0.4 s after the start.
    let lines = String(decoding: program.home.read("x"), as: UTF8.self).split(separator: "\n")
    let last = try #require(lines.last)
    let ended = try #require(last.firstRange(of: "\"ended\""))
    program.home.write(
      "y", (lines.dropLast() + ["{\"t\":400000000," + last[ended.lowerBound...]]).joined(separator: "\n"))
    func seconds(_ more: String...) async -> Double {
      let start = ContinuousClock.now
      let result = await program.start(["replay", path("y")] + more).result()
      #expect(result.text == "Hello\n" && result.status == 0)
      return Double((ContinuousClock.now - start).components.attoseconds) / 1e18
        + Double((ContinuousClock.now - start).components.seconds)
    }
    #expect(await seconds() >= 0.4)
    let json = try JSONValue(parsing: await program.run("replay", path("y"), "--fast", "--json").out)
    #expect(json["timings_ms"]?["total"]?.doubleValue == 400)
  }

  @Test func aReplayCanBeStopped() async throws {
    _ = await record(try MockRelay(.eventStream(ChatProgramTests.whole)))
    let lines = String(decoding: program.home.read("x"), as: UTF8.self).split(separator: "\n")
    let last = try #require(lines.last)
    let ended = try #require(last.firstRange(of: "\"ended\""))
    program.home.write(
      "y", (lines.dropLast() + ["{\"t\":90000000000," + last[ended.lowerBound...]]).joined(separator: "\n"))
    let running = program.start(["replay", path("y")])
    #expect(await running.until(has: "Hello"))
    running.send(SIGINT)
    let result = await running.result()
    #expect(result.status == 130 && result.errors == "Hm.\nbayside: The replay was stopped.\n")
  }

  @Test(arguments: [
    (["replay"], "FILE is missing. See bayside replay --help."),
    (["replay", "/none"], "/none cannot be read: No such"),
    (["replay", "-"], "-: The file is not an exchange that bayside recorded."),
    (["chat", "--demo", "--record", "/dev/null", "hi"], "--record: /dev/null is no regular file."),
    (["chat", "--demo", "--record", "/none/x", "hi"], "--record: /none/x cannot be written: No such file"),
  ])
  func wrongFilesAreStatusTwo(arguments: [String], sentence: String) async {
    let result = await program.start(arguments).result()
    #expect(result.status == 2 && result.errors.contains(sentence), "\(result.errors)")
  }
}
