import CurlTransport
import MockRelay
import RelayKit
import Synchronization
import Testing

/// Pictures and files over a real connection, well and badly behaved.
@Suite(.timeLimit(.minutes(10)))
struct MediaTests {
  private func client(_ origin: String) throws -> RelayClient {
    RelayClient(
      configuration: RelayConfiguration(baseURL: try BaseURL(origin), apiKey: ClientTests.key),
      transport: CurlTransport.direct())
  }

  private func draw(_ script: Script, _ change: (inout MediaRequest) -> Void = { _ in }) async throws
    -> (Exchange, MockRelay)
  {
    let relay = try MockRelay(script)
    var request = MediaRequest(
      kind: .image,
      fields: JSONObject([
        .init(key: "model", value: .string("m")), .init(key: "prompt", value: .string("a boat")),
      ]))
    change(&request)
    return (await (try client(relay.origin)).make(request, id: "x", startedAt: 0), relay)
  }

  private func picture(_ exchange: Exchange) -> [UInt8]? {
    if case .bytes(let bytes)? = exchange.answer.choices.first?.pictures.first?.content { bytes } else { nil }
  }

  @Test func twentyMegabytesOfBase64AreAPicture() async throws {
    let (exchange, _) = try await draw(.hugePicture(megabytes: 20))
    #expect(exchange.outcome == .done)
    #expect(picture(exchange) == Script.noise(20 << 20))
  }

  @Test func aConnectionThatEndsInTheMiddleOfAPictureKeepsItsBeginning() async throws {
    let whole = Script.noise(100_000)
    let (exchange, _) = try await draw(.cutPicture(whole))
    #expect(exchange.outcome?.name == "cut" && exchange.outcome?.error?.kind == .connectionLost)
    let beginning = try #require(picture(exchange))
    #expect(beginning.count > 45_000 && whole.starts(with: beginning))
    #expect(exchange.answer.choices.first?.pictures.first?.isFinal == false)
  }

  @Test func aWebPageInsteadOfJSONIsNamed() async throws {
    let (exchange, _) = try await draw(.htmlPage())
    #expect(exchange.outcome?.error?.kind == .notARelay)
  }

  @Test(arguments: [MediaRequest.Kind.image, .video])
  func limitsThatAreMeantExactlyHold(_ kind: MediaRequest.Kind) async throws {
    let relay = try MockRelay(Script([.stall]))
    for (exact, end) in [(ExactLimits.total, RelayError.Kind.totalTimeout), (.stall, .stalled)] {
      var configuration = RelayConfiguration(baseURL: try BaseURL(relay.origin))
      configuration.limits.totalSeconds = exact == .total ? 1 : 1000
      configuration.limits.stallSeconds = exact == .stall ? 1 : 1000
      configuration.exactLimits = exact
      let request = MediaRequest(kind: kind, fields: JSONObject([.init(key: "model", value: .string("m"))]))
      let client = RelayClient(configuration: configuration, transport: CurlTransport.direct())
      let exchange = await client.make(request, id: "x", startedAt: 0)
      #expect(exchange.outcome?.error?.kind == end)
    }
  }

  @Test func formsArriveAsTheyWereRecorded() async throws {
    let input = Script.noise(50_000)
    let (exchange, relay) = try await draw(.pictures([Script.noise(100)])) {
      $0.kind = .imageEdit
      $0.path = "/images/edits"
      $0.files = [FormFile(field: "image", name: "in.png", type: "image/png", bytes: input)]
    }
    let arrived = try #require(await relay.nextRequest())
    #expect(arrived.path == "/v1/images/edits" && arrived.body == exchange.request.body)
    #expect(arrived.headers.first("Content-Type")?.hasPrefix("multipart/form-data; boundary=") == true)
    #expect(exchange.outcome == .done)
  }

