package import RelayKit
package import Workbench

/// The comparison as a record: for files, exports, and to be opened again.
extension Playground {
  /// - Parameter withRuns: the answers too; else the lanes and prompts alone.
  package func comparisonRecord(withRuns: Bool = true, at now: MonotonicTime) -> ComparisonRecord {
    let lanes = lanes
    let base = lane(comparison.base)
    var record = ComparisonRecord(
      created: wallClock(at: now),
      relay: ComparisonRecord.Relay(
        baseURL: workspace.relay?.baseURL ?? "", keyLabel: workspace.relay?.keyLabel ?? "",
        isDemo: workspace.relay?.isDemo ?? false), system: base?.talk.system,
      turns: lanes.max { $0.prompts.count < $1.prompts.count }?.prompts ?? [],
      lanes: lanes.map { lane in
        var differs = lane.variation
        if let base, base.id != lane.id {
          differs += lane.differences(from: base).filter { !differs.contains($0) }
        }
        return ComparisonLane(
          letter: lane.letter, model: lane.model, parameters: lane.talk.parameters,
          ownSystem: lane.talk.system == base?.talk.system ? nil : lane.talk.system ?? "", differs: differs,
          variables: lane.talk.variables.values)
      })
    record.repeats = max(1, lanes.map(\.runs.count).max() ?? 1)
    record.streams = base?.talk.stream == true
    record.checks = compare.checks.map(\.word)
    guard withRuns else { return record }
    for lane in lanes { record.runs += runs(of: lane, at: now) }
    record.runs.sort { $0.askedAt < $1.askedAt }
    record.verdicts = compare.judgeVerdicts.map { comparisonVerdict($0, turn: record.turns.count) }
    record.winner = comparison[comparison.winner]?.letter
    return record
  }

  /// The answers of a lane, turn by turn.
  private func runs(of lane: Lane, at now: MonotonicTime) -> [ComparisonRun] {
    let conversation = lane.talk.conversation
    var turn = 0
    var runs: [ComparisonRun] = []
    for message in conversation.messages {
      if message.role == .user, !message.isOff { turn += 1 }
      guard message.reply != nil else { continue }
      for (place, id) in conversation.alternatives(of: message.id).enumerated() {
        guard let reply = conversation[id]?.reply, !reply.isRunning, reply.exchange != nil else { continue }
        var run = ComparisonRun(
          key: RunKey(lane: lane.letter, turn: max(1, turn), repetition: place + 1), reply: reply,
          figures: figures(of: id, reply, at: now))
        run.checks = checkResults(id, at: now)
        runs.append(run)
      }
    }
    return runs
  }

  /// Scores of answers as scores of lanes and repetitions.
  private func comparisonVerdict(_ verdict: JudgeVerdict, turn: Int) -> ComparisonVerdict {
    var kept = ComparisonVerdict(verdict, of: RunKey(lane: "", turn: max(1, turn)))
    func name(_ key: String) -> String {
      guard let number = Int(key), let owner = comparison.owner(of: MessageID(number)), let lane = lane(owner)
      else {
        return key
      }
      let place = lane.runs.firstIndex(of: MessageID(number)) ?? 0
      return lane.runs.count > 1 ? "\(lane.letter)#\(place + 1)" : lane.letter
    }
    kept.scores = kept.scores.map { score in
      var score = score
      score.lane = name(score.lane)
      return score
    }
    kept.best = kept.best.map(name)
    return kept
  }
}
