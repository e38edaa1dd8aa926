import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paint(_ form: KeyForm, _ canvas: inout Canvas) {
    let box = OverlayBox(
      &canvas, title: form.changed.map { "Key \($0)" } ?? "Add a key", columns: min(86, size.columns - 4),
      rows: 19, foot: "Tab next field · Enter keep it and test it (free)", footRight: "Esc close")
    var pen = KeyFormPen(canvas: canvas, area: box.inside, form: form)
    pen.draw(file: keys.list.file)
    canvas = pen.canvas
  }
}

/// Draws the form, a row for each field.
private struct KeyFormPen {
  var canvas: Canvas
  let area: Rect
  let form: KeyForm
  private var row = 0
  private let plain = Style(.text, on: .panel)
  private let muted = Style(.muted, on: .panel)
  private static let label = 17

  init(canvas: Canvas, area: Rect, form: KeyForm) {
    (self.canvas, self.area, self.form) = (canvas, area, form)
  }

  private var left: Int { area.column + 1 }

  mutating func draw(file: String) {
    row = 1
    field(.name, "Name", "letters and digits, such as work")
    field(.baseURL, "Base URL", "the key is sent there and nowhere else")
    keeping()
    field(.value, valueLabel, valueHint)
    facts(file)
    row += 1
    field(.project, "Project", "a tag for your books; may be empty")
    field(.perDay, "Limit $ a day", "held here, before a request leaves; empty: none")
    field(.perMonth, "Limit $ a month", "")
    field(.inAll, "Limit $ in all", "")
    field(.models, "Models", "empty: all; or gpt-5.4*, claude-opus-4.8")
    field(.expires, "Last day", "such as 2026-12-31; empty: none")
    row += 1
    progress()
  }

  private var valueHint: String {
    guard form.isSecret else { return "" }
    return form.keepsValue
      ? "empty: the key stays as it is" : form.hasMoved ? "the address is another host's now: its key" : ""
  }

  private var valueLabel: String {
    switch form.keeping {
    case .file, .keyring: "API key"
    case .environment: "Variable"
    case .command: "Command"
    }
  }

  private mutating func head(_ field: KeyForm.Field, _ name: String) -> Int {
    let place = area.row + row
    let isFocused = form.field == field
    canvas.say(name, column: left + 2, row: place, style: plain, in: area)
    if isFocused { canvas.say("▸", column: left, row: place, style: Style(.accent, on: .panel, .bold)) }
    canvas.mark(Rect(column: left, row: place, columns: area.columns - 2, rows: 1), .row(field.rawValue))
    return place
  }

  private mutating func field(_ field: KeyForm.Field, _ name: String, _ hint: String) {
    let place = head(field, name)
    let column = left + 2 + Self.label
    let columns = max(8, area.column + area.columns - 1 - column)
    let room = Rect(column: column, row: place, columns: columns, rows: 1)
    canvas.grid.fill(room, style: Style(.text, on: .input))
    if let text = form.fields[field] {
      let shown = text.layout(columns: columns)
      canvas.grid.write(shown.text, column: column, row: place, style: Style(.text, on: .input), in: room)
      if text.isEmpty {
        canvas.say(hint, column: column + 1, row: place, style: Style(.muted, on: .input), in: room)
      }
      if form.field == field {
        canvas.grid.cursor = Position(column: min(column + shown.caret, column + columns - 1), row: place)
      }
    }
    row += 1
  }

  private mutating func keeping() {
    let place = head(.keeping, "Keep it in")
    let isFocused = form.field == .keeping
    let column = canvas.say(
      "‹ \(form.keeping.words) ›", column: left + 2 + Self.label, row: place,
      style: Style(isFocused ? .accent : .text, on: .panel, isFocused ? .bold : []), in: area)
    if isFocused { canvas.grid.cursor = Position(column: left + 2 + Self.label, row: place) }
    let note = isFocused && form.keyring != nil ? "no keyring answers here" : ""
    canvas.say("  " + note, column: column, row: place, style: muted, in: area)
    row += 1
  }

  private mutating func facts(_ file: String) {
    let key = form.fields[.value]?.text ?? ""
    var words: String
    switch form.keeping {
    case .file, .keyring:
      let place = form.keeping == .file ? "in \(file)" : "in the keyring"
      let end = key.count >= 12 ? ", ends in \(key.suffix(4))" : ""
      words =
        key.isEmpty
        ? "made in the TokenBay console under API Keys; kept \(place)"
        : "\(key.count) characters\(end); kept \(place)"
    case .environment: words = "the name of the variable, not the key itself"
    case .command: words = "a command of the shell, for example: pass show tokenbay"
    }
    words = Glyphs.fitted(words, columns: area.columns - 4 - Self.label)
    canvas.say(words, column: left + 2 + Self.label, row: area.row + row, style: muted, in: area)
    row += 1
  }

  private mutating func progress() {
    let words: String
    let style: Style
    switch form.progress {
    case .filling:
      (words, style) = (
        "Limits, models and the last day are held on this machine; the relay does not know them.", muted
      )
    case .keeping: (words, style) = ("● keeping it", Style(.live, on: .panel, .bold))
    case .failed(let sentence): (words, style) = ("✗ " + sentence, Style(.error, on: .panel))
    }
    for line in TextWrapper.wrap([Span(canvas.signs.sign(words), style)], columns: area.columns - 4).prefix(3)
    {
      canvas.grid.write(line, column: left + 2, row: area.row + row, in: area)
      row += 1
    }
  }
}
