import RelayKit
import TerminalUI
import Workbench

/// Bars over time: standing where there is room, else lying. Each has its number in text.
extension Playground {
  func paintTrend(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    var frame = Frame(trendTitle, isFocused: focus == .usageTrend && overlay == nil)
    if let report = usage.report {
      let words = (report.total.requests == 0 ? "" : "total ") + UsageWords.summary(report.total)
      frame.state = [Span(canvas.signs.sign(words), Style(.text))]
      if report.bars.contains(where: \.isOpen), area.columns >= 70, isStanding(inside) {
        frame.footRight =
          usage.split == .day ? "today is not over" : "this \(usage.split.rawValue) is not over"
      }
    }
    if isStanding(inside) {
      frame.footLeft = "h/l move by \(usage.leap) \(usage.split.rawValue)s"
    }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    guard let report = usage.report, usage.failure == nil else {
      return paintUsageWords(&canvas, inside)
    }
    if isStanding(inside) {
      paintStanding(report, &canvas, inside)
    } else {
      paintLying(report, &canvas, inside)
    }
  }

  private var trendTitle: String {
    let currency = usage.report?.mainCurrency ?? "USD"
    let isMixed = (usage.report?.total.money.amounts.count ?? 0) > 1
    return "\(usage.unit.title) by \(usage.split.rawValue)"
      + (usage.unit == .cost && isMixed ? ", bars in \(currency)" : "")
  }

  private func isStanding(_ inside: Rect) -> Bool {
    inside.columns >= 68 && inside.rows >= 12 && size.columns >= 110
  }

  func paintUsageWords(_ canvas: inout Canvas, _ inside: Rect) {
    guard let words = usageWords else { return }
    let style = Style(usage.failure == nil ? .muted : .error)
    let lines = TextWrapper.wrap(
      [Span(canvas.signs.sign(words), style)], columns: max(10, inside.columns - 2))
    for (row, line) in lines.prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }

  private func paintStanding(_ report: UsageReport, _ canvas: inout Canvas, _ inside: Rect) {
    let currency = report.mainCurrency
    let values = report.bars.map { usage.unit.value(of: $0.sums, currency: currency) }
    let rows = max(3, inside.rows - 7)
    let scale = BarScale(largest: values.max() ?? 0, steps: rows, isWhole: usage.unit != .cost)
    let chart = VerticalBars(
      zip(report.bars, values).map { .init(value: $1, isOpen: $0.isOpen) }, scale: scale,
      columns: inside.columns - 2, rows: rows, isASCII: canvas.signs.isASCII
    ) { value in
      // Nothing is no scale; and the words below the axis need as much room.
      let isNothing = values.allSatisfy { $0 == 0 } && value != 0
      let text = isNothing ? "" : usage.unit.axis(value, step: scale.step, currency: currency)
      return String(repeating: " ", count: max(0, 5 - text.count)) + text
    }
    let left = inside.column + 1
    let marked = usage.markedBar ?? report.bars.count - 1
    for (row, line) in chart.lines.enumerated() {
      canvas.grid.write(
        fitted(line, columns: inside.columns - 1), column: left, row: inside.row + row,
        style: Style(.muted), in: inside)
    }
    for (index, columns) in chart.widths.enumerated() {
      let isSeen = usage.chosen == nil || usage.chosen == report.bars[index].period
      for row in 0..<rows {
        for column in columns where left + column < inside.column + inside.columns {
          canvas.grid[left + column, inside.row + row].style.foreground = isSeen ? .series1 : .muted
        }
      }
    }
    let below = inside.row + rows + 1
    let table: [(String, UsageUnit)] = [
      ("cost", .cost), ("tokens", .tokens), ("calls", .requests), ("errors", .errors),
    ]
    for (row, line) in table.enumerated() {
      canvas.grid.write(line.0, column: left, row: below + 1 + row, style: Style(.muted), in: inside)
    }
    for (index, slot) in chart.slots.enumerated() {
      let bar = report.bars[index]
      let isMarked = index == marked && focus == .usageTrend
      let column = left + slot.lowerBound
      let place = Rect(column: column, row: inside.row, columns: slot.count, rows: inside.rows)
      let style = Style(
        isMarked ? .text : .muted, on: isMarked ? .select : .base, isMarked ? .bold : [])
      let name = isMarked ? "▸" + bar.period.title : " " + bar.period.title
      canvas.say(
        Glyphs.fitted(name, columns: slot.count), column: column, row: below, style: style, in: place)
      for (row, line) in table.enumerated() {
        canvas.grid.write(
          fitted(line.1.text(of: bar.sums, columns: slot.count - 1), columns: slot.count - 1),
          column: column + 1, row: below + 1 + row,
          style: Style(line.0 == "errors" && bar.sums.errors > 0 ? .error : .text), in: place)
      }
      canvas.mark(place, .paneRow(.usageTrend, index))
    }
  }

