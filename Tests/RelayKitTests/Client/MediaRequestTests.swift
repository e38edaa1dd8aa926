import Testing

@testable import RelayKit

@Suite(.timeLimit(.minutes(10))) struct MediaRequestTests {
  static let key = "sk-fake-0123456789abcdef"
  private let fields = JSONObject([
    .init(key: "model", value: .string("m")), .init(key: "prompt", value: .string("a \"boat\"\r\nat dawn")),
    .init(key: "n", value: .integer(2)), .init(key: "scale", value: .number("0.70")),
    .init(key: "metadata", value: .object(JSONObject([.init(key: "ratio", value: .string("16:9"))]))),
  ])

  private func client(
    _ transport: ScriptedTransport, _ change: (inout RelayConfiguration) -> Void = { _ in }
  ) throws -> RelayClient {
    var configuration = RelayConfiguration(baseURL: try BaseURL("https://relay.example"), apiKey: Self.key)
    configuration.wait = { _ in }
    change(&configuration)
    return RelayClient(configuration: configuration, transport: transport)
  }

  private static func body(_ text: String) -> @Sendable (Int, ScriptedTransport.Transfer) -> Void {
    { _, transfer in
      transfer.head(200)
      transfer.bytes(text)
      transfer.end()
    }
  }

  @Test func theBodyIsRecordedAsItIsSent() async throws {
    let transport = ScriptedTransport(Self.body(#"{"data":[{"url":"https://x/1"}]}"#))
    let exchange = try await client(transport).make(
      MediaRequest(kind: .image, fields: fields), id: "x", startedAt: 1)
    let sent = try #require(transport.transfers.first?.request)
    #expect(sent.url == "https://relay.example/v1/images/generations" && sent.method == "POST")
    #expect(exchange.request.body == sent.body && exchange.outcome == .done)
    #expect(
      String(decoding: sent.body, as: UTF8.self)
        == #"{"model":"m","prompt":"a \"boat\"\r\nat dawn","n":2,"scale":0.70,"metadata":{"ratio":"16:9"}}"#)
    #expect(sent.headers.first("Content-Type") == "application/json")
    #expect(exchange.request.headers.first("Authorization") == "Bearer sk-....cdef")
    #expect(exchange.requestedModel == "m" && !exchange.asksForStream)
  }

  @Test func filesAreSentAsAForm() async throws {
    let transport = ScriptedTransport(Self.body(#"{"data":[{"url":"https://x/1"}]}"#))
    let file = FormFile(field: "image[]", name: "a\"\n.png", type: "image/png", bytes: [0, 1, 255])
    let exchange = try await client(transport).make(
      MediaRequest(kind: .imageEdit, fields: fields, files: [file]), id: "x", startedAt: 1)
    let sent = try #require(transport.transfers.first?.request)
    let type = try #require(sent.headers.first("Content-Type"))
    #expect(sent.url.hasSuffix("/images/edits") && type.hasPrefix("multipart/form-data; boundary=bayside-"))
    let boundary = type.dropFirst("multipart/form-data; boundary=".count)
    let expected =
      [
        ("model", "m"), ("prompt", "a \"boat\"\r\nat dawn"), ("n", "2"), ("scale", "0.70"),
        ("metadata", #"{"ratio":"16:9"}"#),
      ].map { "--\(boundary)\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }.joined()
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"image[]\"; filename=\"a%22%0A.png\"\r\n"
      + "Content-Type: image/png\r\n\r\n"
    #expect(sent.body == Array(expected.utf8) + [0, 1, 255] + Array("\r\n--\(boundary)--\r\n".utf8))
    #expect(exchange.request.body == sent.body)
  }

  @Test func aBodyThatTheUserWroteIsSentAsItIs() async throws {
    let raw = #"{ "model" : "other", "stream": true, "prompt": "x" }"#
    let transport = ScriptedTransport(Self.body("data: [DONE]\n\n"))
    let request = MediaRequest(kind: .image, fields: fields, rawBody: Array(raw.utf8))
    #expect(request.model == "other" && request.streams)
    let exchange = try await client(transport).make(request, id: "x", startedAt: 1)
    let sent = try #require(transport.transfers.first?.request)
    #expect(sent.body == Array(raw.utf8) && sent.headers.first("Accept") == "text/event-stream")
    #expect(exchange.requestedModel == "other" && exchange.asksForStream)
  }

  @Test(arguments: [MediaRequest.Kind.image, .imageEdit, .video])
  func nothingIsSentTwice(kind: MediaRequest.Kind) async throws {
    let failures: [@Sendable (Int, ScriptedTransport.Transfer) -> Void] = [
      { _, transfer in
        transfer.head(503)
        transfer.end()
      },
      { _, transfer in transfer.end(.cannotConnect(host: "h", port: 1, detail: "")) },
      { _, transfer in transfer.end(.totalTimeout(seconds: 1, receivedBytes: 0)) },
    ]
    for failure in failures {
      let transport = ScriptedTransport(failure)
      let exchange = try await client(transport) { $0.retries = 3 }.make(
        MediaRequest(kind: kind, fields: fields), id: "x", startedAt: 1)
      #expect(transport.transfers.count == 1 && exchange.attempts.count == 1)
      #expect(exchange.outcome?.name == "failed")
    }
  }

  @Test func silenceIsWaitedOutLongerThanWithAChat() throws {
    func limits(_ kind: MediaRequest.Kind, _ change: (inout TransferLimits) -> Void = { _ in }) throws
      -> TransferLimits
    {
      let transport = ScriptedTransport()
      _ = try client(transport) { change(&$0.limits) }.make(
        MediaRequest(kind: kind, fields: fields), id: "x", startedAt: 1
      ) { _ in }
      return try #require(transport.transfers.first?.request.limits)
    }
    #expect(try limits(.image).stallSeconds == 300 && limits(.image).totalSeconds == 900)
    #expect(try limits(.video).stallSeconds == 180 && limits(.video).totalSeconds == 600)
    #expect(try limits(.image) { $0.stallSeconds = 1000 }.stallSeconds == 1000)
    #expect(try limits(.image) { $0.totalSeconds = nil }.totalSeconds == nil)
  }

  @Test func aSubmissionThatMayHaveArrivedSaysSo() async throws {
    let transport = ScriptedTransport { _, transfer in transfer.end(.stalled(seconds: 60, receivedBytes: 0)) }
    let exchange = try await client(transport).make(
      MediaRequest(kind: .video, fields: fields), id: "x", startedAt: 1)
    let error = try #require(exchange.outcome?.error)
    #expect(error.advice.contains("it may exist, and be charged"))
    #expect(error.billing == .unknown)
  }

  @Test func aRecordIsReadBackAsItWas() async throws {
    let picture = SamplePictures.url(SamplePictures.png(90))
    let bodies: [(MediaRequest.Kind, String)] = [
      (.image, #"{"data":[{"url":"\#(picture)"}],"usage":{"total_tokens":3}}"#),
      (.image, "event: image_edit.partial_image\ndata: {\"url\":\"\(picture)\"}\n\ndata: [DONE]\n\n"),
      (.video, #"{"id":"task_1","status":"queued","model":"m"}"#),
      (.video, #"{"message":"boom","code":"x"}"#),
    ]
    for (kind, body) in bodies {
      let exchange = try await client(ScriptedTransport(Self.body(body))).make(
        MediaRequest(kind: kind, fields: fields), id: "x", startedAt: 1)
      var read: Exchange?
      for update in try ExchangeFileReader.updates(from: exchange.file) {
        if case .began(let record) = update { read = record } else { read?.apply(update) }
      }
      #expect(read == exchange, "\(body)")
    }
  }

  @Test func theTaskOfASubmissionIsInItsRecord() async throws {
    let transport = ScriptedTransport(Self.body(#"{"id":"task_1","status":"queued","seconds":"8"}"#))
    let exchange = try await client(transport).make(
      MediaRequest(kind: .video, fields: fields), id: "x", startedAt: 1)
    #expect(exchange.outcome == .done && exchange.answer.responseID == "task_1")
    #expect(exchange.videoTask?.seconds == "8" && exchange.videoTask?.phase == .queued)
  }
}
