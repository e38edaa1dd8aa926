import RelayKit
import TerminalUI
import Workbench

/// Finding text in the conversation: in what the messages say, not in how it is wrapped.
extension Playground {
  mutating func openSearch() {
    focus = view == .compare ? .lane : .transcript
    transcript.search = TranscriptSearch()
  }

  mutating func pressInSearch(_ key: Key, at now: MonotonicTime) -> [Effect] {
    switch key.code {
    case .escape: transcript.search = nil
    case .enter:
      transcript.search?.isTyping = false
      if transcript.search?.text.isEmpty == true { transcript.search = nil }
    case .backspace:
      let shorter = transcript.search?.text.dropLast() ?? ""
      transcript.search?.text = String(shorter)
      findFirst(at: now)
    case .character("u") where key.modifiers == .control:
      transcript.search?.text = ""
    case .character(let character) where key.modifiers.isEmpty: typeInSearch(String(character), at: now)
    case .function, .character:
      if let command = keyMap.command(for: key, in: .anywhere) { return perform(command.id, at: now) }
    default: break
    }
    return []
  }

  mutating func typeInSearch(_ text: String, at now: MonotonicTime) {
    transcript.search?.text += text
    findFirst(at: now)
  }

  private mutating func findFirst(at now: MonotonicTime) {
    transcript.search?.current = nil
    find(forward: true, at: now)
  }

  /// Goes to the next match after the one that is shown; wraps around and says so.
  mutating func find(forward: Bool, at now: MonotonicTime) {
    guard let search = transcript.search, !search.text.isEmpty else { return }
    let column = transcriptColumn(at: now)
    let finder = TextFinder(search.text)
    let counts = column.path.map { workspace.conversation[$0].map { finder.count(in: $0.text) } ?? 0 }
    let total = counts.reduce(0, +)
    transcript.search?.total = total
    guard total > 0 else {
      transcript.search?.current = nil
      transcript.search?.position = 0
      return say("No match for “\(search.text)”.", at: now)
    }
    var position = 0
    if let current = search.current, let index = column.index(of: current.message) {
      let before = counts[..<index].reduce(0, +) + current.number
      position = before + (forward ? 1 : -1)
      if position >= total { say("From the top.", at: now) }
      if position < 0 { say("From the bottom.", at: now) }
      position = (position + total) % total
    }
    var rest = position
    var index = 0
    while rest >= counts[index] {
      rest -= counts[index]
      index += 1
    }
    let text = workspace.conversation[column.path[index]]?.text ?? ""
    let start = finder.offsets(in: text)[rest]
    let match = TextMatch(
      message: column.path[index], number: rest, bytes: start..<start + search.text.utf8.count)
    transcript.search?.current = match
    transcript.search?.position = position + 1
    show(match, column)
  }

  /// Brings a match to the middle of the view; searching turns follow off.
  private mutating func show(_ match: TextMatch, _ column: TranscriptColumn) {
    guard let end = column.end, let place = column.place(of: match) else { return }
    transcript.hold(at: column.move(place, by: -(transcriptSpace.rows / 2)), end: end)
  }

  func paintSearchLine(_ canvas: inout Canvas, _ area: Rect) {
    guard let search = transcript.search else { return }
    let row = area.row + area.rows - 1
    let line = Rect(column: area.column, row: row, columns: area.columns, rows: 1)
    canvas.grid.fill(line, style: Style(.text, on: .input))
    let found =
      search.text.isEmpty
      ? "" : search.total == 0 ? "no match" : "match \(search.position) of \(search.total)   n/N"
    let right = area.column + area.columns - Glyphs.width(found) - 1
    canvas.grid.write(found, column: right, row: row, style: Style(.muted, on: .input), in: line)
    let end = canvas.grid.write(
      "/\(search.text)", column: area.column + 1, row: row, style: Style(.accent, on: .input),
      in: Rect(column: area.column, row: row, columns: max(1, right - area.column - 1), rows: 1))
    if search.isTyping { canvas.grid.cursor = Position(column: min(end, right - 1), row: row) }
  }

  /// Reverses what matches in the lines that are seen; the shown match has a sign in the margin too.
  func markMatches(_ canvas: inout Canvas, _ area: Rect, _ view: TranscriptView) {
    guard let search = transcript.search, !search.text.isEmpty else { return }
    let finder = TextFinder(search.text)
    let current = search.current.flatMap {
      TranscriptColumn(self, columns: max(1, area.columns - 2), at: MonotonicTime(nanoseconds: 0))
        .place(of: $0)
    }
    for (row, line) in view.lines.enumerated() {
      let text = line.spans.map(\.text).joined()
      for range in finder.ranges(in: text) {
        let start = Glyphs.width(String(text[..<range.lowerBound]))
        let width = Glyphs.width(String(text[range]))
        let isCurrent = line.place == current
        let cells = Rect(
          column: area.column + 1 + line.indent + start, row: area.row + row, columns: width, rows: 1)
        for column in cells.column..<min(cells.column + width, area.column + area.columns) {
          canvas.grid[column, cells.row].style = Style(
            isCurrent ? .matchCurrent : .match, on: .base, isCurrent ? [.bold, .underline] : .underline)
        }
        if isCurrent {
          canvas.grid.write(
            ">", column: area.column, row: area.row + row, style: Style(.accent, on: .base, .bold))
        }
      }
    }
  }
}

extension TranscriptColumn {
  /// The line on which a match begins; where marks of markdown hide it, the line that shows what stands before.
  func place(of match: TextMatch) -> TranscriptPlace? {
    index(of: match.message).flatMap { place(ofText: match.bytes, message: $0) }
  }
}
