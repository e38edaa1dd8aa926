/// A conversation as it is kept outside: the messages of a request and the answer they got.
public enum ConversationExport {
  /// `{"messages":[…]}`. Of the answer the first choice is in it, as it would be sent back: text, refusal and
  /// tool calls. Its reasoning is not: relays refuse a request that returns it.
  public static func json(_ messages: [ChatMessage], answer: AssembledAnswer? = nil) -> JSONValue {
    var all = messages.map(\.json)
    if let answer, let choice = answer.choices.first, let message = message(choice) {
      all.append(message.json)
    }
    return .object(JSONObject([.init(key: "messages", value: .array(all))]))
  }

  /// - Returns: `nil` for a choice that brought nothing.
  static func message(_ choice: AssembledAnswer.Choice) -> ChatMessage? {
    guard !choice.text.isEmpty || !choice.refusal.isEmpty || !choice.toolCalls.isEmpty else { return nil }
    var message = ChatMessage(role: "assistant", content: choice.text.isEmpty ? .null : .string(choice.text))
    if !choice.refusal.isEmpty { message.extra["refusal"] = .string(choice.refusal) }
    if !choice.toolCalls.isEmpty { message.toolCalls = choice.toolCalls.map(\.json) }
    return message
  }
}

extension AssembledAnswer.ToolCall {
  /// As it is sent back to the relay.
  public var json: JSONValue {
    var function = JSONObject()
    function["name"] = .string(name)
    function["arguments"] = .string(arguments)
    var object = JSONObject()
    object["id"] = .string(id)
    object["type"] = .string(type)
    object["function"] = .object(function)
    return .object(object)
  }
}
