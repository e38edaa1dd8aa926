package struct TextBox: Sendable {
  var characters: [Character] = []
  var caret = 0
  package init() {}
  package var isEmpty: Bool { characters.isEmpty }
  package var expandedText: String { String(characters) }
  package mutating func insert(_ text: String) {
    characters.insert(contentsOf: text, at: caret); caret += text.count
  }
  package mutating func paste(_ text: String) { insert(text) }
  package mutating func replaceAll(with text: String) { characters = Array(text); caret = characters.count }
  package mutating func deleteBack() { if caret > 0 { caret -= 1; characters.remove(at: caret) } }
  package mutating func deleteForward() { if caret < characters.count { characters.remove(at: caret) } }
  package mutating func left() { caret = max(0, caret - 1) }
  package mutating func right() { caret = min(characters.count, caret + 1) }
  package mutating func up(columns: Int) -> Bool { false }
  package mutating func down(columns: Int) -> Bool { false }
  package mutating func wordLeft() {}
  package mutating func wordRight() {}
  package mutating func lineStart() { caret = 0 }
  package mutating func lineEnd() { caret = characters.count }
  package mutating func cutToLineStart() { characters = []; caret = 0 }
  package mutating func cutToLineEnd() {}
  package mutating func cutWord() {}
  package mutating func putBack() {}
  package mutating func undo() {}
  package mutating func deleteBackslash() -> Bool {
    guard caret > 0, characters[caret - 1] == "\\" else { return false }
    deleteBack()
    return true
  }
  package mutating func unfoldChipAtCaret() -> Bool { false }
  package func lineCount(columns: Int, limit: Int) -> Int {
    min(limit, TextWrapper.wrap([Span(expandedText)], columns: columns).count)
  }
  package func visible(columns: Int, rows: Int) -> (lines: [StyledLine], caret: Position) {
    let lines = TextWrapper.wrap([Span(expandedText)], columns: columns)
    return (
      Array(lines.suffix(rows)),
      Position(column: lines.last.map { Glyphs.width($0) } ?? 0, row: max(0, min(rows, lines.count) - 1))
    )
  }
}
package struct InputHistory: Sendable {
  package private(set) var entries: [String] = []
  var place = 0
  var draft = ""
  package init() {}
  package var isEmpty: Bool { entries.isEmpty }
  package mutating func add(_ text: String) { entries.append(text); place = entries.count }
  package mutating func older(draft: String) -> String? {
    guard place > 0 else { return nil }
    if place == entries.count { self.draft = draft }
    place -= 1
    return entries[place]
  }
  package mutating func newer() -> String? {
    guard place < entries.count else { return nil }
    place += 1
    return place == entries.count ? draft : entries[place]
  }
}
package struct TextField: Sendable {
  package private(set) var text: String
  let isMasked: Bool
  package init(_ text: String = "", isMasked: Bool = false) { self.text = text; self.isMasked = isMasked }
  package mutating func insert(_ text: String) { self.text += text }
  package mutating func press(_ key: Key) -> Bool {
    if key.code == .backspace, !text.isEmpty { text.removeLast(); return true }
    return false
  }
  package func layout(columns: Int) -> (text: String, caret: Int) {
    let shown = isMasked ? String(repeating: "*", count: text.count) : text
    let cut = String(shown.suffix(max(0, columns - 1)))
    return (cut, Glyphs.width(cut))
  }
}
extension TextBox {
  package mutating func point(row: Int, column: Int, columns: Int, rows: Int) {}
}
