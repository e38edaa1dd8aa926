import RelayKit
import TerminalUI
import Workbench

/// What checks, judges and the user say of answers, in words.
extension Playground {
  func verdicts(of answer: MessageID, at now: MonotonicTime) -> [String] {
    var words: [String] = []
    let tally = CheckTally(checkResults(answer, at: now))
    if tally.count > 0 { words.append("checks \(tally.passed)/\(tally.count)") }
    if let score = judgeScore(answer) { words.append("judge \(Figures.oneDecimal(score))") }
    if let ballot = compare.ballots[answer] { words.append(ballot) }
    return words
  }

  /// Of the answer that a lane shows.
  func verdictWords(_ lane: Lane, at now: MonotonicTime) -> [String] {
    lane.talk.conversation.lastAnswer.map { verdicts(of: $0, at: now) } ?? []
  }

  /// Less is better: for sorting.
  func verdictRank(_ answer: MessageID, at now: MonotonicTime) -> Double {
    let tally = CheckTally(checkResults(answer, at: now))
    return Double(tally.failed * 100) - (judgeScore(answer) ?? 0)
      - (compare.ballots[answer] == "you: best" ? 1000 : 0)
  }

  /// All that is said of one answer, in lines.
  func verdictLines(_ answer: MessageID, columns: Int, at now: MonotonicTime) -> [StyledLine] {
    var lines: [StyledLine] = []
    for result in checkResults(answer, at: now) {
      let role: Role = result.passed.map { $0 ? .ok : .error } ?? .warn
      let sign = result.passed.map { $0 ? "✓" : "✗" } ?? "!"
      lines += TextWrapper.wrap(
        [
          Span(signs.sign("\(sign) \(result.outcomeWord) "), Style(role, on: .base, .bold)),
          Span("\(result.name)  \(result.detail)"),
        ], columns: columns)
    }
    for (judge, score) in judgements(answer) {
      lines += TextWrapper.wrap(
        [
          Span("\(judge): \(Figures.oneDecimal(score.score))/10  ", Style(.accent, on: .base, .bold)),
          Span(score.reason),
        ], columns: columns)
    }
    if let ballot = compare.ballots[answer] { lines.append([Span(ballot, Style(.user, on: .base, .bold))]) }
    return lines
  }
}
