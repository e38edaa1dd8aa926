import RelayKit

/// What a frame says, read out of the bytes of its exchange. Only frames that are seen are read.
enum FrameText {
  /// The bytes of a frame as they came, line ends included.
  static func bytes(of frame: StreamFrame, in exchange: Exchange) -> ArraySlice<UInt8> {
    let start = min(max(0, frame.offset), exchange.bytes.count)
    return exchange.bytes[start..<min(exchange.bytes.count, start + max(0, frame.length))]
  }

  /// The data of an event: its `data` lines without the field name; of anything else the text itself.
  static func payload(of frame: StreamFrame, in exchange: Exchange) -> String {
    let bytes = Array(bytes(of: frame, in: exchange))
    var decoder = EventDecoder()
    for item in decoder.feed(bytes) + decoder.finish() {
      switch item.content {
      case .event(_, let data), .errorField(let data): return String(decoding: data, as: UTF8.self)
      case .comment, .stray: continue
      }
    }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: "\n")
  }

  /// A few words for the list: what is new in a chunk, else the data itself.
  static func summary(of frame: StreamFrame, in exchange: Exchange) -> String {
    guard frame.length <= longestSummarised else { return "(\(Figures.bytes(frame.length)); Enter shows it)" }
    let payload = payload(of: frame, in: exchange)
    guard let json = try? JSONValue(parsing: payload) else { return payload }
    if let error = json["error"] { return error["message"]?.stringValue ?? error.text() }
    if frame.kind == .usage, let usage = json["usage"] { return usage.text() }
    guard let choice = json["choices"]?.arrayValue?.first else { return json.text() }
    let delta = choice["delta"] ?? choice["message"] ?? .null
    let prefix = choice["index"]?.intValue.flatMap { $0 > 0 ? "[\($0)] " : nil } ?? ""
    switch frame.kind {
    case .content:
      let text = delta["content"] ?? choice["text"]
      return prefix + (text?.text() ?? delta.text())
    case .reasoning:
      return prefix + ((delta["reasoning_content"] ?? delta["reasoning"])?.text() ?? delta.text())
    case .toolCall: return prefix + (delta["tool_calls"]?.text() ?? delta.text())
    case .finish: return prefix + (choice["finish_reason"]?.text() ?? "")
    default: return prefix + delta.text()
    }
  }

  private static let longestSummarised = 64 << 10

  /// The word of the list.
  static func name(of kind: StreamFrame.Kind) -> String {
    switch kind {
    case .toolCall: "tool call"
    default: kind.rawValue
    }
  }
}
