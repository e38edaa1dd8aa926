import RelayKit
import TerminalUI

/// Every key that means something, by place; built from the command table.
package struct HelpPage: Sendable, Hashable {
  package enum Section: String, Sendable, Hashable, CaseIterable {
    case pane, everywhere = "Everywhere", leader = "Leader", terminal = "Terminal"
  }

  package var pane: PaneID
  package var section = Section.pane
  package private(set) var top = 0
  package var filter = ""
  package var isFiltering = false

  package init(pane: PaneID) { self.pane = pane }

  package mutating func scroll(_ rows: Int) { top = max(0, top + rows) }

  package mutating func go(to section: Section) {
    self.section = section
    top = 0
  }

  static let hints = [
    FooterHint(key: "j/k", word: "Scroll"), FooterHint(key: "Tab", word: "Section"),
    FooterHint(key: "/", word: "Search"), FooterHint(key: "Esc", word: "Close"),
  ]
}

extension Playground {
  mutating func press(_ key: Key, in page: HelpPage, at now: MonotonicTime) -> [Effect] {
    var page = page
    if page.isFiltering {
      switch key.code {
      case .escape, .enter:
        page.isFiltering = false
        if key.code == .escape { page.filter = "" }
      case .backspace: if !page.filter.isEmpty { page.filter.removeLast() }
      case .character(let character) where key.modifiers.isEmpty: page.filter.append(character)
      default: break
      }
      overlay = .help(page)
      return []
    }
    let sections = HelpPage.Section.allCases
    let place = sections.firstIndex(of: page.section) ?? 0
    switch key.code {
    case .escape where !page.filter.isEmpty: page.filter = ""
    case .escape, .character("q"), .function(1), .character("?"):
      overlay = nil
      return []
    case .character("c") where key.modifiers == .control:
      overlay = nil
      return []
    case .down, .character("j"): page.scroll(1)
    case .up, .character("k"): page.scroll(-1)
    case .pageDown, .character(" "): page.scroll(10)
    case .pageUp: page.scroll(-10)
    case .home, .character("g"): page.scroll(-100_000)
    case .tab where key.modifiers.contains(.shift), .left, .character("["):
      page.go(to: sections[(place + sections.count - 1) % sections.count])
    case .tab, .right, .character("]"): page.go(to: sections[(place + 1) % sections.count])
    case .character("/"): page.isFiltering = true
    default: break
    }
    overlay = .help(page)
    return []
  }

  /// Lines of a section: keys left, what they do right; a line without keys is a heading or a note.
  private func lines(of page: HelpPage) -> [(keys: String, words: String)] {
    if !page.filter.isEmpty {
      let words = page.filter.lowercased()
      return keyMap.table.filter {
        ($0.title + " " + $0.help + " " + $0.id.name).lowercased().contains(words)
      }.map { (allKeys(of: $0), $0.help) }
    }
    switch page.section {
    case .terminal: return terminalLines
    case .pane:
      // A key of the pane's own means nothing else there.
      let own = Set(
        keyMap.table.flatMap { keyMap.keys(of: $0.id) }.filter { $0.scope == .pane(page.pane) }.map(\.key))
      return grouped {
        $0.scope == .pane(page.pane)
          || (page.pane != .message && $0.scope == .navigation && !own.contains($0.key))
      }
    case .everywhere: return grouped { $0.scope == .anywhere }
    case .leader: return grouped { $0.scope == .leader }
    }
  }

  private func allKeys(of command: Command) -> String {
    let keys = keyMap.keys(of: command.id).map { KeyNames.text($0) }
    return keys.isEmpty ? "(command list)" : keys.joined(separator: "  ")
  }

  private func grouped(_ belongs: (KeyBinding) -> Bool) -> [(keys: String, words: String)] {
    var lines: [(String, String)] = []
    var unavailable: [(String, String)] = []
    for group in Command.Group.allCases {
      let found = keyMap.table.filter { $0.group == group }.compactMap { command -> (Command, String)? in
        let keys = keyMap.keys(of: command.id).filter(belongs).map { KeyNames.text($0.key) }
        return keys.isEmpty ? nil : (command, keys.joined(separator: "  "))
      }
      guard !found.isEmpty else { continue }
      if !lines.isEmpty { lines.append(("", "")) }
      lines.append(("", group.rawValue.uppercased()))
      for (command, keys) in found {
        lines.append((keys, command.help))
        if let reason = command.reason(self) { unavailable.append((keys, "\(command.title): \(reason)")) }
      }
    }
    if !unavailable.isEmpty { lines += [("", ""), ("", "Not available right now")] + unavailable }
    lines += [
      ("", ""),
      (
        "",
        "Everything here is also in the command list (:) by name. Every key can be changed in config.json5."
      ),
    ]
    return lines
  }

