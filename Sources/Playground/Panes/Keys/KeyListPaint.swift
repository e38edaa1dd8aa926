import RelayKit
import TerminalUI
import Workbench

/// The list of keys: one row each, the columns that have room.
extension Playground {
  private enum Column: Int, CaseIterable {
    case name, label, place, baseURL, test, today, cap, state

    var title: String {
      switch self {
      case .name: "name"
      case .label: "ends in"
      case .place: "stored in"
      case .baseURL: "base URL"
      case .test: "last test"
      case .today: "today"
      case .cap: "your limit"
      case .state: "state"
      }
    }

    /// What goes first where there is no room.
    static let dispensable: [Column] = [.baseURL, .cap, .place, .today, .test]
  }

  func paintKeys(_ canvas: inout Canvas, _ area: Rect, _ pane: PaneID, at now: MonotonicTime) {
    if pane == .keyList {
      paintKeyList(&canvas, area, at: now)
    } else {
      paintKeyDetail(&canvas, area, at: now)
    }
  }

  private func paintKeyList(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let all = shownKeys
    var frame = Frame("Keys on this machine", isFocused: focus == .keyList && overlay == nil)
    let used = all.count { isInUse($0) && $0.isOn }
    frame.state = [
      Span(
        "\(Figures.counted(all.count, "key"))\(used > 0 ? signs.sign(" · ") + "\(used) in use" : "")",
        Style(.muted))
    ]
    // Rows that are not seen are said in the frame.
    let seenRows = area.inside.rows - 1
    let firstSeen = max(0, min(markedKeyIndex - seenRows / 2, all.count - seenRows))
    if all.count > seenRows, seenRows > 0 {
      frame.footLeft = "\(firstSeen + 1)-\(firstSeen + seenRows) of \(all.count)"
    }
    frame.footRight = size.columns < 100 ? "key text is never drawn" : "key text is never drawn on screen"
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let inside = area.inside
    if let problem = keys.list.problem {
      let words = TextWrapper.wrap(
        [Span(canvas.signs.sign("✗ \(problem) Nothing is changed in it."), Style(.error))],
        columns: inside.columns - 2)
      for (row, line) in words.prefix(inside.rows).enumerated() {
        canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
      }
      return
    }
    guard !all.isEmpty else { return paintNoKeys(&canvas, inside) }
    let columns = columns(all, inside.columns - 5, at: now)
    paintHeading(&canvas, inside, columns)
    let rows = Rect(
      column: inside.column, row: inside.row + 1, columns: inside.columns, rows: inside.rows - 1)
    let top = max(0, min(markedKeyIndex - rows.rows / 2, all.count - rows.rows))
    for row in 0..<min(rows.rows, all.count - top) {
      let line = Rect(column: rows.column, row: rows.row + row, columns: rows.columns, rows: 1)
      paint(all[top + row], isMarked: top + row == markedKeyIndex, columns, &canvas, line, at: now)
      canvas.mark(line, .paneRow(.keyList, top + row))
    }
  }

  private func paintNoKeys(_ canvas: inout Canvas, _ area: Rect) {
    let words = [
      "No key has a name yet. a adds one: a key from the TokenBay console, for one project.",
      "A key each for your projects keeps their costs apart, and a leak small.",
    ]
    let lines = words.flatMap {
      TextWrapper.wrap([Span(canvas.signs.sign($0), Style(.muted))], columns: max(10, area.columns - 2))
    }
    for (row, line) in lines.enumerated() {
      canvas.grid.write(line, column: area.column + 1, row: area.row + 1 + row, in: area)
    }
  }

  private func columns(_ all: [NamedKey], _ room: Int, at now: MonotonicTime) -> [(
    column: Column, width: Int
  )] {
    var columns = Column.allCases.map { column in
      let widest = all.map { Glyphs.width(cell($0, column, at: now).0) }.max() ?? 0
      return (column: column, width: min(40, max(widest, column.title.count)))
    }
    var dispensable = Column.dispensable[...]
    while columns.reduce(0, { $0 + $1.width + 2 }) > room, let next = dispensable.popFirst() {
      columns.removeAll { $0.column == next }
    }
    return columns
  }

  private func paintHeading(
    _ canvas: inout Canvas, _ area: Rect, _ columns: [(column: Column, width: Int)]
  ) {
    var x = area.column + 5
    for (column, width) in columns {
      canvas.grid.write(
        Glyphs.fitted(column.title, columns: width), column: x, row: area.row, style: Style(.muted), in: area)
      x += width + 2
    }
  }

  private func paint(
    _ key: NamedKey, isMarked: Bool, _ columns: [(column: Column, width: Int)], _ canvas: inout Canvas,
    _ line: Rect, at now: MonotonicTime
  ) {
    let surface: Role = isMarked ? .select : .base
    if isMarked { canvas.grid.fill(line, style: Style(.text, on: .select, .bold)) }
    if isMarked {
      canvas.say("▸", column: line.column + 1, row: line.row, style: Style(.accent, on: surface, .bold))
    }
    canvas.say(
      isInUse(key) && key.isOn ? "●" : "○", column: line.column + 3, row: line.row,
      style: Style(isInUse(key) && key.isOn ? .live : .muted, on: surface), in: line)
    var x = line.column + 5
    for (column, width) in columns {
      let (text, role) = cell(key, column, at: now)
      canvas.grid.write(
        Glyphs.fitted(signs.sign(text), columns: width), column: x, row: line.row,
        style: Style(role, on: surface, isMarked ? .bold : []), in: line)
      x += width + 2
    }
  }

  private func cell(_ key: NamedKey, _ column: Column, at now: MonotonicTime) -> (String, Role) {
    switch column {
    case .name: return (key.name.isEmpty ? "(no name)" : key.name, .text)
    case .label: return (key.label.isEmpty ? "?" : key.label, .muted)
    case .place: return (placeWords(key), .muted)
    case .baseURL: return (key.baseURL, .muted)
    case .test: return testWords(key, at: now)
    case .today:
      return (guarding.book.words(of: key.name, in: .day, on: today(at: now)), .text)
    case .cap: return (key.limits.words, .muted)
    case .state:
      let state = state(of: key, at: now)
      return (state.word, state.isTrouble ? .error : state == .inUse ? .live : .text)
    }
  }

  func placeWords(_ key: NamedKey) -> String {
    switch key.place {
    case .file: "file, mode 600"
    case .environment(let name): "env \(name)"
    case .command: "command"
    case .keyring: "keyring"
    case .session: "this run"
    }
  }

  /// `ok 14:01, 212 ms`, `401 09:12`.
  private func testWords(_ key: NamedKey, at now: MonotonicTime) -> (String, Role) {
    if keys.testing.contains(key.name) { return ("● testing", .live) }
    guard let test = key.test else { return ("-", .muted) }
    let when = testTime(test, at: now)
    if test.isGood { return ("ok \(when), \(Figures.milliseconds(test.milliseconds))", .text) }
    return ("\(test.status.map(String.init) ?? "no answer") \(when)", .error)
  }

  /// The time of today, the date of another day.
  func testTime(_ test: KeyTest, at now: MonotonicTime) -> String {
    let offset = surroundings.utcOffset
    let day = LocalDay(time: test.at, utcOffset: offset)
    return day == today(at: now)
      ? String(Figures.clock(test.at, utcOffset: offset).prefix(5)) : day.text
  }
}
