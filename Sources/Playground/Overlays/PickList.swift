import RelayKit
import TerminalUI
import Workbench

/// A list over the panes with a filter: commands, models, themes, what to copy.
package struct PickList: Sendable {
  package struct Row: Sendable, Hashable {
    package var id: String
    package var title: String
    /// Right of the title, in columns.
    package var fields: [String]
    /// Why it cannot be chosen now.
    package var reason: String?
    /// Other words by which the filter finds it.
    package var keywords = ""
    package init(
      id: String, title: String, fields: [String] = [], reason: String? = nil, keywords: String = ""
    ) {
      self.keywords = keywords
      self.id = id
      self.title = title
      self.fields = fields
      self.reason = reason
    }
  }

  package enum Purpose: Sendable, Hashable {
    case commands
    /// The chosen row's id is the argument of a command.
    case argument(of: CommandID)
    case copy, history, notices
  }

  package var purpose: Purpose
  package var title: String
  package var rows: [Row] { didSet { refresh() } }
  package private(set) var filter = ""
  /// Above the fields.
  package var headings: [String] = []
  /// What stands where the rows would be, or below them.
  package var note = ""
  var noteRole = Role.muted
  /// Whether the typed text itself may be chosen (model ids).
  package var takesTyped = false
  /// There is nothing to choose from: a line is typed.
  private(set) var isLine = false
  /// Rows are models, which can be sorted and pinned.
  package var isOfModels = false
  /// Rows that are chosen together: `Tab` marks them. `nil` where one is chosen.
  package var marks: [String]?
  package private(set) var shown: [Row] = []
  /// The marked row stays the same item when the filter or the rows change.
  private var markedID: String?

  package init(_ purpose: Purpose, title: String, rows: [Row], marked: String? = nil) {
    self.purpose = purpose
    self.title = title
    self.rows = rows
    markedID = marked
    refresh()
  }

  /// A line to type in: what is typed is the argument of a command.
  static func typed(for command: CommandID, title: String, note: String, text: String = "") -> PickList {
    var list = PickList(.argument(of: command), title: title, rows: [])
    list.takesTyped = true
    list.isLine = true
    list.note = note
    list.setFilter(text)
    return list
  }

  private mutating func refresh() {
    shown = RowFilter.matching(rows, filter)
    // No id has spaces; a filter of several words is no id.
    if takesTyped, !filter.isEmpty, !isOfModels || !filter.contains(" "),
      !rows.contains(where: { $0.id == filter })
    {
      shown.append(
        Row(id: filter, title: filter, fields: Self.typedFields))
    }
  }

  package var markedIndex: Int { shown.firstIndex { $0.id == markedID } ?? 0 }
  package var marked: Row? { shown.isEmpty ? nil : shown[markedIndex] }

  package mutating func move(_ rows: Int) { mark(markedIndex + rows) }

  package mutating func mark(_ index: Int) {
    guard !shown.isEmpty else { return }
    markedID = shown[min(max(0, index), shown.count - 1)].id
  }

  /// Marks the row, or takes its mark away, and goes on to the next.
  mutating func toggleMark() {
    guard let row = marked, row.reason == nil else { return }
    if let place = marks?.firstIndex(of: row.id) { marks?.remove(at: place) } else { marks?.append(row.id) }
    if !filter.isEmpty, row.fields == Self.typedFields {
      rows.append(row)
      setFilter("")
    } else {
      move(1)
    }
  }

  private static let typedFields = ["use it as typed"]

  package mutating func type(_ text: String) { setFilter(filter + text) }

  package mutating func setFilter(_ text: String) {
    filter = text
    markedID = nil
    refresh()
  }

  var hints: [FooterHint] {
    if isLine {
      return [
        FooterHint(key: "Enter", word: "Take it"), FooterHint(key: "^U", word: "Empty it"),
        FooterHint(key: "Esc", word: "Close"),
      ]
    }
    return [
      FooterHint(key: "Up/Down", word: "Move"),
      FooterHint(key: "Enter", word: purpose == .commands ? "Run" : "Choose"),
      FooterHint(key: "Tab", word: marks == nil ? "Complete" : "Mark"),
    ] + (isOfModels ? [FooterHint(key: "^S", word: "Sort"), FooterHint(key: "^F", word: "Pin")] : []) + [
      FooterHint(key: "Esc", word: "Close")
    ]
  }
}

/// Rows that hold every word of a filter, in any order; those that have the words at the beginning come first.
enum RowFilter {
  static func matching(_ rows: [PickList.Row], _ filter: String) -> [PickList.Row] {
    let words = filter.lowercased().split(separator: " ").map(String.init)
    guard !words.isEmpty else { return rows }
    var found: [(row: PickList.Row, score: Int, place: Int)] = []
    for (place, row) in rows.enumerated() {
      let title = row.title.lowercased()
      let text = title + "\n" + row.id.lowercased() + "\n" + row.keywords.lowercased()
      guard words.allSatisfy({ text.contains($0) }) else { continue }
      let phrase = words.count > 1 && title.contains(words.joined(separator: " ")) ? -10 : 0
      found.append((row, words.reduce(phrase) { $0 + score(of: $1, in: title) }, place))
    }
    return found.sorted { ($0.score, $0.place) < ($1.score, $1.place) }.map(\.row)
  }

