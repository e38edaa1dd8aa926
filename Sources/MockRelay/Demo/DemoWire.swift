import RelayKit

/// Answers of the demo as they go over the wire, in the form of the relays it stands for.
struct DemoWire {
  let requestID: String
  private(set) var model = ""

  init(requestID: String) { self.requestID = requestID }

  func serving(_ model: String) -> DemoWire {
    var wire = self
    wire.model = model
    return wire
  }

  private var marks: [HTTPHeader] {
    [HTTPHeader("X-Oneapi-Request-Id", requestID), HTTPHeader("X-Demo-Relay", "simulated")]
  }
  private static let created = JSONValue.integer(1_790_000_000)

  // MARK: Whole answers

  func answer(_ json: JSONValue) -> Script { .answer(json.text(), headers: marks) }

  func whole(_ choices: [JSONValue], usage: JSONValue) -> Script {
    answer(
      .members(
        ("id", .string("chatcmpl-\(requestID)")), ("object", .string("chat.completion")),
        ("created", Self.created), ("model", .string(model)), ("choices", .array(choices)), ("usage", usage)))
  }

  /// A refusal; its words say that it is simulated.
  func error(
    _ status: Int, _ message: String, type: String = "new_api_error", param: String = "", code: String,
    headers: [HTTPHeader] = []
  ) -> Script {
    .answer(
      Self.errorBody("\(message) (simulated) (request id: \(requestID))", type, param, code).text(),
      status: status, headers: marks + headers)
  }

  static func errorBody(_ message: String, _ type: String, _ param: String, _ code: String) -> JSONValue {
    .members(
      (
        "error",
        .members(
          ("message", .string(message)), ("type", .string(type)), ("param", .string(param)),
          ("code", .string(code)))
      ))
  }

  // MARK: Streams

  var streamHead: Script.Step {
    .head(
      status: 200,
      headers: [HTTPHeader("Content-Type", "text/event-stream"), HTTPHeader("Cache-Control", "no-cache")]
        + marks)
  }

  var endMark: Script.Step { event("[DONE]") }

  func event(_ data: String) -> Script.Step { .body(Array("data: \(data)\n\n".utf8)) }

  /// One chunk; without a choice it carries figures only.
  func chunk(_ choice: JSONValue? = nil, usage: JSONValue? = nil, id: String? = nil) -> Script.Step {
    var object = JSONObject()
    object["id"] = .string("chatcmpl-\(id ?? requestID)")
    object["object"] = .string("chat.completion.chunk")
    object["created"] = Self.created
    object["model"] = .string(model)
    object["choices"] = .array(choice.map { [$0] } ?? [])
    object["usage"] = usage
    return event(JSONValue.object(object).text())
  }

  /// A choice of a chunk.
  func delta(
    _ delta: JSONValue, index: Int = 0, logprobs: JSONValue? = nil, finish: String? = nil
  ) -> JSONValue {
    var object = JSONObject()
    object["index"] = .integer(index)
    object["delta"] = delta
    object["logprobs"] = logprobs
    object["finish_reason"] = finish.map(JSONValue.string) ?? .null
    return .object(object)
  }
}

extension JSONValue {
  static func members(_ members: (String, JSONValue)...) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}
