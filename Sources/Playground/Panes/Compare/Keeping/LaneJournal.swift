import RelayKit
import Workbench

/// What of a comparison was written down so far.
struct LaneJournal: Sendable {
  let name: String
  var lanes: [ComparisonLane] = []
  var turns = 0
}

/// Questions of lanes are written down before they are asked, and answers as they end, so that neither a crash nor a
/// closed window loses them. The lines are those of `bayside compare`. Bytes and growing answers are in the history by
/// themselves: a line names the exchange of each question.
extension Playground {
  /// - Returns: the effects that write down which lanes are asked by `effects`.
  mutating func noteAsked(_ effects: [Effect], at now: MonotonicTime) -> [Effect] {
    let asked = effects.compactMap { effect -> MessageID? in
      if case .sendInLane(let id, _) = effect { id } else { nil }
    }
    guard !asked.isEmpty else { return [] }
    if preferences.isPrivate { compare.isPrivate = true }
    guard !compare.isPrivate else { return [] }
    var bytes = newLines(at: now)
    for id in asked {
      guard let lane = lane(comparison.owner(of: id)) else { continue }
      bytes += ComparisonFile.line(asked: surroundings.historyName(id), key(of: id, in: lane))
    }
    return append(bytes)
  }

  /// - Returns: the effect that adds an answer.
  mutating func writeDown(_ answer: MessageID, of id: LaneID, at now: MonotonicTime) -> [Effect] {
    guard !compare.isPrivate, let lane = lane(id), let reply = lane.talk.conversation[answer]?.reply,
      reply.exchange != nil, !reply.isReplay
    else { return [] }
    var run = ComparisonRun(
      key: key(of: answer, in: lane), reply: reply, figures: figures(of: answer, reply, at: now),
      keepsExchange: false)
    run.checks = checkResults(answer, at: now)
    return append(newLines(at: now) + ComparisonFile.line(run))
  }

  private func key(of answer: MessageID, in lane: Lane) -> RunKey {
    let repetition = (lane.runs.firstIndex(of: answer) ?? 0) + 1
    return RunKey(lane: lane.letter, turn: max(1, lane.prompts.count), repetition: repetition)
  }

  /// The header, or what came to lanes and turns since.
  private mutating func newLines(at now: MonotonicTime) -> [UInt8] {
    let plan = comparisonRecord(keepsRuns: false, at: now)
    guard var journal = compare.journal else {
      namesGiven += 1
      compare.journal = LaneJournal(
        name: "\(surroundings.session)-lanes\(namesGiven)", lanes: plan.lanes, turns: plan.turns.count)
      return ComparisonFile.header(plan)
    }
    var bytes: [UInt8] = []
    for lane in plan.lanes where !journal.lanes.contains(lane) { bytes += ComparisonFile.line(lane: lane) }
    for turn in plan.turns.dropFirst(journal.turns) { bytes += ComparisonFile.line(turn: turn) }
    (journal.lanes, journal.turns) = (plan.lanes, plan.turns.count)
    compare.journal = journal
    return bytes
  }

  private func append(_ bytes: [UInt8]) -> [Effect] {
    guard let journal = compare.journal, !bytes.isEmpty else { return [] }
    let prompt = lane(comparison.base)?.talk.conversation.firstWords ?? ""
    return [
      .appendToComparison(
        name: journal.name, title: prompt, isDemo: workspace.relay?.isDemo ?? false, bytes)
    ]
  }
}
