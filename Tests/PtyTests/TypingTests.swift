import Glibc
import MockRelay
import RelayKit
import TerminalTesting
import Testing

/// Keys, pastes, sizes and what a relay sends, on a real terminal.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TypingTests {
  private func start(
    _ relay: MockRelay, columns: Int = 80, rows: Int = 24, variables: [String: String] = [:]
  ) async throws -> PtyProgram {
    let program = try BaysideProgram.start(
      "--base-url", relay.origin, "-m", "m-1", variables: variables, columns: columns, rows: rows)
    try await program.until("Type below and press Enter.")
    return program
  }

  private func end(_ program: PtyProgram) async throws {
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }

  /// Answers whoever asks for models with a list, and a chat with the script.
  private static func relay(_ chat: Script) throws -> MockRelay {
    try MockRelay { $0.path.hasSuffix("/models") ? models : chat }
  }

  private static let models = Script.answer(#"{"object":"list","data":[{"id":"m-1"}]}"#)

  private static func stream(_ pieces: [String]) -> Script {
    let chunks = pieces.map { piece in
      #"data: {"choices":[{"index":0,"delta":{"content":\#(JSONValue.string(piece).text())}}]}"# + "\n\n"
    }
    let end = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
    return .eventStream(chunks + [end])
  }

  @Test func wideAndJoinedTextKeepsTheFrameStraight() async throws {
    let text = "日本語のテキスト 한국어 👩‍👩‍👧 e\u{301} हिन्दी ok"
    let bytes = Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n".utf8)
    let pieces = stride(from: 0, to: bytes.count, by: 3).map { Array(bytes[$0..<min($0 + 3, bytes.count)]) }
    let last = Array(
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n".utf8)
    let head = Script.Step.head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
    let relay = try Self.relay(Script([head] + (pieces + [last]).map { .body($0) } + [.end]))
    let program = try await start(relay)
    program.type("hi\r")
    let screen = try await program.until("DONE")
    let row = try #require(screen.row(of: "日本語"))
    #expect(screen[79, row].text == "│", "\(screen.text)")
    #expect(screen[0, row].text == "│")
    #expect(screen.contains("e\u{301}") && screen.contains("ok"), "\(screen.text)")
    try await end(program)
  }

  @Test func aPasteOfManyLinesIsOneChipAndSendsNothingUntilItIsSentWhole() async throws {
    let relay = try Self.relay(Self.stream(["fine"]))
    let program = try await start(relay)
    let text = (1...200).map { "line \($0)" }.joined(separator: "\n")
    program.paste(text)
    try await program.until("[Paste 1: 200 lines")
    program.enter()
    // The chip unfolds first; then Enter sends.
    try await program.until("line 200")
    program.enter()
    try await program.until("DONE")
    var next = await relay.nextRequest()
    while next?.path.hasSuffix("/models") == true { next = await relay.nextRequest() }
    let request = try #require(next)
    let body = try JSONValue(parsing: request.body)
    #expect(body["messages"]?.arrayValue?.first?["content"]?.stringValue == text)
    try await end(program)
  }

  @Test func linesAreMadeInEveryWay() async throws {
    let program = try await start(try MockRelay(Self.models))
    program.type("a\u{0A}b\u{1B}\rc\\\rd")
    try await program.until("four lines") { screen in
      guard let first = screen.row(of: "> a") else { return false }
      return screen.text(row: first + 1).contains("b")
    }
    try await program.until("the last line") { $0.contains("┃   d") }
    try await end(program)
  }

  @Test func accidentsOfTheKeyboardDoNothing() async throws {
    let program = try await start(try MockRelay(Self.models))
    program.send([0x13, 0x11, 0x1C, 0x00])
    program.type("still here")
    try await program.until("still here")
    try await end(program)
  }

  @Test func theScreenFollowsTheSizeWhileItStreams() async throws {
    let gate = Gate()
    let head = Script.Step.head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
    func chunk(_ text: String) -> Script.Step {
      .body(Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n".utf8))
    }
    let relay = try Self.relay(
      Script([
        head, chunk((1...80).map { "word\($0)" }.joined(separator: " ")), .wait(gate), chunk(" after"),
        .stall,
      ]))
    let program = try await start(relay, columns: 120, rows: 36)
    program.type("hi\r")
    try await program.until("word80")
    for (columns, rows) in [(80, 24), (300, 90), (120, 36)] {
      program.resize(columns: columns, rows: rows)
      let screen = try await program.until("the frame at \(columns)x\(rows)") { screen in
        screen.columns == columns && screen.row(of: "[TYPE]") == rows - 1
          && screen[columns - 1, 1].text == "┐" && screen.contains("word80")
      }
      let bars = (2..<(rows - 6)).filter { screen[columns - 1, $0].text == "│" }
      #expect(bars.count > rows / 2, "\(screen.text)")
    }
    gate.open()
    try await program.until("after")
    try await end(program)
  }

  @Test func textOfAModelCannotDriveTheTerminal() async throws {
    let hostile = "x\u{1B}]0;title\u{7}y\u{1B}[31mz\u{9B}5mw\u{1B}[2J\u{8}\u{202E}end"
    let relay = try Self.relay(Self.stream([hostile]))
    let program = try await start(relay)
    program.type("hi\r")
    try await program.until("DONE")
    let log = String(decoding: program.log, as: UTF8.self)
    for part in ["\u{1B}]0;", "\u{7}", "\u{9B}", "\u{1B}[31mz", "\u{202E}"] { #expect(!log.contains(part)) }
    #expect(program.screen.contains("end"))
    try await end(program)
    relay.stop()
  }

  @Test func theEditorGetsTheTextAndGivesItBack() async throws {
    let program = try await start(
      try MockRelay(Self.models), variables: ["EDITOR": "sed -i s/draft/better/"])
    program.type("my draft")
    try await program.until("my draft")
    program.send(Array("\u{1B}OS".utf8))
    let screen = try await program.until("my better")
    #expect(screen.isAlternateScreen)
    try await end(program)
  }

  @Test func theWheelScrolls() async throws {
    let relay = try Self.relay(Self.stream((1...60).map { "line \($0)\n\n" }))
    let program = try await start(relay)
    program.type("hi\r")
    try await program.until("line 60")
    program.type("\u{1B}[<64;10;10M")
    try await program.until("follow OFF")
    try await end(program)
  }

  @Test func aHangUpEndsTheProgram() async throws {
    let program = try await start(try MockRelay(Self.models))
    program.signal(SIGHUP)
    #expect(try await program.exitStatus() == 128 + SIGHUP)
  }
}
