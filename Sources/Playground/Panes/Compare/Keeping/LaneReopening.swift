import RelayKit
import TerminalUI
import Workbench

/// A kept comparison, or a plan, as lanes.
extension Playground {
  mutating func takeComparison(_ bytes: [UInt8], name: String, at now: MonotonicTime) {
    standUp()
    guard !comparison.isRunning else {
      return say("Not now: answers are still coming; X stops them.", at: now)
    }
    let lower = name.lowercased()
    if lower.hasSuffix(".csv") || lower.hasSuffix(".json5") || lower.hasSuffix(".json") {
      return takePlan(bytes, name: name, at: now)
    }
    do throws(ComparisonFile.Problem) {
      let (record, notes) = try ComparisonFile.read(bytes)
      take(record, at: now)
      let note = notes.first.map { " \($0.sentence)" } ?? ""
      say(
        "\(name): \(Figures.counted(record.lanes.count, "lane")), \(Figures.counted(record.runs.count, "answer")).\(note)",
        seconds: 10, at: now)
    } catch {
      say("\(name) is no comparison: \(error.sentence)", seconds: 10, at: now)
    }
  }

  /// Lanes and prompts without answers. The first prompt comes into the message box.
  private mutating func takePlan(_ bytes: [UInt8], name: String, at now: MonotonicTime) {
    do throws(ComparisonPlanFile.Problem) {
      let plan = try ComparisonPlanFile(file: bytes, fileName: name)
      var record = ComparisonRecord(
        title: plan.title, created: wallClock(at: now),
        relay: ComparisonRecord.Relay(baseURL: "", keyLabel: ""),
        system: plan.system, lanes: plan.lanes)
      record.streams = workspace.streams
      take(record, at: now)
      if let prompt = plan.prompts.first {
        message.replace(with: prompt)
        for later in plan.prompts.dropFirst().reversed() { message.history.add(later) }
        focus = .message
      }
      let more =
        plan.prompts.count > 1
        ? " The other \(plan.prompts.count - 1) prompts are in the history of the box (Up)." : ""
      say(
        "\(name): \(Figures.counted(plan.lanes.count, "lane")). Enter asks them.\(more)", seconds: 10, at: now
      )
    } catch {
      say(
        error.report.split(separator: "\n").first.map(String.init) ?? "\(name) is no plan.", seconds: 12,
        at: now)
    }
  }

  private mutating func take(_ record: ComparisonRecord, at now: MonotonicTime) {
    if !comparison.isEmpty { _ = clearLanes(at: now) }
    comparison = Comparison()
    let (votes, tag) = (compare.votes, compare.tag)
    compare = ComparePane()
    (compare.votes, compare.tag) = (votes, tag)
    comparison.repeats = record.runs.isEmpty ? max(1, record.repeats) : 1
    compare.checks = record.checks.compactMap {
      try? AnswerCheck($0) { _ throws in throw AnswerCheck.Problem("") }
    }
    for lane in record.lanes {
      var talk = Talk(model: lane.model, parameters: lane.parameters, stream: record.streams ? true : nil)
      talk.variables.typed = lane.variables
      let runs = record.results.filter { $0.key.lane == lane.letter }
      talk.conversation = conversation(of: lane, runs, record)
      guard let id = comparison.add(talk, variation: lane.differs) else { break }
      for message in talk.conversation.answers { comparison.own(message.id, by: id) }
      if record.winner == lane.letter { comparison.winner = id }
    }
    compare.focused = comparison.lanes.first?.id
    if view != .compare { show(.compare) }
    focus = .lane
    settleColumns()
  }

  private mutating func conversation(
    of lane: ComparisonLane, _ runs: [ComparisonRun], _ record: ComparisonRecord
  ) -> Conversation {
    var conversation = Conversation()
    if let system = record.system(of: lane) {
      conversation.append(workspace.newMessage(.system, system, at: record.created))
    }
    for turn in Set(runs.map(\.key.turn)).sorted() {
      let answers = runs.filter { $0.key.turn == turn }
      guard let first = answers.first else { continue }
      let asked = record.turns.indices.contains(turn - 1) ? record.turns[turn - 1] : nil
      let question = workspace.newMessage(.user, asked ?? first.question ?? "", at: first.askedAt)
      conversation.append(question)
      for run in answers { conversation.add(message(of: run, lane), below: question.id) }
      let shown = conversation.path.last.map { conversation.alternatives(of: $0) }?.first
      if let shown { conversation.choose(shown) }
    }
    return conversation
  }

  private mutating func message(of run: ComparisonRun, _ lane: ComparisonLane) -> Message {
    var reply = Reply(model: lane.model, askedAt: MonotonicTime(nanoseconds: 0))
    let kept = run.exchangeFile.flatMap { try? ExchangeFileReader.updates(from: $0) }
    for update in kept ?? run.updates(model: lane.model) { reply.apply(update) }
    reply.isReplay = true
    let message = Message(id: workspace.nextID(), reply: reply, createdAt: run.askedAt)
    layouts.figures.keep(run.figures, of: message.id)
    return message
  }
}

extension ComparisonRun {
  /// The text that was asked, as it was sent.
  fileprivate var question: String? {
    guard let request = try? ChatRequest(body: Array(request.utf8)) else { return nil }
    return request.messages.last { $0.role == "user" }?.content?.stringValue
  }

  /// What came, where the bytes were not kept.
  fileprivate func updates(model: String) -> [ExchangeUpdate] {
    let start = MonotonicTime(nanoseconds: 0)
    let record = RecordedRequest(method: "POST", url: "", headers: [], body: Array(request.utf8))
    var parts: [AnswerPart] = []
    if !reasoning.isEmpty { parts.append(.reasoning(choice: 0, reasoning)) }
    if !text.isEmpty { parts.append(.text(choice: 0, text)) }
    if let finishReason { parts.append(.finish(choice: 0, finishReason)) }
    let ending: Outcome
    switch outcome {
    case "done": ending = .done
    case "stopped": ending = .stopped
    case "cut": ending = .cut(failure.map(\.error))
    default: ending = .failed(failure?.error ?? RelayError(kind: .unexpectedStatus, status: nil, message: ""))
    }
    return [
      .began(
        Exchange(
          id: "kept", request: record, requestedModel: model, asksForStream: true, startedAt: askedAt,
          start: start)),
      .sending(attempt: 1, start), .delta(AnswerDelta(parts: parts, instant: start)),
      .ended(ending, TransportSummary(), start),
    ]
  }
}

extension ComparisonRun.Failure {
  fileprivate var error: RelayError {
    RelayError(kind: RelayError.Kind(rawValue: kind) ?? .unexpectedStatus, status: status, message: message)
  }
}
