import TerminalUI

/// The line under the marked token: how sure the model was, and what else it might have said.
enum TokenLine {
  static func line(_ odds: TokenOdds, _ playground: Playground, columns: Int) -> StyledLine {
    let head = "\(playground.signs.sign("▴")) \(odds.name) \(odds.percent)"
    let others = odds.others.map { "\($0.name) \($0.percent)" }
    let tail =
      others.isEmpty
      ? "   no alternatives came; “set top_logprobs 5” asks for them"
      : "   or  " + others.joined(separator: "   ")
    let shown = Glyphs.fitted(head, columns: columns)
    return [
      Span(shown, Style(TokenOdds.grade(odds.share).role, on: .panel, .bold)),
      Span(
        Glyphs.fitted(tail, columns: max(0, columns - Glyphs.width(shown))), Style(.muted, on: .panel)),
    ]
  }
}
