import RelayKit
import Testing
import Workbench

/// A refusal as it comes from a relay, for tables: the status, the body of the answer, the body that was sent.
struct Refusal: Sendable, CustomTestStringConvertible {
  var name: String
  var status = 400
  var answer: String
  var body: String
  var testDescription: String { name }

  var error: RelayError {
    RelayError(
      head: HTTPResponseHead(status: status, version: "HTTP/1.1", reason: "", headers: []),
      body: Array(answer.utf8))
  }

  func json() throws -> JSONValue { try JSONValue(parsing: body) }

  func diagnosis(models: [String] = []) throws -> Diagnosis? {
    RequestDoctor.examine(error, body: try json(), answer: Array(answer.utf8), models: models)
  }

  /// The form of OpenAI.
  static func openAI(_ message: String, param: String? = nil, code: String? = nil) -> String {
    object(
      [
        "error": .object(
          fields(["message": .string(message), "type": .string("invalid_request_error")], param, code))
      ])
  }

  /// The form of Anthropic, which names no parameter.
  static func anthropic(_ message: String) -> String {
    object([
      "type": .string("error"),
      "error": .object(
        fields(["type": .string("invalid_request_error"), "message": .string(message)], nil, nil)),
    ])
  }

  /// What LiteLLM makes of its supplier's words.
  static func liteLLM(_ message: String) -> String {
    object(["error": .object(fields(["message": .string(message), "type": .null], "None", "400"))])
  }

  /// New-api passes on its supplier's words with its request id behind them.
  static func newAPI(_ message: String) -> String {
    object([
      "error": .object(
        fields(
          [
            "message": .string(message + " (request id: 2026112500112233445566)"),
            "type": .string("upstream_error"),
          ],
          "", "bad_response_status_code"))
    ])
  }

  private static func fields(
    _ values: KeyValuePairs<String, JSONValue>, _ param: String?, _ code: String?
  ) -> JSONObject {
    var object = JSONObject(values.map { .init(key: $0.key, value: $0.value) })
    object["param"] = param.map(JSONValue.string) ?? .null
    object["code"] = code.map(JSONValue.string) ?? .null
    return object
  }

  private static func object(_ values: KeyValuePairs<String, JSONValue>) -> String {
    JSONValue.object(JSONObject(values.map { .init(key: $0.key, value: $0.value) })).text()
  }
}