  @Test func aSubmissionThatWasSwallowedIsNotSentAgain() async throws {
    let submissions = Mutex(0)
    let relay = try MockRelay { request in
      guard request.method == "POST" else { return .answer(#"{"object":"list","data":[]}"#) }
      submissions.withLock { $0 += 1 }
      return Script([.close])
    }
    let client = try client(relay.origin)
    // A connection stays open behind this, which must not be used.
    _ = try await client.models()
    let request = MediaRequest(
      kind: .video, fields: JSONObject([.init(key: "model", value: .string("m"))]))
    let exchange = await client.make(request, id: "x", startedAt: 0)
    #expect(exchange.outcome?.error?.kind == .connectionLost)
    #expect(exchange.outcome?.error?.isRetryable == false)
    #expect(submissions.withLock { $0 } == 1)
  }

  // MARK: Files

  private struct Fetched {
    var bytes: [UInt8] = []
    var resumedAt: [Int] = []
    var total: Int?
    var validator: String?
    var error: RelayError?
  }

  private func fetch(
    _ client: RelayClient, _ url: String, from start: Int = 0, validator: String? = nil
  ) async -> Fetched {
    let fetched = Mutex(Fetched())
    await withCheckedContinuation { continuation in
      client.download(url, from: start, validator: validator, limit: 64 << 20) { event in
        fetched.withLock { fetched in
          switch event {
          case .began(let total, let resumedAt, _, let validator):
            fetched.resumedAt.append(resumedAt)
            (fetched.total, fetched.validator) = (total, validator)
          case .bytes(let bytes): fetched.bytes += bytes
          case .ended(let error): fetched.error = error
          }
        }
        if case .ended = event { continuation.resume() }
      }
    }
    return fetched.withLock { $0 }
  }

  @Test func aBrokenDownloadIsResumed() async throws {
    let file = Script.noise(300_000)
    let breaks = Mutex(true)
    let relay = try MockRelay { request in
      let isFirst = breaks.withLock { breaks in
        defer { breaks = false }
        return breaks
      }
      return .file(file, type: "video/mp4", for: request, breaksAfter: isFirst ? 120_000 : nil)
    }
    let client = try client(relay.origin)
    let first = await fetch(client, relay.origin + "/film")
    #expect(first.error?.kind == .connectionLost && first.error?.isRetryable == true)
    #expect(first.bytes.count == 120_000 && first.total == 300_000)
    let rest = await fetch(
      client, relay.origin + "/film", from: first.bytes.count, validator: first.validator)
    #expect(rest.error == nil && rest.resumedAt == [120_000] && rest.total == 300_000)
    #expect(first.bytes + rest.bytes == file)
    // Another file by now: it begins again.
    let other = await fetch(client, relay.origin + "/film", from: 120_000, validator: "\"other\"")
    #expect(other.resumedAt == [0] && other.bytes == file)
    let whole = await fetch(client, relay.origin + "/film", from: 300_000, validator: first.validator)
    #expect(whole.error == nil && whole.bytes.isEmpty && whole.resumedAt == [300_000])
  }

  @Test func redirectsLeadOnWithoutTheKey() async throws {
    let file = Script.noise(1000)
    let storage = try MockRelay { .file(file, type: "image/png", for: $0) }
    let relay = try MockRelay(.redirect(to: storage.origin + "/a.png", status: 307))
    let fetched = await fetch(try client(relay.origin), relay.origin + "/v1/videos/t/content")
    #expect(fetched.error == nil && fetched.bytes == file)
    #expect(await relay.nextRequest()?.headers.first("Authorization") == "Bearer \(ClientTests.key)")
    #expect(await storage.nextRequest()?.headers.first("Authorization") == nil)
  }

  @Test func aRelativeRedirectStaysAtHome() async throws {
    let file = Script.noise(1000)
    let relay = try MockRelay { request in
      request.path == "/a" ? .redirect(to: "b") : .file(file, type: "image/png", for: request)
    }
    #expect(await fetch(try client(relay.origin), "/a").bytes == file)
  }

  @Test func aLinkThatIsRefusedIsAnErrorWithItsWords() async throws {
    let relay = try MockRelay(
      .answer("<Error><Message>expired</Message></Error>", status: 403, type: "text/xml"))
    let fetched = await fetch(try client(relay.origin), relay.origin + "/a.png")
    #expect(fetched.error?.kind == .forbidden && fetched.error?.status == 403 && fetched.resumedAt.isEmpty)
    #expect(fetched.error?.title == "The file may not be fetched")
    let front = try MockRelay(.htmlPage())
    let page = await fetch(try client(front.origin), "/a.png")
    #expect(page.error?.kind == .notARelay && page.bytes.isEmpty)
  }
}
