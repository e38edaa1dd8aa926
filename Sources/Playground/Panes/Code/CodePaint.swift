import CodeSnippets
import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintCode(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    let memo = layouts.code
    memo.take(self, at: now)
    var frame = Frame("", isFocused: focus == .code && overlay == nil)
    frame.footLeft = canvas.signs.sign(codeBaseWords(at: now))
    frame.footRight = canvas.signs.sign(
      "\(Figures.counted(memo.lines.count, "line")) · \(Figures.bytes(memo.text.utf8.count))")
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    paintLanguageTabs(&canvas, area)
    guard let chosen = code.chosen else { return }
    let client = StyledLine([
      Span("client  ", Style(.muted)), Span("[\(chosen.client.title)]", Style(.accent, on: .base, .bold)),
      Span(
        chosen.language.clients.filter { $0.id != chosen.client.id }.map { "  \($0.title)" }.joined(),
        Style(.muted)),
      Span(chosen.client.install.map { "   install: \($0)" } ?? "", Style(.muted)),
    ])
    canvas.grid.write(client, column: inside.column + 1, row: inside.row, in: inside)
    canvas.grid.write(
      String(repeating: canvas.signs.horizontal, count: inside.columns), column: inside.column,
      row: inside.row + 1,
      style: Style(.frameIdle), in: inside)
    let text = Rect(
      column: inside.column, row: inside.row + 2, columns: inside.columns, rows: inside.rows - 2)
    guard !memo.lines.isEmpty else {
      canvas.say(
        "The body is no JSON object; there is no snippet for it.", column: text.column + 1, row: text.row,
        style: Style(.muted), in: text)
      return
    }
    paintCodeLines(&canvas, text, memo)
  }

  private func paintLanguageTabs(_ canvas: inout Canvas, _ area: Rect) {
    let isFocused = focus == .code && overlay == nil
    let title = Rect(column: area.column + 1, row: area.row, columns: area.columns - 2, rows: 1)
    var column = canvas.grid.write(
      " Code", column: area.column + 2, row: area.row,
      style: Style(isFocused ? .text : .muted, on: .base, isFocused ? .bold : []), in: title)
    let all = SnippetLanguages.all
    let current = all.firstIndex { $0.id == code.language } ?? 0
    // The present one is seen, with as many of those before it as have room.
    func width(_ range: Range<Int>) -> Int { range.reduce(0) { $0 + all[$1].title.count + 1 } + 2 }
    var first = 0
    while first < current, width(first..<current + 1) > area.columns - 14 { first += 1 }
    for index in first..<all.count {
      let word = all[index].title
      guard column + word.count + 6 < area.column + area.columns || index == current else {
        column = canvas.grid.write(" >", column: column, row: area.row, style: Style(.muted), in: title)
        break
      }
      let isCurrent = index == current
      let start = column
      column = canvas.grid.write(
        isCurrent ? " [\(word)]" : " \(word)", column: column, row: area.row,
        style: Style(isCurrent ? .accent : .muted, on: .base, isCurrent ? .bold : []), in: title)
      canvas.mark(
        Rect(column: start, row: area.row, columns: column - start, rows: 1), .codeLanguage(all[index].id))
    }
    canvas.grid.write(" ", column: column, row: area.row, style: Style(.muted), in: title)
  }

  private func codeBaseWords(at now: MonotonicTime) -> String {
    if code.isFromSent, let subject = wireSubject(at: now), subject.reply?.exchange != nil {
      return "from the exchange in view, as it was sent"
    }
    let isSame = workspace.lastSent.map { $0 == workspace.formBody(.text) } ?? false
    return isSame && workspace.kind == .text ? "draft; parameters as last sent" : "draft"
  }

  private func paintCodeLines(_ canvas: inout Canvas, _ area: Rect, _ memo: CodeMemo) {
    let digits = code.showsNumbers ? String(memo.lines.count).count + 1 : 0
    let start = area.column + 1 + digits + 1
    let columns = max(4, area.column + area.columns - start - 1)
    let copied = code.copied[code.name]
    let mark = min(code.mark, memo.lines.count - 1)
    var row = area.row
    var index = max(0, min(mark - area.rows / 2, memo.lines.count - area.rows))
    if code.wraps { index = max(0, mark - area.rows / 2) }
    while index < memo.lines.count, row < area.row + area.rows {
      let spans = memo.styled.indices.contains(index) ? memo.styled[index] : []
      let shown =
        code.wraps ? TextWrapper.breakHard(spans, columns: columns) : [Self.cut(spans, left: code.left)]
      for (part, line) in (shown.isEmpty ? [[]] : shown).enumerated() where row < area.row + area.rows {
        let strip = Rect(column: area.column, row: row, columns: area.columns, rows: 1)
        let isMarked = index == mark && focus == .code
        if part == 0, code.showsNumbers {
          let number = String(index + 1)
          canvas.grid.write(
            String(repeating: " ", count: digits - 1 - number.count) + number, column: area.column + 1,
            row: row,
            style: Style(isMarked ? .accent : .muted, on: .base, isMarked ? .bold : []), in: strip)
        }
        if part == 0, isMarked {
          canvas.say("▸", column: area.column, row: row, style: Style(.accent, on: .base, .bold), in: strip)
        }
        // What is not as it was copied last.
        if part == 0, let copied, !copied.contains(memo.lines[index]) {
          canvas.grid.write(
            "*", column: start - 1, row: row, style: Style(.warn, on: .base, .bold), in: strip)
        }
        canvas.grid.write(
          line, column: start, row: row, in: Rect(column: start, row: row, columns: columns, rows: 1))
        row += 1
      }
      index += 1
    }
  }

  /// The line without its first columns.
  private static func cut(_ spans: StyledLine, left: Int) -> StyledLine {
    guard left > 0 else { return spans }
    var skipped = 0
    var cut: StyledLine = []
    for span in spans {
      let rest = span.text.drop { character in
        guard skipped < left else { return false }
        skipped += Glyphs.width(String(character))
        return true
      }
      if !rest.isEmpty { cut.append(Span(String(rest), span.style)) }
    }
    return cut
  }

  // MARK: Options

  func paintCodeOptions(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    var frame = Frame("Options", isFocused: focus == .codeOptions && overlay == nil)
    frame.footLeft = "O changes them"
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    var lines: [StyledLine] = [[Span("What the snippet contains", Style(.heading, on: .base, .bold))]]
    let streams = workspace.streams && workspace.kind == .text
    lines.append([Span("[\(streams ? "x" : " ")] stream, as set in Params")])
    lines += codeOptions.map { [Span(($0.isOn ? "[x] " : "[ ] ") + $0.title)] }
    lines.append([])
    lines.append([Span("Key", Style(.heading, on: .base, .bold))])
    let key: String
    switch code.options.key {
    case .environment: key = "read from TOKENBAY_API_KEY; the real key never goes in"
    case .placeholder: key = "a placeholder stands in its place"
    case .inline: key = "the real key is in the text"
    }
    lines += TextWrapper.wrap([Span(key)], columns: inside.columns - 2)
    lines.append([])
    lines.append([Span("Based on", Style(.heading, on: .base, .bold))])
    lines += TextWrapper.wrap([Span(codeBaseWords(at: now))], columns: inside.columns - 2)
    if let chosen = code.chosen {
      lines.append([])
      lines += TextWrapper.wrap(
        [Span(chosen.language.checkedWords, Style(.muted))], columns: inside.columns - 2)
    }
    for (row, line) in lines.flatMap({ TextWrapper.wrap($0, columns: inside.columns - 2) }).prefix(
      inside.rows
    ).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }
}