  /// 0 at the beginning, 1 at the beginning of a word, 2 elsewhere, 3 only in the id.
  private static func score(of word: String, in title: String) -> Int {
    if title.hasPrefix(word) { return 0 }
    guard let place = title.firstRange(of: word) else { return 3 }
    let before = title[title.index(before: place.lowerBound)]
    return before.isLetter || before.isNumber ? 2 : 1
  }
}

extension Playground {
  mutating func press(_ key: Key, in list: PickList, at now: MonotonicTime) -> [Effect] {
    var list = list
    switch key.code {
    case .escape:
      if list.filter.isEmpty || list.isLine {
        overlay = nil
        return []
      }
      list.setFilter("")
    case .up: list.move(-1)
    case .down: list.move(1)
    case .pageUp: list.move(-10)
    case .pageDown: list.move(10)
    case .home: list.mark(0)
    case .end: list.mark(list.shown.count)
    case .enter: return choose(in: list, at: now)
    case .tab where list.marks != nil: list.toggleMark()
    case .tab where list.isLine: break
    case .tab: if let row = list.marked { list.setFilter(completion(of: row, in: list)) }
    case .backspace: if !list.filter.isEmpty { list.setFilter(String(list.filter.dropLast())) }
    case .character("u") where key.modifiers == .control: list.setFilter("")
    case .character("c") where key.modifiers == .control:
      overlay = nil
      return []
    case .character("/") where list.purpose == .commands && list.filter.isEmpty && isTyping:
      // Two slashes are a real slash.
      overlay = nil
      message.box.insert("/")
      return []
    case .character("s") where key.modifiers == .control && list.isOfModels:
      return sortModels(in: list, at: now)
    case .character("f") where key.modifiers == .control && list.isOfModels:
      return pinModel(in: list, at: now)
    case .character(let character) where key.modifiers.isEmpty: list.type(String(character))
    default: break
    }
    if list.purpose == .commands { list = commandList(filter: list.filter, marked: list.marked?.id) }
    overlay = .list(list)
    return []
  }

  private func completion(of row: PickList.Row, in list: PickList) -> String {
    guard list.purpose == .commands, let command = keyMap[CommandID(row.id)] else { return row.title }
    return command.verb.map { $0 + " " } ?? row.title
  }

  private mutating func choose(in list: PickList, at now: MonotonicTime) -> [Effect] {
    guard let row = list.marked else { return [] }
    if let reason = row.reason {
      say("Not now: \(reason).", at: now)
      return []
    }
    overlay = nil
    switch list.purpose {
    case .commands: return perform(CommandID(row.id), argument: commandArgument(list.filter), at: now)
    case .argument(let command):
      if command == "model", let marks = list.marks, marks.count > 1 {
        return perform("lane.add", argument: marks.joined(separator: " "), at: now)
      }
      let chosen = list.marks.flatMap { $0.isEmpty ? nil : $0.joined(separator: " ") } ?? row.id
      return perform(command, argument: chosen, at: now)
    case .copy: return transcriptCopy(row.id)
    case .history: useHistory(row.id)
    case .notices: break
    }
    return []
  }

