/// An exchange as an HTTP archive (HAR 1.2) that browsers and proxies open: one entry, the last try. Headers
/// are redacted as they were recorded.
public enum HARExport {
  /// - Parameter version: of the program that writes it.
  public static func json(_ exchange: Exchange, version: String) -> JSONValue {
    object(
      (
        "log",
        object(
          ("version", .string("1.2")),
          ("creator", object(("name", .string("bayside")), ("version", .string(version)))),
          ("entries", .array([entry(exchange)])))
      ))
  }

  private static func object(_ members: (String, JSONValue?)...) -> JSONValue {
    .object(JSONObject(members.compactMap { name, value in value.map { .init(key: name, value: $0) } }))
  }

  private static func pairs(_ headers: [HTTPHeader]) -> JSONValue {
    .array(headers.map { object(("name", .string($0.name)), ("value", .string($0.value))) })
  }

  private static func entry(_ exchange: Exchange) -> JSONValue {
    let timings = HARTimings(exchange)
    let wait = exchange.lastStart.milliseconds(since: exchange.start) / 1000
    return object(
      ("startedDateTime", .string(WallClockText.iso8601(exchange.startedAt + wait))),
      ("time", HARTimings.number(timings.total)),
      ("request", request(exchange)), ("response", response(exchange)), ("cache", object()),
      ("timings", timings.json), ("serverIPAddress", address(exchange.summary.remoteAddress)),
      ("_outcome", exchange.outcome.map { .string($0.name) }),
      ("_error", exchange.outcome?.error.map { .string($0.kind.rawValue) }),
      ("comment", comment(exchange)))
  }

  private static func comment(_ exchange: Exchange) -> JSONValue? {
    let refused = exchange.attempts.count - 1
    guard refused > 0 else { return nil }
    return .string("\(refused) earlier \(refused == 1 ? "try was" : "tries were") refused.")
  }

  /// Without its port.
  private static func address(_ remote: String?) -> JSONValue? {
    guard let remote else { return nil }
    if remote.hasPrefix("["), let close = remote.firstIndex(of: "]") {
      return .string(String(remote[remote.index(after: remote.startIndex)..<close]))
    }
    let parts = remote.split(separator: ":", omittingEmptySubsequences: false)
    return .string(parts.count == 2 ? String(parts[0]) : remote)
  }

  private static func request(_ exchange: Exchange) -> JSONValue {
    let request = exchange.request
    return object(
      ("method", .string(request.method)), ("url", .string(request.url)),
      ("httpVersion", .string(exchange.head?.version ?? "")), ("cookies", .array([])),
      ("headers", pairs(request.headers)), ("queryString", query(of: request.url)),
      ("postData", request.body.isEmpty ? nil : postData(request)), ("headersSize", .integer(-1)),
      ("bodySize", .integer(request.body.count)))
  }

  private static func query(of url: String) -> JSONValue {
    guard let mark = url.firstIndex(of: "?") else { return .array([]) }
    let items = url[url.index(after: mark)...].prefix { $0 != "#" }.split(separator: "&")
    return .array(
      items.map { item in
        let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return object(
          ("name", .string(String(parts[0]))), ("value", .string(parts.count > 1 ? String(parts[1]) : "")))
      })
  }

  /// The format has no way to say bytes that are no text; those ride along under a name of ours.
  private static func postData(_ request: RecordedRequest) -> JSONValue {
    let isText = String(validating: request.body, as: UTF8.self) != nil
    return object(
      ("mimeType", .string(request.headers.first("Content-Type") ?? "")), ("params", .array([])),
      ("text", .string(String(decoding: request.body, as: UTF8.self))),
      ("_base64", isText ? nil : .string(Base64.encoded(request.body))))
  }

  /// Status 0 stands for an answer that did not come.
  private static func response(_ exchange: Exchange) -> JSONValue {
    let headers = exchange.head?.headers ?? []
    // What was compressed on its way had another size there.
    let isAsSent = headers.first("Content-Encoding") == nil
    return object(
      ("status", .integer(exchange.head?.status ?? 0)), ("statusText", .string(exchange.head?.reason ?? "")),
      ("httpVersion", .string(exchange.head?.version ?? "")), ("cookies", .array([])),
      ("headers", pairs(headers)), ("content", content(exchange, headers)),
      ("redirectURL", .string(headers.first("Location") ?? "")), ("headersSize", .integer(-1)),
      ("bodySize", .integer(exchange.head != nil && isAsSent ? exchange.bytes.count : -1)))
  }

  private static func content(_ exchange: Exchange, _ headers: [HTTPHeader]) -> JSONValue {
    let type = JSONValue.string(headers.first("Content-Type") ?? "x-unknown")
    let text = String(validating: exchange.bytes, as: UTF8.self)
    return object(
      ("size", .integer(exchange.bytes.count)), ("mimeType", type),
      ("text", .string(text ?? Base64.encoded(exchange.bytes))),
      ("encoding", text == nil ? .string("base64") : nil))
  }
}
