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
  public init(
    model: String, messages: [ChatMessage] = [], stream: Bool? = true, parameters: JSONObject = JSONObject()
  ) {
    self.model = model
    self.messages = messages
    self.stream = stream
    self.parameters = parameters
  }
}