  func paint(_ list: PickList, _ canvas: inout Canvas) {
    // Models have many columns.
    let columns = list.isOfModels ? min(110, size.columns - 4) : min(100, max(72, size.columns * 2 / 3))
    let note =
      list.note.isEmpty
      ? []
      : TextWrapper.wrap(
        [Span(canvas.signs.sign(list.note), Style(list.noteRole, on: .panel))],
        columns: min(columns, size.columns - 4) - 2)
    let wanted =
      list.isLine ? 3 + note.count : max(list.shown.count, min(list.rows.count, 12)) + 3 + note.count
    let box = OverlayBox(
      &canvas, title: list.title, columns: columns,
      rows: list.isLine ? wanted : max(8, min(wanted, size.rows - 8)),
      foot: list.isLine
        ? "Enter take it · Esc close"
        : "Enter \(list.purpose == .commands ? "run" : "choose") · Tab \(list.marks == nil ? "complete" : "mark") · Esc close",
      footRight: list.isLine
        ? ""
        : "\(list.marks.map { $0.isEmpty ? "" : "\($0.count) marked · " } ?? "")\(list.shown.count) of \(list.rows.count)",
      state: list.isLine ? "" : "type to filter")
    let inside = box.inside
    let text = Rect(
      column: inside.column + 1, row: inside.row, columns: inside.columns - 2, rows: inside.rows)
    let typed = list.isLine ? Self.end(of: list.filter, columns: text.columns - 3) : list.filter
    let end = canvas.grid.write(
      "> \(typed)", column: text.column, row: text.row, style: Style(.accent, on: .panel), in: text)
    canvas.grid.cursor = Position(column: min(end, text.column + text.columns - 1), row: text.row)
    if list.headings.isEmpty { paintRule(&canvas, row: text.row + 1, text) }
    let noteRows = note.isEmpty ? 0 : note.count + 1
    let height = max(1, text.rows - 2 - noteRows)
    if list.shown.isEmpty, !list.rows.isEmpty || !list.takesTyped {
      canvas.say(
        "Nothing fits the filter.", column: text.column, row: text.row + 2, style: Style(.muted, on: .panel),
        in: text)
    }
    for (index, line) in note.enumerated() {
      canvas.grid.write(line, column: text.column, row: text.row + text.rows - note.count + index, in: text)
    }
    if list.isLine { return }
    let marked = list.markedIndex
    let top = max(0, min(marked - height / 2, list.shown.count - height))
    let widths = PickColumns(list, columns: text.columns)
    paintHeadings(
      list.headings, widths, &canvas,
      Rect(column: text.column, row: text.row + 1, columns: text.columns, rows: 1))
    for row in 0..<height where top + row < list.shown.count {
      let area = Rect(column: inside.column, row: text.row + 2 + row, columns: inside.columns, rows: 1)
      let shown = list.shown[top + row]
      let isChosen = list.marks?.contains(shown.id) == true
      paint(shown, isMarked: top + row == marked, isChosen: isChosen, widths, &canvas, area)
      canvas.mark(area, .row(top + row))
    }
  }

  /// What was typed last of a line that is longer than its place.
  private static func end(of line: String, columns: Int) -> String {
    Glyphs.width(line) > columns ? "…" + Glyphs.ending(of: line, columns: columns - 1) : line
  }

  private func paintHeadings(
    _ headings: [String], _ widths: PickColumns, _ canvas: inout Canvas, _ area: Rect
  ) {
    var column = area.column + 2 + widths.title + 2
    for (index, heading) in headings.enumerated() where index < widths.fields.count {
      let room = area.column + area.columns - column
      guard room > 3 else { break }
      canvas.grid.write(
        signs.sign(Glyphs.fitted(heading, columns: min(room, widths.fields[index]))), column: column,
        row: area.row,
        style: Style(.muted, on: .panel), in: area)
      column += widths.fields[index] + 2
    }
  }

  private func paintRule(_ canvas: inout Canvas, row: Int, _ area: Rect) {
    canvas.grid.write(
      String(repeating: signs.horizontal, count: area.columns), column: area.column, row: row,
      style: Style(.frameIdle, on: .panel), in: area)
  }

  private func paint(
    _ row: PickList.Row, isMarked: Bool, isChosen: Bool, _ widths: PickColumns, _ canvas: inout Canvas,
    _ area: Rect
  ) {
    let surface: Role = isMarked ? .select : .panel
    if isMarked { canvas.grid.fill(area, style: Style(.text, on: .select, .bold)) }
    let sign = row.reason != nil ? "- " : isChosen ? "+ " : isMarked ? "▸ " : "  "
    let style = Style(row.reason == nil ? .text : .muted, on: surface, isMarked ? .bold : [])
    var column = canvas.say(sign, column: area.column + 1, row: area.row, style: style, in: area)
    canvas.grid.write(
      Glyphs.fitted(row.title, columns: widths.title), column: column, row: area.row, style: style, in: area)
    column += widths.title + 2
    let fields = row.reason.map { ["not now: \($0)"] } ?? row.fields
    for (index, field) in fields.enumerated() {
      let width = index < widths.fields.count ? widths.fields[index] : 40
      let room = area.column + area.columns - 1 - column
      guard room > 3 else { break }
      canvas.grid.write(
        Glyphs.fitted(field, columns: min(room, max(width, index == fields.count - 1 ? room : width))),
        column: column, row: area.row,
        style: Style(index == 0 && row.reason == nil ? .accent : .muted, on: surface), in: area)
      column += width + 2
    }
  }
}

/// How wide the columns of a list are, so that all rows align.
struct PickColumns {
  var title: Int
  var fields: [Int]

  init(_ list: PickList, columns: Int) {
    let count = list.rows.map(\.fields.count).max() ?? 0
    fields = (0..<count).map { index in
      min(
        index == count - 1 ? 60 : 14,
        max(
          index < list.headings.count ? Glyphs.width(list.headings[index]) : 0,
          list.rows.map { index < $0.fields.count ? Glyphs.width($0.fields[index]) : 0 }.max() ?? 0))
    }
    let widest = list.rows.map { Glyphs.width($0.title) }.max() ?? 0
    title = min(max(16, widest), max(16, columns * (count == 0 ? 9 : 4) / 10))
  }
}
