import CurlTransport
import MockRelay
import RelayKit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ClientTests {
  static let key = "sk-fake-0123456789abcdef"
  static let whole = [
    #"data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"Hel"}}]}"# + "\n\n",
    #"data: {"choices":[{"index":0,"delta":{"content":"lo"}}]}"# + "\n\n",
    #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n",
  ]

  private func client(_ relay: MockRelay, retries: Int = 1) throws -> RelayClient {
    var configuration = RelayConfiguration(baseURL: try BaseURL(relay.origin), apiKey: Self.key)
    configuration.retries = retries
    configuration.wait = { _ in }
    return RelayClient(configuration: configuration, transport: CurlTransport.direct())
  }

  private func ask(_ relay: MockRelay, retries: Int = 1, stream: Bool? = true) async throws -> Exchange {
    let request = ChatRequest(model: "m", messages: [ChatMessage(role: "user", text: "hi")], stream: stream)
    return await (try client(relay, retries: retries)).chat(request, id: "x", startedAt: 0)
  }

  @Test func aStreamIsAssembledAndRecorded() async throws {
    let relay = try MockRelay(.eventStream(Self.whole))
    let exchange = try await ask(relay)
    #expect(exchange.outcome == .done)
    #expect(exchange.answer.text == "Hello")
    #expect(exchange.answer.servedModel == "m")
    #expect(exchange.frames.map(\.kind) == [.content, .content, .finish, .done])
    #expect(String(decoding: exchange.bytes, as: UTF8.self) == Self.whole.joined())
    #expect(exchange.arrivals.reduce(0) { $0 + $1.length } == exchange.bytes.count)
    #expect(exchange.marks[.firstToken] != nil)
    let arrived = try #require(await relay.nextRequest())
    #expect(arrived.path == "/v1/chat/completions")
    #expect(arrived.body == exchange.request.body)
    #expect(arrived.headers.first("Authorization") == "Bearer \(Self.key)")
  }

  @Test func theKeyIsNotInTheRecord() async throws {
    let exchange = try await ask(try MockRelay(.eventStream(Self.whole)))
    #expect(exchange.request.headers.first("Authorization") == "Bearer sk-....cdef")
    #expect(!String(describing: exchange).contains(Self.key))
  }

  @Test func plainJSONWhereAStreamWasAskedIsAnAnswer() async throws {
    let body = #"{"id":"c","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#
    let exchange = try await ask(try MockRelay(.answer(body)))
    #expect(exchange.outcome == .done)
    #expect(exchange.answer.text == "Hi")
  }

  @Test func aMissingFinishReasonIsACut() async throws {
    let exchange = try await ask(try MockRelay(.eventStream([Self.whole[0], "data: [DONE]\n\n"])))
    #expect(exchange.outcome?.name == "cut")
    #expect(exchange.answer.text == "Hel")
  }

  @Test func anErrorInsideTheStreamKeepsWhatCame() async throws {
    for error in [
      #"data: {"error":{"message":"boom","code":"x"}}"#, #"{"error":{"message":"boom","code":"x"}}"#,
    ] {
      let exchange = try await ask(try MockRelay(.eventStream([Self.whole[0], error + "\n\n"])))
      #expect(exchange.outcome?.error?.kind == .errorInStream)
      #expect(exchange.outcome?.error?.message == "boom")
      #expect(exchange.answer.text == "Hel")
      #expect(exchange.attempts.count == 1)
    }
  }

  @Test func aWebPageAndAnEmptyAnswerAreNamed() async throws {
    #expect(try await ask(try MockRelay(.htmlPage())).outcome?.error?.kind == .notARelay)
    let empty = try await ask(try MockRelay(.answer("")))
    #expect(empty.outcome?.error?.kind == .emptyAnswer)
    #expect(empty.attempts.count == 1)
  }

  @Test func aRefusalIsSentAgainOnce() async throws {
    let relay = try MockRelay(.emptyTooManyRequests(retryAfter: "7"), .eventStream(Self.whole))
    let exchange = try await ask(relay)
    #expect(exchange.outcome == .done)
    #expect(exchange.attempts.map(\.head?.status) == [429, 200])
    #expect(exchange.attempts.first?.waitSeconds == 7)
  }

  @Test func aKeptConnectionThatDiesIsAnAttemptOfItsOwn() async throws {
    let relay = try MockRelay { request in
      request.connection == 0 && request.number > 0 ? Script([.close]) : .eventStream(Self.whole)
    }
    let client = try client(relay)
    let request = ChatRequest(model: "m", messages: [ChatMessage(role: "user", text: "hi")], stream: true)
    #expect(await client.chat(request, id: "a", startedAt: 0).attempts.count == 1)
    let second = await client.chat(request, id: "b", startedAt: 0)
    #expect(second.outcome == .done && second.answer.text == "Hello")
    #expect(second.attempts.map(\.head?.status) == [nil, 200])
    #expect(second.attempts.first?.error?.kind == .connectionLost)
    var isKept: [Bool] = []
    for _ in 0..<3 { isKept.append(await relay.nextRequest()?.connection == 0) }
    #expect(isKept == [true, true, false])
  }

  @Test func theSecondRefusalStays() async throws {
    let exchange = try await ask(try MockRelay(.emptyTooManyRequests()))
    #expect(exchange.outcome?.error?.kind == .rateLimited)
    #expect(exchange.attempts.count == 2)
  }

  @Test func whatCannotHelpIsNotSentAgain() async throws {
    let body = #"{"error":{"message":"x","code":"invalid_request"}}"#
    let exchange = try await ask(try MockRelay(.jsonAsEventStream(status: 500, body)))
    #expect(exchange.outcome?.error?.kind == .badRequest)
    #expect(exchange.attempts.count == 1)
  }

  @Test func stoppingKeepsTheTextAndClosesTheConnection() async throws {
    let gate = Gate()
    let relay = try MockRelay(
      Script([.head(status: 200, headers: []), .wait(gate), .body(Array(Self.whole[0].utf8)), .stall]))
    let client = try client(relay)
    let handle = Mutex<(any ExchangeHandle)?>(nil)
    let recorder = ExchangeRecorder()
    let exchange = await withCheckedContinuation { continuation in
      let running = client.chat(ChatRequest(model: "m"), id: "x", startedAt: 0) { update in
        if case .delta = update { handle.withLock { $0?.stop() } }
        if let whole = recorder.apply(update) { continuation.resume(returning: whole) }
      }
      handle.withLock { $0 = running }
      gate.open()
    }
    #expect(exchange.outcome == .stopped)
    #expect(exchange.answer.text == "Hel")
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func aConnectionLeftOpenBehindTheEndMarkDoesNotHoldTheAnswerUp() async throws {
    let head = Script.Step.head(status: 200, headers: [])
    let relay = try MockRelay(Script([head] + Self.whole.map { .body(Array($0.utf8)) } + [.stall]))
    let exchange = await (try client(relay)).chat(ChatRequest(model: "m"), id: "x", startedAt: 0)
    #expect(exchange.outcome == .done)
    #expect(exchange.answer.text == "Hello")
    // Far below the limit for a stall.
    let behind = try #require(exchange.end) - (try #require(exchange.frames.last).instant)
    #expect(behind < 20_000_000_000)
    #expect(await relay.connectionClosed()?.byClient == true)
  }

  @Test func aReaderThatDoesNotReadHoldsTheRelayBack() async throws {
    let piece = Array((": " + String(repeating: "x", count: 65_000) + "\n").utf8)
    let pieces = 1_000
    let relay = try MockRelay { request in
      if request.path == "/probe" { return .answer("{}") }
      let end = Self.whole.map { Script.Step.body(Array($0.utf8)) }
      return Script(
        [.head(status: 200, headers: [])] + [Script.Step](repeating: .body(piece), count: pieces) + end)
    }
    let transport = CurlTransport.direct()
    let client = RelayClient(
      configuration: RelayConfiguration(baseURL: try BaseURL(relay.origin)), transport: transport)
    let delivered = Mutex((bytes: 0, most: 0))
    let recorder = ExchangeRecorder()
    let ended = AsyncStream.makeStream(of: Exchange.self)
    let filled = AsyncStream.makeStream(of: Void.self)
    let handle = client.chat(ChatRequest(model: "m"), id: "x", startedAt: 0) { update in
      if case .delta(let delta) = update {
        let bytes = delivered.withLock { delivered in
          delivered.bytes += delta.bytes.count
          return delivered.bytes
        }
        if bytes > 1 << 20 { filled.continuation.finish() }
      }
      if let whole = recorder.apply(update) {
        ended.continuation.yield(whole)
        ended.continuation.finish()
      }
    }
    for await _ in filled.stream {}
    // The thread passes its sockets many times and leaves that one alone.
    for _ in 0..<20 {
      let probe = HTTPRequest(method: "GET", url: relay.origin + "/probe")
      #expect(await transport.run(probe).failure == nil)
    }
    let held = delivered.withLock { $0.bytes }
    #expect(held > 1 << 20 && held < (1 << 20) + (256 << 10), "\(held)")
    // Reading on, everything comes.
    var consumed = 0
    while consumed < pieces * piece.count {
      let bytes = delivered.withLock { $0.bytes }
      handle.consumed(bytes: bytes - consumed)
      consumed = bytes
      await Task.yield()
    }
    var iterator = ended.stream.makeAsyncIterator()
    let exchange = try #require(await iterator.next())
    #expect(exchange.outcome == .done)
    #expect(exchange.bytes.count == pieces * piece.count + Self.whole.joined().utf8.count)
  }

  @Test func theAwaitedAnswerTakesWhateverComes() async throws {
    let piece = ": " + String(repeating: "x", count: 65_000) + "\n"
    let relay = try MockRelay(.eventStream([String](repeating: piece, count: 60) + Self.whole))
    let exchange = try await ask(relay)
    #expect(exchange.outcome == .done)
    #expect(exchange.bytes.count > 3 << 20)
  }

  @Test func aRedirectedRequestNamesTheOtherPlaceAndKeepsTheKeyHome() async throws {
    let other = try MockRelay(.answer("{}"))
    let exchange = try await ask(try MockRelay(.redirect(to: other.origin + "/v1?api_key=\(Self.key)")))
    let error = try #require(exchange.outcome?.error)
    #expect(error.kind == .redirected && error.explanation.contains(other.origin))
    #expect(!error.explanation.contains(Self.key))
    #expect(exchange.attempts.count == 1)
    other.stop()
    #expect(await other.nextRequest() == nil)
  }

  @Test func aRelayThatIsNotThereIsTriedTwiceAndNamed() async throws {
    var configuration = RelayConfiguration(baseURL: try BaseURL("127.0.0.1:1"), apiKey: Self.key)
    configuration.wait = { _ in }
    let exchange = await RelayClient(configuration: configuration, transport: CurlTransport.direct()).chat(
      ChatRequest(model: "m"), id: "x", startedAt: 0)
    let error = try #require(exchange.outcome?.error)
    #expect(exchange.attempts.count == 2)
    #expect(
      error.explanation == "127.0.0.1:1 refused the connection, or cannot be reached. Nothing was sent.")
    #expect(error.isBilled == false)
  }

  @Test func everyDialectIsUnderstoodByteByByte() async throws {
    let body =
      ": PING\r\n\r\ndata:{\"choices\":[{\"delta\":{\"content\":\"añ😀\"}}]}\r\n\r\n"
      + "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\r\n\r\n"
    let exchange = try await ask(try MockRelay(.dribbled(body)))
    #expect(exchange.outcome == .done)
    #expect(exchange.answer.text == "añ😀")
  }
}
