import CurlTransport
import MockRelay
import RelayKit
import Synchronization
import Testing

/// A transfer can be ended at once wherever it stands, and ends once.
@Suite(.timeLimit(.minutes(10)))
struct CancelTests {
  let transport = CurlTransport.direct()

  private func cancel(
    _ request: HTTPRequest, after isReached: @escaping @Sendable (TransportEvent) -> Bool
  ) async -> Outcome {
    let (transfer, recorder) = await transport.begin(request, until: isReached)
    transfer.cancel()
    transfer.setPaused(true)
    transfer.cancel()
    return await recorder.outcome()
  }

  private static func isMark(_ mark: PhaseMark) -> @Sendable (TransportEvent) -> Bool {
    { if case .mark(mark, _) = $0 { true } else { false } }
  }

  @Test func beforeItStarts() async throws {
    let relay = try MockRelay(Script([.stall]))
    for _ in 0..<50 {
      let recorder = Recorder()
      let transfer = transport.start(HTTPRequest(method: "GET", url: relay.origin), handler: recorder.handle)
      transfer.cancel()
      #expect(await recorder.outcome().ends == [.cancelled])
    }
  }

  @Test func whileItConnects() async throws {
    let listener = try Listener(backlog: 0)
    listener.fill()
    var request = HTTPRequest(method: "GET", url: "http://127.0.0.1:\(listener.port)")
    request.limits.connectSeconds = nil
    let outcome = await cancel(request, after: Self.isMark(.queued))
    #expect(outcome.ends == [.cancelled])
    #expect(!outcome.marks.contains(.connected))
  }

  @Test func whileTLSIsAgreedOn() async throws {
    let listener = try Listener(backlog: 8)
    let recorder = Recorder()
    let transfer = transport.start(
      HTTPRequest(method: "GET", url: "https://127.0.0.1:\(listener.port)"), handler: recorder.handle)
    // The client has begun to talk TLS once its first bytes are here.
    #expect(listener.receivesSomething())
    transfer.cancel()
    let outcome = await recorder.outcome()
    #expect(outcome.ends == [.cancelled])
    #expect(!outcome.marks.contains(.tlsDone))
  }

  @Test func whileTheRequestIsSent() async throws {
    let listener = try Listener(backlog: 8)
    let body = [UInt8](repeating: 0x61, count: 20 << 20)
    let outcome = await cancel(
      HTTPRequest(method: "POST", url: "http://127.0.0.1:\(listener.port)", body: body),
      after: Self.isMark(.connected))
    #expect(outcome.ends == [.cancelled])
    #expect(!outcome.marks.contains(.requestSent))
  }

  @Test func beforeTheFirstByte() async throws {
    let relay = try MockRelay(Script([.stall]))
    let outcome = await cancel(
      HTTPRequest(method: "GET", url: relay.origin), after: Self.isMark(.requestSent))
    #expect(outcome.ends == [.cancelled])
    #expect(outcome.heads.isEmpty)
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func behindTheHead() async throws {
    let relay = try MockRelay(Script([.head(status: 200, headers: []), .stall]))
    let outcome = await cancel(HTTPRequest(method: "GET", url: relay.origin)) {
      if case .head = $0 { true } else { false }
    }
    #expect(outcome.ends == [.cancelled])
    #expect(outcome.heads.map(\.status) == [200])
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func whileItIsPaused() async throws {
    let relay = try MockRelay(
      Script([.head(status: 200, headers: []), .body([UInt8](repeating: 0x61, count: 8 << 20)), .stall]))
    let (transfer, recorder) = await transport.begin(HTTPRequest(method: "GET", url: relay.origin)) {
      if case .bytes = $0 { true } else { false }
    }
    transfer.setPaused(true)
    transfer.cancel()
    #expect(await recorder.outcome().ends == [.cancelled])
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func fromItsOwnHandler() async throws {
    let gate = Gate()
    let relay = try MockRelay { request in
      if request.path == "/other" { return .answer("{}") }
      return Script([.head(status: 200, headers: []), .wait(gate), .body([0x61]), .body([0x62]), .stall])
    }
    let (recorder, other) = (Recorder(), Recorder())
    let own = Mutex<(any HTTPTransfer)?>(nil)
    let transport = transport
    let transfer = transport.start(HTTPRequest(method: "GET", url: relay.origin)) { event in
      recorder.handle(event)
      guard case .bytes = event else { return }
      own.withLock { $0 }?.cancel()
      // A handler may start others, too.
      _ = transport.start(
        HTTPRequest(method: "GET", url: relay.origin + "/other"), handler: other.handle)
    }
    own.withLock { $0 = transfer }
    gate.open()
    let outcome = await recorder.outcome()
    #expect(outcome.ends == [.cancelled])
    #expect(outcome.reads.count == 1)
    #expect(await other.outcome().failure == nil)
  }

  @Test func aProgramStartedMeanwhileDoesNotHoldTheConnection() async throws {
    let relay = try MockRelay(Script([.head(status: 200, headers: []), .stall]))
    let (transfer, recorder) = await transport.begin(HTTPRequest(method: "GET", url: relay.origin)) {
      if case .head = $0 { true } else { false }
    }
    let program = try LocalServer.idle()
    transfer.cancel()
    #expect(await recorder.outcome().ends == [.cancelled])
    #expect(await relay.connectionClosed()?.byClient == true)
    withExtendedLifetime(program) {}
  }

  @Test func afterItsEndNothingHappens() async throws {
    let relay = try MockRelay(.answer("{}"))
    let (transfer, recorder) = await transport.begin(HTTPRequest(method: "GET", url: relay.origin)) { _ in
      false
    }
    transfer.cancel()
    transfer.setPaused(true)
    transfer.expectEnd(within: 0)
    #expect(await recorder.outcome().ends == [nil])
    #expect(await transport.run(HTTPRequest(method: "GET", url: relay.origin)).failure == nil)
  }

  @Test func aTransferThatOnlyHasToEndIsEnded() async throws {
    let relay = try MockRelay(Script([.head(status: 200, headers: []), .body([0x61]), .stall]))
    let (transfer, recorder) = await transport.begin(HTTPRequest(method: "GET", url: relay.origin)) {
      if case .bytes = $0 { true } else { false }
    }
    transfer.expectEnd(within: 0.05)
    let outcome = await recorder.outcome()
    #expect(outcome.failure == .stalled(seconds: 0, receivedBytes: 1))
    #expect(outcome.text == "a")
  }
}
