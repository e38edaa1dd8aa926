import Glibc
import MockRelay
import RelayKit
import Testing

/// How `bayside chat` ends when somebody does not want to wait.
@Suite(.timeLimit(.minutes(10)))
struct InterruptionTests {
  private static let head = Script.Step.head(
    status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
  private static func token(_ text: String) -> Script.Step {
    .body(Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n".utf8))
  }

  private let program = Program()
  private func start(
    _ relay: MockRelay, _ more: [String] = [], reading: RunningProgram.Reading = .all
  ) -> RunningProgram {
    program.start(["chat", "--base-url", relay.origin, "-m", "m", "hi"] + more, reading: reading)
  }

  @Test func ctrlCKeepsWhatCameAndClosesTheConnection() async throws {
    let relay = try MockRelay(Script([Self.head, Self.token("Hel"), .stall]))
    let running = start(relay)
    #expect(await running.until(has: "Hel"))
    running.send(SIGINT)
    let result = await running.result()
    #expect(result.status == 130 && result.text == "Hel\n")
    #expect(result.errors == "bayside: Stopped; the connection was closed. What came is billed.\n")
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func ctrlCPrintsTheObject() async throws {
    let gate = Gate()
    let relay = try MockRelay(Script([Self.head, Self.token("Hel"), .wait(gate)]))
    let running = start(relay, ["--json"])
    _ = await relay.nextRequest()
    running.send(SIGINT)
    let result = await running.result()
    gate.open()
    #expect(result.status == 130)
    let object = try JSONValue(parsing: result.out)
    #expect(object["outcome"] == .string("stopped") && object["error"] == .null)
  }

  @Test func ctrlCBeforeAnyAnswer() async throws {
    let relay = try MockRelay(Script([.stall]))
    let running = start(relay)
    _ = await relay.nextRequest()
    running.send(SIGINT)
    let result = await running.result()
    #expect(result.status == 130 && result.text.isEmpty)
    #expect(
      result.errors == "bayside: Stopped; the connection was closed. Nothing had come; it may be billed.\n")
  }

  @Test func ctrlCWhileItWaitsToSendAgain() async throws {
    let relay = try MockRelay(.emptyTooManyRequests(retryAfter: "50"))
    let running = start(relay)
    #expect(await running.until(has: "Sending again in 50 s"))
    running.send(SIGINT)
    #expect(await running.result().status == 130)
    #expect(await relay.nextRequest() != nil)
  }

  @Test func otherSignalsEndItTheSameWay() async throws {
    for signal in [SIGTERM, SIGHUP] {
      let relay = try MockRelay(Script([Self.head, Self.token("Hel"), .stall]))
      let running = start(relay)
      #expect(await running.until(has: "Hel"))
      running.send(signal)
      let result = await running.result()
      #expect(result.status == 128 + signal && result.text == "Hel\n")
    }
  }

  @Test func aReaderWhoLeavesEndsItQuietly() async throws {
    let relay = try MockRelay(Script([Self.head, Self.token("Hel"), .stall]))
    let running = start(relay, reading: .until("Hel"))
    let result = await running.result()
    #expect(result.status == 141 && result.errors.isEmpty)
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func aSecondCtrlCKillsWhateverItWaitsFor() async throws {
    // More than a pipe holds, and nobody reads: the first signal stops the relay, the text still waits.
    let long = String(repeating: "x", count: 1000)
    let relay = try MockRelay(Script([Self.head] + Array(repeating: Self.token(long), count: 300) + [.stall]))
    let running = start(relay, reading: .never)
    _ = await relay.nextRequest()
    running.send(SIGINT)
    #expect(await relay.connectionClosed()?.byClient == true)
    running.send(SIGINT)
    #expect(await running.result().status == 130)
  }

  @Test func aFullDiskIsSaid() async throws {
    let relay = try MockRelay(Script([Self.head, Self.token("Hel"), .stall]))
    let result = await program.shell("\"$BAYSIDE\" chat --base-url \(relay.origin) -m m hi >/dev/full")
    #expect(result.status == 1)
    #expect(result.errors.contains("The answer cannot be written: No space left on device."))
  }

  @Test func aClosedStandardOutputIsNotTakenForAFile() async throws {
    let relay = try MockRelay(Script([Self.head, Self.token("Hel"), .stall]))
    let result = await program.shell("\"$BAYSIDE\" chat --base-url \(relay.origin) -m m hi >&-")
    #expect(result.status == 141 && result.errors.isEmpty)
  }
}
