/// A message of a chat request. `content` is text or an array of parts; other keys ride along in `extra`.
public struct ChatMessage: Sendable, Hashable {
  public var role: String
  public var content: JSONValue?
  /// `name`, `tool_calls`, `tool_call_id`, `reasoning_content` and whatever else, in order.
  public var extra: JSONObject
  public init(role: String, content: JSONValue?, extra: JSONObject = JSONObject()) {
    self.role = role
    self.content = content
    self.extra = extra
  }
  public init(role: String, text: String) { self.init(role: role, content: .string(text)) }
}

/// `POST /chat/completions`. What is not set is not sent.
public struct ChatRequest: Sendable, Hashable {
  public var model: String
  public var messages: [ChatMessage]
  /// `nil` leaves the key out (the relay then does not stream).
  public var stream: Bool?
  /// Every other key of the body, typed or free, in the order in which it was set.
  public var parameters: JSONObject
  /// Keys that come first in the body; a body that was read keeps its own order.
  public var keyOrder = ["model", "messages", "stream"]
  /// The bytes that it was read from, and what they came to: as long as nothing is changed, exactly those are
  /// sent.
  private(set) var raw: RawBody?
  public init(
    model: String, messages: [ChatMessage] = [], stream: Bool? = true, parameters: JSONObject = JSONObject()
  ) {
    self.model = model
    self.messages = messages
    self.stream = stream
    self.parameters = parameters
  }
}

/// A body as it was written by somebody else.
struct RawBody: Sendable, Hashable {
  var bytes: [UInt8]
  /// The request that was read from it.
  var meaning: JSONValue
}

extension ChatRequest {
  /// The exact bytes that it was read from; `nil` once it was changed, or if it was not read at all.
  public var rawBody: [UInt8]? { raw.flatMap { $0.meaning == json ? $0.bytes : nil } }

  mutating func keep(raw bytes: [UInt8]) { raw = RawBody(bytes: bytes, meaning: json) }
}
