import Glibc
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
    let share = Self.share(token)
    // Signs as well as colours: the bar tells the same.
    let tone: Role = share >= 0.8 ? .ok : share >= 0.4 ? .text : share >= 0.15 ? .warn : .error
    let filled = Int((share * 10).rounded())
    var line: StyledLine = [
      Span(Self.percent(share), Style(.muted)),
      Span(
        " " + String(repeating: "#", count: filled) + String(repeating: ".", count: 10 - filled) + " ",
        Style(tone)),
      Span(Glyphs.padded(Self.name(token), columns: 14), Style(tone, on: .base, .bold)),
    ]
    let others = (token["top_logprobs"]?.arrayValue ?? []).filter { Self.name($0) != Self.name(token) }
    if !others.isEmpty {
      let words = others.prefix(8).map {
        "\(Self.name($0)) \(Self.percent(Self.share($0)).drop { $0 == " " })"
      }
      line.append(Span(" " + words.joined(separator: "  "), Style(.muted)))
    }
    add(line)
  }

  private static func name(_ token: JSONValue) -> String { token["token"]?.text() ?? "?" }

  /// From 0 to 1; a logprob of -9999 stands for almost never.
  private static func share(_ token: JSONValue) -> Double {
    min(1, max(0, exp(token["logprob"]?.doubleValue ?? -9999)))
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    let text = "\(tenths / 10).\(tenths % 10) %"
    return String(repeating: " ", count: max(0, 7 - text.count)) + text
  }
}
