package import RelayKit

extension ComparisonRecord {
  /// What a comparison of the screen is now: every answer that has ended, those beside the shown ones too.
  /// - Parameters:
  ///   - created: seconds since 1970.
  ///   - keepsRuns: the answers too; else what is asked of whom.
  ///   - measured: figures and checks of an answer that has ended.
  package init(
    _ comparison: Comparison, relay: Relay, created: Double, keepsRuns: Bool = true,
    measured: (MessageID, Reply) -> (figures: RunFigures, checks: [CheckResult])
  ) {
    self.init(created: created, relay: relay)
    let base = comparison[comparison.base]
    system = base?.talk.system
    turns = base?.prompts ?? []
    repeats = max(1, comparison.repeats)
    streams = base?.talk.stream == true
    for lane in comparison.lanes {
      var kept = ComparisonLane(
        letter: lane.letter, model: lane.answeredModel, parameters: lane.talk.parameters,
        ownSystem: lane.talk.system == system ? nil : lane.talk.system ?? "",
        differs: lane.variation, variables: lane.talk.variables.values)
      if lane.prompts != turns { kept.ownTurns = lane.prompts }
      if kept.differs.isEmpty, let base, base.id != lane.id { kept.differs = lane.differences(from: base) }
      lanes.append(kept)
      if keepsRuns { runs += Self.runs(lane, measured) }
    }
    // As they ended, as far as that is known.
    runs = runs.enumerated().sorted { ($0.element.askedAt, $0.offset) < ($1.element.askedAt, $1.offset) }
      .map(\.element)
    winner = comparison[comparison.winner]?.letter
  }

  /// Answers to the prompts on the path, each with its alternatives as repetitions.
  private static func runs(
    _ lane: Lane, _ measured: (MessageID, Reply) -> (figures: RunFigures, checks: [CheckResult])
  ) -> [ComparisonRun] {
    let conversation = lane.talk.conversation
    var runs: [ComparisonRun] = []
    var turn = 0
    // Which of its alternatives the path goes through, turn by turn.
    var shown: Int?
    for id in conversation.path {
      guard let message = conversation[id] else { continue }
      if message.role == .user, !message.isOff { turn += 1 }
      guard message.reply != nil, turn > 0 else { continue }
      let answers = conversation.alternatives(of: id).filter { conversation[$0]?.reply != nil }
      let follows = shown
      shown = answers.firstIndex(of: id).map { $0 + 1 }
      for (index, answer) in answers.enumerated() {
        guard let reply = conversation[answer]?.reply, !reply.isRunning, reply.exchange != nil else {
          continue
        }
        let key = RunKey(lane: lane.letter, turn: turn, repetition: index + 1)
        let (figures, checks) = measured(answer, reply)
        var run = ComparisonRun(key: key, reply: reply, figures: figures)
        run.checks = checks
        if let follows, follows != key.repetition { run.follows = follows }
        runs.append(run)
      }
    }
    return runs
  }
}

extension ComparisonRun {
  /// Updates that add up to the answer: all that was kept of the exchange, else what is known of it.
  func updates(model: String) -> [ExchangeUpdate] {
    if let file = exchangeFile, let updates = try? ExchangeFileReader.updates(from: file) { return updates }
    let start = MonotonicTime(nanoseconds: 0)
    func after(_ milliseconds: Double?) -> MonotonicTime {
      start.advanced(seconds: (milliseconds ?? 0) / 1000)
    }
    let exchange = Exchange(
      id: "kept", request: RecordedRequest(method: "POST", url: "", headers: [], body: Array(request.utf8)),
      requestedModel: model, asksForStream: false, startedAt: askedAt, start: start)
    var parts: [AnswerPart] = []
    if !reasoning.isEmpty { parts.append(.reasoning(choice: 0, reasoning)) }
    if !text.isEmpty { parts.append(.text(choice: 0, text)) }
    for (position, call) in toolCalls.enumerated() {
      var piece = ToolCallPiece()
      piece.id = call["id"]?.stringValue
      piece.type = call["type"]?.stringValue
      piece.name = call["function"]?["name"]?.stringValue
      piece.arguments = call["function"]?["arguments"]?.stringValue ?? ""
      parts.append(.toolCall(choice: 0, position: position, piece))
    }
    if let finishReason { parts.append(.finish(choice: 0, finishReason)) }
    if let servedModel { parts.append(.servedModel(servedModel)) }
    var updates: [ExchangeUpdate] = [.began(exchange), .sending(attempt: 1, start)]
    if figures.firstTokenMilliseconds != nil {
      updates.append(.mark(.firstToken, after(figures.firstTokenMilliseconds)))
    }
    updates.append(.delta(AnswerDelta(parts: parts, instant: after(figures.firstTokenMilliseconds))))
    updates.append(.ended(ending, TransportSummary(), after(figures.totalMilliseconds)))
    return updates
  }

