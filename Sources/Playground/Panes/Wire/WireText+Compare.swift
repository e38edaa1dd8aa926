import RelayKit
import TerminalUI
import Workbench

/// Two exchanges side by side: only what differs.
extension WireText {
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
    addLine([Span("- ", Style(.diffDeleteText)), Span(names.old)])
    addLine([Span("+ ", Style(.diffAddText)), Span(names.new + ", shown here")])
  }

  private mutating func addBodyDifference(_ body: ExchangeDifference.Body) {
    switch body {
    case .same: addSection("Request body: the same, byte for byte")
    case .spelling: addSection("Request body: the same, written differently")
    case .json(let difference):
      addChanges(
        "Request body", difference.changes.map { ($0.path, $0.old?.text(), $0.new?.text()) })
      if difference.isTruncated { say("There are more differences.") }
    case .text(let difference):
      addText("Request body", difference)
    }
  }

  private mutating func addTimes(_ timing: ExchangeDifference.Timing) {
    addSection("Timing")
    for (name, pair) in [
      ("first byte", timing.firstByte), ("first token", timing.firstToken), ("total", timing.total),
    ] {
      func words(_ value: Double?) -> String { value.map { Figures.milliseconds($0) } ?? "-" }
      addLine([
        Span(Glyphs.padded(name, columns: 14), Style(.muted)),
        Span(Glyphs.padded(words(pair.old), columns: 12), Style(.diffDeleteText)),
        Span(words(pair.new), Style(.diffAddText)),
      ])
    }
  }

  private mutating func addChanges(_ title: String, _ rows: [(String, String?, String?)]) {
    guard !rows.isEmpty else { return }
    addSection(title)
    for (name, old, new) in rows {
      addLine([Span(name.isEmpty ? "(all)" : name, Style(.accent))])
      if let old { addLine([Span("- " + Self.short(old), Style(.diffDeleteText))]) }
      if let new { addLine([Span("+ " + Self.short(new), Style(.diffAddText))]) }
    }
  }

  private mutating func addText(_ title: String, _ difference: TextDifference) {
    guard !difference.pieces.isEmpty else { return }
    guard !difference.isEmpty else { return addSection("\(title): the same") }
    addSection(title + (difference.isCoarse ? " (too different to be compared word by word)" : ""))
    var line: StyledLine = []
    for piece in difference.pieces {
      let style =
        switch piece.kind {
        case .same: Style(.text)
        case .removed: Style(.diffDeleteText, on: .base, .strikethrough)
        case .added: Style(.diffAddText, on: .base, .underline)
        }
      line.append(Span(Self.short(piece.text), style))
    }
    addLine(line)
  }

  private static func short(_ text: String) -> String {
    text.utf8.count <= 20_000
      ? text
      : String(decoding: text.utf8.prefix(20_000), as: UTF8.self) + "… (\(Figures.bytes(text.utf8.count)))"
  }
}
