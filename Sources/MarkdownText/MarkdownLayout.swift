package import TerminalUI

/// One screen line of a document.
package struct RenderedLine: Sendable, Hashable {
  package var spans: StyledLine
  package var blockIndex: Int
  /// Bytes of the top-level block this line belongs to.
  package var sourceRange: Range<Int>
  /// The number of the code block the line shows, its header included.
  package var codeBlock: Int?
}

/// Turns blocks into lines of at most `columns` cells.
package enum MarkdownLayout {
  /// Lines of a whole document, with an empty line between blocks.
  package static func lines(_ document: MarkdownDocument, columns: Int) -> [RenderedLine] {
    document.blocks.flatMap { lines($0, columns: columns) }
  }

  /// Lines of one block; every block but the first begins with an empty line.
  package static func lines(_ block: MarkdownBlock, columns: Int) -> [RenderedLine] {
    var drafts = block.index > 0 ? [DraftLine([])] : []
    drafts += BlockLayout.lines(block.content, columns: max(1, columns))
    return drafts.map {
      RenderedLine(
        spans: $0.spans, blockIndex: block.index, sourceRange: block.sourceRange, codeBlock: $0.codeBlock)
    }
  }
}

struct DraftLine {
  var spans: StyledLine
  var codeBlock: Int?
  init(_ spans: StyledLine, codeBlock: Int? = nil) {
    self.spans = spans
    self.codeBlock = codeBlock
  }
}

enum BlockLayout {
  /// Containers stop indenting when less than this would be left for text.
  static let narrowest = 8
  static let muted = Style(.muted)

  static func lines(_ content: MarkdownContent, columns: Int) -> [DraftLine] {
    switch content {
    case .heading(let level, let runs):
      wrapped(runs, columns, Style(.heading, on: .base, level == 1 ? [.bold, .underline] : .bold))
    case .paragraph(let runs): wrapped(runs, columns, Style())
    case .list(let list): lines(list, columns: columns)
    case .quote(let contents): quote(contents, columns: columns)
    case .table(let table): TableLayout.lines(table, columns: columns).map { DraftLine($0) }
    case .code(let code): lines(code, columns: columns)
    case .rule: [DraftLine([Span(String(repeating: "─", count: columns), muted)])]
    case .html(let text):
      TextWrapper.wrap([Span(trimmedEnd(text), muted)], columns: columns).map { DraftLine($0) }
    }
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

  private static func wrapped(_ runs: [InlineRun], _ columns: Int, _ base: Style) -> [DraftLine] {
    TextWrapper.wrap(spans(runs, base), columns: columns).map { DraftLine($0) }
  }

  private static func quote(_ contents: [MarkdownContent], columns: Int) -> [DraftLine] {
    let bar = columns - 2 >= narrowest ? [Span("│ ", muted)] : []
    return stack(contents, columns: columns - 2 * bar.count, loose: true).map {
      DraftLine(bar + $0.spans, codeBlock: $0.codeBlock)
    }
  }

  private static func lines(_ list: MarkdownList, columns: Int) -> [DraftLine] {
    var lines: [DraftLine] = []
    for (position, item) in list.items.enumerated() {
      var mark = "• "
      if let start = list.start { mark = "\(start + position). " }
      if let checked = item.checked { mark = checked ? "[x] " : "[ ] " }
      let width = TextWrapper.width(mark)
      let indents = columns - width >= narrowest
      var body = stack(item.contents, columns: indents ? columns - width : columns, loose: !list.tight)
      if body.isEmpty { body = [DraftLine([])] }
      if position > 0, !list.tight { lines.append(DraftLine([])) }
      let style = item.checked == true ? Style(.ok) : Style(.accent)
      let pad = [Span(String(repeating: " ", count: width))]
      if !indents {
        lines += TextWrapper.wrap([Span(mark, style)], columns: columns).map { DraftLine($0) } + body
        continue
      }
      for (row, line) in body.enumerated() {
        let prefix = row == 0 ? [Span(mark, style)] : line.spans.isEmpty ? [] : pad
        lines.append(DraftLine(prefix + line.spans, codeBlock: line.codeBlock))
      }
    }
    return lines
  }

  private static func stack(_ contents: [MarkdownContent], columns: Int, loose: Bool) -> [DraftLine] {
    var lines: [DraftLine] = []
    for (position, content) in contents.enumerated() {
      if loose, position > 0 { lines.append(DraftLine([])) }
      lines += Self.lines(content, columns: columns)
    }
    return lines
  }

  /// A header with number and language, then the literal lines, broken only at the width.
  private static func lines(_ code: CodeBlock, columns: Int) -> [DraftLine] {
    let title = code.language.isEmpty ? "\(code.number)" : "\(code.number) \(code.language)"
    let header = TextWrapper.breakHard([Span(title, Style(.muted, on: .panel))], columns: columns)[0]
    var lines = [DraftLine(header, codeBlock: code.number)]
    var highlighter = CodeHighlighter(language: code.language)
    let bytes = Array(code.source.utf8)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let spans = bytes.withUnsafeBufferPointer({ highlighter.tokens(of: start..<end, in: $0) }).map {
        Span(expandingTabs(bytes[$0.range]), Style($0.role, on: .panel))
      }
      lines += TextWrapper.breakHard(spans, columns: columns).map { DraftLine($0, codeBlock: code.number) }
      start = end + 1
    }
    return lines
  }

  private static func expandingTabs(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(0x09) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.flatMap { $0 == 0x09 ? [0x20, 0x20, 0x20, 0x20] : [$0] }, as: UTF8.self)
  }

  private static func trimmedEnd(_ text: String) -> String {
    var text = Substring(text)
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }
}
