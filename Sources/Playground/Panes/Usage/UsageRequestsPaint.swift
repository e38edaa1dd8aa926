import RelayKit
import TerminalUI
import Workbench

/// The list of requests, and the page of one.
extension Playground {
  /// A column of the list: numbers stand at the right.
  private struct RequestColumn {
    var title: String
    var width: Int
    var isNumber = false
    /// Behind it.
    var gap = 1
    var text: (UsageRecord) -> String
  }

  func paintRequests(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    if let details = usage.details {
      return paintDetails(withLiveFigures(details, at: now), &canvas, area)
    }
    let inside = area.inside
    let isWide = area.columns >= 110
    var frame = Frame("Requests", isFocused: focus == .usageRequests && overlay == nil)
    frame.state = [Span(usage.order.words, Style(.muted))]
    let foot =
      isWide
      ? "~ worked out here from the price list · no mark: from the relay (R asks its log)"
      : "! = failed, cut or charged more"
    frame.footLeft = canvas.signs.sign(foot)
    let rows = inside.rows - usageHeadingRows
    if usage.count > 0 {
      frame.footRight = "\(usage.top + 1)-\(min(usage.top + rows, usage.count)) of \(usage.count)"
    }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    if usageWords != nil {
      if usage.report != nil || usage.failure != nil { paintUsageWords(&canvas, inside) }
      return
    }
    let columns = requestColumns(isWide: isWide, columns: inside.columns - 4, at: now)
    var column = inside.column + 3
    for heading in columns {
      let text = heading.isNumber ? Self.right(heading.title, heading.width) : heading.title
      canvas.grid.write(
        fitted(text, columns: heading.width), column: column, row: inside.row, style: Style(.muted),
        in: inside)
      column += heading.width + heading.gap
    }
    if isWide {
      canvas.grid.write(
        String(repeating: canvas.signs.horizontal, count: inside.columns - 2), column: inside.column + 1,
        row: inside.row + 1, style: Style(.frameIdle), in: inside)
    }
    for index in 0..<max(0, min(rows, usage.count - usage.top)) {
      let row = inside.row + usageHeadingRows + index
      let strip = Rect(column: inside.column, row: row, columns: inside.columns, rows: 1)
      paintRequest(usage.top + index, &canvas, strip, columns, at: now)
    }
  }

  private func paintRequest(
    _ place: Int, _ canvas: inout Canvas, _ strip: Rect, _ columns: [RequestColumn],
    at now: MonotonicTime
  ) {
    canvas.mark(strip, .paneRow(.usageRequests, place))
    let isMarked = place == usage.mark && focus == .usageRequests
    let surface: Role = isMarked ? .select : .base
    if isMarked {
      canvas.grid.fill(strip, style: Style(.text, on: .select, .bold))
      canvas.say("▸", column: strip.column, row: strip.row, style: Style(.accent, on: surface, .bold))
      canvas.grid.cursor = Position(column: strip.column, row: strip.row)
    }
    guard let record = usageRequest(at: place, at: now) else {
      canvas.say("…", column: strip.column + 3, row: strip.row, style: Style(.muted, on: surface), in: strip)
      return
    }
    if UsageNotes.isFlagged(record) {
      canvas.grid.write(
        "!", column: strip.column + 1, row: strip.row, style: Style(.warn, on: surface, .bold), in: strip)
    }
    var column = strip.column + 3
    for cell in columns {
      let text = fitted(cell.text(record), columns: cell.width)
      canvas.grid.write(
        cell.isNumber ? Self.right(text, cell.width) : text, column: column, row: strip.row,
        style: Style(role(of: cell.title, record), on: surface), in: strip)
      column += cell.width + cell.gap
    }
  }

  private func role(of column: String, _ record: UsageRecord) -> Role {
    switch column {
    case "model": .assistant
    case "status": record.figures.isRunning ? .live : record.isFailure ? .error : .text
    case "note": UsageNotes.unexpectedCharge(record) == nil ? .muted : .warn
    case "time", "key": .muted
    default: .text
    }
  }

