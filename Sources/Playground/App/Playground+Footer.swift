import RelayKit
import TerminalUI
import Workbench

/// A key worth pressing now.
struct FooterHint {
  var key: String
  var word: String
  var command: CommandID?
}

extension Playground {
  func paintFooter(_ canvas: inout Canvas, at now: MonotonicTime) {
    let row = size.rows - 1
    canvas.grid.fill(
      Rect(column: 0, row: row, columns: size.columns, rows: 1), style: Style(.text, on: .header))
    var column = canvas.say(" [\(modeWord)] ", column: 0, row: row, style: Style(.accent, on: .header, .bold))
    let right = activityWords(at: now)
    let limit = size.columns - Glyphs.width(right) - 1
    if footer.until.map({ now < $0 }) == true {
      canvas.grid.write(
        Glyphs.fitted(footer.text, columns: max(0, limit - column)), column: column, row: row,
        style: Style(.info, on: .header))
    } else {
      for hint in hints(at: now) {
        guard column + Glyphs.width(hint.key) + Glyphs.width(hint.word) + 1 <= limit else { continue }
        column =
          canvas.key(
            signs.sign(hint.key), hint.word, hint.command, column: column, row: row, surface: .header) + 2
      }
    }
    canvas.say(right, column: size.columns - Glyphs.width(right), row: row, style: Style(.live, on: .header))
  }

  private var modeWord: String {
    if leaderSince != nil { return "^X" }
    if let overlay { return overlay.modeWord }
    if transcript.search?.isTyping == true || focus == .wire && wire.isTyping { return "FIND" }
    return isTyping ? "TYPE" : "NAV"
  }

  private func activityWords(at now: MonotonicTime) -> String {
    let all = allRunning
    let queued = comparison.queue.waiting.count
    let running = queued == 0 ? all : all.filter { !comparison.queue.waiting.contains($0.id) }
    if queued > 0 { return "\(running.count) running, \(queued) queued " }
    guard !running.isEmpty else { return "" }
    let waiting = running.count { if case .retrying = $0.reply?.phase { true } else { false } }
    let quiet = running.count { $0.reply?.quietSeconds(at: now) != nil }
    if waiting == running.count { return "\(waiting) waiting " }
    if quiet > 0 { return "\(quiet) stream\(quiet == 1 ? "" : "s") quiet " }
    return "\(running.count) stream\(running.count == 1 ? "" : "s") running "
  }

  private func hints(at now: MonotonicTime) -> [FooterHint] {
    if leaderSince != nil { return [FooterHint(key: "Press", word: "a key from the list, or Esc")] }
    if let overlay { return overlay.hints(self) }
    if focus == .params, params.typing != nil {
      return [
        FooterHint(key: "Enter", word: "Take it"), FooterHint(key: "Esc", word: "Leave it as it was"),
        FooterHint(key: "F1", word: "Help", command: "help"),
      ]
    }
    if transcript.search?.isTyping == true {
      return [
        FooterHint(key: "Enter", word: "Next"), FooterHint(key: "Esc", word: "Close search"),
        FooterHint(key: "F1", word: "Help", command: "help"),
      ]
    }
    if focus == .historyList, history.isFinding {
      return [
        FooterHint(key: "Enter", word: "To the list"), FooterHint(key: "Esc", word: "Leave the line"),
        FooterHint(key: "^U", word: "Empty it"), FooterHint(key: "F1", word: "Help", command: "help"),
      ]
    }
    return keyMap.table.compactMap { command -> (FooterHint, Int)? in
      guard let hint = command.hint, command.reason(self) == nil, hint.isWorthIt(self),
        let key = footerKey(of: command.id)
      else {
        return nil
      }
      let before = hint.pair.flatMap(footerKey).map { $0 + " " } ?? ""
      return (FooterHint(key: before + key, word: hint.word, command: command.id), hint.place)
    }.sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// The key of a command that works where the focus is, shortest way first.
  func footerKey(of id: CommandID) -> String? {
    let keys = keyMap.keys(of: id)
    let scopes: [KeyScope] = isTyping ? [.pane(focus), .anywhere] : [.pane(focus), .navigation, .anywhere]
    for scope in scopes {
      if scope == .navigation, !keyMap.isMeant(id, inPane: focus) { continue }
      if let found = keys.first(where: { $0.scope == scope }) { return KeyNames.text(found) }
    }
    return nil
  }
}
