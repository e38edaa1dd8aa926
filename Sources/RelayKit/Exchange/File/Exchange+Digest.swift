/// An exchange without its bytes: what a transcript shows and what is counted. Bytes are kept apart, may be
/// megabytes long, and may be gone when they are old.
extension Exchange {
  /// The digest as a file: that of the exchange, with the body of the request left out and the assembled answer in
  /// place of what was read. `ExchangeFileReader` reads it.
  package var digest: [UInt8] {
    var writer = ExchangeFileWriter()
    return digestUpdates.flatMap { update -> [UInt8] in
      if case .delta(let delta) = update { return writer.digestBytes(for: delta) }
      return writer.bytes(for: update)
    }
  }

  /// Updates that add up to the same answer, marks and outcome, without bytes and frames: applying them costs
  /// what the answer is long, however many events it came in.
  package var digestUpdates: [ExchangeUpdate] {
    var bare = self
    bare.dropBytes()
    var updates = bare.updates
    let end = updates.popLast { if case .ended = $0 { true } else { false } }
    updates += answerDeltas.map(ExchangeUpdate.delta)
    return updates + [end].compactMap { $0 }
  }

  /// The reasoning where the first token came, the text where it could be seen first, the rest at the last token.
  private var answerDeltas: [AnswerDelta] {
    guard !answer.choices.isEmpty || answer.usage != nil || !answer.restarted.isEmpty else { return [] }
    let tokens = frames.filter { $0.kind.isToken }
    let first = marks[.firstToken] ?? tokens.first?.instant ?? end ?? lastStart
    let visible =
      frames.first { [.content, .picture, .refusal, .toolCall].contains($0.kind) }?.instant ?? first
    let last = tokens.last?.instant ?? visible
    let parts = answer.parts
    let count = answer.tokenEvents
    var deltas: [AnswerDelta] = []
    if !parts.reasoning.isEmpty {
      deltas.append(AnswerDelta(parts: parts.reasoning, tokenEvents: min(1, count), instant: first))
    }
    if !parts.visible.isEmpty {
      deltas.append(
        AnswerDelta(
          parts: parts.visible, tokenEvents: min(1, count - (deltas.isEmpty ? 0 : 1)),
          instant: max(first, visible)))
    }
    let told = deltas.reduce(0) { $0 + max(0, $1.tokenEvents) }
    deltas.append(
      AnswerDelta(parts: parts.rest, tokenEvents: max(0, count - told), instant: max(last, visible)))
    return deltas
  }
}

extension AssembledAnswer {
  /// The parts that add up to this answer, by when they matter.
  fileprivate var parts: (reasoning: [AnswerPart], visible: [AnswerPart], rest: [AnswerPart]) {
    var reasoning: [AnswerPart] = []
    var visible: [AnswerPart] = []
    var rest: [AnswerPart] = []
    if !restarted.isEmpty {
      for choice in restarted { visible += choice.reasoningParts + choice.visibleParts + choice.endParts }
      visible.append(.restarted)
    }
    for choice in choices {
      // What came before a restart must stay before it.
      if restarted.isEmpty { reasoning += choice.reasoningParts } else { visible += choice.reasoningParts }
      visible += choice.visibleParts
      rest += choice.endParts
    }
    if let responseID { rest.append(.responseID(responseID)) }
    if let servedModel { rest.append(.servedModel(servedModel)) }
    if let fingerprint { rest.append(.fingerprint(fingerprint)) }
    if let usage { rest.append(.usage(usage)) }
    return (reasoning, visible, rest)
  }
}

extension AssembledAnswer.Choice {
  fileprivate var reasoningParts: [AnswerPart] {
    reasoning.isEmpty ? [] : [.reasoning(choice: index, reasoning)]
  }

  fileprivate var visibleParts: [AnswerPart] {
    var parts: [AnswerPart] = []
    for (position, picture) in pictures.enumerated() {
      parts.append(.picture(choice: index, position: position, picture))
    }
    if !text.isEmpty { parts.append(.text(choice: index, text)) }
    if !refusal.isEmpty { parts.append(.refusal(choice: index, refusal)) }
    for (position, call) in toolCalls.enumerated() {
      var piece = ToolCallPiece()
      (piece.wireIndex, piece.id, piece.type, piece.name) = (call.wireIndex, call.id, call.type, call.name)
      piece.arguments = call.arguments
      parts.append(.toolCall(choice: index, position: position, piece))
    }
    return parts
  }

  fileprivate var endParts: [AnswerPart] { finishReason.map { [.finish(choice: index, $0)] } ?? [] }
}

extension Array {
  fileprivate mutating func popLast(where matches: (Element) -> Bool) -> Element? {
    guard let last, matches(last) else { return nil }
    return popLast()
  }
}
