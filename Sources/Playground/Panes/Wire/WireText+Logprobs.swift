import RelayKit
import TerminalUI

/// How sure the model was of each token, and what it might have said instead.
extension WireText {
  private static let mostTokens = 4000

  mutating func addLogprobs(_ choices: [AssembledAnswer.Choice]) {
    guard choices.contains(where: { !$0.logprobs.isEmpty }) else {
      say("No logprobs came. “set logprobs true” asks for them, “set top_logprobs 5” for alternatives too.")
      return
    }
    for choice in choices where !choice.logprobs.isEmpty {
      if choices.count > 1 { heading("Choice \(choice.index)") }
      for token in choice.logprobs.prefix(Self.mostTokens) { addToken(token) }
      if choice.logprobs.count > Self.mostTokens {
        say("The first \(Self.mostTokens) of \(choice.logprobs.count) tokens.")
      }
    }
  }

  private mutating func addToken(_ token: JSONValue) {
    let odds = TokenOdds(json: token)
    let tone = TokenOdds.grade(odds.share).role
    // Signs as well as colours: the bar tells the same.
    let filled = Int((odds.share * 10).rounded())
    var line: StyledLine = [
      Span(String(repeating: " ", count: max(0, 7 - odds.percent.count)) + odds.percent, Style(.muted)),
      Span(
        " " + String(repeating: "#", count: filled) + String(repeating: ".", count: 10 - filled) + " ",
        Style(tone)),
      Span(Glyphs.padded(odds.name, columns: 14), Style(tone, on: .base, .bold)),
    ]
    let words = odds.others.prefix(8).map { "\($0.name) \($0.percent)" }
    if !words.isEmpty { line.append(Span(" " + words.joined(separator: "  "), Style(.muted))) }
    add(line)
  }
}