  private static let widestBarText = 14

  private func paintLying(_ report: UsageReport, _ canvas: inout Canvas, _ inside: Rect) {
    let currency = report.mainCurrency
    let values = report.bars.map { usage.unit.value(of: $0.sums, currency: currency) }
    let largest = values.max() ?? 0
    let marked = usage.markedBar ?? report.bars.count - 1
    let first = max(0, min(marked - inside.rows + 1, report.bars.count - inside.rows))
    let start = focus == .usageTrend ? first : max(0, report.bars.count - inside.rows)
    let titles = report.bars.map(\.period.title.count).max() ?? 6
    let texts = report.bars.map { usage.unit.text(of: $0.sums, columns: Self.widestBarText) }
    let widest = min(Self.widestBarText, texts.map { Glyphs.width($0) }.max() ?? 1)
    let columns = max(4, min(28, inside.columns - titles - widest - 36))
    for (row, index) in (start..<report.bars.count).prefix(inside.rows).enumerated() {
      let bar = report.bars[index]
      let isMarked = index == marked && focus == .usageTrend
      let line = Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1)
      if isMarked { canvas.grid.fill(line, style: Style(.text, on: .select, .bold)) }
      let surface: Role = isMarked ? .select : .base
      let isSeen = usage.chosen == nil || usage.chosen == bar.period
      var column = canvas.say(
        isMarked ? "▸" : " ", column: line.column, row: line.row, style: Style(.accent, on: surface, .bold))
      column = canvas.grid.write(
        padded(bar.period.title, columns: titles + 2), column: column, row: line.row,
        style: Style(isSeen ? .text : .muted, on: surface), in: line)
      column = canvas.grid.write(
        padded(texts[index], columns: widest + 1) + "|", column: column, row: line.row,
        style: Style(.text, on: surface), in: line)
      let sign = HorizontalBar.text(values[index], of: largest, columns: columns, isOpen: bar.isOpen)
      let end = canvas.grid.write(
        sign, column: column, row: line.row, style: Style(isSeen ? .series1 : .muted, on: surface), in: line)
      if bar.isOpen {
        canvas.grid.write(" so far", column: end, row: line.row, style: Style(.muted, on: surface), in: line)
      }
      let calls = Self.right(UsageUnit.requests.text(of: bar.sums), 5) + (row == 0 ? " calls" : "      ")
      let errors = Self.right("\(bar.sums.errors)", 4) + (row == 0 ? " errors" : "")
      let place = column + columns + 8
      let after = canvas.grid.write(
        calls, column: place, row: line.row, style: Style(.text, on: surface), in: line)
      canvas.grid.write(
        errors, column: after, row: line.row,
        style: Style(bar.sums.errors > 0 ? .error : .muted, on: surface), in: line)
      canvas.mark(line, .paneRow(.usageTrend, index))
    }
  }

  /// Cut with the sign that this terminal has for it.
  func fitted(_ text: String, columns: Int) -> String {
    let cut = Glyphs.fitted(text, columns: columns)
    return signs.isASCII && cut != text ? String(cut.dropLast()) + "~" : cut
  }

  func padded(_ text: String, columns: Int) -> String {
    let cut = fitted(text, columns: columns)
    return cut + String(repeating: " ", count: max(0, columns - Glyphs.width(cut)))
  }

  static func right(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - Glyphs.width(text))) + text
  }
}
