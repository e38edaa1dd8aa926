/// A text of one line that scrolls sideways; a masked one shows a sign for each character.
package struct TextField: Sendable {
  private var box: TextBox
  package let isMasked: Bool

  package init(_ text: String = "", isMasked: Bool = false) {
    box = TextBox(Self.oneLine(text))
    self.isMasked = isMasked
  }

  package var text: String { box.expandedText }
  package var isEmpty: Bool { box.isEmpty }

  private static func oneLine(_ text: String) -> String { text.filter { !$0.isNewline } }

  package mutating func insert(_ text: String) { box.insert(Self.oneLine(text)) }
  package mutating func set(_ text: String) { box.replaceAll(with: Self.oneLine(text)) }

  /// Editing keys. - Returns: whether the key was one.
  package mutating func press(_ key: Key) -> Bool {
    let byWord = !key.modifiers.isDisjoint(with: [.control, .alt])
    switch key.code {
    case .backspace: if byWord { box.cutWord() } else { box.deleteBack() }
    case .delete: box.deleteForward()
    case .left: if byWord { box.wordLeft() } else { box.left() }
    case .right: if byWord { box.wordRight() } else { box.right() }
    case .home: box.lineStart()
    case .end: box.lineEnd()
    case .character("a") where key.modifiers == .control: box.lineStart()
    case .character("e") where key.modifiers == .control: box.lineEnd()
    case .character("u") where key.modifiers == .control: box.cutToLineStart()
    case .character("k") where key.modifiers == .control: box.cutToLineEnd()
    case .character("w") where key.modifiers == .control: box.cutWord()
    case .character("y") where key.modifiers == .control: box.putBack()
    case .character("d") where key.modifiers == .control: box.deleteForward()
    case .character("_") where key.modifiers == .control: box.undo()
    default: return false
    }
    return true
  }

  /// What is seen in `columns` cells, and the caret's cell in it.
  package func layout(columns: Int) -> (text: String, caret: Int) {
    let line = box.lines[0]
    let place = box.caret.place
    func width(_ index: Int) -> Int { isMasked ? 1 : line[index].width }
    var start = place
    var used = 1
    while start > 0, used + width(start - 1) <= columns {
      start -= 1
      used += width(start)
    }
    var end = place
    while end < line.count, used + width(end) <= columns {
      used += width(end)
      end += 1
    }
    let caret = (start..<place).reduce(0) { $0 + width($1) }
    let text = isMasked ? String(repeating: "*", count: end - start) : line[start..<end].map(\.shown).joined()
    return (text, caret)
  }
}
