/// What a relay says about a failure, from any of the shapes that relays and their suppliers use.
struct RelayErrorBody: Sendable, Hashable {
  var message = ""
  var code: String?
  var type: String?
  var parameter: String?
  /// The title of a web page that came instead of an answer.
  var pageTitle: String?
  var isWebPage = false
  /// JSON with words or a code in it.
  var isStructured = false
  var isEmpty = false

  /// Reads a body, whatever its content type says.
  init(bytes: [UInt8]) {
    guard let first = bytes.first(where: { $0 > 0x20 }) else {
      isEmpty = true
      return
    }
    if first == UInt8(ascii: "<") {
      isWebPage = true
      pageTitle = Self.title(of: String(decoding: bytes.prefix(65536), as: UTF8.self))
    } else if let value = try? JSONValue(parsing: bytes) {
      read(value)
    } else if let event = Self.firstEvent(bytes) {
      read(event)
    } else {
      message = KeyMask.masked(String(decoding: bytes.prefix(4096), as: UTF8.self))
      if bytes.count > 4096, message.hasSuffix("\u{FFFD}") { message.removeLast() }
    }
  }

  init(json: JSONValue) { read(json) }

  /// A refusal that is written as an event stream.
  private static func firstEvent(_ bytes: [UInt8]) -> JSONValue? {
    var decoder = EventDecoder()
    for item in decoder.feed(bytes) + decoder.finish() {
      switch item.content {
      case .event(_, let data), .errorField(let data):
        if let value = try? JSONValue(parsing: data) { return value }
      case .comment, .stray: break
      }
    }
    return nil
  }

  private mutating func read(_ value: JSONValue) {
    // Some suppliers wrap the object in an array.
    guard let object = (value.arrayValue?.first ?? value).objectValue else {
      message = value.stringValue.map(KeyMask.masked) ?? ""
      return
    }
    let response = object["response"]?["error"]
    let inner = [object["error"], response, object["error"]?["error"]].compactMap { $0?.objectValue }.last
    let source = inner ?? object
    message = KeyMask.masked(Self.words(.object(source)) ?? Self.words(.object(object)) ?? "")
    if let raw = Self.upstreamWords(source), raw != message { message += message.isEmpty ? raw : "\n" + raw }
    code = Self.scalar(source["code"]) ?? Self.scalar(object["code"])
    type = Self.scalar(source["type"]) ?? Self.scalar(source["status"])
    parameter = Self.scalar(source["param"]) ?? Self.place(source["detail"])
    // Some relays spell "no parameter" as a word.
    if ["None", "null"].contains(parameter) { parameter = nil }
    isStructured = !message.isEmpty || code != nil
  }

  /// Where relays put their words, the best place first.
  private static let places = [
    "message", "msg", "err", "error_msg", "error_message", "detail", "description", "error_description",
    "error", "errors", "header", "response", "reason", "title",
  ]

  /// Text as it is; for objects, the first place that has any; for lists, all of them.
  private static func words(_ value: JSONValue?, depth: Int = 0) -> String? {
    guard depth < 5 else { return nil }
    switch value {
    case .string(let text): return text.isEmpty ? nil : text
    case .object(let object):
      return places.lazy.compactMap { words(object[$0], depth: depth + 1) }.first
    case .array(let items):
      let found = items.compactMap { words($0, depth: depth + 1) }
      return found.isEmpty ? nil : found.joined(separator: "; ")
    default: return nil
    }
  }

  /// OpenRouter keeps the supplier's own words apart.
  private static func upstreamWords(_ error: JSONObject) -> String? {
    error["metadata"]?["raw"]?.stringValue.flatMap { $0.isEmpty ? nil : KeyMask.masked($0) }
  }

  /// The field that a validation error (FastAPI) is about: `messages.0.role`.
  private static func place(_ detail: JSONValue?) -> String? {
    let steps = detail?.arrayValue?.first?["loc"]?.arrayValue?.compactMap(scalar) ?? []
    let names = steps.first == "body" ? steps.dropFirst() : steps[...]
    return names.isEmpty ? nil : names.joined(separator: ".")
  }

  private static func scalar(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let literal): literal
    default: nil
    }
  }

  private static func title(of page: String) -> String? {
    let lower = page.lowercased()
    guard lower.utf8.count == page.utf8.count, let open = lower.firstRange(of: "<title"),
      let start = lower[open.upperBound...].firstIndex(of: ">"),
      let end = lower[start...].firstRange(of: "</title")
    else { return nil }
    let text = lower[lower.index(after: start)..<end.lowerBound]
    let offset = lower.utf8.distance(from: lower.startIndex, to: text.startIndex)
    let from = page.utf8.index(page.startIndex, offsetBy: offset)
    let title = page[from..<page.utf8.index(from, offsetBy: text.utf8.count)]
    return title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
