import RelayKit
import TerminalUI
import Workbench

/// Where the columns of the form stand.
private struct ParamsColumns {
  let name: Int
  let nameWidth: Int
  let value: Int
  let valueWidth: Int
  let range: Int?
  let standard: Int?

  init(_ inside: Rect) {
    name = inside.column + 3
    nameWidth = inside.columns >= 80 ? 26 : inside.columns >= 60 ? 23 : 19
    value = name + nameWidth + 1
    let end = inside.column + inside.columns - 1
    standard = inside.columns >= 70 ? end - 8 : nil
    range = inside.columns >= 54 ? (standard ?? end) - 13 : nil
    valueWidth = max(8, (range ?? end) - value - 1)
  }
}

extension Playground {
  func paintParams(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    let rows = paramsRows
    let form = rows.form
    let isFocused = focus == .params && overlay == nil
    var frame = Frame("", isFocused: isFocused)
    let model = form.model.isEmpty ? "no model" : form.model
    frame.state = [Span(model, Style(.assistant))]
    var words = ["\(form.setCount) set"]
    if form.kind == .text, workspace.lastSent != nil {
      words.append("\(form.changedCount) changed since last send")
    }
    if form.errorCount > 0 { words.append("\(Figures.counted(form.errorCount, "row")) of another type") }
    if form.warningCount > 0 { words.append("\(Figures.counted(form.warningCount, "warning"))") }
    frame.footLeft = canvas.signs.sign(words.joined(separator: " · "))
    frame.footRight = params.preset.map { "preset: \($0)" } ?? "P presets"
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    paintKindTabs(&canvas, area, isFocused: isFocused)
    let helpRows = inside.rows >= 24 ? 7 : inside.rows >= 14 ? 5 : 0
    let list = Rect(
      column: inside.column, row: inside.row, columns: inside.columns,
      rows: inside.rows - helpRows)
    paintParameterList(&canvas, list, rows)
    guard helpRows > 0 else { return }
    let rule = list.row + list.rows
    canvas.grid.write(
      String(repeating: canvas.signs.horizontal, count: inside.columns), column: inside.column, row: rule,
      style: Style(.frameIdle), in: inside)
    paintParameterHelp(
      &canvas,
      Rect(column: inside.column, row: rule + 1, columns: inside.columns, rows: helpRows - 1), rows)
  }

  private func paintKindTabs(_ canvas: inout Canvas, _ area: Rect, isFocused: Bool) {
    let title = Rect(column: area.column + 1, row: area.row, columns: area.columns - 2, rows: 1)
    var column = canvas.grid.write(
      area.columns >= 60 ? " Parameters " : " Params ", column: area.column + 2, row: area.row,
      style: Style(isFocused ? .text : .muted, on: .base, isFocused ? .bold : []), in: title)
    for kind in ParameterKind.allCases {
      let isCurrent = kind == workspace.kind
      let word = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
      let start = column
      column = canvas.grid.write(
        isCurrent ? " [\(word)]" : " \(word) ", column: column, row: area.row,
        style: Style(isCurrent ? .accent : .muted, on: .base, isCurrent ? .bold : []), in: title)
      canvas.mark(Rect(column: start, row: area.row, columns: column - start, rows: 1), .paramsKind(kind))
    }
    canvas.grid.write(" ", column: column, row: area.row, style: Style(.muted), in: title)
  }

  // MARK: Rows

  private func paintParameterList(_ canvas: inout Canvas, _ area: Rect, _ rows: ParamsRows) {
    guard area.rows > 1, !rows.lines.isEmpty else { return }
    let columns = ParamsColumns(area)
    let head = Style(.muted)
    canvas.grid.write("name", column: columns.name, row: area.row, style: head, in: area)
    canvas.grid.write("value", column: columns.value, row: area.row, style: head, in: area)
    if let range = columns.range {
      canvas.grid.write("range", column: range, row: area.row, style: head, in: area)
    }
    if let standard = columns.standard {
      canvas.grid.write("default", column: standard, row: area.row, style: head, in: area)
    }
    let marked = rows.marks.isEmpty ? nil : rows.marks[rows.index(of: params.mark[workspace.kind])]
    let height = area.rows - 1
    let line = marked?.line ?? 0
    // The mark stays about in the middle, so that what follows it is seen.
    let top = max(0, min(line - height / 2, rows.lines.count - height))
    for (offset, index) in (top..<min(rows.lines.count, top + height)).enumerated() {
      let row = area.row + 1 + offset
      let isMarked = index == line && marked != nil
      let strip = Rect(column: area.column, row: row, columns: area.columns, rows: 1)
      if isMarked { canvas.grid.fill(strip, style: Style(.text, on: .select)) }
      paintLine(&canvas, rows.lines[index], columns, strip, isMarked: isMarked)
      if let mark = rows.marks.first(where: { $0.line == index }) {
        canvas.mark(strip, .paramsRow(mark.mark))
      }
    }
  }

