/// Adds up the chunks of an answer (`chat.completion.chunk` or whole `chat.completion` objects).
/// A pure value, used on the transport's thread. Sources: the API's reference and the quirks of the
/// servers behind relays (missing indexes, whole tool calls, usage anywhere, a second answer).
public struct AnswerAssembler: Sendable {
  public private(set) var answer = AssembledAnswer()
  private var splitters: [Int: ThinkTagSplitter] = [:]
  private var firstAnswerIsOver = false

  public init() {}

  /// Takes one JSON object of the stream.
  public mutating func add(_ chunk: JSONValue) -> (parts: [AnswerDelta.Part], kind: StreamFrame.Kind) {
    guard let object = chunk.objectValue else { return ([], .malformed) }
    if Self.hasError(object) { return ([], .error) }
    var parts: [AnswerDelta.Part] = []
    noteIdentity(object, into: &parts)
    var kind = StreamFrame.Kind.other
    for (position, choice) in (object["choices"]?.arrayValue ?? []).enumerated() {
      let found = add(choice: choice, position: position, into: &parts)
      if found.rank > kind.rank { kind = found }
    }
    if let usage = object["usage"] ?? object["choices"]?.arrayValue?.first?["usage"], usage.objectValue != nil
    {
      answer.usage = usage
      parts.append(.usage(usage))
      if kind == .other { kind = .usage }
    }
    if kind.isToken { answer.tokenEvents += 1 }
    return (parts, kind)
  }

  /// The stream is over: text that was held back for a split tag is released.
  public mutating func finish() -> [AnswerDelta.Part] {
    var parts: [AnswerDelta.Part] = []
    for index in splitters.keys.sorted() {
      guard let rest = splitters[index]?.finish() else { continue }
      append(reasoning: rest.reasoning, text: rest.text, choice: index, into: &parts)
    }
    splitters = [:]
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

  private mutating func noteIdentity(_ object: JSONObject, into parts: inout [AnswerDelta.Part]) {
    if let id = object["id"]?.stringValue, !id.isEmpty {
      if let known = answer.responseID, known != id,
        answer.choices.contains(where: { $0.finishReason != nil || !$0.text.isEmpty })
      {
        // A relay that tried another supplier after partial output: kept apart, never glued together.
        answer.restarted += answer.choices
        answer.choices = []
        splitters = [:]
        parts.append(.restarted)
      }
      answer.responseID = id
    }
    if let model = object["model"]?.stringValue, !model.isEmpty, answer.servedModel != model {
      answer.servedModel = model
      parts.append(.servedModel(model))
    }
    if let fingerprint = object["system_fingerprint"]?.stringValue { answer.fingerprint = fingerprint }
  }

  private mutating func add(
    choice: JSONValue, position: Int, into parts: inout [AnswerDelta.Part]
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
        append(reasoning: reasoning, text: "", choice: index, into: &parts)
      }
      let content = Self.text(of: message["content"])
      if !content.isEmpty {
        let split = splitters[index, default: ThinkTagSplitter()].feed(content)
        note(split.text.isEmpty && !split.reasoning.isEmpty ? .reasoning : .content)
        append(reasoning: split.reasoning, text: split.text, choice: index, into: &parts)
      }
      if let refusal = message["refusal"]?.stringValue, !refusal.isEmpty {
        note(.refusal)
        answer.choices[slot].refusal += refusal
        parts.append(.refusal(choice: index, refusal))
      }
      for call in message["tool_calls"]?.arrayValue ?? [] {
        note(.toolCall)
        add(toolCall: call, slot: slot, choice: index, into: &parts)
      }
    }
    if let tokens = choice["logprobs"]?["content"]?.arrayValue { answer.choices[slot].logprobs += tokens }
    if let reason = choice["finish_reason"]?.stringValue, !reason.isEmpty {
      note(.finish)
      answer.choices[slot].finishReason = reason
      parts.append(.finish(choice: index, reason))
    }
    return kind
  }

  private mutating func slot(for index: Int) -> Int {
    if let found = answer.choices.firstIndex(where: { $0.index == index }) { return found }
    let place = answer.choices.firstIndex { $0.index > index } ?? answer.choices.endIndex
    answer.choices.insert(AssembledAnswer.Choice(index: index), at: place)
    return place
  }

  private mutating func append(
    reasoning: String, text: String, choice index: Int, into parts: inout [AnswerDelta.Part]
  ) {
    let slot = slot(for: index)
    if !reasoning.isEmpty {
      answer.choices[slot].reasoning += reasoning
      parts.append(.reasoning(choice: index, reasoning))
    }
    if !text.isEmpty {
      answer.choices[slot].text += text
      parts.append(.text(choice: index, text))
    }
  }

  /// Content is text, or an array of parts of which those with text count here.
  private static func text(of content: JSONValue?) -> String {
    switch content {
    case .string(let text): text
    case .array(let parts): parts.compactMap { $0["text"]?.stringValue }.joined()
    default: ""
    }
  }

  /// The slot of a call: its index; else an open call of the same id; else a new one if it brings a new id
  /// or a name; else the last.
  private mutating func add(
    toolCall call: JSONValue, slot: Int, choice: Int, into parts: inout [AnswerDelta.Part]
  ) {
    let wireIndex = call["index"]?.intValue
    let id = call["id"]?.stringValue ?? ""
    let name = call["function"]?["name"]?.stringValue ?? ""
    let calls = answer.choices[slot].toolCalls
    var position: Int?
    if let wireIndex {
      position = calls.firstIndex { $0.wireIndex == wireIndex }
    } else if !id.isEmpty {
      position = calls.firstIndex { $0.id == id }
    } else if name.isEmpty {
      position = calls.indices.last
    }
    let place = position ?? calls.count
    if position == nil {
      answer.choices[slot].toolCalls.append(AssembledAnswer.ToolCall())
      answer.choices[slot].toolCalls[place].wireIndex = wireIndex
    }
    if !id.isEmpty { answer.choices[slot].toolCalls[place].id = id }
    if !name.isEmpty { answer.choices[slot].toolCalls[place].name = name }
    if let type = call["type"]?.stringValue, !type.isEmpty {
      answer.choices[slot].toolCalls[place].type = type
    }
    switch call["function"]?["arguments"] {
    case .string(let text): answer.choices[slot].toolCalls[place].arguments += text
    case .object(let object):
      answer.choices[slot].toolCalls[place].arguments = JSONValue.object(object).text()
    default: break
    }
    parts.append(.toolCall(choice: choice, position: place, answer.choices[slot].toolCalls[place]))
  }
}

extension StreamFrame.Kind {
  /// Whether the frame brought a token.
  public var isToken: Bool {
    switch self {
    case .content, .reasoning, .refusal, .toolCall: true
    default: false
    }
  }

  /// Which kind names a frame that is several things at once.
  fileprivate var rank: Int {
    switch self {
    case .toolCall: 6
    case .content: 5
    case .refusal: 4
    case .reasoning: 3
    case .finish: 2
    case .role: 1
    default: 0
    }
  }
}
