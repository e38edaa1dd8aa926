import TerminalUI

/// Turns blocks into lines of at most `columns` cells.
enum BlockLayout {
  static let muted = Style(.muted)

  static func lines(_ block: MarkdownBlock, source: Bytes, columns: Int) -> [RenderedLine] {
    let margin = BlockMargin(block.containers, columns: max(1, columns))
    var lines: [RenderedLine] = []
    if let gap = block.gap { lines.append(margin.gap(enclosing: gap)) }
    lines += margin.marksAbove
    for (index, line) in content(block, source, columns: margin.inner).enumerated() {
      lines.append(margin.around(line, isFirst: index == 0))
    }
    return lines
  }

  private static func content(_ block: MarkdownBlock, _ source: Bytes, columns: Int) -> [RenderedLine] {
    switch block.content {
    case .heading(let level, let runs):
      wrapped(runs, columns, Style(.heading, on: .base, level == 1 ? [.bold, .underline] : .bold))
    case .paragraph(let runs): wrapped(runs, columns, Style())
    case .literal(let count):
      wrapped([InlineRun(literal(block.sourceRange.lowerBound, count, source))], columns, Style())
    case .table(let table): TableLayout.lines(table, columns: columns)
    case .code(let code): CodeLayout.lines(code, columns: columns)
    case .rule: [RenderedLine([Span(String(repeating: "─", count: columns), muted)], sourceLine: 0)]
    case .html(let text): html(text, columns)
    case .plain: PlainLayout.lines(block.sourceRange, source, style: Style(), columns: columns)
    }
  }

  private static func literal(_ start: Int, _ count: Int, _ source: Bytes) -> String {
    String(decoding: source[start..<(start + count)], as: UTF8.self)
  }

  private static func html(_ text: String, _ columns: Int) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    var number = 0
    text.withBytes { bytes in
      CodeLines.forEach(in: bytes) { line, _ in
        let span = Span(String(decoding: withoutLineEnd(Array(bytes[line])[...]), as: UTF8.self), muted)
        lines += TextWrapper.wrap([span], columns: columns).map { RenderedLine($0, sourceLine: number) }
        number += 1
      }
    }
    return lines
  }

  private static func wrapped(_ runs: [InlineRun], _ columns: Int, _ base: Style) -> [RenderedLine] {
    TextWrapper.wrap(spans(runs, base), columns: columns).map { RenderedLine($0) }
  }

  static func spans(_ runs: [InlineRun], _ base: Style) -> [Span] {
    runs.map { run in
      var style = base
      if run.traits.contains(.code) { style.foreground = .string }
      if run.traits.contains(.link) {
        style.foreground = .accent
        style.attributes.insert(.underline)
      }
      if run.traits.contains(.address) {
        style.foreground = .muted
        style.attributes.remove(.underline)
      }
      if run.traits.contains(.strong) { style.attributes.insert(.bold) }
      if run.traits.contains(.emphasis) { style.attributes.insert(.italic) }
      if run.traits.contains(.strike) { style.attributes.insert(.strikethrough) }
      return Span(run.text, style)
    }
  }
}
