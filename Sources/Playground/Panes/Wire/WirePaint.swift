import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintWire(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    let subject = wireSubject(at: now)
    let exchange = subject?.reply?.exchange
    var frame = Frame("", isFocused: focus == .wire && overlay == nil)
    let state = wireState(exchange, at: now)
    // The tabs come first; what has no room in the title stands above the frames.
    let hasRoom = area.columns - 10 - Glyphs.width(state) >= Self.tabColumns
    if hasRoom { frame.state = state }
    if let exchange { layouts.wire.frames.take(exchange, wire) }
    (frame.footLeft, frame.footRight) = wireFoot(exchange)
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    paintTabs(&canvas, area)
    guard let exchange, let reply = subject?.reply else {
      canvas.say(
        "Nothing was sent yet.", column: inside.column + 1, row: inside.row,
        style: Style(.muted), in: inside)
      return
    }
    if wire.tab == .frames, !wire.showsDetail {
      paintFrames(&canvas, inside, exchange, reply, state: hasRoom ? [] : state, at: now)
    } else {
      paintText(&canvas, inside, exchange, reply, at: now)
    }
    if wire.showsFilterLine { paintWireFilter(&canvas, inside) }
  }

  private static let tabColumns = WireTab.allCases.reduce(8) { $0 + $1.title.count + 1 }
  private static let shortTabColumns = WireTab.allCases.reduce(8) { $0 + $1.shortTitle.count + 1 }

  private func paintTabs(_ canvas: inout Canvas, _ area: Rect) {
    let isFocused = focus == .wire && overlay == nil
    let title = Rect(column: area.column + 1, row: area.row, columns: area.columns - 2, rows: 1)
    // Where the tabs need the room, their names are shorter, and then the name of the pane goes.
    let isLong = area.columns - 4 >= Self.tabColumns
    let name = isLong || area.columns - 4 >= Self.shortTabColumns ? " Wire" : ""
    var column = canvas.grid.write(
      name, column: area.column + 2, row: area.row,
      style: Style(isFocused ? .text : .muted, on: .base, isFocused ? .bold : []), in: title)
    for tab in WireTab.allCases {
      let isCurrent = tab == wire.tab
      let start = column
      let word = isLong ? tab.title : tab.shortTitle
      column = canvas.grid.write(
        isCurrent ? " [\(word)]" : " \(word)", column: column, row: area.row,
        style: Style(isCurrent ? .accent : .muted, on: .base, isCurrent ? .bold : []), in: title)
      canvas.mark(Rect(column: start, row: area.row, columns: column - start, rows: 1), .wireTab(tab))
    }
    canvas.grid.write(" ", column: column, row: area.row, style: Style(.muted), in: title)
  }

  private func wireState(_ exchange: Exchange?, at now: MonotonicTime) -> StyledLine {
    guard let exchange else { return [] }
    let elapsed = (exchange.end ?? now).milliseconds(since: exchange.lastStart)
    let word = exchange.outcome == nil ? "open" : "took"
    guard let head = exchange.head else {
      return [Span("\(word) \(Figures.milliseconds(max(0, elapsed)))", Style(.muted))]
    }
    let tone: Role = (200..<300).contains(head.status) ? .ok : .error
    return [
      Span("\(head.status)", Style(tone, on: .base, .bold)),
      Span(" · \(word) \(Figures.milliseconds(max(0, elapsed)))", Style(.muted)),
    ].map { Span(signs.sign($0.text), $0.style) }
  }

  private func wireFoot(_ exchange: Exchange?) -> (String, String) {
    guard let exchange else { return ("", "") }
    let frames = layouts.wire.frames
    if wire.tab != .frames || wire.showsDetail {
      return (signs.sign("[ ] tabs"), signs.sign(Figures.bytes(exchange.bytes.count)))
    }
    var right =
      wire.isFiltered
      ? "\(frames.count) of \(exchange.frames.count) frames" : Figures.counted(exchange.frames.count, "frame")
    right += " · \(Figures.bytes(exchange.bytes.count))"
    if !frames.gaps.isEmpty { right += " · \(Figures.counted(frames.gaps.count, "gap"))" }
    return (wire.mark == nil ? "follow on" : "follow OFF", signs.sign(right))
  }

  // MARK: Frames

  /// Rows of the list and, in a tall pane, of the marked frame below it.
  static func wireRows(_ inside: Rect, hasFilterLine: Bool) -> (list: Int, detail: Int) {
    let rows = inside.rows - 1 - (hasFilterLine ? 1 : 0)
    guard rows >= 18 else { return (max(1, rows), 0) }
    let list = rows * 45 / 100
    return (list, rows - list - 1)
  }

  private func paintFrames(
    _ canvas: inout Canvas, _ area: Rect, _ exchange: Exchange, _ reply: Reply, state: StyledLine,
    at now: MonotonicTime
  ) {
    var inside = area
    if !state.isEmpty, area.rows > 12 {
      paintExchangeLine(&canvas, area, exchange, state)
      inside = Rect(column: area.column, row: area.row + 1, columns: area.columns, rows: area.rows - 1)
    }
    let frames = layouts.wire.frames
    let (rows, detailRows) = Self.wireRows(inside, hasFilterLine: wire.showsFilterLine)
    let columns = FrameColumns(exchange)
    canvas.say(columns.head, column: inside.column, row: inside.row, style: Style(.muted), in: inside)
    guard frames.count > 0 else {
      let words =
        wire.isFiltered
        ? "No frame passes the filter. Esc shows all."
        : exchange.outcome == nil ? "No frame yet." : "No frame came; Response shows the body."
      canvas.say(words, column: inside.column + 1, row: inside.row + 1, style: Style(.muted), in: inside)
      return
    }
    let marked = min(wire.mark ?? frames.count - 1, frames.count - 1)
    let top = max(0, min(marked - rows / 2, frames.count - rows))
    for row in 0..<min(rows, frames.count - top) {
      paintFrameRow(
        &canvas, inside, exchange, columns, listRow: top + row, row: inside.row + 1 + row, marked: marked)
    }
    guard detailRows > 1 else { return }
    let rule = inside.row + 1 + rows
    canvas.grid.write(
      String(repeating: canvas.signs.horizontal, count: inside.columns), column: inside.column, row: rule,
      style: Style(.frameIdle), in: inside)
    let lines = layouts.wire.lines(
      .frames, detail: frames.frame(atRow: marked), of: exchange, reply: reply, raw: wire.showsRaw,
      columns: inside.columns - 2, at: now)
    for (row, line) in lines.prefix(detailRows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: rule + 1 + row, in: inside)
    }
  }

  private func paintExchangeLine(
    _ canvas: inout Canvas, _ area: Rect, _ exchange: Exchange, _ state: StyledLine
  ) {
    let path = exchange.request.url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3)
    let words = Glyphs.fitted(
      "\(exchange.request.method) /\(path.joined(separator: "/"))",
      columns: max(0, area.columns - Glyphs.width(state) - 4))
    let end = canvas.grid.write(
      words + "  ", column: area.column + 1, row: area.row, style: Style(.muted), in: area)
    canvas.grid.write(state, column: end, row: area.row, in: area)
  }

  private func paintFrameRow(
    _ canvas: inout Canvas, _ inside: Rect, _ exchange: Exchange, _ columns: FrameColumns, listRow: Int,
    row: Int, marked: Int
  ) {
    let number = layouts.wire.frames.frame(atRow: listRow)
    let frame = exchange.frames[number]
    let before = number > 0 ? exchange.frames[number - 1] : nil
    let start = exchange.lastStart
    let gap = frame.instant.milliseconds(since: before?.instant ?? start)
    let isSameRead = before?.arrival == frame.arrival
    let isGap = layouts.wire.frames.isGap(number)
    let isMarked = listRow == marked
    let surface: Role = isMarked ? .select : .base
    let area = Rect(column: inside.column, row: row, columns: inside.columns, rows: 1)
    if isMarked { canvas.grid.fill(area, style: Style(.text, on: .select)) }
    canvas.mark(area, .wireRow(listRow))
    let sign = isMarked ? "▸" : isGap || frame.kind == .error || frame.kind == .malformed ? "!" : " "
    let figures = columns.figures(
      number: "\(number + 1)\(isSameRead ? "=" : " ")",
      milliseconds: "\(Int(frame.instant.milliseconds(since: start).rounded()))",
      gap: "\(Int(gap.rounded()))", bytes: "\(frame.length)")
    let tone: Role =
      switch frame.kind {
      case .error, .malformed: .error
      case .comment, .other, .role: .muted
      case .reasoning: .reasoning
      default: .text
      }
    let weight: TextAttributes = isMarked ? .bold : []
    var column = canvas.say(
      sign + figures, column: inside.column, row: row,
      style: Style(isGap ? .warn : .muted, on: surface, weight), in: area)
    column = canvas.grid.write(
      Glyphs.padded(FrameText.name(of: frame.kind), columns: 9) + " ", column: column, row: row,
      style: Style(tone, on: surface, weight), in: area)
    let tail = isGap ? "  gap" : ""
    let room = max(0, inside.column + inside.columns - column - tail.count)
    let data = FrameText.summary(of: frame, in: exchange)
    column = canvas.grid.write(
      Glyphs.fitted(String(data.prefix(400)), columns: room), column: column, row: row,
      style: Style(tone, on: surface, weight), in: area)
    canvas.grid.write(tail, column: column, row: row, style: Style(.warn, on: surface, .bold), in: area)
  }

  // MARK: Text

  func wireLines(_ columns: Int, at now: MonotonicTime) -> [StyledLine] {
    guard let reply = wireSubject(at: now)?.reply, let exchange = reply.exchange else { return [] }
    let detail = wire.tab == .frames ? wireMarkedFrame(exchange) : nil
    return layouts.wire.lines(
      wire.tab, detail: detail, of: exchange, reply: reply,
      base: wire.tab == .compare ? wireBase(at: now)?.reply : nil,
      money: wire.tab == .timing ? wireMoney(of: reply, at: now) : nil, raw: wire.showsRaw, columns: columns,
      at: now)
  }

  /// The frame under the mark, from 0.
  func wireMarkedFrame(_ exchange: Exchange) -> Int? {
    let frames = layouts.wire.frames
    frames.take(exchange, wire)
    guard frames.count > 0 else { return nil }
    return frames.frame(atRow: min(wire.mark ?? frames.count - 1, frames.count - 1))
  }

  private func paintText(
    _ canvas: inout Canvas, _ inside: Rect, _ exchange: Exchange, _ reply: Reply, at now: MonotonicTime
  ) {
    let lines = wireLines(inside.columns - 2, at: now)
    let top = min(wire.top[wire.tab] ?? 0, max(0, lines.count - inside.rows))
    for (row, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
    if lines.count > inside.rows {
      let shown = "\(top + 1)-\(min(lines.count, top + inside.rows)) of \(lines.count)"
      canvas.grid.write(
        " \(shown) ", column: inside.column + inside.columns - shown.count - 3,
        row: inside.row + inside.rows, style: Style(.muted))
    }
  }

  private func paintWireFilter(_ canvas: inout Canvas, _ inside: Rect) {
    let row = inside.row + inside.rows - 1
    let line = Rect(column: inside.column, row: row, columns: inside.columns, rows: 1)
    canvas.grid.fill(line, style: Style(.text, on: .input))
    let end = canvas.grid.write(
      "/\(wire.text)", column: inside.column + 1, row: row, style: Style(.accent, on: .input), in: line)
    if wire.isTyping {
      canvas.grid.cursor = Position(column: min(end, inside.column + inside.columns - 1), row: row)
    }
  }
}

/// Widths of the columns of figures: as wide as the widest of the exchange.
struct FrameColumns {
  private let number: Int
  private let milliseconds: Int
  private let gap: Int
  private let bytes = 4

  init(_ exchange: Exchange) {
    number = max(3, "\(exchange.frames.count)".count) + 1
    let last = exchange.frames.last?.instant.milliseconds(since: exchange.lastStart) ?? 0
    milliseconds = max(5, "\(Int(last))".count)
    gap = max(4, min(6, milliseconds))
  }

  var head: String {
    " " + figures(number: "# ", milliseconds: "t+ms", gap: "Δms", bytes: "B") + "kind      data"
  }

  func figures(number: String, milliseconds: String, gap: String, bytes: String) -> String {
    Self.right(number, self.number) + Self.right(milliseconds, self.milliseconds + 1)
      + Self.right(gap, self.gap + 1) + Self.right(bytes, self.bytes + 1) + " "
  }

  private static func right(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - text.count)) + text
  }
}
