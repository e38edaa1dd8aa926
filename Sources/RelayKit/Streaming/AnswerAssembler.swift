/// Reads the chunks of an answer (`chat.completion.chunk` or whole `chat.completion` objects) into parts.
/// It keeps only what it needs to place the next part, never the text. A pure value, used on the
/// transport's thread. Sources: the API's reference and the quirks of the servers behind relays (missing
/// indexes, whole tool calls, usage anywhere, a second answer).
public struct AnswerAssembler: Sendable {
  private struct OpenCall: Sendable {
    var wireIndex: Int?
    var id = ""
  }
  private struct OpenChoice: Sendable {
    var index: Int
    var splitter = ThinkTagSplitter()
    var calls: [OpenCall] = []
    var hasText = false
    var isFinished = false
  }

  private var choices: [OpenChoice] = []
  private var responseID: String?
  private var servedModel: String?
  private var fingerprint: String?
  /// Number of events with any token so far.
  public private(set) var tokenEvents = 0

  public init() {}

  /// Whether there is a choice and each has its `finish_reason`.
  public var isWhole: Bool { !choices.isEmpty && choices.allSatisfy(\.isFinished) }

  /// Takes one JSON object of the stream.
  public mutating func add(_ chunk: JSONValue) -> (parts: [AnswerPart], kind: StreamFrame.Kind) {
    guard let object = chunk.objectValue else { return ([], .malformed) }
    if Self.hasError(object) { return ([], .error) }
    var parts: [AnswerPart] = []
    noteIdentity(object, into: &parts)
    var kind = StreamFrame.Kind.other
    for (position, choice) in (object["choices"]?.arrayValue ?? []).enumerated() {
      let found = add(choice: choice, position: position, into: &parts)
      if found.rank > kind.rank { kind = found }
    }
    if let usage = object["usage"] ?? object["choices"]?.arrayValue?.first?["usage"], usage.objectValue != nil
    {
      parts.append(.usage(usage))
      if kind == .other { kind = .usage }
    }
    if kind.isToken { tokenEvents += 1 }
    return (parts, kind)
  }

  /// The stream is over: text that was held back for a split tag is released.
  public mutating func finish() -> [AnswerPart] {
    var parts: [AnswerPart] = []
    for slot in choices.indices.sorted(by: { choices[$0].index < choices[$1].index }) {
      let rest = choices[slot].splitter.finish()
      Self.append(reasoning: rest.reasoning, text: rest.text, choice: choices[slot].index, into: &parts)
      choices[slot].splitter = ThinkTagSplitter()
    }
    return parts
  }

  /// Whether a top-level `error` is set: a failure even under status 200.
  static func hasError(_ object: JSONObject) -> Bool {
    switch object["error"] {
    case nil, .null, .bool(false): false
    case .string(let text): !text.isEmpty
    default: true
    }
  }

  private mutating func noteIdentity(_ object: JSONObject, into parts: inout [AnswerPart]) {
    if let id = object["id"]?.stringValue, !id.isEmpty, id != responseID {
      if responseID != nil, choices.contains(where: { $0.isFinished || $0.hasText }) {
        // A relay that tried another supplier after partial output: kept apart, never glued together.
        choices = []
        parts.append(.restarted)
      }
      responseID = id
      parts.append(.responseID(id))
    }
    if let model = object["model"]?.stringValue, !model.isEmpty, servedModel != model {
      servedModel = model
      parts.append(.servedModel(model))
    }
    if let text = object["system_fingerprint"]?.stringValue, !text.isEmpty, fingerprint != text {
      fingerprint = text
      parts.append(.fingerprint(text))
    }
  }

  private mutating func add(
    choice: JSONValue, position: Int, into parts: inout [AnswerPart]
  ) -> StreamFrame.Kind {
    let index = choice["index"]?.intValue ?? position
    let slot = slot(for: index)
    var kind = StreamFrame.Kind.other
    func note(_ found: StreamFrame.Kind) { if found.rank > kind.rank { kind = found } }
    if let message = choice["delta"]?.objectValue ?? choice["message"]?.objectValue {
      if message["role"] != nil { note(.role) }
      if let reasoning = (message["reasoning_content"] ?? message["reasoning"])?.stringValue,
        !reasoning.isEmpty
      {
        note(.reasoning)
        parts.append(.reasoning(choice: index, reasoning))
      }
      let content = Self.text(of: message["content"])
      if !content.isEmpty {
        let split = choices[slot].splitter.feed(content)
        note(split.text.isEmpty && !split.reasoning.isEmpty ? .reasoning : .content)
        choices[slot].hasText = true
        Self.append(reasoning: split.reasoning, text: split.text, choice: index, into: &parts)
      }
      if let refusal = message["refusal"]?.stringValue, !refusal.isEmpty {
        note(.refusal)
        parts.append(.refusal(choice: index, refusal))
      }
      for call in message["tool_calls"]?.arrayValue ?? [] {
        note(.toolCall)
        parts.append(part(ofToolCall: call, slot: slot))
      }
    }
    if let tokens = choice["logprobs"]?["content"]?.arrayValue, !tokens.isEmpty {
      parts.append(.logprobs(choice: index, tokens))
    }
    if let reason = choice["finish_reason"]?.stringValue, !reason.isEmpty {
      note(.finish)
      choices[slot].isFinished = true
      parts.append(.finish(choice: index, reason))
    }
    return kind
  }

  private mutating func slot(for index: Int) -> Int {
    if let found = choices.firstIndex(where: { $0.index == index }) { return found }
    choices.append(OpenChoice(index: index))
    return choices.count - 1
  }

  private static func append(
    reasoning: String, text: String, choice index: Int, into parts: inout [AnswerPart]
  ) {
    if !reasoning.isEmpty { parts.append(.reasoning(choice: index, reasoning)) }
    if !text.isEmpty { parts.append(.text(choice: index, text)) }
  }

  /// Content is text, or an array of parts of which those with text count here.
  private static func text(of content: JSONValue?) -> String {
    switch content {
    case .string(let text): text
    case .array(let parts): parts.compactMap { $0["text"]?.stringValue }.joined()
    default: ""
    }
  }

  /// The place of a call: its index; else an open call of the same id; else a new one if it brings a new id
  /// or a name; else the last.
  private mutating func part(ofToolCall call: JSONValue, slot: Int) -> AnswerPart {
    var piece = ToolCallPiece()
    piece.wireIndex = call["index"]?.intValue
    piece.id = call["id"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    piece.name = call["function"]?["name"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    piece.type = call["type"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    switch call["function"]?["arguments"] {
    case .string(let text): piece.arguments = text
    case .object(let object):
      piece.arguments = JSONValue.object(object).text()
      piece.replacesArguments = true
    default: break
    }
    let calls = choices[slot].calls
    var known: Int?
    if let wireIndex = piece.wireIndex {
      known = calls.firstIndex { $0.wireIndex == wireIndex }
    } else if let id = piece.id {
      known = calls.firstIndex { $0.id == id }
    } else if piece.name == nil {
      known = calls.indices.last
    }
    let position = known ?? calls.count
    if known == nil { choices[slot].calls.append(OpenCall(wireIndex: piece.wireIndex)) }
    if let id = piece.id { choices[slot].calls[position].id = id }
    return .toolCall(choice: choices[slot].index, position: position, piece)
  }
}