  private func requestColumns(isWide: Bool, columns: Int, at now: MonotonicTime) -> [RequestColumn] {
    let today = localDay(at: now)
    let offset = surroundings.utcOffset
    func day(_ record: UsageRecord) -> Int { LocalCalendar.day(of: record.startedAt, utcOffset: offset) }
    let seen = usage.top..<min(usage.count, usage.top + usageRows)
    // Days are written only where not all of them are today.
    let isToday = seen.allSatisfy { usage.request(at: $0).map { day($0) == today } ?? true }
    func time(_ record: UsageRecord) -> String {
      let clock = LocalCalendar.clock(record.startedAt, utcOffset: offset)
      if day(record) == today { return clock }
      let civil = LocalCalendar.civil(day(record))
      return
        "\(Self.right("\(civil.day)", 2)) \(LocalCalendar.months[civil.month - 1]) \(clock.prefix(5))"
    }
    func tokens(_ count: Int?, _ isEstimate: Bool) -> String {
      count.map { (isEstimate ? "~" : "") + UsageWords.count($0) } ?? "-"
    }
    func milliseconds(_ value: Double?) -> String {
      let words = value.map(NumberWords.milliseconds) ?? "-"
      return isWide ? words : words.filter { $0 != " " }
    }
    let gap = isWide ? 2 : 1
    let wide = [
      RequestColumn(title: "time", width: isToday ? 8 : 12, gap: gap, text: time),
      RequestColumn(title: "model", width: 0, gap: gap, text: \.model),
      RequestColumn(title: "key", width: 6, gap: gap) { $0.keyName.isEmpty ? $0.keyLabel : $0.keyName },
      RequestColumn(title: "status", width: isWide ? 11 : 10, gap: 1) { status($0) },
      RequestColumn(title: "in", width: isWide ? 6 : 5, isNumber: true) {
        tokens($0.figures.inputTokens, $0.figures.inputIsEstimate)
      },
      RequestColumn(title: "out", width: 6, isNumber: true) {
        [.image, .edit].contains($0.kind) && $0.figures.outputTokens == nil
          ? "img" : tokens($0.figures.outputTokens, $0.figures.outputIsEstimate)
      },
      RequestColumn(title: "TTFT", width: isWide ? 7 : 6, isNumber: true) {
        milliseconds($0.figures.firstTokenMilliseconds)
      },
      RequestColumn(title: "total", width: isWide ? 7 : 6, isNumber: true) {
        milliseconds($0.figures.totalMilliseconds)
      },
      RequestColumn(title: "tok/s", width: 6, isNumber: true) {
        $0.figures.tokensPerSecond.map(NumberWords.rate) ?? "-"
      },
      RequestColumn(title: "cost", width: 10, isNumber: true, gap: 2) {
        UsageNotes.cost($0, columns: 10)
      },
      RequestColumn(title: "note", width: 0) { signs.sign(UsageNotes.parts($0).joined(separator: ", ")) },
    ]
    // What is told is told whole: where there is no room for all, times and tokens in go before names and money.
    let dropped = columns < 68 ? ["key", "tok/s", "note", "in", "TTFT"] : ["key", "tok/s", "note"]
    var chosen = isWide ? wide : wide.filter { !dropped.contains($0.title) }
    let used = chosen.reduce(0) { $0 + $1.width + $1.gap } - (chosen.last?.gap ?? 0)
    let room = max(0, columns - used)
    let longest = seen.compactMap { usage.request(at: $0).map { Glyphs.width($0.model) } }.max() ?? 0
    let model = isWide ? max(min(longest, room - 12), 8) : room
    for index in chosen.indices {
      if chosen[index].title == "model" { chosen[index].width = model }
      if chosen[index].title == "note" { chosen[index].width = max(0, room - model) }
    }
    return chosen
  }

  private func status(_ record: UsageRecord) -> String {
    record.figures.isRunning && !isLive(record) ? "running" : UsageNotes.status(record)
  }

  // MARK: One request

  func usageDetailLines(_ record: UsageRecord, columns: Int) -> [StyledLine] {
    record.details(utcOffset: surroundings.utcOffset).flatMap { row in
      let wrapped = TextWrapper.wrap([Span(row.text)], columns: max(10, columns - 18))
      return wrapped.enumerated().map { index, line in
        [Span(Glyphs.padded(index == 0 ? row.term : "", columns: 16) + "  ", Style(.muted))] + line
      }
    }
  }

  private func paintDetails(_ record: UsageRecord, _ canvas: inout Canvas, _ area: Rect) {
    let inside = area.inside
    var frame = Frame("Request", isFocused: focus == .usageRequests && overlay == nil)
    frame.state = [Span(fitted(record.model, columns: max(0, area.columns - 24)), Style(.assistant))]
    frame.footLeft = canvas.signs.sign(
      [
        record.conversation == nil ? nil : "Enter opens the chat",
        record.requestID == nil ? nil : "y copies the request id", "Esc back",
      ].compactMap(\.self).joined(separator: " · "))
    let lines = usageDetailLines(record, columns: inside.columns - 2)
    let top = min(usage.detailsTop, max(0, lines.count - inside.rows))
    if lines.count > inside.rows {
      frame.footRight = "\(top + 1)-\(min(lines.count, top + inside.rows)) of \(lines.count)"
    }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    for (row, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }
}
