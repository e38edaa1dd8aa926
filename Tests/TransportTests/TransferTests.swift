import CurlTransport
import MockRelay
import RelayKit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TransferTests {
  let transport = CurlTransport.direct()

  @Test func aRequestArrivesAsWrittenAndItsAnswerComesBack() async throws {
    let relay = try MockRelay(.answer(#"{"ok":true}"#, headers: [HTTPHeader("X-Oneapi-Request-Id", "r1")]))
    let request = HTTPRequest(
      method: "POST", url: relay.origin + "/v1/chat/completions",
      headers: [HTTPHeader("Authorization", "Bearer k"), HTTPHeader("Content-Type", "application/json")],
      body: Array("{}".utf8))
    let outcome = await transport.run(request)
    let seen = try #require(await relay.nextRequest())
    #expect(seen.method == "POST" && seen.path == "/v1/chat/completions")
    #expect(seen.body == Array("{}".utf8))
    #expect(seen.headers.first("authorization") == "Bearer k")
    #expect(seen.headers.first("Expect") == nil)
    #expect(outcome.failure == nil)
    #expect(outcome.text == #"{"ok":true}"#)
    #expect(outcome.heads.map(\.status) == [200])
    #expect(outcome.heads.first?.reason == "OK" && outcome.heads.first?.version == "HTTP/1.1")
    #expect(outcome.heads.first?.headers.first("x-oneapi-request-id") == "r1")
    #expect(outcome.marks == [.queued, .nameResolved, .connected, .requestSent, .firstByte, .lastByte])
    #expect(outcome.markTimes == outcome.markTimes.sorted())
    #expect(outcome.summary.remoteAddress == "127.0.0.1:\(relay.port)")
  }

  @Test func aBodyOfTwentyMegabytesArrivesWhole() async throws {
    let relay = try MockRelay(.answer("{}"))
    let body = [UInt8](unsafeUninitializedCapacity: 20_000_000) { buffer, count in
      for index in 0..<20_000_000 { buffer[index] = UInt8(truncatingIfNeeded: index &* 7) }
      count = 20_000_000
    }
    let outcome = await transport.run(HTTPRequest(method: "POST", url: relay.origin, body: body))
    #expect(outcome.failure == nil)
    #expect(await relay.nextRequest()?.body == body)
  }

  @Test func eightStreamsRunAtOnce() async throws {
    let gate = Gate()
    let relay = try MockRelay { request in
      let head = Script.Step.head(status: 200, headers: [])
      return Script([head, .wait(gate)] + (0..<50).map { .body(Array("\(request.path) \($0)\n".utf8)) })
    }
    let recorders = (0..<8).map { _ in Recorder() }
    for (index, recorder) in recorders.enumerated() {
      _ = transport.start(
        HTTPRequest(method: "GET", url: "\(relay.origin)/\(index)"), handler: recorder.handle)
    }
    // All eight are under way before any is answered.
    var connections: Set<Int> = []
    for _ in 0..<8 { connections.insert(try #require(await relay.nextRequest()).connection) }
    #expect(connections.count == 8)
    gate.open()
    for (index, recorder) in recorders.enumerated() {
      let outcome = await recorder.outcome()
      #expect(outcome.failure == nil)
      #expect(outcome.text == (0..<50).map { "/\(index) \($0)\n" }.joined())
    }
  }

  @Test func aDribbledBodyIsComplete() async throws {
    let body = String(repeating: "data: {\"x\":\"é\"}\n\n", count: 20)
    let relay = try MockRelay(.dribbled(body))
    let outcome = await transport.run(HTTPRequest(method: "GET", url: relay.origin))
    #expect(outcome.failure == nil)
    #expect(outcome.text == body)
  }

  @Test func theSecondRequestReusesTheConnection() async throws {
    let relay = try MockRelay(.answer("{}"))
    let first = await transport.run(HTTPRequest(method: "GET", url: relay.origin))
    let second = await transport.run(HTTPRequest(method: "GET", url: relay.origin))
    #expect(!first.summary.reusedConnection)
    #expect(second.summary.reusedConnection)
    #expect(second.marks == [.queued, .requestSent, .firstByte, .lastByte])
    #expect(await relay.nextRequest()?.connection == 0)
    #expect(await relay.nextRequest()?.connection == 0)
  }

  @Test func aPausedTransferDeliversNothingUntilItResumes() async throws {
    let gate = Gate()
    let tail = [UInt8](repeating: 0x61, count: 2_000_000)
    let relay = try MockRelay { request in
      if request.path == "/probe" { return .answer("{}") }
      return Script([.head(status: 200, headers: []), .body([0x62]), .wait(gate), .body(tail)])
    }
    let received = Mutex(0)
    let recorder = Recorder()
    let firstByte = AsyncStream.makeStream(of: Void.self)
    let transfer = transport.start(HTTPRequest(method: "GET", url: relay.origin)) { event in
      if case .bytes(let bytes, _) = event {
        received.withLock { $0 += bytes.count }
        firstByte.continuation.finish()
      }
      recorder.handle(event)
    }
    for await _ in firstByte.stream {}
    transfer.setPaused(true)
    gate.open()
    // The thread is alive and passes its sockets while another transfer runs to its end.
    for _ in 0..<20 {
      #expect(await transport.run(HTTPRequest(method: "GET", url: relay.origin + "/probe")).failure == nil)
    }
    #expect(received.withLock { $0 } == 1)
    transfer.setPaused(false)
    let outcome = await recorder.outcome()
    #expect(outcome.failure == nil)
    #expect(received.withLock { $0 } == 2_000_001)
  }

  @Test func cancellingClosesTheConnectionAndEndsOnce() async throws {
    let relay = try MockRelay(Script([.head(status: 200, headers: []), .body([0x61]), .stall]))
    let recorder = Recorder()
    let firstByte = AsyncStream.makeStream(of: Void.self)
    let transfer = transport.start(HTTPRequest(method: "GET", url: relay.origin)) { event in
      if case .bytes = event { firstByte.continuation.finish() }
      recorder.handle(event)
    }
    for await _ in firstByte.stream {}
    transfer.cancel()
    transfer.cancel()
    let outcome = await recorder.outcome()
    #expect(outcome.ends == [.cancelled])
    #expect(outcome.text == "a")
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func releasingTheTransportCancelsWhatRuns() async throws {
    let relay = try MockRelay(Script([.stall]))
    let recorder = Recorder()
    var brief: CurlTransport? = .direct()
    let transfer = brief?.start(HTTPRequest(method: "GET", url: relay.origin), handler: recorder.handle)
    _ = await relay.nextRequest()
    brief = nil
    #expect(await recorder.outcome().failure == .cancelled)
    #expect(await relay.connectionClosed()?.byClient == true)
    transfer?.cancel()
  }
}