  private var terminalLines: [(keys: String, words: String)] {
    var lines: [(String, String)] = [("", "What this terminal can do, as far as it tells:"), ("", "")]
    lines += surroundings.terminal.map { ("", $0) }
    lines += [
      ("", preferences.usesASCII ? "Signs are plain ASCII." : "Signs are Unicode."),
      (
        "",
        preferences.mouse ? "The mouse is on; Shift-drag selects text." : "The mouse belongs to the terminal."
      ),
      ("", ""),
      ("", "A new line in the message: Ctrl-J, Alt-Enter, or \\ then Enter, which works everywhere."),
    ]
    return lines
  }

  /// What is longer than a line goes on below; the words behind the keys in their own column.
  private func folded(_ lines: [(keys: String, words: String)], columns: Int) -> [(
    keys: String, words: String
  )] {
    let place = min(30, columns / 3)
    return lines.flatMap { keys, words -> [(keys: String, words: String)] in
      let room = max(10, keys.isEmpty ? columns : columns - place)
      guard words.count > room else { return [(keys, words)] }
      return TextWrapper.wrap([Span(words)], columns: room).enumerated().map { row, line in
        // A key of blanks keeps the place.
        (keys: row == 0 || keys.isEmpty ? keys : " ", words: line.map(\.text).joined())
      }
    }
  }

  func paint(_ page: HelpPage, _ canvas: inout Canvas) {
    let titles = HelpPage.Section.allCases.map { section in
      let name = section == .pane ? page.pane.title : section.rawValue
      return section == page.section ? "[\(name)]" : name
    }
    let width = min(104, size.columns - 6)
    let lines = folded(lines(of: page), columns: width - 4)
    let box = OverlayBox(
      &canvas, title: "Help  " + titles.joined(separator: " "), columns: width,
      rows: size.rows - 6, foot: "Tab next section · Esc close",
      footRight: "\(lines.count) lines",
      state: page.isFiltering || !page.filter.isEmpty ? "/\(page.filter)" : "/ search")
    let inside = box.inside
    let top = min(page.top, max(0, lines.count - inside.rows))
    let column = min(30, inside.columns / 3)
    for row in 0..<inside.rows where top + row < lines.count {
      let (keys, words) = lines[top + row]
      if keys.isEmpty {
        let isHeading = words == words.uppercased()
        canvas.say(
          words, column: inside.column + 1, row: inside.row + row,
          style: Style(isHeading ? .heading : .muted, on: .panel), in: inside)
      } else {
        canvas.grid.write(
          Glyphs.fitted(keys, columns: column - 2), column: inside.column + 1, row: inside.row + row,
          style: Style(.accent, on: .panel), in: inside)
        canvas.say(
          words, column: inside.column + 1 + column, row: inside.row + row, style: Style(.text, on: .panel),
          in: inside)
      }
    }
  }
}

extension PaneID {
  var title: String {
    switch self {
    case .transcript: "Transcript"
    case .wire: "Wire"
    case .message: "Message"
    case .params: "Parameters"
    case .draft: "Will be sent"
    case .code: "Code"
    case .codeOptions: "Options"
    case .lane: "Lanes"
    case .difference: "Diff"
    case .lens: "Lens"
    case .results: "Results"
    case .scores: "Scores"
    case .usageTrend: "Usage"
    case .usageSplit: "Usage by"
    case .usageRequests: "Requests"
    case .keyList: "Keys"
    case .keyDetail: "Key"
    case .historyList: "History"
    case .historyPreview: "Preview"
    case .picture: "Image"
    case .pictureDetails: "Details"
    case .videoList: "Video tasks"
    case .videoTask: "Task"
    case .videoAnswer: "Answer"
    }
  }
}
