import Glibc
import RelayKit
import Synchronization

/// What the demo relay charges: simulated money, for the exchanges that it really served, with what it really
/// sent of them.
final class DemoLedger: Sendable {
  private struct Row {
    var createdAt: Int
    var model: String
    var quota: Int
    var prompted: Int
    var made: Int
    var seconds: Int
    var isStream: Bool
    var requestID: String
    var firstMilliseconds: Int
    var endReason: String
    var ratio: Double
    var completion: Double
    /// 2 is a charge, 6 a refund.
    var type = 2
  }

  /// Units of quota; 500 000 are a simulated dollar.
  private static let granted = 5_000_000
  private static let mostRows = 1000
  private let rows = Mutex<[Row]>([])

  /// Charges an exchange when it is over. Refusals and what never began cost nothing.
  func charging(_ script: Script, for chat: DemoChat) -> Script {
    let began = time(nil)
    var script = script
    script.whenOver = { [self, steps = script.steps] end in
      note(steps, end, chat, began: began)
    }
    return script
  }

  /// Charges pictures that were made and sent, as far as the client stayed to see the first of them.
  func charging(_ script: Script, for images: DemoImages) -> Script {
    guard images.refusal == nil else { return script }
    var script = script
    script.whenOver = { [self] end in
      guard end.steps > 1 else { return }
      let model = DemoModels.all.first { $0.id == images.model }
      let tokens = images.tokens
      let byTokens =
        (Double(tokens.input) + Double(tokens.output) * (model?.completion ?? 1)) * (model?.ratio ?? 0)
      let byCall = model?.call.map { $0 * Double(images.count) * 500_000 }
      charge(
        model: images.model, quota: Int((byCall ?? byTokens).rounded()), requestID: images.wire.requestID,
        tokens: tokens)
    }
    return script
  }

  /// Charges a call, or gives a negative quota back.
  func charge(model: String, quota: Int, requestID: String, tokens: (input: Int, output: Int) = (0, 0)) {
    let known = DemoModels.all.first { $0.id == model }
    add(
      Row(
        createdAt: Int(time(nil)), model: model, quota: quota, prompted: tokens.input, made: tokens.output,
        seconds: 0, isStream: false, requestID: requestID, firstMilliseconds: 0, endReason: "done",
        ratio: known?.ratio ?? 0, completion: known?.completion ?? 1, type: quota < 0 ? 6 : 2))
  }

  private func add(_ row: Row) {
    rows.withLock { rows in
      rows.insert(row, at: 0)
      if rows.count > Self.mostRows { rows.removeLast() }
    }
  }

  private func note(_ steps: [Script.Step], _ end: Script.End, _ chat: DemoChat, began: time_t) {
    guard case .head(200, let headers)? = steps.first(where: Self.isHead), end.steps > 1 else { return }
    let isStream = headers.first("Content-Type")?.hasPrefix("text/event-stream") == true
    let made = steps.prefix(end.steps).reduce(0) { $0 + Self.tokens(in: $1, isStream: isStream) }
    guard made > 0 else { return }
    let model = DemoModels.all.first { $0.id == chat.chat.model }
    let (ratio, completion) = (model?.ratio ?? 0, model?.completion ?? 1)
    let isWhole = !end.clientLeft && end.steps == steps.count
    let row = Row(
      createdAt: Int(time(nil)), model: chat.chat.model,
      quota: model?.call.map { Int(($0 * 500_000).rounded()) }
        ?? Int(((Double(chat.prompted) + Double(made) * completion) * ratio).rounded()),
      prompted: chat.prompted, made: made, seconds: Int(time(nil) - began), isStream: isStream,
      requestID: chat.wire.requestID, firstMilliseconds: chat.tokenMilliseconds,
      endReason: end.clientLeft ? "client_gone" : isWhole ? "done" : "scanner_error", ratio: ratio,
      completion: completion)
    add(row)
  }

  private static func isHead(_ step: Script.Step) -> Bool { if case .head = step { true } else { false } }

  /// Of a stream each chunk with text, reasoning or arguments is one; of a whole answer they stand in its usage.
  private static func tokens(in step: Script.Step, isStream: Bool) -> Int {
    guard case .body(let bytes) = step else { return 0 }
    if !isStream {
      let json = try? JSONValue(parsing: bytes)
      return json?["usage"]?["completion_tokens"]?.intValue ?? 0
    }
    guard let start = bytes.firstIndex(of: UInt8(ascii: "{")),
      let json = try? JSONValue(parsing: Array(bytes[start...])),
      let choice = json["choices"]?.arrayValue?.first,
      let delta = choice["delta"]
    else { return 0 }
    let pieces = [
      delta["content"], delta["reasoning_content"],
      delta["tool_calls"]?.arrayValue?.first?["function"]?["arguments"],
    ]
    return pieces.contains { $0?.stringValue?.isEmpty == false } ? 1 : 0
  }

  // MARK: Wire

  /// `/api/usage/token/`
  var usage: JSONValue {
    let used = rows.withLock { $0.reduce(0) { $0 + $1.quota } }
    return .members(
      ("code", .bool(true)), ("message", .string("ok")),
      (
        "data",
        .members(
          ("object", .string("token_usage")), ("name", .string("demo (simulated)")),
          ("total_granted", .integer(Self.granted)), ("total_used", .integer(used)),
          ("total_available", .integer(Self.granted - used)), ("unlimited_quota", .bool(false)),
          ("model_limits", .members()), ("model_limits_enabled", .bool(false)), ("expires_at", .integer(0)))
      ))
  }

  /// `/api/log/token`
  var log: JSONValue {
    let rows = rows.withLock { $0 }
    return .members(
      ("success", .bool(true)), ("message", .string("")),
      ("data", .array(rows.enumerated().map { json($0.element, number: rows.count - $0.offset) })))
  }

  private func json(_ row: Row, number: Int) -> JSONValue {
    let other = JSONValue.members(
      ("model_ratio", .double(row.ratio)), ("group_ratio", .integer(1)),
      ("completion_ratio", .double(row.completion)), ("cache_tokens", .integer(0)),
      ("frt", .integer(row.firstMilliseconds)),
      ("stream_status", .members(("status", .string("ok")), ("end_reason", .string(row.endReason)))))
    return .members(
      ("id", .integer(number)), ("created_at", .integer(row.createdAt)), ("type", .integer(row.type)),
      ("content", .string("simulated")), ("token_name", .string("demo (simulated)")),
      ("model_name", .string(row.model)), ("quota", .integer(abs(row.quota))),
      ("prompt_tokens", .integer(row.prompted)), ("completion_tokens", .integer(row.made)),
      ("use_time", .integer(row.seconds)), ("is_stream", .bool(row.isStream)), ("group", .string("default")),
      ("request_id", .string(row.requestID)), ("other", .string(other.text())))
  }
}
