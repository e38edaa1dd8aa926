import RelayKit

/// The one JSON object of `bayside chat --json`.
struct ChatReport {
  let json: JSONValue

  init(_ exchange: Exchange) {
    let answer = exchange.answer
    var report = JSONObject()
    report["model"] = .string(exchange.requestedModel)
    report["served_model"] = Self.text(answer.servedModel)
    report["text"] = .string(answer.text)
    report["reasoning"] = .string(answer.reasoning)
    report["choices"] = .array(answer.choices.map(Self.choice))
    report["finish_reason"] = Self.text(answer.finishReason)
    report["usage"] = answer.usage ?? .null
    report["outcome"] = Self.text(exchange.outcome?.name)
    report["error"] = exchange.outcome?.error.map(Self.error) ?? .null
    report["request_id"] = Self.text(exchange.head.flatMap { RelayError.requestID(in: $0.headers) })
    report["response_id"] = Self.text(answer.responseID)
    report["attempts"] = .integer(exchange.attempts.count)
    report["timings_ms"] = Self.timings(exchange)
    report["events"] = .integer(exchange.frames.count)
    report["bytes"] = .integer(exchange.bytes.count)
    json = .object(report)
  }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  private static func choice(_ choice: AssembledAnswer.Choice) -> JSONValue {
    var object = JSONObject()
    object["index"] = .integer(choice.index)
    object["text"] = .string(choice.text)
    object["reasoning"] = .string(choice.reasoning)
    object["tool_calls"] = .array(
      choice.toolCalls.map { call in
        var function = JSONObject()
        function["name"] = .string(call.name)
        function["arguments"] = .string(call.arguments)
        var object = JSONObject()
        object["id"] = .string(call.id)
        object["type"] = .string(call.type)
        object["function"] = .object(function)
        return .object(object)
      })
    object["finish_reason"] = text(choice.finishReason)
    return .object(object)
  }

  private static func error(_ error: RelayError) -> JSONValue {
    var object = JSONObject()
    object["kind"] = .string(error.kind.rawValue)
    object["status"] = error.status.map(JSONValue.integer) ?? .null
    object["code"] = text(error.code)
    object["type"] = text(error.type)
    object["message"] = .string(error.message)
    object["retryable"] = .bool(error.isRetryable)
    return .object(object)
  }

  /// Milliseconds from the start of the last try; a phase that did not happen is null.
  private static func timings(_ exchange: Exchange) -> JSONValue {
    let start = exchange.attempts.last?.startedAt ?? exchange.start
    func since(_ instant: MonotonicTime?) -> JSONValue {
      instant.map { .number("\(($0.milliseconds(since: start) * 1000).rounded() / 1000)") } ?? .null
    }
    var object = JSONObject()
    object["connect"] = since(exchange.marks[.connected])
    object["first_byte"] = since(exchange.marks[.firstByte])
    object["first_token"] = since(exchange.marks[.firstToken])
    object["total"] = since(exchange.end)
    return .object(object)
  }
}
