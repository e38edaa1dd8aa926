import CurlTransport
import MockRelay
import RelayKit
import Testing

@Suite(.timeLimit(.minutes(10)))
struct FailureTests {
  let transport = CurlTransport.direct()

  private func get(_ url: String, _ change: (inout TransferLimits) -> Void = { _ in }) async -> Outcome {
    var request = HTTPRequest(method: "GET", url: url)
    change(&request.limits)
    return await transport.run(request)
  }

  @Test func silenceBeforeTheFirstByteIsAStall() async throws {
    let relay = try MockRelay(Script([.stall]))
    let outcome = await get(relay.origin) { $0.stallSeconds = 0.2 }
    #expect(outcome.failure == .stalled(seconds: 0.2, receivedBytes: 0))
    #expect(outcome.heads.isEmpty)
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func silenceBetweenBytesIsAStall() async throws {
    let relay = try MockRelay(Script([.head(status: 200, headers: []), .body([0x61, 0x62]), .stall]))
    var (outcome, limit) = (Outcome(), 0.0)
    // A relay that is late itself has as long as it takes.
    for seconds in [0.2, 2, 20] where outcome.text != "ab" {
      limit = seconds
      outcome = await get(relay.origin) { $0.stallSeconds = seconds }
    }
    #expect(outcome.failure == .stalled(seconds: limit, receivedBytes: 2))
  }

  @Test func limitsThatWereMovedHoldThen() async throws {
    let relay = try MockRelay(Script([.head(status: 200, headers: []), .body([0x61]), .stall]))
    var request = HTTPRequest(method: "GET", url: relay.origin)
    request.limits.stallSeconds = 4
    let recorder = Recorder()
    let transfer = transport.start(request) { recorder.handle($0) }
    transfer.extendLimits(bySeconds: 0.3)
    #expect(await recorder.outcome().failure == .stalled(seconds: 4.3, receivedBytes: 1))
  }

  @Test func theTotalLimitEndsAStreamThatNeverPauses() async throws {
    let endless = [Script.Step](repeating: .delay(milliseconds: 20), count: 4000)
    let relay = try MockRelay(
      Script([.head(status: 200, headers: [])] + endless.flatMap { [.body([0x61]), $0] }))
    var (outcome, limit) = (Outcome(), 0.0)
    for seconds in [0.3, 3, 20] where outcome.reads.isEmpty {
      limit = seconds
      outcome = await get(relay.origin) {
        $0.totalSeconds = seconds
        $0.stallSeconds = 60
      }
    }
    #expect(outcome.failure == .totalTimeout(seconds: limit, receivedBytes: outcome.text.utf8.count))
    #expect(!outcome.reads.isEmpty)
  }

  @Test func aResetMidChunkKeepsWhatCame() async throws {
    let gate = Gate()
    let relay = try MockRelay(
      Script([.head(status: 200, headers: []), .raw(Array("64\r\nabc".utf8)), .wait(gate), .reset]))
    let recorder = Recorder()
    _ = transport.start(HTTPRequest(method: "GET", url: relay.origin)) { event in
      if case .bytes = event { gate.open() }
      recorder.handle(event)
    }
    let outcome = await recorder.outcome()
    guard case .connectionLost = outcome.failure else {
      Issue.record("\(String(describing: outcome.failure))")
      return
    }
    #expect(outcome.text == "abc")
    #expect(!outcome.marks.contains(.lastByte))
  }

  @Test func aCutMidChunkIsALostConnection() async throws {
    let relay = try MockRelay(Script([.head(status: 200, headers: []), .cutMidChunk(Array("abc".utf8))]))
    let outcome = await get(relay.origin)
    guard case .connectionLost = outcome.failure else {
      Issue.record("\(String(describing: outcome.failure))")
      return
    }
    #expect(outcome.text == "abc")
  }

  @Test(arguments: [301, 302, 307, 308])
  func aRedirectIsReportedAndNotFollowed(status: Int) async throws {
    let other = try MockRelay(.answer("{}"))
    let relay = try MockRelay(.redirect(to: other.origin + "/take", status: status))
    let outcome = await get(relay.origin + "/v1")
    #expect(outcome.failure == .redirected(to: other.origin + "/take"))
    #expect(outcome.heads.map(\.status) == [status])
    // Had it been followed, the first request there would not be this one.
    #expect(await get(other.origin + "/probe").failure == nil)
    #expect(await other.nextRequest()?.path == "/probe")
  }

  @Test func aRelativeRedirectIsReportedAsAWholeAddress() async throws {
    let relay = try MockRelay(.redirect(to: "/login"))
    #expect(await get(relay.origin + "/v1/models").failure == .redirected(to: relay.origin + "/login"))
  }

  @Test func moreBytesThanAllowedEndTheTransfer() async throws {
    let relay = try MockRelay(.answer(String(repeating: "x", count: 5_000)))
    let outcome = await get(relay.origin) { $0.maximumBytes = 4_999 }
    #expect(outcome.failure == .tooLarge(limit: 4_999))
    #expect(await get(relay.origin) { $0.maximumBytes = 5_000 }.failure == nil)
  }

  @Test func aRefusedPortNamesHostAndPort() async {
    // Port 1 is reserved and nobody listens there.
    guard case .cannotConnect(let host, let port, let detail) = await get("http://127.0.0.1:1").failure else {
      Issue.record("a closed port accepted")
      return
    }
    #expect(host == "127.0.0.1" && port == 1)
    #expect(!detail.isEmpty)
  }

  @Test func aNameThatDoesNotExistIsNamed() async {
    let outcome = await get("http://host.invalid/v1")
    #expect(outcome.failure == .nameNotResolved(host: "host.invalid"))
    #expect(outcome.marks == [.queued])
  }

  @Test(arguments: ["file:///etc/hostname", "http://", "http://a\nb/"])
  func anUnusableAddressIsRefused(url: String) async {
    #expect(await get(url).failure == .invalidURL(url))
  }

  @Test func aHeaderCannotSmuggleALine() async throws {
    let relay = try MockRelay(.answer("{}"))
    let bad = HTTPRequest(
      method: "GET", url: relay.origin, headers: [HTTPHeader("X-A", "b\r\nX-Evil: 1")])
    #expect(await transport.run(bad).failure == .notSent(detail: "a request header contains a line break"))
  }

  @Test func anEmptyRateLimitKeepsItsHeaders() async throws {
    let relay = try MockRelay(.emptyTooManyRequests(retryAfter: "7"))
    let outcome = await get(relay.origin)
    #expect(outcome.failure == nil && outcome.reads.isEmpty)
    #expect(outcome.heads.first?.status == 429)
    #expect(outcome.heads.first?.headers.first("retry-after") == "7")
  }

  @Test func aHandshakeThatNeverEndsMeetsTheConnectLimit() async throws {
    let relay = try MockRelay(.answer("{}"))
    let outcome = await get("https://127.0.0.1:\(relay.port)") { $0.connectSeconds = 0.3 }
    // The mock waits for a request that never ends its head, so that only the limit can end it.
    #expect(outcome.failure == .connectTimeout(seconds: 0.3))
  }

  @Test func aProxyThatDoesNotExistIsAProxyFailure() async throws {
    let proxied = CurlTransport(CurlOptions(proxy: "http://host.invalid:3128", noProxy: ""))
    let outcome = await proxied.run(HTTPRequest(method: "GET", url: "http://127.0.0.1:1/"))
    guard case .proxy = outcome.failure else {
      Issue.record("\(String(describing: outcome.failure))")
      return
    }
  }
}
