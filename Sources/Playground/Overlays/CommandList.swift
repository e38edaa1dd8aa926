import TerminalUI

/// Every command by name; those that cannot run now keep their place, with the reason.
extension Playground {
  mutating func openCommandList() {
    overlay = .list(commandList(filter: "", marked: nil))
  }

  func commandList(filter: String, marked: String?) -> PickList {
    let rows = keyMap.table.filter { $0.id != "palette" && $0.id != "leader" }.map { command in
      PickList.Row(
        id: command.id.name, title: command.title,
        fields: [
          keyMap.keys(of: command.id).prefix(2).map(KeyNames.text).joined(separator: "  "), command.help,
        ],
        reason: command.reason(self))
    }
    var list = PickList(.commands, title: "Commands", rows: rows, marked: marked)
    list.note = "Arguments work too: \(verbsInWords)."
    if let command = commandWithArgument(filter) {
      list.rows = [
        PickList.Row(
          id: command.id.name, title: filter, fields: ["", command.help], reason: command.reason(self))
      ]
      list.setFilter(filter)
    } else if !filter.isEmpty, list.filter != filter {
      list.setFilter(filter)
      if let marked, let index = list.shown.firstIndex(where: { $0.id == marked }) { list.mark(index) }
    }
    return list
  }

  private var verbsInWords: String {
    keyMap.table.compactMap(\.verb).joined(separator: ", ") + " (for example: theme buoy)"
  }

  /// The command whose verb begins the text, when an argument follows.
  private func commandWithArgument(_ text: String) -> Command? {
    guard let space = text.firstIndex(of: " "), commandArgument(text) != nil else { return nil }
    let verb = text[..<space].lowercased()
    return keyMap.table.first { $0.verb == verb }
  }

  /// What follows a verb, if there is one.
  func commandArgument(_ text: String) -> String? {
    guard let space = text.firstIndex(of: " ") else { return nil }
    let verb = text[..<space].lowercased()
    guard keyMap.table.contains(where: { $0.verb == verb }) else { return nil }
    let rest = text[space...].drop { $0 == " " }
    return rest.isEmpty ? nil : String(rest)
  }

  func paintLeaderList(_ canvas: inout Canvas) {
    let commands = keyMap.table.compactMap { command in
      keyMap.keys(of: command.id).first { $0.scope == .leader }.map { (command, $0.key) }
    }
    let columns = size.columns >= 100 ? 3 : 2
    let rows = (commands.count + columns - 1) / columns
    let box = OverlayBox(
      &canvas, title: "^X then ...", columns: min(size.columns - 6, columns * 34), rows: rows,
      foot: "Esc cancels")
    let inside = box.inside
    let width = (inside.columns - 2) / columns
    for (index, (command, key)) in commands.enumerated() {
      let cell = Rect(
        column: inside.column + 1 + index / rows * width, row: inside.row + index % rows, columns: width - 1,
        rows: 1)
      canvas.grid.write(
        KeyNames.text(key), column: cell.column, row: cell.row, style: Style(.accent, on: .panel, .bold),
        in: cell)
      canvas.grid.write(
        command.title, column: cell.column + 6, row: cell.row,
        style: Style(command.reason(self) == nil ? .text : .muted, on: .panel), in: cell)
      canvas.mark(cell, .command(command.id))
    }
  }
}