  private var ending: Outcome {
    let error = failure.map { failure in
      RelayError(
        kind: RelayError.Kind(rawValue: failure.kind) ?? .other, status: failure.status,
        message: failure.message, requestID: failure.requestID)
    }
    switch outcome {
    case "done": return .done
    case "cut": return .cut(error)
    case "failed": return .failed(error ?? RelayError(kind: .other))
    default: return .stopped
    }
  }
}

extension Comparison {
  /// A kept comparison as lanes of the screen, each row of a variables table in lanes of its own.
  /// - Parameters:
  ///   - newID: gives ids of messages.
  ///   - now: when the answers count as asked, for what is measured from then on.
  ///   - take: told of each answer, so that its figures can be kept.
  /// - Returns: what was left out, as a sentence; `nil` when everything is there.
  package mutating func open(
    _ record: ComparisonRecord, newID: () -> MessageID, at now: MonotonicTime,
    take: (MessageID, ComparisonRun) -> Void = { _, _ in }
  ) -> String? {
    self = Comparison()
    repeats = record.repeats
    let results = record.results
    var left = 0
    for lane in record.lanes {
      let rows: [Int?] =
        record.rows.isEmpty
        ? [nil]
        : results.isEmpty
          ? record.rows.indices.map { $0 + 1 } : Set(results.map(\.key.row)).sorted { ($0 ?? 0) < ($1 ?? 0) }
      for row in rows {
        if let row, let own = lane.rows, !own.contains(row) { continue }
        let runs = results.filter { $0.key.lane == lane.letter && $0.key.row == row }
        let (talk, answers) = record.talk(of: lane, row: row, runs, newID: newID, at: now)
        let names = row.map { lane.differs + ["row \($0)"] } ?? lane.differs
        guard let id = add(talk, variation: names) else {
          left += 1
          continue
        }
        for (answer, run) in answers {
          own(answer, by: id)
          take(answer, run)
        }
        if record.winner == lane.letter, winner == nil { winner = id }
      }
    }
    return left > 0 ? "\(NumberWords.counted(left, "lane")) of the file did not fit and are not shown." : nil
  }
}

extension ComparisonRecord {
  fileprivate func talk(
    of lane: ComparisonLane, row: Int?, _ runs: [ComparisonRun], newID: () -> MessageID, at now: MonotonicTime
  ) -> (Talk, answers: [(MessageID, ComparisonRun)]) {
    var conversation = Conversation()
    var answers: [(MessageID, ComparisonRun)] = []
    if let system = system(of: lane) {
      conversation.append(Message(id: newID(), role: .system, written: system, createdAt: created))
    }
    let system = conversation.path.last
    var places: [Place: MessageID] = [:]
    for (index, prompt) in turns(of: lane).enumerated() {
      var questions: [Int: MessageID] = [:]
      let asked = runs.filter { $0.key.turn == index + 1 }
      for run in asked {
        let before = index == 0 ? 0 : run.follows ?? run.key.repetition
        let question: MessageID
        if let known = questions[before] {
          question = known
        } else {
          let message = Message(id: newID(), role: .user, written: prompt, createdAt: created)
          let above = index == 0 ? system : places[Place(turn: index, repetition: before)]
          conversation.add(message, below: above ?? conversation.path.last)
          question = message.id
          questions[before] = question
        }
        var reply = Reply(model: lane.model, askedAt: now)
        for update in run.updates(model: lane.model) { reply.apply(update) }
        reply.isReplay = true
        let answer = Message(id: newID(), reply: reply, createdAt: run.askedAt)
        conversation.add(answer, below: question)
        places[Place(turn: run.key.turn, repetition: run.key.repetition)] = answer.id
        answers.append((answer.id, run))
      }
      guard asked.isEmpty, index == 0 else { continue }
      conversation.append(Message(id: newID(), role: .user, written: prompt, createdAt: created))
    }
    let last = places.max { ($0.key.turn, -$0.key.repetition) < ($1.key.turn, -$1.key.repetition) }
    if let last { conversation.choose(last.value) }
    var talk = Talk(model: lane.model, parameters: lane.parameters, stream: streams ? true : nil)
    talk.variables.typed = values(of: RunKey(lane: lane.letter, row: row))
    talk.conversation = conversation
    return (talk, answers)
  }
}

private struct Place: Hashable {
  var turn: Int
  var repetition: Int
}
