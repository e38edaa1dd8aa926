/// What the events add up to.
public struct AssembledAnswer: Sendable, Hashable {
  public struct ToolCall: Sendable, Hashable {
    /// The index the relay gave, if any: it may start above 0 and have gaps.
    public var wireIndex: Int?
    public var id = ""
    public var type = "function"
    public var name = ""
    /// Exactly as it came: may not be valid JSON.
    public var arguments = ""
    public init() {}
  }

  public struct Choice: Sendable, Hashable {
    public var index: Int
    public var text = ""
    public var reasoning = ""
    public var refusal = ""
    public var toolCalls: [ToolCall] = []
    /// A picture inside the text stands there as `picture:1`, counted from 1.
    public var pictures: [AnswerPicture] = []
    public var finishReason: String?
    /// Elements of `logprobs.content`, as received.
    public var logprobs: [JSONValue] = []
    public init(index: Int) { self.index = index }

    mutating func append(_ other: Choice) {
      // The pictures of the other come behind these, so that their numbers grow.
      let placed = pictures.count
      text += PictureReferences.replaced(in: other.text, count: placed == 0 ? 0 : other.pictures.count) {
        PictureReferences.name(placed + $0)
      }
      reasoning += other.reasoning
      refusal += other.refusal
      toolCalls += other.toolCalls
      pictures += other.pictures
      logprobs += other.logprobs
      finishReason = other.finishReason ?? finishReason
    }
  }

  public var responseID: String?
  public var servedModel: String?
  public var fingerprint: String?
  /// Ordered by index.
  public var choices: [Choice] = []
  /// The object as received, never altered.
  public var usage: JSONValue?
  /// Choices of answers that were followed by another one in the same stream.
  public var restarted: [Choice] = []
  /// Number of events with any token (content, reasoning, refusal or tool call).
  public var tokenEvents = 0
  public init() {}

  public var text: String { choices.first?.text ?? "" }
  public var reasoning: String { choices.first?.reasoning ?? "" }
  public var finishReason: String? { choices.first?.finishReason }

  /// Takes one part over. Appending costs what the part is long, not what the answer is long.
  public mutating func apply(_ part: AnswerPart) {
    switch part {
    case .text(let choice, let piece): choices[slot(choice)].text += piece
    case .reasoning(let choice, let piece): choices[slot(choice)].reasoning += piece
    case .refusal(let choice, let piece): choices[slot(choice)].refusal += piece
    case .toolCall(let choice, let position, let piece): apply(piece, at: position, slot: slot(choice))
    case .picture(let choice, let position, let picture): place(picture, at: position, slot: slot(choice))
    case .logprobs(let choice, let tokens): choices[slot(choice)].logprobs += tokens
    case .finish(let choice, let reason): choices[slot(choice)].finishReason = reason
    case .usage(let value): usage = value
    case .responseID(let id): responseID = id
    case .servedModel(let model): servedModel = model
    case .fingerprint(let text): fingerprint = text
    case .restarted:
      restarted += choices
      choices = []
    case .rejoined: rejoin()
    }
  }

  private mutating func rejoin() {
    let later = choices
    choices = []
    for choice in restarted { choices[slot(choice.index)].append(choice) }
    for choice in later { choices[slot(choice.index)].append(choice) }
    restarted = []
  }

  private mutating func place(_ picture: AnswerPicture, at position: Int, slot: Int) {
    while choices[slot].pictures.count < position {
      choices[slot].pictures.append(AnswerPicture(content: .unreadable("It did not come."), isPartial: true))
    }
    if choices[slot].pictures.count == position {
      choices[slot].pictures.append(picture)
    } else {
      choices[slot].pictures[position] = picture
    }
  }

  private mutating func apply(_ piece: ToolCallPiece, at position: Int, slot: Int) {
    while choices[slot].toolCalls.count <= position { choices[slot].toolCalls.append(ToolCall()) }
    if let index = piece.wireIndex { choices[slot].toolCalls[position].wireIndex = index }
    if let id = piece.id { choices[slot].toolCalls[position].id = id }
    if let type = piece.type { choices[slot].toolCalls[position].type = type }
    if let name = piece.name { choices[slot].toolCalls[position].name = name }
    if piece.replacesArguments {
      choices[slot].toolCalls[position].arguments = piece.arguments
    } else {
      choices[slot].toolCalls[position].arguments += piece.arguments
    }
  }

  private mutating func slot(_ index: Int) -> Int {
    if let found = choices.firstIndex(where: { $0.index == index }) { return found }
    let place = choices.firstIndex { $0.index > index } ?? choices.endIndex
    choices.insert(Choice(index: index), at: place)
    return place
  }
}
