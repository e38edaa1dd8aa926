import RelayKit

/// The one JSON object of `bayside chat --json`.
struct ChatReport {
  let json: JSONValue

  init(_ exchange: Exchange) {
    let answer = exchange.answer
    var report = JSONObject()
    report["model"] = .string(exchange.requestedModel)
    report["served_model"] = Self.text(answer.servedModel)
    report["text"] = .string(answer.choices.first.map(Self.words) ?? "")
    report["reasoning"] = .string(answer.reasoning)
    // Answers that were followed by another one in the same stream come after the one that counts.
    report["choices"] = .array((answer.choices + answer.restarted).map(Self.choice))
    report["finish_reason"] = Self.text(answer.finishReason)
    report["usage"] = answer.usage ?? .null
    report["outcome"] = Self.text(exchange.outcome?.name)
    report["error"] = exchange.outcome?.error.map(Self.error) ?? .null
    report["request_id"] = Self.text(exchange.requestID)
    report["response_id"] = Self.text(answer.responseID)
    report["attempts"] = .integer(exchange.attempts.count)
    report["timings_ms"] = Self.timings(exchange)
    report["events"] = .integer(exchange.frames.count)
    report["bytes"] = .integer(exchange.bytes.count)
    json = .object(report)
  }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// A refusal is what the model said.
  private static func words(_ choice: AssembledAnswer.Choice) -> String {
    choice.text.isEmpty ? choice.refusal : choice.text
  }

  private static func choice(_ choice: AssembledAnswer.Choice) -> JSONValue {
    var object = JSONObject()
    object["index"] = .integer(choice.index)
    object["text"] = .string(words(choice))
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
    object["explanation"] = .string("\(error.title). \(error.explanation) \(error.advice)")
    object["retryable"] = .bool(error.isRetryable)
    return .object(object)
  }

  /// Milliseconds from when the last try was sent; a phase that did not happen is null. The total is that of
  /// all tries with the waits between them.
  private static func timings(_ exchange: Exchange) -> JSONValue {
    func span(_ instant: MonotonicTime?, _ start: MonotonicTime) -> JSONValue {
      instant.map { .number("\(($0.milliseconds(since: start) * 1000).rounded() / 1000)") } ?? .null
    }
    var object = JSONObject()
    object["connect"] = span(exchange.marks[.connected], exchange.lastStart)
    object["first_byte"] = span(exchange.marks[.firstByte], exchange.lastStart)
    object["first_token"] = span(exchange.marks[.firstToken], exchange.lastStart)
    object["total"] = span(exchange.end, exchange.start)
    return .object(object)
  }
}
