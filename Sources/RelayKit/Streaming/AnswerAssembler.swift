/// Turns the chunks of an answer into parts. It keeps only what it needs to place the next part, never the
/// text. A pure value, used on the transport's thread. Sources: the API's reference and the quirks of the
/// servers behind relays (missing indexes, whole tool calls, usage anywhere, a second answer).
public struct AnswerAssembler: Sendable {
  /// What one chunk came to.
  public struct Step: Sendable, Hashable {
    public var parts: [AnswerPart] = []
    public var kind = StreamFrame.Kind.other
    public var hasToken = false
    /// The object that holds an error, as received.
    public var error: JSONValue?
  }

  private struct OpenChoice: Sendable {
    var index: Int
    var splitter = ThinkTagSplitter()
    var calls = ToolCallPlacing()
    var lifter = PictureLifter()
    /// Pictures so far; some relays send one twice, in two places.
    var pictures: Set<Int> = []
    /// Text or a tool call came; reasoning alone does not count.
    var hasText = false
    /// A token came without a role, so that this relay does not repeat the role with every one.
    var hasTokenWithoutRole = false
    /// A role came on its own after text: the next token may begin another answer.
    var mayBeginAgain = false
    var isFinished = false
  }

  private var choices: [OpenChoice] = []
  private var ids = ResponseIDs()
  /// Of an answer that was set aside for a single chunk with another id.
  private var setAside: [OpenChoice] = []
  private var hasRestarted = false
  private var servedModel = ""
  private var fingerprint = ""
  /// Number of events with any token so far.
  public private(set) var tokenEvents = 0

  public init() {}

  /// Whether there is a choice and each has its `finish_reason`.
  public var isWhole: Bool { !choices.isEmpty && choices.allSatisfy(\.isFinished) }

  public var choiceCount: Int { choices.count }

  var pictureCount: Int { choices.reduce(0) { $0 + $1.lifter.count } }

  /// Takes one JSON object of the stream.
  public mutating func add(_ json: JSONValue) -> Step {
    guard let chunk = ChatChunk(json: json) else { return Step(kind: .malformed) }
    return add(chunk)
  }

  package mutating func add(_ chunk: ChatChunk) -> Step {
    var step = Step()
    step.hasToken = chunk.choices.contains { $0.hasToken }
    ids.note(chunk.id)
    if !setAside.isEmpty, ids.areUnstable { rejoin(into: &step.parts) }
    if step.hasToken { separate(chunk, into: &step.parts) }
    noteIdentity(chunk, into: &step.parts)
    for choice in chunk.choices { add(choice, into: &step) }
    if let usage = chunk.usage {
      step.parts.append(.usage(usage))
      if step.kind == .other { step.kind = .usage }
    }
    if step.hasToken { tokenEvents += 1 }
    if let error = chunk.error {
      step.error = error
      step.kind = .error
    }
    return step
  }

  /// The stream is over: text that was held back for a split tag is released.
  public mutating func finish() -> [AnswerPart] {
    var parts: [AnswerPart] = []
    for slot in choices.indices.sorted(by: { choices[$0].index < choices[$1].index }) {
      let rest = choices[slot].splitter.finish()
      append(reasoning: rest.reasoning, text: rest.text, slot: slot, into: &parts)
      append(choices[slot].lifter.finish(), slot: slot, into: &parts)
      choices[slot].splitter = ThinkTagSplitter()
    }
    return parts
  }

  // MARK: A second answer

  /// A relay that tried another supplier after partial output sends a second answer behind the first. It is
  /// known by tokens under another id, or behind a second beginning, and kept apart, never glued together.
  private mutating func separate(_ chunk: ChatChunk, into parts: inout [AnswerPart]) {
    let isOther = ids.takeChange()
    setAside = []
    guard choices.contains(where: { $0.hasText }), isOther || beginsAgain(chunk) else { return }
    parts += finish()
    parts.append(.restarted)
    if ids.mayBeUnstable, !hasRestarted { setAside = choices }
    choices = []
    hasRestarted = true
  }

  /// This relay makes a new id for every chunk: what was taken for a second answer goes on with the first.
  private mutating func rejoin(into parts: inout [AnswerPart]) {
    parts += finish()
    parts.append(.rejoined)
    for (slot, choice) in choices.enumerated() {
      guard let old = setAside.firstIndex(where: { $0.index == choice.index }) else {
        setAside.append(choices[slot])
        continue
      }
      setAside[old].calls.append(choice.calls)
      setAside[old].lifter.count += choice.lifter.count
      setAside[old].isFinished = setAside[old].isFinished || choice.isFinished
    }
    choices = setAside
    for slot in choices.indices { choices[slot].splitter = ThinkTagSplitter(inText: true) }
    setAside = []
  }

