import Glibc
import MockRelay
import RelayKit
import TerminalTesting
import Testing

/// Several models on a real terminal, against a relay that treats each in its own way.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ComparingTests {
  private static func chunk(_ text: String) -> Script.Step {
    .body(Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n".utf8))
  }

  private static let head = Script.Step.head(
    status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
  private static let last = Script.Step.body(
    Array(
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n".utf8))

  /// `whole` answers, `cut` breaks off, `fails` refuses, `stalls` begins and says no more.
  private static func relay() throws -> MockRelay {
    try MockRelay { request in
      if request.path.hasSuffix("/models") { return .answer(#"{"object":"list","data":[{"id":"whole"}]}"#) }
      switch (try? ChatRequest(body: request.body))?.model {
      case "whole": return Script([head, chunk("all of it"), last, .end])
      case "cut": return Script([head, chunk("half of it"), .end])
      case "stalls": return Script([head, chunk("so far"), .delay(milliseconds: 100_000), .end])
      default: return .answer(#"{"error":{"message":"no such thing","code":"bad"}}"#, status: 400)
      }
    }
  }

  private func start(_ relay: MockRelay) async throws -> PtyProgram {
    let program = try BaysideProgram.start(
      "--base-url", relay.origin, "-m", "whole", columns: 160, rows: 40)
    try await program.until("Type below and press Enter.")
    program.escape()
    try await program.until("[NAV]")
    program.type(":compare whole cut fails stalls\r")
    try await program.until("Message to all 4")
    program.type("hello\r")
    return program
  }

  @Test func everyLaneTellsOfItsOwnTroubleAndTheTerminalIsGivenBack() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    let program = try await start(relay)
    // Lanes begin and end in any order.
    let words = [
      "A whole", "B cut", "C fails", "D stalls", "all of it", "half of it", "so far", "no such thing",
      "✓ DONE", "✗ CUT", "✗ ERROR 400",
    ]
    try await program.until("what every lane has to tell") { screen in
      words.allSatisfy { screen.contains($0) }
    }
    // Sizes come and go; the lanes are laid out anew.
    program.resize(columns: 80, rows: 24)
    try await program.until("TTFT")
    program.resize(columns: 160, rows: 40)
    try await program.until("all of it")
    program.escape()
    try await program.until("[NAV]")
    // The last lane has the focus; it is stopped alone.
    program.type("x")
    try await program.until("■ STOPPED")
    program.type("Q")
    _ = try await program.exitStatus()
    #expect(program.logContains("\u{1B}[?1049l"), "the terminal's own screen is back")
  }

  @Test func theDifferenceOfTwoIsOnTheScreen() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    let program = try await start(relay)
    try await program.until("half of it")
    program.escape()
    try await program.until("[NAV]")
    program.type("hhD")
    try await program.until("[-all-]")
    try await program.until("{+half+}")
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }
}
