package import RelayKit

/// What a judge said of the answers to one question. It stands beside the user's own, never instead of it.
package struct ComparisonVerdict: Sendable, Hashable {
  package struct Score: Sendable, Hashable {
    package var lane: String
    /// `nil` when the judge gave none for it.
    package var score: Double?
    package var reason: String

    package init(lane: String, score: Double?, reason: String) {
      self.lane = lane
      self.score = score
      self.reason = reason
    }
  }

  /// The model that judged.
  package var model: String
  /// Turn, repetition and row; the lane is empty.
  package var question: RunKey
  /// Of the judge's answer: `done`, `stopped`, `cut` or `failed`.
  package var outcome = "done"
  package var scores: [Score] = []
  /// Why there are no scores, or what else is to be said.
  package var note = ""
  /// Of the judge's answer, with its cost.
  package var figures = RunFigures()
  /// What the judge wrote.
  package var text = ""
  package var unknown = JSONObject()

  package init(model: String, question: RunKey) {
    self.model = model
    self.question = question
    self.question.lane = ""
  }
}

extension RunKey {
  /// The same for all lanes.
  package var question: RunKey {
    var key = self
    key.lane = ""
    return key
  }
}

extension ComparisonRecord {
  /// The judge's last word on a run; `nil` when it has none.
  package func judgement(of key: RunKey) -> ComparisonVerdict.Score? {
    for verdict in verdicts.reversed() where verdict.question == key.question {
      if let score = verdict.scores.first(where: { $0.lane == key.lane }) { return score }
    }
    return nil
  }

  /// All that is known to be spent: on every try of every run, and on judges.
  package var spent: SpentMoney { SpentMoney(runs.map(\.figures) + verdicts.map(\.figures)) }
}