  private func paintLine(
    _ canvas: inout Canvas, _ line: ParamsRows.Line, _ columns: ParamsColumns, _ strip: Rect, isMarked: Bool
  ) {
    let surface: Role = isMarked ? .select : .base
    switch line {
    case .header(let title):
      canvas.grid.write(
        title.uppercased(), column: columns.name, row: strip.row, style: Style(.heading, on: surface, .bold),
        in: strip)
    case .others(let title, let isOpen):
      canvas.say(
        (isOpen ? "▾ " : "▸ ") + title.uppercased(), column: columns.name - 2, row: strip.row,
        style: Style(.heading, on: surface, .bold), in: strip)
      canvas.grid.write(
        isOpen ? "Space closes" : "Space opens", column: columns.value, row: strip.row,
        style: Style(.muted, on: surface), in: strip)
    case .finding(let finding):
      canvas.grid.write(
        finding.sentence, column: columns.name + 2, row: strip.row,
        style: Style(finding.severity == .blocks ? .error : .warn, on: surface), in: strip)
    case .row(let row): paintRow(&canvas, row, columns, strip, surface)
    }
  }

  private func paintRow(
    _ canvas: inout Canvas, _ row: ParameterRow, _ columns: ParamsColumns, _ strip: Rect, _ surface: Role
  ) {
    var (sign, tone) = Self.sign(row.sign)
    // A star says that a row changed.
    if row.sign == .set, preferences.usesASCII { sign = "+" }
    canvas.say(
      sign, column: strip.column + 1, row: strip.row, style: Style(tone, on: surface, .bold), in: strip)
    let name = Glyphs.fitted(row.name + (row.isChanged ? " *" : ""), columns: columns.nameWidth)
    canvas.grid.write(
      row.parameter == nil ? name : signs.sign(name), column: columns.name, row: strip.row,
      style: Style(row.value == nil ? .muted : .text, on: surface, row.value == nil ? [] : .bold), in: strip)
    if let typing = params.typing, typing.path == row.path {
      paintTyping(&canvas, typing, columns, strip)
    } else {
      canvas.grid.write(
        Glyphs.fitted(
          canvas.signs.sign(valueText(row, columns: columns.valueWidth)), columns: columns.valueWidth),
        column: columns.value, row: strip.row,
        style: Style(row.value == nil ? .muted : .text, on: surface), in: strip)
    }
    let muted = Style(.muted, on: surface)
    if let range = columns.range {
      canvas.grid.write(
        signs.sign(Glyphs.fitted(row.rangeText, columns: 12)), column: range, row: strip.row, style: muted,
        in: strip)
    }
    if let standard = columns.standard {
      canvas.grid.write(
        signs.sign(Glyphs.fitted(row.defaultText, columns: 8)), column: standard, row: strip.row,
        style: muted, in: strip)
    }
  }

  private static func sign(_ sign: ParameterSign) -> (String, Role) {
    switch sign {
    case .unset: ("·", .muted)
    case .set: ("●", .ok)
    case .warned: ("?", .warn)
    case .invalid: ("!", .error)
    case .needsOther, .notForModel: ("-", .muted)
    }
  }

  /// What the message box puts in place of a row of pictures or videos.
  private func valueFromBox(_ row: ParameterRow) -> String? {
    guard workspace.kind != .text, message.purpose == .send else { return nil }
    let files = message.attachments.filter(\.isPicture)
    let pictures = files.count { !$0.isMask }
    switch row.path {
    case "prompt": return message.box.isEmpty ? nil : "(the message box)"
    case "mask": return files.contains(where: \.isMask) ? "(attached)" : nil
    case "image": return pictures > 0 ? "(\(pictures) attached)" : nil
    default: return nil
    }
  }

