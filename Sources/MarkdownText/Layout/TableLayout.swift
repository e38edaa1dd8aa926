import TerminalUI

/// Tables with aligned columns, or `label: value` records where those do not fit.
enum TableLayout {
  private static let rule = Style(.muted)
  private static let label = Style(.text, on: .base, .bold)

  /// Cells that a cell's text takes.
  static func width(of cell: [InlineRun]) -> Int { TextWrapper.width(spans(cell, Style())) }

  static func lines(_ table: TablePiece, columns: Int) -> [RenderedLine] {
    let total = table.widths.reduce(0, +) + 3 * (table.widths.count - 1)
    return total <= columns ? alignedLines(table) : records(table, columns: columns)
  }

  /// Cells have no line breaks of their own.
  private static func spans(_ cell: [InlineRun], _ style: Style) -> [Span] {
    BlockLayout.spans(cell, style).map { span in
      guard span.text.utf8.contains(where: { $0 < 0x20 }) else { return span }
      var span = span
      span.text = String(span.text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
      return span
    }
  }

  /// The line of the source, within the piece, that a row stands on.
  private static func sourceLine(ofRow row: Int, _ table: TablePiece) -> Int {
    table.header == nil ? row : row + 2
  }

  private static func alignedLines(_ table: TablePiece) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if let header = table.header {
      lines.append(RenderedLine(aligned(header.map { spans($0, label) }, table), sourceLine: 0))
      var line = ""
      for (column, width) in table.widths.enumerated() {
        line += (column > 0 ? "─┼─" : "") + String(repeating: "─", count: width)
      }
      lines.append(RenderedLine([Span(line, rule)], sourceLine: 1))
    }
    for (number, row) in table.rows.enumerated() {
      lines.append(
        RenderedLine(
          aligned(row.map { spans($0, Style()) }, table), sourceLine: sourceLine(ofRow: number, table)))
    }
    return lines
  }

  private static func aligned(_ cells: [[Span]], _ table: TablePiece) -> StyledLine {
    var line: StyledLine = []
    for (column, width) in table.widths.enumerated() {
      let spans = column < cells.count ? cells[column] : []
      let free = max(0, width - TextWrapper.width(spans))
      let left: Int
      switch column < table.alignments.count ? table.alignments[column] : .left {
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

  private static func records(_ table: TablePiece, columns: Int) -> [RenderedLine] {
    let labels = table.labels.map { spans($0, label) }
    if table.rows.isEmpty {
      return labels.flatMap { TextWrapper.wrap($0, columns: columns) }.map { RenderedLine($0, sourceLine: 0) }
    }
    var lines: [RenderedLine] = []
    for (number, row) in table.rows.enumerated() {
      let sourceLine = sourceLine(ofRow: number, table)
      if number > 0 || table.header == nil {
        lines.append(RenderedLine([Span(String(repeating: "─", count: min(columns, 8)), rule)]))
      }
      for (column, cell) in row.enumerated() {
        let value = spans(cell, Style())
        guard TextWrapper.width(value) > 0 else { continue }
        let name = column < labels.count ? labels[column] : []
        lines += TextWrapper.wrap(name + [Span(": ", rule)] + value, columns: columns).map {
          RenderedLine($0, sourceLine: sourceLine)
        }
      }
    }
    return lines
  }
}
