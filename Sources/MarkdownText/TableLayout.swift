import TerminalUI

/// Tables with aligned columns, or `label: value` records where those do not fit.
enum TableLayout {
  private static let rule = Style(.muted)
  private static let label = Style(.text, on: .base, .bold)

  static func lines(_ table: MarkdownTable, columns: Int) -> [StyledLine] {
    let header = table.header.map { cell($0, label) }
    let rows = table.rows.map { row in row.map { cell($0, Style()) } }
    let count = max(header.count, 1)
    let widths = (0..<count).map { column in
      ([header] + rows).reduce(1) { max($0, column < $1.count ? TextWrapper.width($1[column]) : 0) }
    }
    let total = widths.reduce(0, +) + 3 * (count - 1)
    guard total <= columns else { return records(header, rows, columns: columns) }
    var lines = [aligned(header, widths, table.alignments)]
    var line = ""
    for (column, width) in widths.enumerated() {
      line += (column > 0 ? "─┼─" : "") + String(repeating: "─", count: width)
    }
    lines.append([Span(line, rule)])
    return lines + rows.map { aligned($0, widths, table.alignments) }
  }

  /// Cells have no line breaks of their own.
  private static func cell(_ runs: [InlineRun], _ style: Style) -> [Span] {
    BlockLayout.spans(runs, style).map { span in
      var span = span
      span.text = String(span.text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
      return span
    }
  }

  private static func aligned(
    _ cells: [[Span]], _ widths: [Int], _ alignments: [MarkdownTable.Alignment]
  ) -> StyledLine {
    var line: StyledLine = []
    for (column, width) in widths.enumerated() {
      let spans = column < cells.count ? cells[column] : []
      let free = max(0, width - TextWrapper.width(spans))
      let left: Int
      switch column < alignments.count ? alignments[column] : .left {
      case .left: left = 0
      case .center: left = free / 2
      case .right: left = free
      }
      if column > 0 { line.append(Span(" │ ", rule)) }
      if left > 0 { line.append(Span(String(repeating: " ", count: left))) }
      line += spans
      if free > left { line.append(Span(String(repeating: " ", count: free - left))) }
    }
    return line
  }

  private static func records(_ header: [[Span]], _ rows: [[[Span]]], columns: Int) -> [StyledLine] {
    if rows.isEmpty { return header.flatMap { TextWrapper.wrap($0, columns: columns) } }
    var lines: [StyledLine] = []
    for (number, row) in rows.enumerated() {
      if number > 0 { lines.append([Span(String(repeating: "─", count: min(columns, 8)), rule)]) }
      for (column, value) in row.enumerated() where TextWrapper.width(value) > 0 {
        let name = column < header.count ? header[column] : []
        lines += TextWrapper.wrap(name + [Span(": ", rule)] + value, columns: columns)
      }
    }
    return lines
  }
}
