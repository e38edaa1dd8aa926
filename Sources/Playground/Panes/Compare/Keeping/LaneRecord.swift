import RelayKit
import Workbench

/// The comparison as a record: for files, exports, and to be opened again. No lane may have the chat's seat.
extension Playground {
  /// - Parameter keepsRuns: the answers too; else what is asked of whom.
  func comparisonRecord(keepsRuns: Bool = true, at now: MonotonicTime) -> ComparisonRecord {
    let relay = ComparisonRecord.Relay(
      baseURL: workspace.relay?.baseURL ?? "", keyLabel: workspace.relay?.keyLabel ?? "",
      isDemo: workspace.relay?.isDemo ?? false)
    var record = ComparisonRecord(comparison, relay: relay, created: wallClock(at: now), keepsRuns: keepsRuns)
    {
      id, reply in (figures(of: id, reply, at: now), checkResults(id, at: now))
    }
    record.checks = compare.checks.map(\.word)
    guard keepsRuns else { return record }
    for verdict in compare.judgeVerdicts { record.verdicts += comparisonVerdicts(verdict) }
    return record
  }

  /// A verdict on all runs at once, as one for each repetition, in which lanes have a score each.
  private func comparisonVerdicts(_ verdict: JudgeVerdict) -> [ComparisonVerdict] {
    var byRepetition: [Int: JudgeVerdict] = [:]
    for score in verdict.scores {
      guard let (lane, repetition) = run(ofAnswer: score.key) else { continue }
      var part =
        byRepetition[repetition]
        ?? JudgeVerdict(
          judge: verdict.judge, seed: verdict.seed, scores: [], best: nil, isInForm: verdict.isInForm,
          figures: byRepetition.isEmpty ? verdict.figures : nil)
      var score = score
      if verdict.best == score.key { part.best = lane.letter }
      score.key = lane.letter
      part.scores.append(score)
      byRepetition[repetition] = part
    }
    return byRepetition.sorted { $0.key < $1.key }.map { repetition, part in
      let turn = max(1, lane(comparison.base)?.prompts.count ?? 1)
      return ComparisonVerdict(part, of: RunKey(lane: "", turn: turn, repetition: repetition))
    }
  }

  /// The lane of an answer of the turn that was asked last, and its number among the runs.
  private func run(ofAnswer key: String) -> (lane: Lane, repetition: Int)? {
    guard let number = Int(key), let lane = lane(comparison.owner(of: MessageID(number))),
      let place = lane.runs.firstIndex(of: MessageID(number))
    else { return nil }
    return (lane, place + 1)
  }

  /// The verdicts of a file on the answers that were opened.
  func judgeVerdicts(_ record: ComparisonRecord) -> [JudgeVerdict] {
    record.verdicts.map { kept in
      func key(_ letter: String) -> String? {
        let runs = comparison.lanes.first { $0.letter == letter }?.runs ?? []
        let place = kept.question.repetition - 1
        return runs.indices.contains(place) ? "\(runs[place].number)" : nil
      }
      return JudgeVerdict(
        judge: kept.model, seed: 0,
        scores: kept.scores.compactMap { score in
          guard let key = key(score.lane), let value = score.score else { return nil }
          return JudgeVerdict.Score(key: key, score: value, reason: score.reason, number: score.number ?? 0)
        }, best: kept.best.flatMap(key), isInForm: true, figures: kept.figures)
    }
  }
}
