import RelayKit

/// A way in which `demo-fails` fails: the first word of the prompt names it.
struct DemoFailure: Sendable {
  let word: String
  /// What happens, for the list that the model offers.
  let says: String
  let script: @Sendable (DemoChat) -> Script

  private init(_ word: String, _ says: String, _ script: @escaping @Sendable (DemoChat) -> Script) {
    self.word = word
    self.says = says
    self.script = script
  }

  static var all: [DemoFailure] { requests + keys + limits + suppliers + streams }

  // MARK: Refusals

  /// Refuses what is in the request, and answers once it is not, so that mending can be tried.
  private static func unsupported(_ chat: DemoChat) -> Script {
    if chat.chat.parameters["temperature"] != nil {
      return chat.wire.error(
        400, "Unsupported parameter: 'temperature' is not supported with this model.",
        type: "invalid_request_error", param: "temperature", code: "unsupported_parameter")
    }
    if chat.chat.parameters["max_tokens"] != nil {
      return chat.wire.error(
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        type: "invalid_request_error", param: "max_tokens", code: "unsupported_parameter")
    }
    return chat.reply(
      "This model takes neither `temperature` nor `max_tokens`, and the request has none. Set one "
        + "(`:set temperature 0.2`) and send `unsupported` again to see how a request is mended.")
  }

  private static let requests = [
    DemoFailure("400", "a value is invalid") {
      $0.wire.error(
        400, "Invalid value for 'messages[0].role'", type: "invalid_request_error", param: "messages[0].role",
        code: "invalid_value")
    },
    DemoFailure("unsupported", "400, the model takes neither temperature nor max_tokens", unsupported),
    DemoFailure("long", "400, more than the model can read") {
      $0.wire.error(
        400, "This model's maximum context length is 8192 tokens", type: "invalid_request_error",
        param: "messages", code: "context_length_exceeded")
    },
    DemoFailure("blocked", "400, a filter blocked the prompt") {
      $0.wire.error(400, "request blocked", code: "prompt_blocked")
    },
    DemoFailure("404", "nothing at this address") {
      $0.wire.error(
        404, "Invalid URL (POST /v1/chat/completions)", type: "invalid_request_error", code: "")
    },
    DemoFailure("413", "the body is too large") {
      $0.wire.error(413, "request body too large", code: "read_request_body_failed")
    },
    DemoFailure("500-request", "the relay cannot pass the request on") {
      $0.wire.error(500, "field temperature is invalid", code: "convert_request_failed")
    },
    DemoFailure("501", "not built there") {
      $0.wire.error(501, "API not implemented", type: "new_api_error", code: "api_not_implemented")
    },
  ]

  private static let keys = [
    DemoFailure("401", "the key is not accepted") { $0.wire.error(401, "Invalid token", code: "") },
    DemoFailure("403", "not enough credit") {
      $0.wire.error(
        403, "user quota is not enough, remaining: $0.02, needed: $0.31", code: "insufficient_user_quota")
    },
    DemoFailure("403-key", "the key's own limit is used up") {
      $0.wire.error(403, "token quota is not enough", code: "pre_consume_token_quota_failed")
    },
    DemoFailure("403-ip", "the IP address is not allowed") {
      $0.wire.error(403, "您的 IP 不在令牌允许访问的列表中", code: "access_denied")
    },
    DemoFailure("403-model", "the key may not use the model") {
      $0.wire.error(403, "This token has no access to model demo-fails", code: "")
    },
  ]

  @Sendable private static func tooMany(_ chat: DemoChat) -> Script {
    chat.wire.error(
      429, "Too many requests, try again in 3 seconds", type: "rate_limit_error", code: "rate_limit_exceeded",
      headers: [HTTPHeader("Retry-After", "3")])
  }
  @Sendable private static func overloaded(_ chat: DemoChat) -> Script {
    chat.wire.error(503, "system memory overloaded", code: "system_memory_overloaded")
  }

