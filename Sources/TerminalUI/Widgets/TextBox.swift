/// The text of a multi-line field with its caret: a pure value. Lines are kept apart, so that an edit costs
/// what its line is long; nothing here looks at the whole text but `expandedText`.
package struct TextBox: Sendable {
  package struct Caret: Sendable, Hashable, Comparable {
    package var line: Int
    /// Elements before the caret in its line.
    package var place: Int
    package init(line: Int, place: Int) {
      self.line = line
      self.place = place
    }
    package static func < (left: Caret, right: Caret) -> Bool {
      (left.line, left.place) < (right.line, right.place)
    }
  }

  package private(set) var lines: [[TextElement]] = [[]]
  package private(set) var caret = Caret(line: 0, place: 0)
  /// Column that moving up and down tries to keep.
  private var goalColumn: Int?
  private var cut: [[TextElement]] = []
  private var chips = 0
  private var history = TextBoxHistory()

  package init(_ text: String = "") {
    if !text.isEmpty { replaceAll(with: text) }
  }

  package var isEmpty: Bool { lines.count == 1 && lines[0].isEmpty }

  /// The text as it is sent, with what the chips stand for.
  package var expandedText: String {
    lines.map { line in line.reduce(into: "") { $0 += $1.text } }.joined(separator: "\n")
  }

  // MARK: Changing

  package mutating func replaceAll(with text: String) {
    remember(.other)
    lines = Self.lines(of: text)
    caret = endOfText
  }

  /// Puts text at the caret. Marks that belong to the character before it join it.
  package mutating func insert(_ text: String) {
    guard !text.isEmpty else { return }
    remember(text.count == 1 && text != "\n" ? .typing(endsWord: text.allSatisfy(\.isWhitespace)) : .other)
    var text = text
    if caret.place > 0, case .character(let before) = lines[caret.line][caret.place - 1],
      let first = text.first, (String(before) + String(first)).count == 1
    {
      lines[caret.line].remove(at: caret.place - 1)
      caret.place -= 1
      text = String(before) + text
    }
    insert(Self.lines(of: text))
  }

  /// Takes a paste: a long one becomes a chip; the same text once more right after its chip unfolds it.
  package mutating func paste(_ text: String) {
    if caret.place > 0, case .chip(let chip) = lines[caret.line][caret.place - 1], chip.text == text {
      unfoldChipAtCaret()
      return
    }
    remember(.other)
    guard TextChip.isWorthIt(text) else { return insert(Self.lines(of: text)) }
    chips += 1
    insert([[.chip(TextChip(number: chips, text: text))]])
  }

  /// Replaces the chip before the caret by its text. - Returns: whether there was one.
  @discardableResult
  package mutating func unfoldChipAtCaret() -> Bool {
    guard caret.place > 0, case .chip(let chip) = lines[caret.line][caret.place - 1] else { return false }
    remember(.other)
    lines[caret.line].remove(at: caret.place - 1)
    caret.place -= 1
    insert(Self.lines(of: chip.text))
    return true
  }

  /// Deletes a backslash before the caret. - Returns: whether there was one.
  package mutating func deleteBackslash() -> Bool {
    guard caret.place > 0, lines[caret.line][caret.place - 1] == .character("\\") else { return false }
    deleteBack()
    return true
  }

  package mutating func deleteBack() {
    guard let start = before(caret) else { return }
    remember(.deleting)
    remove(from: start, to: caret)
  }

  package mutating func deleteForward() {
    guard let end = after(caret) else { return }
    remember(.deleting)
    remove(from: caret, to: end)
  }

  package mutating func cutToLineStart() {
    let start = caret.place > 0 ? Caret(line: caret.line, place: 0) : before(caret)
    cutOut(from: start, to: caret)
  }

  package mutating func cutToLineEnd() {
    let end = Caret(line: caret.line, place: lines[caret.line].count)
    cutOut(from: caret, to: end == caret ? after(caret) : end)
  }

  package mutating func cutWord() { cutOut(from: wordStart(before: caret), to: caret) }

  /// Puts back what was cut last.
  package mutating func putBack() {
    guard !cut.isEmpty else { return }
    remember(.other)
    insert(cut)
  }

  package mutating func undo() {
    if let state = history.undo(from: state) { self.state = state }
  }

  package mutating func redo() {
    if let state = history.redo(from: state) { self.state = state }
  }

  private var state: TextBoxHistory.State {
    get { TextBoxHistory.State(lines: lines, caret: caret) }
    set {
      lines = newValue.lines
      caret = newValue.caret
      goalColumn = nil
    }
  }

  private mutating func remember(_ change: TextBoxHistory.Change) {
    history.remember(state, before: change)
    goalColumn = nil
  }

  private mutating func insert(_ new: [[TextElement]]) {
    guard let first = new.first, let last = new.last else { return }
    if new.count == 1 {
      lines[caret.line].insert(contentsOf: first, at: caret.place)
      caret.place += first.count
      return
    }
    let rest = lines[caret.line][caret.place...]
    let head = lines[caret.line][..<caret.place] + first
    lines.replaceSubrange(
      caret.line...caret.line, with: [Array(head)] + new[1..<(new.count - 1)] + [last + rest])
    caret = Caret(line: caret.line + new.count - 1, place: last.count)
  }

  private mutating func cutOut(from start: Caret?, to end: Caret?) {
    guard let start, let end, start < end else { return }
    remember(.other)
    cut = remove(from: start, to: end)
  }

  @discardableResult
  private mutating func remove(from start: Caret, to end: Caret) -> [[TextElement]] {
    var removed: [[TextElement]]
    if start.line == end.line {
      removed = [Array(lines[start.line][start.place..<end.place])]
      lines[start.line].removeSubrange(start.place..<end.place)
    } else {
      removed = [Array(lines[start.line][start.place...])]
      removed += lines[(start.line + 1)..<end.line]
      removed.append(Array(lines[end.line][..<end.place]))
      let joined = Array(lines[start.line][..<start.place] + lines[end.line][end.place...])
      lines.replaceSubrange(start.line...end.line, with: [joined])
    }
    caret = start
    return removed
  }

  private static func lines(of text: String) -> [[TextElement]] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.map { .character($0) }
    }
  }

  // MARK: Moving

  private var endOfText: Caret { Caret(line: lines.count - 1, place: lines[lines.count - 1].count) }

  private func before(_ caret: Caret) -> Caret? {
    if caret.place > 0 { return Caret(line: caret.line, place: caret.place - 1) }
    return caret.line > 0 ? Caret(line: caret.line - 1, place: lines[caret.line - 1].count) : nil
  }

  private func after(_ caret: Caret) -> Caret? {
    if caret.place < lines[caret.line].count { return Caret(line: caret.line, place: caret.place + 1) }
    return caret.line + 1 < lines.count ? Caret(line: caret.line + 1, place: 0) : nil
  }

  private mutating func move(to place: Caret?) {
    guard let place else { return }
    caret = place
    goalColumn = nil
    history.interrupt()
  }

  package mutating func left() { move(to: before(caret)) }
  package mutating func right() { move(to: after(caret)) }
  package mutating func lineStart() { move(to: Caret(line: caret.line, place: 0)) }
  package mutating func lineEnd() { move(to: Caret(line: caret.line, place: lines[caret.line].count)) }
  package mutating func textStart() { move(to: Caret(line: 0, place: 0)) }
  package mutating func textEnd() { move(to: endOfText) }
  package mutating func wordLeft() { move(to: wordStart(before: caret)) }

  package mutating func wordRight() {
    var place = caret
    while let next = after(place), isSpace(at: place) { place = next }
    while let next = after(place), !isSpace(at: place) { place = next }
    move(to: place)
  }

  private func wordStart(before caret: Caret) -> Caret {
    var place = caret
    while let previous = before(place), isSpace(at: previous) { place = previous }
    while let previous = before(place), !isSpace(at: previous) { place = previous }
    return place
  }

  /// Whether white space or a line end stands behind `place`.
  private func isSpace(at place: Caret) -> Bool {
    place.place < lines[place.line].count ? lines[place.line][place.place].isSpace : true
  }

  /// A shown row up. - Returns: false on the first row, where nothing moves.
  package mutating func up(columns: Int) -> Bool { moveRow(-1, columns: columns) }
  /// A shown row down. - Returns: false on the last row, where nothing moves.
  package mutating func down(columns: Int) -> Bool { moveRow(1, columns: columns) }

  private mutating func moveRow(_ step: Int, columns: Int) -> Bool {
    let rows = TextRows.starts(of: lines[caret.line], columns: columns)
    let row = TextRows.row(of: caret.place, starts: rows)
    let column = goalColumn ?? TextRows.column(of: caret.place, row: row, starts: rows, in: lines[caret.line])
    var (line, target) = (caret.line, row + step)
    var targetRows = rows
    if !rows.indices.contains(target) {
      line += step
      guard lines.indices.contains(line) else { return false }
      targetRows = TextRows.starts(of: lines[line], columns: columns)
      target = step < 0 ? targetRows.count - 1 : 0
    }
    move(
      to: Caret(
        line: line, place: TextRows.place(column: column, row: target, starts: targetRows, in: lines[line])))
    goalColumn = column
    return true
  }

  /// Sets the caret to what is shown at a row and column of `visible(columns:rows:)`.
  package mutating func point(row: Int, column: Int, columns: Int, rows: Int) {
    let shown = shownRows(columns: columns, rows: rows)
    guard let last = shown.last else { return }
    let target = shown.indices.contains(row) ? shown[row] : row < 0 ? shown[0] : last
    let starts = TextRows.starts(of: lines[target.line], columns: columns)
    move(
      to: Caret(
        line: target.line,
        place: TextRows.place(column: max(0, column), row: target.row, starts: starts, in: lines[target.line])
      ))
  }

  // MARK: Showing

  /// Rows that the text takes, counted no further than `limit`.
  package func lineCount(columns: Int, limit: Int) -> Int {
    var count = 0
    for line in lines {
      count += line.count >= limit * columns ? limit : TextRows.starts(of: line, columns: columns).count
      if count >= limit { return limit }
    }
    return count
  }

  /// The rows around the caret that fit, and the caret's cell in them.
  package func visible(columns: Int, rows: Int) -> (lines: [StyledLine], caret: Position) {
    let shown = shownRows(columns: columns, rows: max(1, rows))
    var result: [StyledLine] = []
    var position = Position(column: 0, row: 0)
    for (index, row) in shown.enumerated() {
      let line = lines[row.line]
      let starts = TextRows.starts(of: line, columns: columns)
      let end = row.row + 1 < starts.count ? starts[row.row + 1] : line.count
      result.append(Self.spans(line[starts[row.row]..<end]))
      if row.line == caret.line, TextRows.row(of: caret.place, starts: starts) == row.row {
        let column = TextRows.column(of: caret.place, row: row.row, starts: starts, in: line)
        position = Position(column: column, row: index)
      }
    }
    return (result, position)
  }

  /// Rows by line and row within it: the caret's row is among them, as low as it must be.
  private func shownRows(columns: Int, rows: Int) -> [(line: Int, row: Int)] {
    let caretStarts = TextRows.starts(of: lines[caret.line], columns: columns)
    let caretRow = TextRows.row(of: caret.place, starts: caretStarts)
    var above: [(Int, Int)] = (max(0, caretRow - rows + 1)...caretRow).reversed().map { (caret.line, $0) }
    var line = caret.line - 1
    while above.count < rows, line >= 0 {
      let count = TextRows.starts(of: lines[line], columns: columns).count
      for row in (0..<count).reversed() where above.count < rows { above.append((line, row)) }
      line -= 1
    }
    var shown = Array(above.reversed())
    for row in (caretRow + 1)..<max(caretRow + 1, caretStarts.count) where shown.count < rows {
      shown.append((caret.line, row))
    }
    line = caret.line + 1
    while shown.count < rows, line < lines.count {
      let count = TextRows.starts(of: lines[line], columns: columns).count
      for row in 0..<count where shown.count < rows { shown.append((line, row)) }
      line += 1
    }
    return shown
  }

  private static func spans(_ elements: ArraySlice<TextElement>) -> StyledLine {
    var line: StyledLine = []
    for element in elements {
      var style = Style()
      if case .chip = element { style = Style(.accent) }
      if let last = line.indices.last, line[last].style == style {
        line[last].text += element.shown
      } else {
        line.append(Span(element.shown, style))
      }
    }
    return line
  }
}
