package import RelayKit
package import TerminalUI
import Workbench

/// Where the panes are.
struct Layout {
  var transcript: Rect
  var message: Rect

  init(size: Size, messageLines: Int) {
    let most = size.rows > 50 ? 10 : max(1, size.rows / 4)
    let rows = min(max(messageLines, size.rows >= 30 ? 3 : size.rows >= 24 ? 2 : 1), most) + 2
    transcript = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2 - rows)
    message = Rect(column: 0, row: size.rows - 1 - rows, columns: size.columns, rows: rows)
  }
}

extension Playground {
  /// The message wrapped to the box: lines, and where the caret is in them.
  private var messageLayout: (lines: [String], caret: Position) {
    let columns = max(4, size.columns - 6)
    var lines = [""]
    var used = 0
    var caret = Position(column: 0, row: 0)
    for (index, character) in composer.characters.enumerated() {
      let width = character == "\n" ? 0 : Glyphs.width(character)
      if used + width > columns {
        lines.append("")
        used = 0
      }
      if index == composer.caret { caret = Position(column: used, row: lines.count - 1) }
      if character.isNewline {
        lines.append("")
        used = 0
      } else {
        lines[lines.count - 1].append(character)
        used += width
      }
    }
    if composer.caret == composer.characters.count { caret = Position(column: used, row: lines.count - 1) }
    return (lines, caret)
  }

  var messageLines: Int {
    // A very long text is not laid out twice only to count what the box cannot show anyway.
    composer.characters.count > 4000 ? 10 : messageLayout.lines.count
  }

  package func grid(at now: MonotonicTime) -> Grid {
    var grid = Grid(size: size)
    if isTooSmall {
      paintTooSmall(&grid)
      return grid
    }
    paintViewBar(&grid)
    if !isConnected, case .setUp(let setUp) = overlay {
      paint(setUp, on: &grid)
      paintFooter(&grid, at: now)
      return grid
    }
    let layout = Layout(size: size, messageLines: messageLines)
    paintTranscript(&grid, layout.transcript, at: now)
    paintMessage(&grid, layout.message)
    switch overlay {
    case .list(let list): paint(list, on: &grid)
    case .help(let scroll): paintHelp(&grid, scroll: scroll)
    case .setUp(let setUp): paint(setUp, on: &grid)
    case .confirmQuit: paintQuestion(&grid)
    case nil: break
    }
    if let leaderSince, now.milliseconds(since: leaderSince) >= 400 { paintLeader(&grid) }
    paintFooter(&grid, at: now)
    return grid
  }

  private func paintTooSmall(_ grid: inout Grid) {
    var lines = [
      "bayside needs more room.", "", "  now        \(size.columns) x \(size.rows)",
      "  smallest   60 x 16   one pane", "  good       80 x 24", "",
    ]
    if !running.isEmpty { lines.append("\(running.count) stream is still running and is being kept.") }
    lines.append("Make the window larger, or press q to quit.")
    for (row, line) in lines.enumerated() { grid.write(line, column: 1, row: row + 1) }
  }

