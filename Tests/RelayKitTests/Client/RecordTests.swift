import Testing

@testable import RelayKit

@Suite(.timeLimit(.minutes(10))) struct RecordTests {
  static let key = "sk-fake-0123456789abcdefQRSTUV"

  static func client(_ transport: ScriptedTransport, retries: Int = 1) throws -> RelayClient {
    var configuration = RelayConfiguration(
      baseURL: try BaseURL("https://relay.example/v1?key=\(key)"), apiKey: key)
    configuration.retries = retries
    configuration.wait = { _ in }
    configuration.extraHeaders = [
      HTTPHeader("X-Api-Key", key), HTTPHeader("X-Note", "mine is \(key)"), HTTPHeader("Cookie", "a=\(key)"),
      HTTPHeader("X-Relay-Token", "another-secret-9876"),
    ]
    return RelayClient(configuration: configuration, transport: transport)
  }

  static func written(_ updates: [ExchangeUpdate]) -> String {
    var writer = ExchangeFileWriter()
    return String(decoding: updates.flatMap { writer.bytes(for: $0) }, as: UTF8.self)
  }

  @Test func aKeyIsNowhereInRecordOrFile() async throws {
    let key = Self.key
    let headers = [
      HTTPHeader("Set-Cookie", "k=\(key)"), HTTPHeader("X-Echo", key), HTTPHeader("x-request-id", "r-\(key)"),
      HTTPHeader("Location", "https://h/?api_key=\(key)"),
    ]
    let transport = ScriptedTransport { number, transfer in
      if number == 1 {
        transfer.head(500, headers)
        let body =
          #"{"error":{"message":"bad key \#(key)","code":"c-\#(key)","type":"\#(key)","param":"\#(key)"}}"#
        // The key is split over reads.
        for piece in [body.prefix(30), body.dropFirst(30).prefix(20), body.dropFirst(50)] {
          transfer.bytes(String(piece))
        }
      } else {
        transfer.head(200, headers)
        transfer.bytes("data: {\"choices\":[{\"delta\":{\"content\":\"it is \(key.prefix(12))")
        transfer.bytes("\(key.dropFirst(12)), another-secret-9876\"}}]}\n\n: \(key)\n\n")
        transfer.bytes("data: {\"error\":{\"message\":\"\(key)\",\"metadata\":{\"raw\":\"\(key)\"}}}\n\n")
        transfer.bytes("data: {\"id\":\"\(key.prefix(20))")
      }
      transfer.end(number == 1 ? nil : .other(detail: "proxy http://u:\(key)@p"))
    }
    let log = UpdateLog()
    let request = ChatRequest(
      model: "m", messages: [ChatMessage(role: "user", text: "my key is \(key), another-secret-9876")])
    try Self.client(transport).chat(request, id: "x", startedAt: 0, observer: log.take)
    let exchange = try #require(await log.whole())
    // On the wire it is what it is.
    #expect(transport.transfers.first?.request.headers.first("Authorization") == "Bearer \(key)")
    #expect(String(decoding: transport.transfers[0].request.body, as: UTF8.self).contains(key))
    let file = Self.written(log.all)
    for text in [file, String(reflecting: exchange), String(reflecting: log.all)] {
      #expect(!text.contains(key.dropFirst(3).dropLast(4)))
      #expect(!text.contains("another-secret"))
    }
    #expect(exchange.request.headers.first("Authorization") == "Bearer sk-....STUV")
    #expect(exchange.answer.text.hasPrefix("it is sk-") && exchange.answer.text.contains("STUV, "))
    #expect(exchange.attempts.first?.error?.message == "bad key sk-....STUV")
    #expect(exchange.request.body.count == transport.transfers[0].request.body.count)
  }

  @Test func theFileOfARunningClientReadsBackAsTheRecord() async throws {
    let transport = ScriptedTransport { number, transfer in
      if number == 1 {
        transfer.head(429, [HTTPHeader("Retry-After", "2")])
      } else {
        transfer.head(200)
        for read in [
          "data: {\"choi", "ces\":[{\"delta\":{\"content\":\"<think>a</think>b\"}}]}\n", "\n: x\n\n{\"err",
          "or\":\"late\"}",
        ] { transfer.bytes(read) }
      }
      transfer.end()
    }
    let log = UpdateLog()
    try Self.client(transport).chat(ChatRequest(model: "m"), id: "x", startedAt: 9.5, observer: log.take)
    let exchange = try #require(await log.whole())
    #expect(exchange.outcome?.error?.message == "late")
    #expect(exchange.answer.text == "b" && exchange.answer.reasoning == "a")
    #expect(exchange.attempts.map(\.waitSeconds) == [2, nil])
    let read = try ExchangeFileReader.updates(from: Self.written(log.all).utf8)
    #expect(read == log.all)
    let recorder = ExchangeRecorder()
    #expect(read.lazy.compactMap { recorder.apply($0) }.first == exchange)
  }

  @Test func sentencesKnowTheRequest() async throws {
    let transport = ScriptedTransport { _, transfer in transfer.end(.connectTimeout(seconds: 10)) }
    let exchange = await (try Self.client(transport, retries: 0)).chat(
      ChatRequest(model: "gpt-5.4"), id: "x", startedAt: 0)
    let error = try #require(exchange.outcome?.error)
    #expect(error.explanation == "relay.example:443 did not answer in 10 s. Nothing was sent.")
    #expect(error.details["model"] == "gpt-5.4" && error.details["key"] == "STUV")
    #expect(error.details["url"] == "https://relay.example/v1/chat/completions")
  }

  @Test func theClosestModelIsProposedOnceTheListIsKnown() async throws {
    let transport = ScriptedTransport { _, transfer in
      if transfer.request.method == "GET" {
        transfer.head(200)
        transfer.bytes(#"{"data":[{"id":"gpt-5.4"},{"id":"o3"}]}"#)
      } else {
        transfer.head(503)
        transfer.bytes(#"{"error":{"code":"model_not_found"}}"#)
      }
      transfer.end()
    }
    let client = try Self.client(transport)
    let request = ChatRequest(model: "gtp-5.4")
    #expect(await client.chat(request, id: "x", startedAt: 0).outcome?.error?.details["closest"] == nil)
    #expect(try await client.models().count == 2)
    let error = await client.chat(request, id: "y", startedAt: 0).outcome?.error
    #expect(error?.details["closest"] == "gpt-5.4")
    #expect(error?.advice.hasPrefix("The relay does not list gtp-5.4: did you mean gpt-5.4?") == true)
  }
}
