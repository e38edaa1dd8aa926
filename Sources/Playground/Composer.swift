/// The text of the message box: characters, caret, one level of cut text, undo, and sent messages.
package struct Composer: Sendable, Hashable {
  package private(set) var characters: [Character] = []
  package private(set) var caret = 0
  private var cut: [Character] = []
  private var past: [Snapshot] = []
  private var typedRun = false
  private var sent: [String] = []
  /// Where Up and Down are in `sent`; its count is the draft.
  private var place = 0
  private var draft = ""

  private struct Snapshot: Sendable, Hashable {
    var characters: [Character]
    var caret: Int
  }

  package init() {}

  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }

  package mutating func set(_ text: String) {
    remember()
    characters = Array(text)
    caret = characters.count
  }

  /// Empties the box; what was in it can be had back with Up.
  package mutating func takeAll() -> String {
    let text = text
    if !text.isEmpty, sent.last != text { sent.append(text) }
    place = sent.count
    set("")
    return text
  }

  package mutating func insert(_ text: String) {
    if !typedRun || text.count > 1 { remember() }
    typedRun = text.count == 1
    characters.insert(contentsOf: text, at: caret)
    caret += text.count
  }

  package mutating func deleteBack() { remove(max(0, caret - 1)..<caret) }
  package mutating func deleteForward() { remove(caret..<min(characters.count, caret + 1)) }

  private mutating func remove(_ range: Range<Int>, keeping: Bool = false) {
    guard !range.isEmpty else { return }
    remember()
    if keeping { cut = Array(characters[range]) }
    characters.removeSubrange(range)
    caret = range.lowerBound
  }

  package mutating func cutToLineStart() { remove(lineStart..<caret, keeping: true) }
  package mutating func cutToLineEnd() { remove(caret..<lineEnd, keeping: true) }
  package mutating func cutWord() { remove(wordLeftPlace..<caret, keeping: true) }
  package mutating func putBack() { insert(String(cut)) }

  package mutating func undo() {
    guard let last = past.popLast() else { return }
    characters = last.characters
    caret = last.caret
    typedRun = false
  }

  private mutating func remember() {
    past.append(Snapshot(characters: characters, caret: caret))
    if past.count > 200 { past.removeFirst() }
    typedRun = false
  }

  // MARK: Moving

  private var lineStart: Int { (characters[..<caret].lastIndex(of: "\n") ?? -1) + 1 }
  private var lineEnd: Int { characters[caret...].firstIndex(of: "\n") ?? characters.count }
  private var wordLeftPlace: Int {
    var place = caret
    while place > 0, characters[place - 1].isWhitespace { place -= 1 }
    while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
    return place
  }

  package mutating func left() { move(to: caret - 1) }
  package mutating func right() { move(to: caret + 1) }
  package mutating func home() { move(to: lineStart) }
  package mutating func end() { move(to: lineEnd) }
  package mutating func wordLeft() { move(to: wordLeftPlace) }
  package mutating func wordRight() {
    var place = caret
    while place < characters.count, characters[place].isWhitespace { place += 1 }
    while place < characters.count, !characters[place].isWhitespace { place += 1 }
    move(to: place)
  }

  private mutating func move(to place: Int) {
    caret = min(max(0, place), characters.count)
    typedRun = false
  }

  /// A line up; on the first line the older message.
  package mutating func up() {
    let start = lineStart
    guard start > 0 else { return older() }
    let column = caret - start
    let above = (characters[..<(start - 1)].lastIndex(of: "\n") ?? -1) + 1
    move(to: min(above + column, start - 1))
  }

  package mutating func down() {
    let end = lineEnd
    guard end < characters.count else { return newer() }
    let column = caret - lineStart
    let nextEnd = characters[(end + 1)...].firstIndex(of: "\n") ?? characters.count
    move(to: min(end + 1 + column, nextEnd))
  }

  private mutating func older() {
    guard place > 0 else { return move(to: 0) }
    if place == sent.count { draft = text }
    place -= 1
    set(sent[place])
  }

  private mutating func newer() {
    guard place < sent.count else { return move(to: characters.count) }
    place += 1
    set(place == sent.count ? draft : sent[place])
  }

  /// Whether Enter makes a line end here instead of sending: the character before the caret is a backslash.
  package mutating func takesBackslash() -> Bool {
    guard caret > 0, characters[caret - 1] == "\\" else { return false }
    deleteBack()
    insert("\n")
    return true
  }
}
