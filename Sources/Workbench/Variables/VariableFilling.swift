package import RelayKit

/// Variables in the texts of a request: of messages, and the prompts of images and videos. Keys, names, tools,
/// pictures and parameters are left alone.
package enum VariableFilling {
  /// Names that the messages use, each once, in order.
  package static func names(in messages: [ChatMessage]) -> [String] {
    var names: [String] = []
    for message in messages {
      for text in texts(message.content) {
        for name in VariableText(text).names where !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// Names that are used and have no value.
  package static func missing(_ names: [String], in values: [String: String]) -> [String] {
    names.filter { values[$0] == nil }
  }

  /// Names that have a value and are not used, in order of the alphabet.
  package static func unused(_ names: [String], in values: [String: String]) -> [String] {
    values.keys.filter { !names.contains($0) }.sorted()
  }

  package static func filled(_ messages: [ChatMessage], with values: [String: String]) -> [ChatMessage] {
    messages.map { message in
      var message = message
      message.content = message.content.map { filled(content: $0, with: values) }
      return message
    }
  }

  /// Of a body of images or videos: `prompt` and `negative_prompt`.
  package static func filled(prompts body: JSONObject, with values: [String: String]) -> JSONObject {
    var body = body
    for key in promptKeys {
      guard let text = body[key]?.stringValue else { continue }
      body[key] = .string(VariableText(text).filled(with: values))
    }
    return body
  }

  package static func names(inPrompts body: JSONObject) -> [String] {
    var names: [String] = []
    for text in promptKeys.compactMap({ body[$0]?.stringValue }) {
      for name in VariableText(text).names where !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static let promptKeys = ["prompt", "negative_prompt"]

  private static func texts(_ content: JSONValue?) -> [String] {
    switch content {
    case .string(let text): [text]
    case .array(let parts): parts.compactMap(partText)
    default: []
    }
  }

  private static func partText(_ part: JSONValue) -> String? {
    part["type"]?.stringValue == "text" ? part["text"]?.stringValue : nil
  }

  private static func filled(content: JSONValue, with values: [String: String]) -> JSONValue {
    switch content {
    case .string(let text): return .string(VariableText(text).filled(with: values))
    case .array(let parts):
      return .array(
        parts.map { part in
          guard let text = partText(part), var object = part.objectValue else { return part }
          object["text"] = .string(VariableText(text).filled(with: values))
          return .object(object)
        })
    default: return content
    }
  }
}
