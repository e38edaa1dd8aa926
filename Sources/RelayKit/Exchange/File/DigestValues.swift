// Parts of an answer as JSON, both ways: `["text", 0, "Hello"]`. What does not fit is left out.

extension ExchangeFileWriter {
  /// The line of a digest that stands for what was read.
  func digestBytes(for delta: AnswerDelta) -> [UInt8] {
    var object = JSONObject()
    object["tokens"] = .integer(delta.tokenEvents)
    object["parts"] = .array(delta.parts.compactMap(\.fileValue))
    return line(delta.instant, object)
  }
}

extension AnswerPart {
  fileprivate var fileValue: JSONValue? {
    switch self {
    case .text(let choice, let text): .array([.string("text"), .integer(choice), .string(text)])
    case .reasoning(let choice, let text): .array([.string("reasoning"), .integer(choice), .string(text)])
    case .refusal(let choice, let text): .array([.string("refusal"), .integer(choice), .string(text)])
    case .finish(let choice, let reason): .array([.string("finish"), .integer(choice), .string(reason)])
    case .toolCall(let choice, let position, let piece):
      .array([.string("call"), .integer(choice), .integer(position), piece.fileValue])
    case .picture(let choice, let position, let picture):
      .array([.string("picture"), .integer(choice), .integer(position), picture.fileValue])
    case .usage(let value): .array([.string("usage"), value])
    case .responseID(let id): .array([.string("id"), .string(id)])
    case .servedModel(let model): .array([.string("model"), .string(model)])
    case .fingerprint(let text): .array([.string("fingerprint"), .string(text)])
    case .restarted: .array([.string("restarted")])
    // Neither is needed to show or count an answer.
    case .logprobs, .rejoined: nil
    }
  }

  init?(fileValue: JSONValue) {
    guard let items = fileValue.arrayValue, let name = items.first?.stringValue else { return nil }
    func text(_ place: Int) -> String? { items.indices.contains(place) ? items[place].stringValue : nil }
    // As many choices as no request asks for would be made room for.
    func count(_ place: Int) -> Int? {
      items.indices.contains(place)
        ? items[place].intValue.flatMap { (0..<1024).contains($0) ? $0 : nil } : nil
    }
    switch (name, count(1), text(2)) {
    case ("text", let choice?, let text?): self = .text(choice: choice, text)
    case ("reasoning", let choice?, let text?): self = .reasoning(choice: choice, text)
    case ("refusal", let choice?, let text?): self = .refusal(choice: choice, text)
    case ("finish", let choice?, let text?): self = .finish(choice: choice, text)
    case ("call", let choice?, _):
      guard let position = count(2), items.count > 3 else { return nil }
      self = .toolCall(choice: choice, position: position, ToolCallPiece(fileValue: items[3]))
    case ("picture", let choice?, _):
      guard let position = count(2), items.count > 3 else { return nil }
      self = .picture(choice: choice, position: position, AnswerPicture(fileValue: items[3]))
    case ("usage", _, _) where items.count > 1: self = .usage(items[1])
    case ("restarted", _, _): self = .restarted
    default:
      switch (name, text(1)) {
      case ("id", let id?): self = .responseID(id)
      case ("model", let model?): self = .servedModel(model)
      case ("fingerprint", let text?): self = .fingerprint(text)
      default: return nil
      }
    }
  }
}

extension AnswerPicture {
  /// Without its bytes: those are kept elsewhere, as long as they are.
  fileprivate var fileValue: JSONValue {
    var object = JSONObject()
    switch content {
    case .bytes(let bytes): object["bytes"] = .integer(bytes.count)
    case .left(let count): object["bytes"] = .integer(count)
    case .link(let url): object["link"] = .string(url)
    case .unreadable(let why): object["unreadable"] = .string(why)
    }
    object["type"] = type.map(JSONValue.string)
    object["prompt"] = revisedPrompt.map(JSONValue.string)
    if isPartial { object["partial"] = .bool(true) }
    return .object(object)
  }

  fileprivate init(fileValue value: JSONValue) {
    let content: Content =
      if let link = value["link"]?.stringValue {
        .link(link)
      } else if let why = value["unreadable"]?.stringValue {
        .unreadable(why)
      } else {
        .left(byteCount: max(0, value["bytes"]?.intValue ?? 0))
      }
    self.init(
      content: content, type: value["type"]?.stringValue, revisedPrompt: value["prompt"]?.stringValue,
      isPartial: value["partial"]?.boolValue ?? false)
  }
}

extension ToolCallPiece {
  fileprivate var fileValue: JSONValue {
    var object = JSONObject()
    object["index"] = wireIndex.map(JSONValue.integer)
    object["id"] = id.map(JSONValue.string)
    object["type"] = type.map(JSONValue.string)
    object["name"] = name.map(JSONValue.string)
    object["arguments"] = .string(arguments)
    return .object(object)
  }

  fileprivate init(fileValue value: JSONValue) {
    self.init()
    wireIndex = value["index"]?.intValue
    id = value["id"]?.stringValue
    type = value["type"]?.stringValue
    name = value["name"]?.stringValue
    arguments = value["arguments"]?.stringValue ?? ""
  }
}
