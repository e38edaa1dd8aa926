/// Turns updates into the lines of an exchange file. A pure value: whoever has it appends the bytes
/// wherever they are kept, while the exchange runs or afterwards.
public struct ExchangeFileWriter: Sendable {
  private var start = MonotonicTime(nanoseconds: 0)

  public init() {}

  /// The bytes to append for an update; empty for one that brings no fact of its own (what is decoded from
  /// bytes is decoded again on reading). Updates come in order, `.began` first.
  public mutating func bytes(for update: ExchangeUpdate) -> [UInt8] {
    switch update {
    case .began(let exchange):
      start = exchange.start
      return header(exchange)
    case .sending(let attempt, let instant): return line(instant, "sending", .integer(attempt))
    case .mark(let mark, let instant): return line(instant, "mark", .string(mark.rawValue))
    case .head(let head, let instant): return line(instant, "head", head.fileValue)
    case .delta(let delta):
      guard !delta.bytes.isEmpty else { return [] }
      let bytes = JSONValue.member("bytes", bytes: delta.bytes)
      return line(delta.instant, bytes.key, bytes.value)
    case .retrying(let error, let seconds, let next, let instant):
      var object = JSONObject()
      object["seconds"] = .double(seconds)
      object["next"] = .integer(next)
      object["error"] = error.fileValue
      return line(instant, "retrying", .object(object))
    case .ended(let outcome, let summary, let instant):
      var object = JSONObject()
      object["outcome"] = .string(outcome.name)
      object["error"] = outcome.error?.fileValue
      object["summary"] = summary.fileValue
      return line(instant, "ended", .object(object))
    }
  }

  private func header(_ exchange: Exchange) -> [UInt8] {
    var object = JSONObject()
    object["format"] = .string(ExchangeFile.format)
    object["version"] = .integer(ExchangeFile.version)
    object["id"] = .string(exchange.id)
    object["started_at"] = .double(exchange.startedAt)
    object["clock"] = .integer(Int(exchange.start.nanoseconds))
    object["model"] = .string(exchange.requestedModel)
    object["stream"] = .bool(exchange.asksForStream)
    object["request"] = exchange.request.fileValue
    return JSONValue.object(object).encoded() + [0x0A]
  }

  private func line(_ instant: MonotonicTime, _ key: String, _ value: JSONValue) -> [UInt8] {
    line(instant, JSONObject([.init(key: key, value: value)]))
  }

  func line(_ instant: MonotonicTime, _ facts: JSONObject) -> [UInt8] {
    let time = JSONObject.Member(key: "t", value: .integer(Int(instant.nanoseconds &- start.nanoseconds)))
    return JSONValue.object(JSONObject([time] + facts.members)).encoded() + [0x0A]
  }
}
