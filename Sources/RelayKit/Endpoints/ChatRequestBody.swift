extension ChatMessage {
  /// The message as JSON: `role`, `content` if there is any, then the other keys in their order.
  public var json: JSONValue {
    var object = JSONObject([JSONObject.Member(key: "role", value: .string(role))])
    object["content"] = content
    for member in extra.members { object[member.key] = member.value }
    return .object(object)
  }

  /// Reads a message. `nil` if it is no object or has no role.
  public init?(json: JSONValue) {
    guard var rest = json.objectValue, let role = rest["role"]?.stringValue else { return nil }
    let content = rest["content"]
    rest["role"] = nil
    rest["content"] = nil
    self.init(role: role, content: content, extra: rest)
  }
}

/// Why a body cannot be edited as a chat request.
public enum ChatBodyError: Error, Sendable, Hashable {
  case notJSON(JSONSyntaxError)
  case notAnObject
  /// The message at this position (from 0) is not an object with a role.
  case invalidMessage(position: Int)
}

extension ChatRequest {
  /// The body: `model`, `messages`, `stream`, then every parameter in the order in which it was set. A key
  /// that is not set is not in it; a parameter named like one of the first three takes its place.
  public var json: JSONValue {
    var object = JSONObject()
    object["model"] = .string(model)
    object["messages"] = .array(messages.map(\.json))
    if let stream { object["stream"] = .bool(stream) }
    for member in parameters.members { object[member.key] = member.value }
    return .object(object)
  }

  /// The exact bytes that are sent.
  public func encodedBody() -> [UInt8] { json.encoded() }

  /// Reads a request body; unknown keys become parameters.
  /// - Throws: `ChatBodyError`.
  public init(body: some Sequence<UInt8>) throws {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: body)
    } catch let error as JSONSyntaxError {
      throw ChatBodyError.notJSON(error)
    }
    guard var rest = value.objectValue else { throw ChatBodyError.notAnObject }
    self.init(model: rest["model"]?.stringValue ?? "", stream: nil)
    for (position, json) in (rest["messages"]?.arrayValue ?? []).enumerated() {
      guard let message = ChatMessage(json: json) else {
        throw ChatBodyError.invalidMessage(position: position)
      }
      messages.append(message)
    }
    rest["messages"] = nil
    rest["model"] = nil
    if let flag = rest["stream"]?.boolValue {
      stream = flag
      rest["stream"] = nil
    }
    parameters = rest
  }
}