  private static let limits = [
    DemoFailure("429", "a rate limit, with Retry-After", tooMany),
    DemoFailure("429-silent", "a rate limit without a word") { _ in .emptyTooManyRequests() },
    DemoFailure("429-once", "a rate limit that has passed with the next try") {
      $0.refusals.isDue("429-once") ? tooMany($0) : $0.reply(DemoText.passed)
    },
    DemoFailure("429-twice", "a rate limit, two times of three") {
      $0.refusals.isDue("429-twice", times: 2) ? tooMany($0) : $0.reply(DemoText.passed)
    },
    DemoFailure("503-busy", "the relay is overloaded", overloaded),
    DemoFailure("503-once", "an overload that has passed with the next try") {
      $0.refusals.isDue("503-once") ? overloaded($0) : $0.reply(DemoText.passed)
    },
  ]

  private static let suppliers = [
    DemoFailure("500", "something failed inside the relay") {
      $0.wire.error(
        500, "upstream error: do request failed", type: "upstream_error", code: "do_request_failed")
    },
    DemoFailure("502", "a front proxy's page about a bad gateway") { _ in
      .answer(
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>simulated</body>\r\n</html>\r\n",
        status: 502, type: "text/html")
    },
    DemoFailure("503", "no supplier for the model") {
      $0.wire.error(
        503, "No available channel for model demo-fails under group demo (distributor)",
        code: "model_not_found")
    },
    DemoFailure("503-key", "the supplier account is out of keys") {
      $0.wire.error(503, "no available key", code: "channel:no_available_key")
    },
    DemoFailure("504", "the supplier took too long") {
      $0.wire.error(504, "response time exceeded", code: "channel:response_time_exceeded")
    },
  ]

  // MARK: Answers that go wrong

  private static func words(_ chat: DemoChat, id: String? = nil) -> [Script.Step] {
    ["The simulated ", "answer ", "begins "].map {
      chat.wire.chunk(chat.wire.delta(.members(("content", .string($0)))), id: id)
    }
  }

  private static func beginning(_ chat: DemoChat) -> [Script.Step] {
    let role = JSONValue.members(("role", .string("assistant")), ("content", .string("")))
    return [chat.wire.streamHead, chat.wire.chunk(chat.wire.delta(role))] + words(chat)
  }

  private static func finish(_ chat: DemoChat, _ reason: String) -> [Script.Step] {
    [chat.wire.chunk(chat.wire.delta(.members(), finish: reason)), chat.wire.endMark, .end]
  }

  private static let streams = [
    DemoFailure("cut", "the connection breaks in the middle of the stream") {
      Script(beginning($0) + [.cutMidChunk(Array("data: {\"choices\":[{\"del".utf8))])
    },
    DemoFailure("stall", "the stream falls silent") { Script(beginning($0) + [.stall]) },
    DemoFailure("late", "no byte ever comes") { _ in Script([.stall]) },
    DemoFailure("error", "an error inside a stream that began well") {
      let body = DemoWire.errorBody("The upstream failed midway (simulated)", "upstream_error", "", "midway")
      return Script(beginning($0) + [$0.wire.event(body.text()), .end])
    },
    DemoFailure("early", "an error under status 200 before any text") {
      let body = DemoWire.errorBody(
        "user quota is not enough (simulated)", "new_api_error", "", "insufficient_user_quota")
      return Script([$0.wire.streamHead, $0.wire.event(body.text()), $0.wire.endMark, .end])
    },
    DemoFailure("done", "an end mark without a finish_reason") {
      Script(beginning($0) + [$0.wire.endMark, .end])
    },
    DemoFailure("length", "the token limit is reached") { Script(beginning($0) + finish($0, "length")) },
    DemoFailure("filter", "a filter withholds the rest") {
      Script(beginning($0) + finish($0, "content_filter"))
    },
    DemoFailure("empty", "a stream without any content") {
      Script([$0.wire.streamHead, $0.wire.endMark, .end])
    },
    DemoFailure("again", "a second answer behind the first") {
      let other = "\($0.wire.requestID)-again"
      return Script(beginning($0) + words($0, id: other) + finish($0, "stop"))
    },
    DemoFailure("json", "plain JSON where a stream was asked for") {
      var whole = $0.chat
      whole.stream = nil
      return DemoChat(
        chat: whole, wire: $0.wire, tokenMilliseconds: $0.tokenMilliseconds, refusals: $0.refusals
      ).reply(DemoText.plain)
    },
    DemoFailure("think", "reasoning in `<think>` tags") {
      $0.reply("<think>\n\(DemoText.thought($0.prompt))\n</think>\n\n\(DemoText.plain)")
    },
    DemoFailure("html", "a web page instead of an answer") { _ in .htmlPage() },
  ]
}