  private func valueText(_ row: ParameterRow, columns: Int) -> String {
    if let words = valueFromBox(row) { return words }
    guard let value = row.value else {
      return row.valueText.isEmpty ? "(not sent)" : row.valueText
    }
    guard let parameter = row.parameter else { return row.valueText }
    switch parameter.type {
    case .toggle: return value.boolValue == true ? "[x] on" : "[ ] off"
    case .choice: return "< \(row.valueText) >"
    case .text, .modelText: return "\"\(row.valueText)\""
    default: break
    }
    let unit = parameter.unit.isEmpty ? "" : " \(parameter.unit)"
    let text = row.valueText + unit
    guard let slider = row.slider, columns >= 24 else { return text }
    let width = max(7, min(18, columns - 12))
    let knob = Int((slider * Double(width - 1)).rounded())
    let bar =
      "[" + String(repeating: "#", count: knob) + "|" + String(repeating: "-", count: width - 1 - knob) + "]"
    return Glyphs.padded(text, columns: max(8, columns - width - 3)) + " " + bar
  }

  private func paintTyping(
    _ canvas: inout Canvas, _ typing: ValueTyping, _ columns: ParamsColumns, _ strip: Rect
  ) {
    let field = Rect(column: columns.value, row: strip.row, columns: columns.valueWidth, rows: 1)
    canvas.grid.fill(field, style: Style(.text, on: .input))
    let shown = typing.box.visible(columns: 100_000, rows: 1)
    let start = max(0, shown.caret.column - columns.valueWidth + 1)
    let text = typing.box.expandedText
    var skipped = 0
    let visible = text.drop { character in
      guard skipped < start else { return false }
      skipped += Glyphs.width(String(character))
      return true
    }
    canvas.grid.write(
      String(visible), column: columns.value, row: strip.row, style: Style(.text, on: .input, .bold),
      in: field)
    canvas.grid.cursor = Position(
      column: min(field.column + field.columns - 1, columns.value + shown.caret.column - start),
      row: strip.row)
  }

  // MARK: Help

  private func paintParameterHelp(_ canvas: inout Canvas, _ area: Rect, _ rows: ParamsRows) {
    var lines: [StyledLine] = []
    func add(_ text: String, _ style: Style = Style()) {
      lines += TextWrapper.wrap([Span(signs.sign(text), style)], columns: area.columns - 4)
    }
    if let problem = params.typing?.problem { add(problem, Style(.error, on: .base, .bold)) }
    if let row = rows.row(under: params.mark[workspace.kind]) {
      var head: StyledLine = [
        Span(signs.sign("▸ "), Style(.accent)), Span(row.name, Style(.text, on: .base, .bold)),
      ]
      if let parameter = row.parameter {
        head.append(Span("   " + signs.sign(Self.keysText(parameter)), Style(.muted)))
        lines.append(head)
        add(parameter.help)
        if let before = row.isChanged ? row.sentBefore : nil {
          add("Sent last: \(parameter.display(before))", Style(.info))
        } else if row.isChanged {
          add("It was not sent last time.", Style(.info))
        }
        add("Source: \(parameter.source.rawValue). Delete leaves it out; = sends the default.", Style(.muted))
      } else {
        lines.append(head)
        add("A key that the form does not know. It is sent as it is; Enter changes it, Delete leaves it out.")
      }
    } else {
      add(
        "Keys that \(rows.form.model.isEmpty ? "this model" : rows.form.model) would ignore or refuse. They can be set all the same."
      )
    }
    for (row, line) in lines.prefix(area.rows).enumerated() {
      canvas.grid.write(line, column: area.column + 2, row: area.row + row, in: area)
    }
  }

  private static func keysText(_ parameter: Parameter) -> String {
    switch parameter.type {
    case .integer, .number:
      return parameter.isLogarithmic
        ? "h/l step · H/L big step · or type a number"
        : "h/l step \(parameter.step) · H/L step \(parameter.bigStep) · or type a number"
    case .toggle: return "Space turns it"
    case .choice: return "h/l cycle · Enter lists"
    case .text, .texts: return "Enter edits"
    case .modelText, .json: return "Enter opens $EDITOR"
    }
  }
}
