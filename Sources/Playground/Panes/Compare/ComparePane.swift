package import RelayKit
package import Workbench

/// How the comparison is looked at. The lanes themselves are in the comparison.
package struct ComparePane: Sendable {
  /// The lane that keys act on.
  package var focused: LaneID?
  /// Of each lane: where it is read, what of its exchange is looked at.
  var looks: [LaneID: LaneLook] = [:]
  package var arrangement: LaneArrangement?
  /// The first lane of those that stand side by side.
  var firstColumn = 0
  package var scrollsTogether = false
  package var mode = CompareMode.lanes
  /// The lane whose request the parameters and the code show, when they were opened from here.
  package var subject: LaneID?
  /// What happened in the lanes while another view was seen.
  package var news: LaneNews?
  package var results = ResultsTable()
  package var difference = DifferenceLook()
  package var rankedBy = RunMetric.firstToken
  package var voting: Voting?
  /// Every vote that is kept, oldest first.
  package var votes: [Vote] = []
  /// What the user said of answers, in words.
  var ballots: [MessageID: String] = [:]
  package var tag: String?
  var scoreTag: String?
  var scoresTop = 0
  package var judge: JudgeRun?
  package var judgeVerdicts: [JudgeVerdict] = []
  /// `nil`: the built-in one.
  package var rubric: String?
  package var checks: [AnswerCheck] = []
  /// The turn that was sent last, for its progress.
  package var asked: Asked?
  var journal: LaneJournal?
  /// Nothing of this comparison is ever written down.
  package var isPrivate = false
  /// What was spent on the answers that were opened with a file.
  var spentBefore: [RunFigures] = []
  package init() {}

  /// For other lanes: what belongs to the user and not to them stays.
  func renewed() -> ComparePane {
    var pane = ComparePane()
    (pane.votes, pane.tag, pane.scoreTag) = (votes, tag, scoreTag)
    (pane.rubric, pane.checks, pane.rankedBy) = (rubric, checks, rankedBy)
    pane.scrollsTogether = scrollsTogether
    return pane
  }
}

/// A turn that was sent to lanes.
package struct Asked: Sendable, Hashable {
  package var at: MonotonicTime
  package var answers: Set<MessageID>
}

/// Where a lane is read.
struct LaneLook: Sendable {
  var transcript = TranscriptPane()
  var wire = WirePane()
  /// For taking back what was done to its parameters.
  var parametersBefore: [(kind: ParameterKind, body: JSONObject, what: String)] = []
  var rejectedEdits: [String: String] = [:]
}

/// What stands where the lanes are.
package enum CompareMode: Sendable, Hashable {
  case lanes
  /// Two answers against each other.
  case difference
  /// What all agree on, and what they do not.
  case lens
  /// The figures of all answers.
  case results
  /// Votes of all comparisons.
  case scores

  var pane: PaneID {
    switch self {
    case .lanes: .lane
    case .difference: .difference
    case .lens: .lens
    case .results: .results
    case .scores: .scores
    }
  }
}

package enum LaneArrangement: Int, Sendable, Hashable, CaseIterable {
  case columns, table, stack, grid

  var words: String {
    switch self {
    case .columns: "columns"
    case .table: "a table over one answer"
    case .stack: "one open, the others a line each"
    case .grid: "a grid of models and variations"
    }
  }
}

package enum LaneNews: Sendable, Hashable { case ended, failed }