  private func paintViewBar(_ grid: inout Grid) {
    let bar = Style(.text, on: .header)
    grid.fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), style: bar)
    var column = grid.write(" bayside  ", column: 0, row: 0, style: Style(.heading, on: .header, .bold))
    if isConnected {
      column = grid.write("[1 Chat]", column: column, row: 0, style: Style(.accent, on: .header, .bold))
    }
    let right = isConnected ? "\(relayName)  \(keyLabel) " : "no key yet "
    let room = size.columns - column - 2
    let text = Glyphs.fitted(right, columns: max(0, room))
    grid.write(text, column: size.columns - Glyphs.width(text), row: 0, style: Style(.muted, on: .header))
  }

  private func paintTranscript(_ grid: inout Grid, _ area: Rect, at now: MonotonicTime) {
    let inside = Frame.inside(area)
    let lines = transcript.lines(conversation, columns: view.columns, at: now)
    let height = view.height
    let top = transcript.top(in: lines, height: height)
    var frame = Frame("Transcript", isFocused: focus == .transcript && overlay == nil)
    var state: StyledLine = [Span(model.isEmpty ? "no model" : model, Style(.assistant))]
    if let turn = conversation.turns.last {
      let word = turn.reply.stateWord(at: now)
      state.append(Span(" \(signs.sign(word))", Style(ReplyLines.role(of: word), on: .base, .bold)))
    }
    frame.state = state
    frame.footLeft = transcript.follows ? "follow on" : "follow OFF"
    let below = max(0, lines.count - top - height)
    let percent = lines.count <= height ? 100 : (top + height) * 100 / lines.count
    frame.footRight =
      transcript.follows || below == 0
      ? "\(percent) %" : signs.sign("▼ \(below) more line\(below == 1 ? "" : "s") · End to follow")
    frame.draw(on: &grid, in: area, signs: signs)
    if lines.isEmpty {
      grid.write(
        "Type below and press Enter. Ctrl-P lists every command.", column: inside.column + 1,
        row: inside.row + 1,
        style: Style(.muted), in: inside)
    }
    for row in 0..<height where top + row < lines.count {
      grid.write(lines[top + row].spans, column: inside.column + 1, row: inside.row + row, in: inside)
      if search?.line == top + row {
        grid.highlight(
          Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1),
          attributes: .bold, surface: .select)
      }
    }
    if let search {
      let row = inside.row + inside.rows - 1
      let end = grid.write(
        "/\(search.text)", column: inside.column + 1, row: row, style: Style(.accent), in: inside)
      if search.isTyping {
        grid.cursor = Position(column: min(end, inside.column + inside.columns - 1), row: row)
      }
    }
  }

  private func paintMessage(_ grid: inout Grid, _ area: Rect) {
    let isFocused = focus == .message && overlay == nil
    var frame = Frame("Message", isFocused: isFocused)
    frame.footLeft = isFocused ? "Enter send · ^J newline · F4 editor" : "i to type"
    if !parameters.members.isEmpty { frame.footRight = "params: \(parameters.members.count) set" }
    frame.draw(on: &grid, in: area, signs: signs)
    let inside = Frame.inside(area)
    let (lines, caret) = messageLayout
    let first = max(0, min(caret.row - inside.rows + 1, lines.count - inside.rows))
    grid.write("> ", column: inside.column + 1, row: inside.row, style: Style(.accent))
    for row in 0..<inside.rows where first + row < lines.count {
      grid.write(lines[first + row], column: inside.column + 3, row: inside.row + row, in: inside)
    }
    if isFocused {
      grid.cursor = Position(column: inside.column + 3 + caret.column, row: inside.row + caret.row - first)
    }
  }

  private func centered(columns: Int, rows: Int) -> Rect {
    let columns = min(columns, size.columns - 4)
    let rows = min(rows, size.rows - 3)
    return Rect(
      column: (size.columns - columns) / 2, row: max(1, (size.rows - rows) / 2), columns: columns, rows: rows)
  }

  private func box(
    _ title: String, _ grid: inout Grid, columns: Int, rows: Int, foot: String, right: String = ""
  ) -> Rect {
    let area = centered(columns: columns, rows: rows)
    grid.fill(area, style: Style(.text, on: .panel))
    var frame = Frame(title, isFocused: true, surface: .panel)
    frame.footLeft = signs.sign(foot)
    frame.footRight = right
    frame.draw(on: &grid, in: area, signs: signs)
    return Frame.inside(area)
  }

  private func paint(_ list: PickList, on grid: inout Grid) {
    let shown = list.shown
    let inside = box(
      list.title, &grid, columns: 80, rows: max(12, min(shown.count + 4, size.rows - 6)),
      foot: "Enter choose · Tab complete · Esc close", right: "\(shown.count) of \(list.rows.count)")
    let end = grid.write(
      "> \(list.filter)", column: inside.column + 1, row: inside.row, style: Style(.accent, on: .panel),
      in: inside)
    grid.cursor = Position(column: min(end, inside.column + inside.columns - 1), row: inside.row)
    let height = inside.rows - 2
    if shown.isEmpty {
      grid.write(
        list.note.isEmpty ? "Nothing fits the filter." : list.note, column: inside.column + 1,
        row: inside.row + 2, style: Style(.muted, on: .panel), in: inside)
    }
    let marked = list.markedIndex
    let top = max(0, min(marked - height / 2, shown.count - height))
    let half = inside.columns / 2
    for row in 0..<height where top + row < shown.count {
      let item = shown[top + row]
      let isMarked = top + row == marked
      let surface: Role = isMarked ? .select : .panel
      let line = Rect(column: inside.column, row: inside.row + 2 + row, columns: inside.columns, rows: 1)
      if isMarked { grid.fill(line, style: Style(.text, on: .select, .bold)) }
      let sign = item.reason != nil ? "- " : isMarked ? signs.sign("▸ ") : "  "
      let style = Style(item.reason == nil ? .text : .muted, on: surface, isMarked ? .bold : [])
      grid.write(
        sign + Glyphs.fitted(item.title, columns: half - 4), column: line.column + 1, row: line.row,
        style: style, in: line)
      let detail = item.reason.map { "not now: \($0)" } ?? item.detail
      grid.write(
        Glyphs.fitted(detail, columns: inside.columns - half - 1), column: line.column + half, row: line.row,
        style: Style(.muted, on: surface), in: line)
    }
  }

  private func paintHelp(_ grid: inout Grid, scroll: Int) {
    let inside = box(
      "Help", &grid, columns: 100, rows: size.rows - 4, foot: "j/k scroll · Esc close",
      right: "\(Command.table.count) commands")
    let height = inside.rows
    let top = min(scroll, max(0, Command.table.count + 2 - height))
    let column = min(34, inside.columns / 2)
    let head = ["Every command is also in the command list (Ctrl-P) by name.", ""]
    for row in 0..<height {
      let index = top + row
      if index < head.count {
        grid.write(
          head[index], column: inside.column + 1, row: inside.row + row, style: Style(.muted, on: .panel),
          in: inside)
      } else if index - head.count < Command.table.count {
        let command = Command.table[index - head.count]
        let keys = Glyphs.fitted(command.keys, columns: column - 2)
        grid.write(
          keys, column: inside.column + 1, row: inside.row + row, style: Style(.accent, on: .panel),
          in: inside)
        grid.write(
          command.help, column: inside.column + column, row: inside.row + row,
          style: Style(.text, on: .panel), in: inside)
      }
    }
  }

  private func paint(_ setUp: SetUp, on grid: inout Grid) {
    let inside = box(
      "Set up", &grid, columns: 88, rows: 18, foot: "Tab next field · Enter go on",
      right: "Esc demo relay, no key needed")
    let plain = Style(.text, on: .panel)
    let muted = Style(.muted, on: .panel)
    let column = inside.column + 2
    func line(_ row: Int, _ text: String, _ style: Style) {
      grid.write(text, column: column, row: inside.row + row, style: style, in: inside)
    }
    line(1, "bayside talks to an OpenAI-compatible relay. Two things are needed.", plain)
    line(3, "1  Base URL   " + (setUp.isOnKey ? "  " : "> ") + setUp.baseURL.text, plain)
    line(
      5,
      "2  API key    " + (setUp.isOnKey ? "> " : "  ")
        + String(repeating: "*", count: setUp.key.characters.count), plain)
    if setUp.key.characters.count >= 8 {
      line(
        6, "              \(setUp.key.characters.count) characters, ends in \(setUp.key.text.suffix(4))",
        muted)
    } else {
      line(6, "                Make one in the TokenBay console under API Keys.", muted)
    }
    line(8, "3  Enter      asks the relay for its models with this key. Free.", plain)
    line(9, "   Esc        looks around with the demo relay: no network, no key.", plain)
    line(11, "The key goes to the base URL above and nowhere else. It is not stored.", muted)
    line(12, "To keep it, set TOKENBAY_API_KEY before you start bayside.", muted)
    if !setUp.note.isEmpty { line(14, setUp.note, Style(.warn, on: .panel, .bold)) }
    let field = setUp.isOnKey ? setUp.key : setUp.baseURL
    let place = column + 16 + Glyphs.width(String(field.characters[..<field.caret]))
    grid.cursor = Position(
      column: min(place, inside.column + inside.columns - 1), row: inside.row + (setUp.isOnKey ? 5 : 3))
  }

  private func paintQuestion(_ grid: inout Grid) {
    let inside = box("Quit", &grid, columns: 56, rows: 5, foot: "y quit · any other key stays")
    grid.write(
      "An answer is still coming. Quit and stop it?", column: inside.column + 1, row: inside.row + 1,
      style: Style(.text, on: .panel), in: inside)
  }

  private func paintLeader(_ grid: inout Grid) {
    let commands = Command.table.filter { !$0.leader.isEmpty }
    let rows = (commands.count + 1) / 2
    let inside = box("^X then ...", &grid, columns: 76, rows: rows + 2, foot: "Esc cancels")
    for (index, command) in commands.enumerated() {
      let column = inside.column + 1 + (index / rows) * (inside.columns / 2)
      let end = grid.write(
        Glyphs.padded(command.leader.first.map(KeyLabel.text) ?? "", columns: 7), column: column,
        row: inside.row + index % rows, style: Style(.accent, on: .panel), in: inside)
      grid.write(
        command.title, column: end, row: inside.row + index % rows, style: Style(.text, on: .panel),
        in: inside)
    }
  }

  private func paintFooter(_ grid: inout Grid, at now: MonotonicTime) {
    let row = size.rows - 1
    grid.fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), style: Style(.text, on: .header))
    let mode: String
    switch overlay {
    case .list: mode = "[PICK]"
    case .help: mode = "[HELP]"
    case .setUp: mode = "[TYPE]"
    case .confirmQuit: mode = "[ASK]"
    case nil:
      mode =
        leaderSince != nil
        ? "[^X]" : search?.isTyping == true ? "[FIND]" : focus == .message ? "[TYPE]" : "[NAV]"
    }
    var column = grid.write(" \(mode) ", column: 0, row: row, style: Style(.accent, on: .header, .bold))
    let right = running.isEmpty ? "" : "\(running.count) stream\(running.count == 1 ? "" : "s") running "
    let limit = size.columns - Glyphs.width(right) - 1
    if let notice, now < notice.until {
      grid.write(
        Glyphs.fitted(notice.text, columns: limit - column), column: column, row: row,
        style: Style(.info, on: .header))
    } else {
      for (key, word) in hints {
        guard column + key.count + word.count + 3 <= limit else { break }
        column = grid.write(key, column: column, row: row, style: Style(.accent, on: .header, .bold))
        column = grid.write(" \(word)  ", column: column, row: row, style: Style(.text, on: .header))
      }
    }
    grid.write(right, column: size.columns - Glyphs.width(right), row: row, style: Style(.live, on: .header))
  }

  /// The keys worth pressing now, from the command table.
  private var hints: [(String, String)] {
    switch overlay {
    case .list: return [("Up/Down", "Move"), ("Enter", "Choose"), ("Tab", "Complete"), ("Esc", "Close")]
    case .help: return [("j/k", "Scroll"), ("Esc", "Close")]
    case .setUp:
      return [("Enter", "Go on"), ("Tab", "Next field"), ("Esc", isConnected ? "Close" : "Demo relay")]
    case .confirmQuit: return [("y", "Quit"), ("Esc", "Stay")]
    case nil: break
    }
    if search?.isTyping == true { return [("Enter", "Keep"), ("Esc", "Close search")] }
    let isTyping = focus == .message
    var hints: [(String, String)] = []
    for command in Command.table {
      guard let hint = command.hint, reason(command.id) == nil else { continue }
      if command.id == .stopOrClear, !isTyping || running.isEmpty { continue }
      if command.id == .bottom, transcript.follows { continue }
      let key =
        isTyping
        ? command.chords.first ?? (command.id == .model ? command.leader.first : nil)
        : command.navigation.first
      guard let key else { continue }
      hints.append(((isTyping && command.chords.isEmpty ? "^X " : "") + KeyLabel.text(key), hint))
    }
    return hints
  }
}