  private func beginsAgain(_ chunk: ChatChunk) -> Bool {
    chunk.choices.contains { delta in
      guard delta.hasToken, let open = choices.first(where: { $0.index == delta.index }) else { return false }
      return open.mayBeginAgain || open.hasText && open.hasTokenWithoutRole && delta.hasRole
    }
  }

  private mutating func noteIdentity(_ chunk: ChatChunk, into parts: inout [AnswerPart]) {
    if let id = ids.news(isWithToken: chunk.choices.contains { $0.hasToken }) {
      parts.append(.responseID(id))
    }
    if !chunk.model.isEmpty, servedModel != chunk.model {
      servedModel = chunk.model
      parts.append(.servedModel(chunk.model))
    }
    if !chunk.fingerprint.isEmpty, fingerprint != chunk.fingerprint {
      fingerprint = chunk.fingerprint
      parts.append(.fingerprint(chunk.fingerprint))
    }
  }

  // MARK: Choices

  private mutating func add(_ delta: ChoiceDelta, into step: inout Step) {
    let slot = slot(for: delta.index)
    func note(_ kind: StreamFrame.Kind) { if kind.rank > step.kind.rank { step.kind = kind } }
    if delta.hasRole { note(.role) }
    if !delta.reasoning.isEmpty {
      note(.reasoning)
      step.parts.append(.reasoning(choice: delta.index, delta.reasoning))
    }
    if !delta.content.isEmpty {
      let split = choices[slot].splitter.feed(delta.content)
      note(split.text.isEmpty && !split.reasoning.isEmpty ? .reasoning : .content)
      if !split.text.isEmpty { choices[slot].hasText = true }
      let isPicture = append(
        reasoning: split.reasoning, text: split.text, slot: slot, into: &step.parts)
      if isPicture { note(.picture) }
    }
    for picture in delta.pictures {
      note(.picture)
      choices[slot].hasText = true
      place(picture, slot: slot, into: &step.parts)
    }
    if !delta.refusal.isEmpty {
      note(.refusal)
      step.parts.append(.refusal(choice: delta.index, delta.refusal))
    }
    for call in delta.toolCalls {
      note(.toolCall)
      choices[slot].hasText = true
      let placed = choices[slot].calls.place(call)
      step.parts.append(.toolCall(choice: delta.index, position: placed.position, placed.piece))
    }
    if !delta.logprobs.isEmpty { step.parts.append(.logprobs(choice: delta.index, delta.logprobs)) }
    if !delta.finishReason.isEmpty {
      note(.finish)
      choices[slot].isFinished = true
      step.parts.append(.finish(choice: delta.index, delta.finishReason))
    }
    noteBeginning(delta, slot)
  }

  private mutating func noteBeginning(_ delta: ChoiceDelta, _ slot: Int) {
    if delta.hasToken {
      choices[slot].mayBeginAgain = false
      if !delta.hasRole { choices[slot].hasTokenWithoutRole = true }
    } else if delta.hasRole, delta.finishReason.isEmpty, choices[slot].hasText,
      choices[slot].hasTokenWithoutRole
    {
      choices[slot].mayBeginAgain = true
    }
  }

  private mutating func slot(for index: Int) -> Int {
    if let found = choices.firstIndex(where: { $0.index == index }) { return found }
    choices.append(OpenChoice(index: index))
    return choices.count - 1
  }

  /// - Returns: whether a picture is, or was, under way in the text.
  @discardableResult
  private mutating func append(
    reasoning: String, text: String, slot: Int, into parts: inout [AnswerPart]
  ) -> Bool {
    if !reasoning.isEmpty { parts.append(.reasoning(choice: choices[slot].index, reasoning)) }
    if text.isEmpty { return false }
    if choices[slot].lifter.passes(text) {
      parts.append(.text(choice: choices[slot].index, text))
      return false
    }
    let before = choices[slot].lifter.count
    append(choices[slot].lifter.feed(text), slot: slot, into: &parts)
    return choices[slot].lifter.isInPicture || choices[slot].lifter.count > before
  }

  private mutating func append(_ pieces: [PictureLifter.Piece], slot: Int, into parts: inout [AnswerPart]) {
    let index = choices[slot].index
    // Where the first of these pictures stands among all.
    var position = choices[slot].lifter.count
    for case .picture in pieces { position -= 1 }
    for piece in pieces {
      switch piece {
      case .text(let text): parts.append(.text(choice: index, text))
      case .picture(let picture):
        choices[slot].pictures.insert(picture.content.fingerprint)
        parts.append(.picture(choice: index, position: position, picture))
        position += 1
      }
    }
  }

  /// A picture that came beside the text.
  private mutating func place(_ picture: AnswerPicture, slot: Int, into parts: inout [AnswerPart]) {
    guard choices[slot].pictures.insert(picture.content.fingerprint).inserted else { return }
    parts.append(
      .picture(choice: choices[slot].index, position: choices[slot].lifter.count, picture))
    choices[slot].lifter.count += 1
  }
}
