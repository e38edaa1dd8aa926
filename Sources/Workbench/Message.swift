package import RelayKit

/// Names a message for as long as the program runs, across conversations and lanes. A message that is an
/// answer names its exchange too.
package struct MessageID: Sendable, Hashable, Comparable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
  package static func < (left: MessageID, right: MessageID) -> Bool { left.number < right.number }
}

/// Gives ids that were never given before.
package struct MessageIDSource: Sendable {
  private var last = 0
  package init() {}
  package mutating func next() -> MessageID {
    last += 1
    return MessageID(last)
  }
}

/// Who speaks. Relays take more roles than these; any other name stays as it is.
package enum MessageRole: Sendable, Hashable {
  case system, developer, user, assistant, tool
  case other(String)

  package init(name: String) {
    switch name {
    case "system": self = .system
    case "developer": self = .developer
    case "user": self = .user
    case "assistant": self = .assistant
    case "tool": self = .tool
    default: self = .other(name)
    }
  }

  /// As it goes on the wire.
  package var name: String {
    switch self {
    case .system: "system"
    case .developer: "developer"
    case .user: "user"
    case .assistant: "assistant"
    case .tool: "tool"
    case .other(let name): name
    }
  }
}

/// One message of a conversation: written by hand, or an answer that came from a relay.
package struct Message: Sendable {
  package let id: MessageID
  package var role: MessageRole
  /// What was written by hand; an answer's text is in its reply.
  package var written: String
  package var reply: Reply?
  /// Files that go with what was written.
  package var attachments: [Attachment] = []
  /// What became of an answer's pictures, by their place in it.
  package var files: [Int: PictureFile] = [:]
  /// The call that a tool's message answers.
  package var toolCallID: String?
  /// Left out of what is sent, without being deleted.
  package var isOff = false
  /// The message as it was read from a request body; sent as it is for as long as `written` is what it says.
  package private(set) var original: ChatMessage?
  /// Wall clock, seconds since 1970.
  package var createdAt: Double

  package init(id: MessageID, role: MessageRole, written: String, createdAt: Double) {
    self.id = id
    self.role = role
    self.written = written
    self.createdAt = createdAt
  }

  package init(id: MessageID, reply: Reply, createdAt: Double) {
    self.init(id: id, role: .assistant, written: "", createdAt: createdAt)
    self.reply = reply
  }

  /// A message that was read. What is no text in it is named in brackets and goes along when it is sent.
  package init(id: MessageID, read message: ChatMessage, createdAt: Double) {
    self.init(
      id: id, role: MessageRole(name: message.role), written: Self.words(of: message), createdAt: createdAt)
    original = message
  }

  /// The same under another id.
  func copied(as id: MessageID) -> Message { Message(id: id, copying: self) }

  private init(id: MessageID, copying other: Message) {
    self.init(id: id, role: other.role, written: other.written, createdAt: other.createdAt)
    (reply, attachments, toolCallID) = (other.reply, other.attachments, other.toolCallID)
    files = other.files
    (isOff, original) = (other.isOff, other.original)
  }

  private static func words(of message: ChatMessage) -> String {
    var parts: [String] = []
    switch message.content {
    case .string(let text): parts.append(text)
    case .array(let items):
      for item in items {
        parts.append(item["text"]?.stringValue ?? "[\(item["type"]?.stringValue ?? "a part without a type")]")
      }
    default: break
    }
    for call in message.extra["tool_calls"]?.arrayValue ?? [] {
      parts.append("[tool call \(call["function"]?["name"]?.stringValue ?? "")]")
    }
    return parts.joined(separator: "\n")
  }

  /// The text that counts: of the reply, if there is one.
  package var text: String { reply?.text ?? written }

  /// As it is sent; `nil` for an answer that brought nothing, which the model never said.
  /// Reasoning is not sent back.
  package var outgoing: ChatMessage? {
    guard let reply else {
      if let original, role.name == original.role, written == Self.words(of: original) { return original }
      return ChatMessage(role: role.name, content: content, extra: extra)
    }
    return reply.text.isEmpty ? nil : ChatMessage(role: role.name, text: reply.textSentBack)
  }

  /// As it is sent: an answer whose results follow with its calls, and with its reasoning as wanted.
  package func outgoing(hasResults: Bool, reasoning: ReasoningBack) -> ChatMessage? {
    var message = hasResults ? outgoingWithCalls : outgoing
    if let reply, reply.hasReasoning, reasoning == .always || reasoning == .withCalls && hasResults {
      message?.extra["reasoning_content"] = .string(reply.reasoning)
    }
    return message
  }

  private var content: JSONValue {
    guard !attachments.isEmpty else { return .string(written) }
    let text: [ContentPart] = written.isEmpty ? [] : [.text(written)]
    return .array((text + attachments.map(\.part)).map(\.json))
  }

  private var extra: JSONObject {
    var extra = JSONObject()
    extra["tool_call_id"] = toolCallID.map { .string($0) }
    return extra
  }

  /// An answer with its tool calls, as it has to stand before their results.
  package var outgoingWithCalls: ChatMessage? {
    guard let calls = reply?.toolCalls, !calls.isEmpty else { return outgoing }
    var extra = JSONObject()
    extra["tool_calls"] = .array(calls.map(\.json))
    let text = reply?.text ?? ""
    return ChatMessage(role: role.name, content: text.isEmpty ? .null : .string(text), extra: extra)
  }
}

/// Whether the reasoning of earlier answers is sent back, as `reasoning_content`. Most models want none of it;
/// some that reason between tool calls refuse results without it.
package enum ReasoningBack: String, Sendable, Hashable, CaseIterable {
  case never
  case withCalls = "calls"
  case always
}
