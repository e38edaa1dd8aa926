import RelayKit
import TerminalUI
import Workbench

/// Two exchanges side by side: only what differs.
extension WireText {
  /// Of one value that differs, in bytes.
  private static let longestValue = 20_000

  mutating func addDifference(_ difference: ExchangeDifference, names: (old: String, new: String)) {
    addLegend(names)
    var rows: [(String, String?, String?)] = []
    func row<Value: Hashable>(
      _ name: String, _ pair: ExchangeDifference.Pair<Value>, _ text: (Value) -> String?
    ) {
      if !pair.isEqual { rows.append((name, text(pair.old), text(pair.new))) }
    }
    row("method", difference.method) { $0 }
    row("URL", difference.url) { $0 }
    row("status", difference.status) { $0.map(String.init) }
    row("outcome", difference.outcome) { $0 }
    row("finish", difference.finishReason) { $0 }
    row("served", difference.servedModel) { $0 }
    row("tries", difference.attempts) { "\($0)" }
    row("error", difference.error) { $0.map { $0.message.isEmpty ? $0.title : $0.message } }
    addChanges("Outcome", rows)
    addBodyDifference(difference.body)
    addChanges("Request headers", difference.requestHeaders.telling.map { ($0.name, $0.old, $0.new) })
    addChanges("Response headers", difference.responseHeaders.telling.map { ($0.name, $0.old, $0.new) })
    addTimes(difference.timing)
    addChanges("Usage", difference.usage.changes.map { ($0.path, $0.old?.text(), $0.new?.text()) })
    addText("Reasoning", difference.reasoning)
    addText("Answer", difference.answer)
  }

  private mutating func addLegend(_ names: (old: String, new: String)) {
    add([Span("- ", Style(.diffDeleteText)), Span(names.old)])
    add([Span("+ ", Style(.diffAddText)), Span(names.new + ", shown here")])
  }

  private mutating func addBodyDifference(_ body: ExchangeDifference.Body) {
    switch body {
    case .same: heading("Request body: the same, byte for byte")
    case .spelling: heading("Request body: the same, written differently")
    case .json(let difference):
      addChanges(
        "Request body", difference.changes.map { ($0.path, $0.old?.text(), $0.new?.text()) })
      if difference.isTruncated { say("There are more differences.") }
    case .text(let difference):
      addText("Request body", difference)
    }
  }

  private mutating func addTimes(_ timing: ExchangeDifference.Timing) {
    heading("Timing")
    for (name, pair) in [
      ("first byte", timing.firstByte), ("first token", timing.firstToken), ("total", timing.total),
    ] {
      func words(_ value: Double?) -> String { value.map { Figures.milliseconds($0) } ?? "-" }
      add([
        Span(Glyphs.padded(name, columns: 14), Style(.muted)),
        Span(Glyphs.padded(words(pair.old), columns: 12), Style(.diffDeleteText)),
        Span(words(pair.new), Style(.diffAddText)),
      ])
    }
  }

  private mutating func addChanges(_ title: String, _ rows: [(String, String?, String?)]) {
    guard !rows.isEmpty else { return }
    heading(title)
    for (name, old, new) in rows {
      add([Span(name.isEmpty ? "(all)" : name, Style(.accent))])
      if let old { add([Span("- " + Self.clipped(old, to: Self.longestValue), Style(.diffDeleteText))]) }
      if let new { add([Span("+ " + Self.clipped(new, to: Self.longestValue), Style(.diffAddText))]) }
    }
  }

  private mutating func addText(_ title: String, _ difference: TextDifference) {
    guard !difference.pieces.isEmpty else { return }
    guard !difference.isEmpty else { return heading("\(title): the same") }
    heading(title + (difference.isCoarse ? " (too different to be compared word by word)" : ""))
    var line: StyledLine = []
    for piece in difference.pieces {
      let style =
        switch piece.kind {
        case .same: Style(.text)
        case .removed: Style(.diffDeleteText, on: .base, .strikethrough)
        case .added: Style(.diffAddText, on: .base, .underline)
        }
      line.append(Span(Self.clipped(piece.text, to: Self.longestValue), style))
    }
    add(line)
  }
}
