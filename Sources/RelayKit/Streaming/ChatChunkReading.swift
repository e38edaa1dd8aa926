// How chunks are spelled by the relays and suppliers that exist: absent, null and empty mean the same, and
// several names mean one thing.

extension ChatChunk {
  /// Names under which reasoning comes: DeepSeek and most relays; OpenRouter, vLLM; Copilot; Ollama.
  static let reasoningNames = ["reasoning_content", "reasoning", "reasoning_text", "thinking"]

  /// `nil` when the value is no object.
  init?(json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    id = object["id"]?.stringValue ?? ""
    model = object["model"]?.stringValue ?? ""
    fingerprint = object["system_fingerprint"]?.stringValue ?? ""
    let list = object["choices"]?.arrayValue ?? []
    choices = list.enumerated().map { ChoiceDelta(json: $0.element, position: $0.offset) }
    usage = Self.usage(object, list)
    if Self.isFailure(object["error"]) {
      error = json
    } else {
      error = list.first { Self.isFailure($0["error"]) }
    }
  }

  /// At the top as documented, in a choice (Moonshot), or under `x_groq`.
  private static func usage(_ object: JSONObject, _ choices: [JSONValue]) -> JSONValue? {
    let places = [object["usage"]] + choices.map { $0["usage"] } + [object["x_groq"]?["usage"]]
    return places.lazy.compactMap { $0 }.first { $0.objectValue != nil }
  }

  /// Whether `error` is set to anything that says something.
  static func isFailure(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null, .bool(false), .number("0"): false
    case .string(let text): !text.isEmpty
    case .array(let items): !items.isEmpty
    case .object(let object): !object.members.isEmpty
    case .bool, .number: true
    }
  }

  fileprivate static func reasoning(in message: JSONObject) -> String {
    for name in reasoningNames {
      if let text = message[name]?.stringValue, !text.isEmpty { return text }
    }
    // OpenRouter's typed list usually comes beside `reasoning`; alone it is all there is.
    let details = message["reasoning_details"]?.arrayValue ?? []
    return details.compactMap { ($0["text"] ?? $0["summary"])?.stringValue }.joined()
  }
}

extension ChoiceDelta {
  init(json: JSONValue, position: Int) {
    index = json["index"]?.intValue ?? position
    if let message = json["delta"]?.objectValue ?? json["message"]?.objectValue {
      read(message)
    } else if let text = json["text"]?.stringValue {
      content = text
    }
    logprobs = json["logprobs"]?["content"]?.arrayValue ?? []
    let reason = json["finish_reason"]?.stringValue ?? ""
    finishReason = reason == "null" ? "" : reason
  }

  private mutating func read(_ message: JSONObject) {
    hasRole = message["role"]?.stringValue?.isEmpty == false
    reasoning = ChatChunk.reasoning(in: message)
    refusal = message["refusal"]?.stringValue ?? ""
    switch message["content"] {
    case .string(let text): content = text
    case .array(let parts): for part in parts { read(part: part) }
    case .object: if let part = message["content"] { read(part: part) }
    default: break
    }
    let images = message["images"].map { $0.arrayValue ?? [$0] } ?? []
    pictures += images.compactMap { AnswerPicture(json: $0) }
    toolCalls = (message["tool_calls"]?.arrayValue ?? []).map(ToolCallPiece.init(json:))
    if toolCalls.isEmpty, let call = message["function_call"], call.objectValue != nil {
      // The older form, with a single call.
      toolCalls = [ToolCallPiece(json: .object(JSONObject([.init(key: "function", value: call)])))]
    }
  }

  /// A part of content: `text`, `refusal`, a picture, or thinking (Mistral) as text or as parts of its own.
  private mutating func read(part: JSONValue) {
    switch part["type"]?.stringValue {
    case "thinking", "reasoning":
      if let text = (part["thinking"] ?? part["text"])?.stringValue {
        reasoning += text
      } else {
        reasoning += (part["thinking"]?.arrayValue ?? []).compactMap { $0["text"]?.stringValue }.joined()
      }
    case "refusal": refusal += part["refusal"]?.stringValue ?? ""
    default:
      if let text = part["text"]?.stringValue ?? part.stringValue {
        content += text
      } else if let picture = AnswerPicture(json: part) {
        pictures.append(picture)
      }
    }
  }
}

extension ToolCallPiece {
  init(json: JSONValue) {
    func text(_ value: JSONValue?) -> String? { value?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
    self.init()
    wireIndex = json["index"]?.intValue
    id = text(json["id"])
    type = text(json["type"])
    name = text(json["function"]?["name"])
    switch json["function"]?["arguments"] {
    case .string(let text): arguments = text
    case nil, .null: break
    case let value?:
      // Some servers send the value itself; it is whole then.
      arguments = value.text()
      replacesArguments = true
    }
    // OpenAI's custom tools take free text.
    if let custom = json["custom"], custom.objectValue != nil {
      name = name ?? text(custom["name"])
      arguments += custom["input"]?.stringValue ?? ""
    }
  }
}
