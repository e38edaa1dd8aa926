package import RelayKit

/// What a judge said of the answers to one question. It stands beside the user's own, never instead of it.
package struct ComparisonVerdict: Sendable, Hashable {
  package struct Score: Sendable, Hashable {
    package var lane: String
    /// `nil` when the judge gave none for it.
    package var score: Double?
    package var reason: String
    /// Under which number the judge saw it, from 1, where that is known.
    package var number: Int?

    package init(lane: String, score: Double?, reason: String, number: Int? = nil) {
      self.lane = lane
      self.score = score
      self.reason = reason
      self.number = number
    }
  }

  /// The model that judged.
  package var model: String
  /// Turn, repetition and row; the lane is empty.
  package var question: RunKey
  /// Of the judge's answer: `done`, `stopped`, `cut` or `failed`.
  package var outcome = "done"
  package var scores: [Score] = []
  /// The lane that the judge found best.
  package var best: String?
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

  /// - Parameter verdict: whose keys are letters of lanes.
  package init(_ verdict: JudgeVerdict, of question: RunKey) {
    self.init(model: verdict.judge, question: question)
    scores = verdict.scores.map {
      Score(lane: $0.key, score: $0.score, reason: $0.reason, number: $0.number)
    }
    best = verdict.best
    figures = verdict.figures ?? RunFigures()
    if !verdict.isInForm { note = "The verdict did not come in the form that was asked for." }
  }
}

extension RunKey {
  /// Whatever the lane.
  func isOf(_ question: RunKey) -> Bool {
    turn == question.turn && repetition == question.repetition && row == question.row
  }

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
    for verdict in verdicts.reversed() where key.isOf(verdict.question) {
      if let score = verdict.scores.first(where: { $0.lane == key.lane }) { return score }
    }
    return nil
  }

  /// The last try of each lane at a question, in the order of the lanes.
  package func results(of question: RunKey) -> [ComparisonRun] {
    var latest: [String: ComparisonRun] = [:]
    for run in runs where run.key.isOf(question) { latest[run.key.lane] = run }
    return lanes.compactMap { latest[$0.letter] }
  }

  /// All that is known to be spent: on every try of every run, and on judges.
  package var spent: SpentMoney { SpentMoney(runs.map(\.figures) + verdicts.map(\.figures)) }
}
