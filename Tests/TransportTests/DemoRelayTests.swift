import CurlTransport
import MockRelay
import RelayKit
import Testing

@Suite(.timeLimit(.minutes(10)))
struct DemoRelayTests {
  let transport = CurlTransport.direct()

  private func ask(_ relay: DemoRelay, _ model: String, _ prompt: String, _ more: String = "") async
    -> Outcome
  {
    let body =
      #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(prompt)"}]\#(more)}"#
    let request = HTTPRequest(
      method: "POST", url: relay.baseURL + "/chat/completions", body: Array(body.utf8))
    return await transport.run(request)
  }

  @Test func itListsItsModels() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let outcome = await transport.run(HTTPRequest(method: "GET", url: relay.baseURL + "/models"))
    #expect(outcome.heads.first?.status == 200)
    for model in DemoRelay.models { #expect(outcome.text.contains("\"id\":\"\(model)\"")) }
  }

  @Test func theWriterQuotesThePromptAndEndsProperly() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let outcome = await ask(
      relay, "demo-writer", "harbour", #","stream":true,"stream_options":{"include_usage":true}"#)
    #expect(outcome.failure == nil)
    #expect(outcome.text.contains(#""content":" harbour""#))
    #expect(outcome.text.contains(#""finish_reason":"stop""#))
    #expect(outcome.text.contains(#""usage":{"prompt_tokens":1,"#))
    #expect(outcome.text.hasSuffix("data: [DONE]\n\n"))
    #expect(outcome.heads.first?.headers.first("X-Oneapi-Request-Id")?.hasPrefix("demo-") == true)
  }

  @Test func theReasonerThinksFirst() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let text = await ask(relay, "demo-reasoner", "why", #","stream":true"#).text
    let lastThought = try #require(text.ranges(of: "\"reasoning_content\"").last)
    let firstWord = try #require(text.firstRange(of: #""delta":{"content""#))
    #expect(lastThought.lowerBound < firstWord.lowerBound)
  }

  @Test func tokenLimitAndWholeAnswersAreHonoured() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let text = await ask(relay, "demo-writer", "x", #","max_tokens":3"#).text
    #expect(text.contains(##""content":"# A simulated"},"finish_reason":"length""##))
    #expect(text.contains(#""completion_tokens":3,"#))
  }

  /// Through the client, as a person meets it.
  private func chat(
    _ relay: DemoRelay, _ prompt: String, model: String = "demo-writer", retries: Int = 1,
    _ change: (inout ChatRequest) -> Void = { _ in }
  ) async throws -> Exchange {
    var configuration = RelayConfiguration(baseURL: try BaseURL(relay.baseURL), apiKey: "sk-demo-0123456789")
    configuration.wait = { _ in }
    configuration.retries = retries
    // Only these two never go on; of one some words must have come.
    configuration.limits.stallSeconds = prompt.hasPrefix("late") ? 0.5 : prompt.hasPrefix("stall") ? 4 : 30
    var request = ChatRequest(model: model, messages: [ChatMessage(role: "user", text: prompt)])
    change(&request)
    return await RelayClient(configuration: configuration, transport: transport).chat(
      request, id: "x", startedAt: 0)
  }

  // MARK: Simulated money

  private func client(_ relay: DemoRelay) throws -> RelayClient {
    RelayClient(
      configuration: RelayConfiguration(baseURL: try BaseURL(relay.baseURL), apiKey: "sk-demo-0123456789"),
      transport: transport)
  }

