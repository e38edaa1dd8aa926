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
  /// The body: keys in `keyOrder`, then every other parameter in the order in which it was set. A key that
  /// is not set is not in it; a parameter named `model`, `messages` or `stream` takes the place of that one.
  public var json: JSONValue {
    var object = JSONObject()
    for key in keyOrder { object[key] = parameters[key] ?? .null }
    object["model"] = .string(model)
    object["messages"] = .array(messages.map(\.json))
    object["stream"] = stream.map(JSONValue.bool)
    for member in parameters.members { object[member.key] = member.value }
    for key in keyOrder where !isSet(key) { object[key] = nil }
    return .object(object)
  }

  private func isSet(_ key: String) -> Bool {
    key == "model" || key == "messages" || (key == "stream" && stream != nil) || parameters[key] != nil
  }

  /// The exact bytes that are sent: those it was read from while nothing was changed, else its JSON.
  public func encodedBody() -> [UInt8] { rawBody ?? json.encoded() }

  /// Reads a request body; unknown keys become parameters.
  /// - Throws: `ChatBodyError`.
  public init(body: some Sequence<UInt8>) throws {
    let value: JSONValue
    let bytes = Array(body)
    do {
      value = try JSONValue(parsing: bytes)
    } catch let error as JSONSyntaxError {
      throw ChatBodyError.notJSON(error)
    }
    guard var rest = value.objectValue else { throw ChatBodyError.notAnObject }
    self.init(model: rest["model"]?.stringValue ?? "", stream: nil)
    keyOrder = rest.members.map(\.key)
    if let list = rest["messages"]?.arrayValue {
      for (position, json) in list.enumerated() {
        guard let message = ChatMessage(json: json) else {
          throw ChatBodyError.invalidMessage(position: position)
        }
        messages.append(message)
      }
      rest["messages"] = nil
    }
    rest["model"] = nil
    if let flag = rest["stream"]?.boolValue {
      stream = flag
      rest["stream"] = nil
    }
    parameters = rest
    keep(raw: bytes)
  }
}
