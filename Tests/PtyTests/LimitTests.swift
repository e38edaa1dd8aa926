import Foundation
import Glibc
import MockRelay
import RelayKit
import TerminalTesting
import Testing

/// Limits in money on a real terminal: prices that are asked for first, and the books in private mode.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct LimitTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"

  /// `dear` costs $1000 and $4000 a million tokens. An answer is about $5.
  private static func relay(prices gate: Gate? = nil) throws -> MockRelay {
    let prices = #"{"data":[{"model_name":"dear","model_ratio":500,"completion_ratio":4}]}"#
    let answer = [
      #"data: {"choices":[{"index":0,"delta":{"content":"spoken"}}]}"#,
      #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":1249}}"#,
      "data: [DONE]",
    ].map { $0 + "\n\n" }
    return try MockRelay { request in
      switch request.path {
      case "/v1/models": return .answer(#"{"data":[{"id":"dear"}]}"#)
      case "/api/pricing":
        guard let gate else { return .answer(prices) }
        let head = Script.Step.head(status: 200, headers: [HTTPHeader("Content-Type", "application/json")])
        return Script([head, .wait(gate), .body(Array(prices.utf8)), .end])
      case "/api/status": return .answer(#"{"data":{"quota_per_unit":500000}}"#)
      default: return .eventStream(answer)
      }
    }
  }

  /// A home with a key that has a limit.
  private static func home(_ relay: MockRelay, perDay: Double) throws -> String {
    let home = BaysideProgram.home()
    let directory = home + "/.config/bayside"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let path = directory + "/keys.json5"
    try "{ keys: { work: { base_url: '\(relay.origin)', key: '\(key)', per_day: \(perDay) } } }".write(
      toFile: path, atomically: false, encoding: .utf8)
    chmod(path, 0o600)
    return home
  }

  private func start(_ home: String, _ more: String...) throws -> PtyProgram {
    try PtyProgram(
      [BaysideProgram.path, "-m", "dear"] + more, environment: BaysideProgram.environment(["HOME": home]),
      columns: 120, rows: 36)
  }

  @Test func aMessageWaitsForThePriceThatALimitNeeds() async throws {
    let gate = Gate()
    let relay = try Self.relay(prices: gate)
    defer { relay.stop() }
    let program = try start(try Self.home(relay, perDay: 0.05))
    try await program.until("Type below and press Enter.")
    program.type("hello\r")
    try await program.until("Asking the relay for its prices")
    gate.open()
    try await program.until("Held back: the day's limit of key work")
    try await program.until("Nothing bounds the answers of dear")
    program.type("y\r")
    try await program.until("spoken")
  }

  @Test func thePromptOfTheCommandLineWaitsToo() async throws {
    let gate = Gate()
    let relay = try Self.relay(prices: gate)
    defer { relay.stop() }
    let program = try start(try Self.home(relay, perDay: 0.05), "hello there")
    try await program.until("It is sent when the relay has told its prices")
    gate.open()
    try await program.until("Held back: the day's limit of key work")
  }

  @Test func privateModeReadsTheBooksAndHoldsBackAsEver() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    let home = try Self.home(relay, perDay: 5)
    let before = try PtyProgram(
      [BaysideProgram.path, "chat", "-m", "dear", "--yes", "earlier"],
      environment: BaysideProgram.environment(["HOME": home]), columns: 120, rows: 36)
    #expect(try await before.exitStatus() == 0)
    let program = try start(home, "--private")
    try await program.until("~$5.01")
    program.type("quartz\r")
    try await program.until("Held back: the day's limit of key work")
    try await program.until("~$5.01 of $5.00 spent here today")
    program.type("y\r")
    try await program.until("spoken")
    try await program.until("~$10.01")
    program.escape()
    try await program.until("[NAV]")
    program.type("7")
    try await program.until("day used up")
    #expect(!program.screen.contains("no history is read"))
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
    let files = FileManager.default.enumerator(atPath: home)
    while let name = files?.nextObject() as? String {
      guard let data = FileManager.default.contents(atPath: "\(home)/\(name)") else { continue }
      #expect(data.range(of: Data("quartz".utf8)) == nil, "\(name)")
    }
  }
}