  @Test func whatWasServedIsInTheLogUnderItsRequestID() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let exchange = try await chat(relay, "harbour") {
      $0.stream = true
      $0.includeUsage = true
    }
    _ = try await chat(relay, "429", model: "demo-fails", retries: 0)
    let log = try await client(relay).keyLog()
    // The refusal cost nothing.
    let row = try #require(log.rows.first)
    #expect(log.rows.count == 1 && row.requestID == exchange.requestID && row.model == "demo-writer")
    let usage = exchange.answer.usage
    #expect(row.outputTokens == usage?["completion_tokens"]?.intValue && row.inputTokens == 1)
    #expect(row.details?.endReason == "done" && row.keyName == "demo (simulated)")
    // Ratio 0.375, and 6 times that for the answer.
    let charged = (1 + Double(row.outputTokens ?? 0) * 6) * 0.375
    #expect(row.quota == charged.rounded())
    let balance = try await client(relay).keyUsage()
    #expect(balance.used == row.quota && balance.available == 5_000_000 - (row.quota ?? 0))
    #expect(try await client(relay).relayStatus()?.quotaPerUnit == 500_000)
  }

  @Test func aStoppedAnswerIsChargedForWhatWasMade() async throws {
    // Slow enough that a busy machine stops it before it ends by itself.
    let relay = try DemoRelay(tokensPerSecond: 2)
    let configuration = RelayConfiguration(baseURL: try BaseURL(relay.baseURL))
    let client = RelayClient(configuration: configuration, transport: transport)
    var request = ChatRequest(model: "demo-writer", messages: [ChatMessage(role: "user", text: "harbour")])
    request.stream = true
    let (updates, continuation) = AsyncStream.makeStream(of: ExchangeUpdate.self)
    let handle = client.chat(request, id: "x", startedAt: 0, waitsForReader: false) { continuation.yield($0) }
    var tokens = 0
    for await update in updates {
      if case .delta(let delta) = update { tokens += delta.tokenEvents }
      if tokens >= 3 { handle.stop() }
      if case .ended = update { break }
    }
    // The relay sees that the client is gone before the next token.
    _ = await relay.connectionClosed()
    let row = try #require(try await client.keyLog().rows.first)
    #expect(row.details?.endReason == "client_gone")
    #expect((tokens...tokens + 60).contains(row.outputTokens ?? 0))
  }

  @Test func severalChoicesComeInTurns() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    for stream in [true, false] {
      let exchange = try await chat(relay, "x") {
        $0.n = 3
        $0.stream = stream
        $0.includeUsage = true
      }
      #expect(exchange.outcome == .done)
      #expect(
        exchange.answer.choices.map { $0.text.prefix(11) } == ["Answer 1 of", "Answer 2 of", "Answer 3 of"])
      let tokens = try #require(exchange.answer.usage?["completion_tokens"]?.intValue)
      #expect(stream ? exchange.answer.tokenEvents == tokens : tokens > 100)
    }
  }

  @Test func stopLimitAndFormAreHonoured() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let stopped = try await chat(relay, "x") { $0.stop = ["never there", "You wrote"] }
    #expect(stopped.answer.text == "# A simulated answer\n\n" && stopped.answer.finishReason == "stop")
    let limited = try await chat(relay, "why", model: "demo-reasoner") { $0.maxCompletionTokens = 4 }
    #expect(limited.answer.finishReason == "length" && limited.answer.text.isEmpty)
    #expect(limited.answer.reasoning == "The message begins with")
    let object = try await chat(relay, "say \"hi\"") { $0.responseFormat = .jsonObject }
    #expect(try JSONValue(parsing: object.answer.text)["you_wrote"] == .string("say \"hi\""))
    let schema = try JSONValue(
      parsing:
        #"{"type":"object","properties":{"a":{"type":"integer"},"b":{"enum":["x"]},"c":{"type":"array","items":{"type":"boolean"}}}}"#
    )
    let formed = try await chat(relay, "x") { $0.responseFormat = .jsonSchema(name: "s", schema: schema) }
    #expect(try JSONValue(parsing: formed.answer.text).text() == #"{"a":1,"b":"x","c":[true]}"#)
  }

  @Test func toolsAreCalledAndTheirResultsTaken() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let schema = try JSONValue(
      parsing:
        #"{"type":"object","properties":{"city":{"type":"string"},"days":{"minimum":2,"type":"integer"}}}"#)
    let tools: [ChatTool] = [.function(name: "time"), .function(name: "weather", parameters: schema)]
    for stream in [true, false] {
      let called = try await chat(relay, "x") {
        $0.tools = tools
        $0.toolChoice = .function("weather")
        $0.stream = stream
      }
      let call = try #require(called.answer.choices.first?.toolCalls.first)
      #expect(
        call.name == "weather" && call.arguments == #"{"city":"simulated","days":2}"# && !call.id.isEmpty)
      #expect(called.answer.finishReason == "tool_calls" && called.answer.text.isEmpty)
      let answered = try await chat(relay, "x") {
        $0.tools = tools
        var result = ChatMessage(role: "tool", text: "18 degrees")
        result.toolCallID = call.id
        $0.messages.append(result)
        $0.stream = stream
      }
      #expect(answered.answer.text.contains("> 18 degrees") && answered.answer.finishReason == "stop")
    }
    let none = try await chat(relay, "x") {
      $0.tools = tools
      $0.toolChoice = ToolChoice.none
    }
    #expect(none.answer.choices.first?.toolCalls.isEmpty == true && !none.answer.text.isEmpty)
  }

  @Test func logprobsComeWithEveryToken() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    for stream in [true, false] {
      let exchange = try await chat(relay, "x") {
        $0.logprobs = true
        $0.topLogprobs = 2
        $0.maxTokens = 5
        $0.stream = stream
      }
      let logprobs = try #require(exchange.answer.choices.first).logprobs
      #expect(logprobs.compactMap { $0["token"]?.stringValue }.joined() == exchange.answer.text)
      #expect(logprobs.count == 5)
      #expect(logprobs.allSatisfy { ($0["logprob"]?.doubleValue ?? 1) <= 0 })
      #expect(logprobs.allSatisfy { $0["top_logprobs"]?.arrayValue?.count == 2 })
    }
  }

  @Test(arguments: ["temperature": "3", "top_p": "-1", "n": "9", "max_tokens": "0", "top_logprobs": "2"])
  func whatCannotBeHonouredIsRefusedByName(name: String, value: String) async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let error = try await chat(relay, "x") { $0.parameters[name] = .number(value) }.outcome?.error
    #expect(error?.kind == .badRequest && error?.parameter == name && error?.code == "invalid_value")
    #expect(error?.message.contains("(simulated)") == true)
  }

  /// Word, outcome, kind of error, status, number of tries, whether text is left.
  @Test(
    arguments: [
      ("400", "failed", "bad_request", 400, 1, false),
      ("unsupported", "failed", "unsupported_parameter", 400, 1, false),
      ("long", "failed", "context_too_long", 400, 1, false),
      ("blocked", "failed", "content_blocked", 400, 1, false),
      ("401", "failed", "unauthorized", 401, 1, false),
      ("403", "failed", "insufficient_credit", 403, 1, false),
      ("403-key", "failed", "key_limit", 403, 1, false),
      ("403-ip", "failed", "address_forbidden", 403, 1, false),
      ("403-model", "failed", "forbidden", 403, 1, false), ("404", "failed", "not_found", 404, 1, false),
      ("413", "failed", "too_large", 413, 1, false), ("429", "failed", "rate_limited", 429, 2, false),
      ("429-silent", "failed", "rate_limited", 429, 2, false), ("429-once", "done", nil, 200, 2, true),
      ("500", "failed", "relay_failure", 500, 2, false),
      ("500-request", "failed", "bad_request", 500, 1, false),
      ("501", "failed", "not_implemented", 501, 1, false), ("502", "failed", "bad_gateway", 502, 2, false),
      ("503", "failed", "model_unavailable", 503, 1, false),
      ("503-busy", "failed", "overloaded", 503, 2, false),
      ("503-key", "failed", "supplier_without_key", 503, 1, false), ("503-once", "done", nil, 200, 2, true),
      ("504", "failed", "gateway_timeout", 504, 2, false), ("cut", "cut", "connection_lost", 200, 1, true),
      ("stall", "cut", "stalled", 200, 1, true), ("late", "failed", "stalled", nil, 1, false),
      ("error", "failed", "error_in_stream", 200, 1, true),
      ("early", "failed", "insufficient_credit", 200, 1, false),
      ("done", "cut", "cut", 200, 1, true), ("length", "done", nil, 200, 1, true),
      ("filter", "done", nil, 200, 1, true),
      ("empty", "failed", "empty_answer", 200, 1, false), ("again", "done", nil, 200, 1, true),
      ("json", "done", nil, 200, 1, true), ("think", "done", nil, 200, 1, true),
      ("html", "failed", "not_a_relay", 200, 1, false), ("hello", "done", nil, 200, 1, true),
    ] as [(String, String, String?, Int?, Int, Bool)])
  func everyFailureHappensAndIsUnderstood(
    word: String, outcome: String, kind: String?, status: Int?, tries: Int, hasText: Bool
  ) async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let exchange = try await chat(relay, "\(word) please", model: "demo-fails") {
      if word == "unsupported" { $0.parameters["max_tokens"] = .number("50") }
    }
    #expect(exchange.outcome?.name == outcome)
    #expect(exchange.outcome?.error?.kind.rawValue == kind)
    #expect(exchange.head?.status == status)
    #expect(exchange.attempts.count == tries)
    #expect(!exchange.answer.text.isEmpty == hasText)
    if let error = exchange.outcome?.error, error.status ?? 0 >= 400, word != "429-silent", word != "502" {
      #expect(error.message.contains("(simulated)") && error.requestID?.hasPrefix("demo-") == true)
    }
  }

  @Test func theListOfFailuresIsOffered() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let text = try await chat(relay, "what can you do", model: "demo-fails").answer.text
    for word in ["401", "429-once", "503-busy", "cut", "again", "html"] {
      #expect(text.contains("`\(word)`"))
    }
    let again = try await chat(relay, "again", model: "demo-fails")
    #expect(again.answer.restarted.count == 1)
    let think = try await chat(relay, "think", model: "demo-fails")
    #expect(think.answer.reasoning.contains("simulated") && !think.answer.text.contains("think>"))
    let wait = try await chat(relay, "429", model: "demo-fails")
    #expect(wait.attempts.first?.waitSeconds == 3)
  }

  @Test func streamingStopsWhenTheClientLeaves() async throws {
    let relay = try DemoRelay(tokensPerSecond: 1)
    let body = #"{"model":"demo-writer","messages":[],"stream":true}"#
    let recorder = Recorder()
    let head = AsyncStream.makeStream(of: Void.self)
    let request = HTTPRequest(
      method: "POST", url: relay.baseURL + "/chat/completions", body: Array(body.utf8))
    let transfer = transport.start(request) { event in
      if case .head = event { head.continuation.finish() }
      recorder.handle(event)
    }
    for await _ in head.stream {}
    transfer.cancel()
    #expect(await recorder.outcome().failure == .cancelled)
    #expect(await relay.connectionClosed()?.byClient == true)
  }
}
