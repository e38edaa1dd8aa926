import CurlTransport
import MockRelay
import RelayKit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
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
}
