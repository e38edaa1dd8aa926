import RelayKit
import TerminalUI
import Workbench

/// What of the transcript is seen.
struct TranscriptView {
  var top: TranscriptPlace?
  var lines: [Line] = []

  struct Line {
    var spans: StyledLine
    var indent: Int
    var place: TranscriptPlace
    var isFilled: Bool
    var picture: PictureSlot?
  }
}

extension Playground {
  /// Columns and rows of the text in the pane.
  var transcriptSpace: (columns: Int, rows: Int) {
    let area = (layout[.transcript] ?? Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 6))
      .inside
    return Self.transcriptSpace(in: area, hasSearchLine: transcript.search != nil)
  }

  /// New lines are counted up to here: counting means laying out.
  private static let mostCounted = 1000

  /// Longer lines are hard to read.
  private static let widestText = 120

  static func transcriptSpace(in area: Rect, hasSearchLine: Bool) -> (columns: Int, rows: Int) {
    (max(1, min(widestText, area.columns - 2)), max(1, area.rows - (hasSearchLine ? 1 : 0)))
  }

  func transcriptColumn(at now: MonotonicTime) -> TranscriptColumn {
    TranscriptColumn(self, columns: transcriptSpace.columns, at: now)
  }

  /// The first line of the view.
  func transcriptTop(_ column: TranscriptColumn, rows: Int) -> TranscriptPlace? {
    let last = column.topWhenFollowing(height: rows)
    guard !transcript.follows, let anchor = transcript.anchor, let place = column.resolve(anchor) else {
      return last
    }
    // Never past the end: a view that could show more shows more.
    if let last, column.distance(from: last, to: place, limit: rows) > 0 { return last }
    return place
  }

  func transcriptView(_ column: TranscriptColumn, rows: Int) -> TranscriptView {
    var view = TranscriptView()
    guard let top = transcriptTop(column, rows: rows), let index = column.index(of: top.message) else {
      return view
    }
    view.top = top
    var next: TranscriptColumn.PartPlace? = (index, top.part)
    var skipped = top.line
    while let place = next, view.lines.count < rows {
      let part = column.lines(place.index, part: place.part)
      for line in part.lines.indices.dropFirst(skipped).prefix(rows - view.lines.count) {
        view.lines.append(
          TranscriptView.Line(
            spans: part.lines[line], indent: part.indent, place: column.place(place.index, place.part, line),
            isFilled: part.filled.contains(line), picture: part.picture))
      }
      skipped = 0
      next = column.part(after: place)
    }
    return view
  }

  /// Layouts of the chat, or of the lane that has its place.
  var transcriptMemo: TranscriptMemo { layouts.transcript(of: seated) }

  func paintTranscript(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    let space = Self.transcriptSpace(in: inside, hasSearchLine: transcript.search != nil)
    let column = TranscriptColumn(self, columns: space.columns, at: now)
    let view = transcriptView(column, rows: space.rows)
    var frame = Frame(
      isZoomed ? "Transcript ZOOM" : "Transcript", isFocused: focus == .transcript && overlay == nil)
    frame.state = transcriptState(at: now)
    frame.footLeft = transcript.follows ? "follow on" : "follow OFF"
    frame.footRight = canvas.signs.sign(transcriptPosition(column, view, rows: space.rows))
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    if column.isEmpty { paintEmptyTranscript(&canvas, inside) }
    paintText(of: view, &canvas, inside, columns: space.columns)
  }

  /// The lines of a view, in a frame.
  func paintText(of view: TranscriptView, _ canvas: inout Canvas, _ inside: Rect, columns: Int) {
    for (row, line) in view.lines.enumerated() {
      if line.isFilled {
        let columns = columns - line.indent
        canvas.grid.fill(
          Rect(column: inside.column + 1 + line.indent, row: inside.row + row, columns: columns, rows: 1),
          style: Style(.text, on: .panel))
      }
      canvas.grid.write(
        line.spans, column: inside.column + 1 + line.indent, row: inside.row + row, in: inside)
      if line.place.part == 0, line.place.line == 0, line.place.message == transcript.marked {
        canvas.say("▸", column: inside.column, row: inside.row + row, style: Style(.accent, on: .base, .bold))
      }
    }
    drawPictures(of: view, &canvas, inside)
    markMatches(&canvas, inside, view)
    if transcript.search != nil { paintSearchLine(&canvas, inside) }
  }

  private func transcriptState(at now: MonotonicTime) -> StyledLine {
    let newest = workspace.conversation.lastAnswer
    let model = workspace.askedModel.isEmpty ? "no model" : workspace.askedModel
    var state: StyledLine = [Span(model, Style(.assistant))]
    guard let reply = newest.flatMap({ workspace.conversation[$0]?.reply }) else { return state }
    let current = reply.state(at: now)
    var words = " \(signs.sign(current.word))"
    if reply.isRunning, current.tone == .live, let start = reply.sentAt ?? reply.exchange?.start {
      words += " \(Figures.oneDecimal(reply.clock(now).milliseconds(since: start) / 1000)) s"
    }
    state.append(Span(words, Style(current.tone.role, on: .base, .bold)))
    return state
  }

  func transcriptPosition(_ column: TranscriptColumn, _ view: TranscriptView, rows: Int) -> String {
    guard let top = view.top, let end = column.end else { return "" }
    let bottom = column.move(top, by: rows - 1)
    if bottom == end { return transcript.follows ? "100 %" : "100 % · End to follow" }
    let percent = "\(min(99, column.percent(bottom))) %"
    if let mark = column.ruleAfter {
      // The rule itself is not new text.
      let new = column.distance(from: mark, to: end, limit: Self.mostCounted) - 1
      if new + 1 >= Self.mostCounted { return "▼ over \(new) new lines · End to follow" }
      if new > 0 { return "▼ \(Figures.counted(new, "new line")) · End to follow" }
    }
    return "▼ \(percent) · End to follow"
  }

  private func paintEmptyTranscript(_ canvas: inout Canvas, _ area: Rect) {
    let lines =
      workspace.relay == nil
      ? ["No key yet. :setup adds one, :demo looks around without a network."]
      : ["Type below and press Enter. Ctrl-P lists every command."]
        + (workspace.askedModel.isEmpty ? ["", "No model is chosen yet: Ctrl-X m picks one."] : [])
    for (row, line) in lines.enumerated() {
      canvas.say(line, column: area.column + 1, row: area.row + 1 + row, style: Style(.muted), in: area)
    }
  }
}

extension ReplyState.Tone {
  var role: Role {
    switch self {
    case .idle: .muted
    case .live: .live
    case .good: .ok
    case .caution: .warn
    case .bad: .error
    }
  }
}
