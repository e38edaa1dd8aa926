import CurlTransport
import MockRelay
import RelayKit
import Synchronization
import Testing

/// What connections do beside the ordinary.
@Suite(.timeLimit(.minutes(10)))
struct ConnectionTests {
  let transport = CurlTransport.direct()

  private func get(_ url: String) async -> Outcome {
    await transport.run(HTTPRequest(method: "GET", url: url))
  }

  @Test func sixtyFourStreamsRunAtOnce() async throws {
    let gate = Gate()
    let relay = try MockRelay { request in
      let words = (0..<20).map { Script.Step.body(Array("\(request.path) \($0)\n".utf8)) }
      return Script([.head(status: 200, headers: []), .wait(gate)] + words)
    }
    let recorders = (0..<64).map { _ in Recorder() }
    for (index, recorder) in recorders.enumerated() {
      _ = transport.start(
        HTTPRequest(method: "GET", url: "\(relay.origin)/\(index)"), handler: recorder.handle)
    }
    var connections: Set<Int> = []
    for _ in 0..<64 { connections.insert(try #require(await relay.nextRequest()).connection) }
    #expect(connections.count == 64)
    gate.open()
    for (index, recorder) in recorders.enumerated() {
      let outcome = await recorder.outcome()
      #expect(outcome.failure == nil)
      #expect(outcome.text == (0..<20).map { "/\(index) \($0)\n" }.joined())
    }
  }

  @Test func aConnectionThatDiedIsReplaced() async throws {
    let whole = Script.answer("{}")
    let relay = try MockRelay(Script(whole.steps.dropLast() + [.close]), whole)
    #expect(await get(relay.origin).failure == nil)
    // The relay has closed it before it is used again.
    _ = await relay.connectionClosed()
    let second = await get(relay.origin)
    #expect(second.failure == nil)
    #expect(!second.summary.reusedConnection)
  }

  @Test(arguments: [2, 300_000]) func aKeptConnectionThatDiesUnderABodyIsToldAndNothingIsSentTwice(
    count: Int
  ) async throws {
    let relay = try MockRelay { request in
      request.connection == 0 && request.number > 0 ? Script([.close]) : .answer("{}")
    }
    #expect(await get(relay.origin).failure == nil)
    let body = [UInt8](repeating: 0x62, count: count)
    let post = HTTPRequest(method: "POST", url: relay.origin, body: body)
    let lost = await transport.run(post)
    #expect(
      lost.failure == .connectionLost(detail: "a connection that was kept open ended before an answer came"))
    #expect(await transport.run(post).failure == nil)
    _ = await relay.nextRequest()
    let (first, second) = (await relay.nextRequest(), await relay.nextRequest())
    #expect(first?.connection == 0 && second?.connection != 0, "the second is the caller's own")
    #expect(second?.body == body)
  }

  @Test func aFreshConnectionThatDiesIsNotTriedAgain() async throws {
    let relay = try MockRelay(Script([.close]))
    guard case .connectionLost = await get(relay.origin).failure else {
      Issue.record("no loss")
      return
    }
    _ = await relay.connectionClosed()
    #expect(await get(relay.origin + "/second").failure != nil)
    _ = await relay.nextRequest()
    #expect(await relay.nextRequest()?.path == "/second")
  }

  @Test func aBodyShorterThanAnnouncedIsALostConnection() async throws {
    let relay = try MockRelay(
      Script([
        .head(status: 200, headers: [HTTPHeader("Content-Length", "10")]), .body(Array("abc".utf8)), .close,
      ]))
    let outcome = await get(relay.origin)
    guard case .connectionLost = outcome.failure else {
      Issue.record("\(String(describing: outcome.failure))")
      return
    }
    #expect(outcome.text == "abc")
  }

  @Test func aBodyLongerThanAnnouncedEndsWhereItWasAnnounced() async throws {
    let relay = try MockRelay(
      Script([
        .head(status: 200, headers: [HTTPHeader("Content-Length", "3")]), .body(Array("abcdef".utf8)), .end,
      ]), .answer("second"))
    #expect(await get(relay.origin).text == "abc")
    // What was too much is never taken for an answer; curl may notice it only with the next request.
    let second = await get(relay.origin)
    if case .unreadable = second.failure {
      #expect(second.text.isEmpty)
    } else {
      #expect(second.failure == nil)
      #expect(second.text == "second")
    }
  }

  @Test func aBodyWithoutLengthEndsWithTheConnection() async throws {
    let relay = try MockRelay(
      Script([.raw(Array("HTTP/1.0 200 OK\r\nX-A: 1\r\n\r\nabc".utf8)), .close]))
    let outcome = await get(relay.origin)
    #expect(outcome.failure == nil && outcome.text == "abc")
    #expect(outcome.heads.first?.version == "HTTP/1.0")
  }

  @Test(arguments: ["SSH-2.0-server\r\n", "\r\n\r\n", "HTTP/1.1 two hundred\r\n\r\n", "\u{0}\u{1}\u{2}"])
  func whatIsNoHTTPIsAFailure(text: String) async throws {
    let relay = try MockRelay(Script([.raw(Array(text.utf8)), .close]))
    let outcome = await get(relay.origin)
    guard case .unreadable(let detail) = outcome.failure else {
      Issue.record("\(String(describing: outcome.failure))")
      return
    }
    #expect(!detail.isEmpty)
    #expect(RelayError(transport: .unreadable(detail: detail)).kind == .malformedAnswer)
  }

  @Test func aRefusalThatComesBeforeTheBodyWasReadIsSeen() async throws {
    let relay = try MockRelay(maximumRequestBytes: 1_000) { _ in
      .answer(#"{"error":{"code":"x"}}"#, status: 413)
    }
    let body = [UInt8](repeating: 0x61, count: 4 << 20)
    let outcome = await transport.run(HTTPRequest(method: "POST", url: relay.origin, body: body))
    #expect(outcome.failure == nil)
    #expect(outcome.heads.map(\.status) == [413])
    #expect(outcome.text.contains("error"))
  }

  @Test func aResetBeforeTheHeadIsALostConnection() async throws {
    let relay = try MockRelay(Script([.reset]))
    guard case .connectionLost(let detail) = await get(relay.origin).failure else {
      Issue.record("no loss")
      return
    }
    #expect(!detail.isEmpty)
  }

  @Test func interimHeadsAndTrailersAreNoHeads() async throws {
    let relay = try MockRelay(
      Script([
        .raw(Array("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".utf8)),
        .raw(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-B: b\r\n\r\n".utf8)),
        .raw(Array("3\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n".utf8)),
      ]))
    let outcome = await get(relay.origin)
    #expect(outcome.heads.map(\.status) == [200])
    #expect(outcome.heads.first?.headers.map(\.name) == ["Transfer-Encoding", "X-B"])
    #expect(outcome.text == "abc")
  }

  @Test func aConnectionThatIsNotAcceptedMeetsTheConnectLimit() async throws {
    let listener = try Listener(backlog: 0)
    listener.fill()
    var request = HTTPRequest(method: "GET", url: "http://127.0.0.1:\(listener.port)")
    request.limits.connectSeconds = 0.2
    #expect(await transport.run(request).failure == .connectTimeout(seconds: 0.2))
  }

  @Test func anUploadThatNobodyReadsIsAStall() async throws {
    let listener = try Listener(backlog: 8)
    var request = HTTPRequest(
      method: "POST", url: "http://127.0.0.1:\(listener.port)",
      body: [UInt8](repeating: 0x61, count: 20 << 20))
    request.limits.stallSeconds = 0.3
    let outcome = await transport.run(request)
    #expect(outcome.failure == .stalled(seconds: 0.3, receivedBytes: 0))
    #expect(!outcome.marks.contains(.requestSent))
  }

  @Test func timeSpentPausedIsNoStall() async throws {
    let (started, gate) = (Gate(), Gate())
    let relay = try MockRelay { request in
      if request.path == "/probe" { return Script([.delay(milliseconds: 200)] + Script.answer("{}").steps) }
      return Script([
        .head(status: 200, headers: []), .wait(started), .body([0x61]), .wait(gate), .body([0x62]),
      ])
    }
    var request = HTTPRequest(method: "GET", url: relay.origin)
    request.limits.stallSeconds = 4
    let recorder = Recorder()
    let own = Mutex<(any HTTPTransfer)?>(nil)
    let transfer = transport.start(request) { event in
      recorder.handle(event)
      if case .bytes = event { own.withLock { $0 }?.setPaused(true) }
    }
    own.withLock { $0 = transfer }
    started.open()
    // Longer than the limit, counted by answers that take their time.
    for _ in 0..<24 { #expect(await get(relay.origin + "/probe").failure == nil) }
    own.withLock { $0 = nil }
    gate.open()
    transfer.setPaused(false)
    let outcome = await recorder.outcome()
    #expect(outcome.failure == nil)
    #expect(outcome.text == "ab")
  }
}
