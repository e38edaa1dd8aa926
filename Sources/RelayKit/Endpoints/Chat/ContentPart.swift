/// A part of a message's content, for messages that hold more than text.
public enum ContentPart: Sendable, Hashable {
  case text(String)
  /// A link or a `data:` URL. `detail` is `auto`, `low` or `high`.
  case imageURL(String, detail: String? = nil)
  /// Base64, and `wav` or `mp3`.
  case inputAudio(data: String, format: String)
  /// A `data:` URL with its file name.
  case file(data: String, name: String)
  case fileID(String)
  case refusal(String)
  /// Any other value, as it is.
  case other(JSONValue)

  public init(json: JSONValue) {
    let read: ContentPart? =
      switch json["type"]?.stringValue {
      case "text": json["text"]?.stringValue.map(ContentPart.text)
      case "refusal": json["refusal"]?.stringValue.map(ContentPart.refusal)
      case "image_url": Self.image(json["image_url"])
      case "input_audio": Self.audio(json["input_audio"])
      case "file": Self.file(json["file"])
      default: nil
      }
    // Keys that have no place here (`cache_control`) must not be lost.
    self = read.flatMap { $0.json == json ? $0 : nil } ?? .other(json)
  }

  private static func image(_ value: JSONValue?) -> ContentPart? {
    value?["url"]?.stringValue.map { .imageURL($0, detail: value?["detail"]?.stringValue) }
  }
  private static func audio(_ value: JSONValue?) -> ContentPart? {
    guard let data = value?["data"]?.stringValue, let format = value?["format"]?.stringValue else {
      return nil
    }
    return .inputAudio(data: data, format: format)
  }
  private static func file(_ value: JSONValue?) -> ContentPart? {
    if let id = value?["file_id"]?.stringValue { return .fileID(id) }
    guard let data = value?["file_data"]?.stringValue, let name = value?["filename"]?.stringValue else {
      return nil
    }
    return .file(data: data, name: name)
  }

  public var json: JSONValue {
    switch self {
    case .text(let text): return Self.part("text", .string(text))
    case .refusal(let text): return Self.part("refusal", .string(text))
    case .imageURL(let url, let detail):
      return Self.part("image_url", Self.object(("url", url), ("detail", detail)))
    case .inputAudio(let data, let format):
      return Self.part("input_audio", Self.object(("data", data), ("format", format)))
    case .file(let data, let name):
      return Self.part("file", Self.object(("filename", name), ("file_data", data)))
    case .fileID(let id): return Self.part("file", Self.object(("file_id", id)))
    case .other(let value): return value
    }
  }

  private static func part(_ type: String, _ value: JSONValue) -> JSONValue {
    .object(JSONObject([.init(key: "type", value: .string(type)), .init(key: type, value: value)]))
  }

  private static func object(_ pairs: (String, String?)...) -> JSONValue {
    .object(
      JSONObject(pairs.compactMap { pair in pair.1.map { .init(key: pair.0, value: .string($0)) } }))
  }
}

extension ChatMessage {
  public init(role: String, parts: [ContentPart]) {
    self.init(role: role, content: .array(parts.map(\.json)))
  }

  /// The parts of the content; text alone is one part. Empty when there is none.
  public var parts: [ContentPart] {
    switch content {
    case .string(let text): [.text(text)]
    case .array(let parts): parts.map(ContentPart.init(json:))
    default: []
    }
  }

  /// Name of the participant or function.
  public var name: String? {
    get { extra["name"]?.stringValue }
    set { extra["name"] = newValue.map(JSONValue.string) }
  }
  /// Which call a `tool` message answers.
  public var toolCallID: String? {
    get { extra["tool_call_id"]?.stringValue }
    set { extra["tool_call_id"] = newValue.map(JSONValue.string) }
  }
  /// The calls of an assistant's message, as received.
  public var toolCalls: [JSONValue]? {
    get { extra["tool_calls"]?.arrayValue }
    set { extra["tool_calls"] = newValue.map(JSONValue.array) }
  }
}
