import RelayKit
import Workbench

/// What of a comparison was written down so far.
struct LaneJournal: Sendable {
  let name: String
  fileprivate var lanes: [ComparisonLane] = []
  fileprivate var turns = 0
}

/// Answers of lanes are written down as they end, so that neither a crash nor a closed window loses them. The file is
/// that of `bayside compare`: `O` opens it again. The bytes of exchanges are not in it: they may be megabytes long, and
/// would hold up keys when eight answers end at once; `:keep` has them.
extension Playground {
  /// - Returns: the effect that adds an answer to the file; none for simulated ones.
  mutating func writeDown(_ answer: MessageID, of id: LaneID, at now: MonotonicTime) -> [Effect] {
    guard workspace.relay?.isDemo == false, let lane = lane(id),
      let reply = lane.talk.conversation[answer]?.reply,
      reply.exchange != nil, !reply.isReplay
    else { return [] }
    var bytes: [UInt8] = []
    let plan = comparisonRecord(keepsRuns: false, at: now)
    if var journal = compare.journal {
      for lane in plan.lanes where !journal.lanes.contains(lane) { bytes += ComparisonFile.line(lane: lane) }
      for turn in plan.turns.dropFirst(journal.turns) { bytes += ComparisonFile.line(turn: turn) }
      (journal.lanes, journal.turns) = (plan.lanes, plan.turns.count)
      compare.journal = journal
    } else {
      let day = ModelDay.text(wallClock(at: now)) ?? "comparison"
      let clock = Figures.clock(wallClock(at: now), utcOffset: surroundings.utcOffset).filter { $0 != ":" }
      compare.journal = LaneJournal(
        name: "\(day)-\(clock)-\(id.number)", lanes: plan.lanes, turns: plan.turns.count)
      bytes = ComparisonFile.header(plan)
    }
    let repetition = (lane.runs.firstIndex(of: answer) ?? 0) + 1
    var run = ComparisonRun(
      key: RunKey(lane: lane.letter, turn: max(1, lane.prompts.count), repetition: repetition), reply: reply,
      figures: figures(of: answer, reply, at: now), keepsExchange: false)
    run.checks = checkResults(answer, at: now)
    bytes += ComparisonFile.line(run)
    return compare.journal.map { [.appendToComparison(name: $0.name, bytes)] } ?? []
  }
}
