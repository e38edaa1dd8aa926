import SeededRandom
import TerminalUI
import Testing

struct TextBoxTests {
  /// A small generator with a seed, so that a failure can be repeated.
  @Test(arguments: 1...20)
  func editingEqualsEditingAString(seed: Int) {
    var dice = SplitMix(seed: UInt64(seed))
    var box = TextBox()
    var text: [Character] = []
    var caret = 0
    let pieces = ["a", " ", "\n", "wort", "界", "👨‍👩‍👧", "x\ny\nz", "\t", "ä"]
    for step in 0..<400 {
      switch Int.random(in: 0..<8, using: &dice) {
      case 0...3:
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &dice)]
        box.insert(piece)
        text.insert(contentsOf: piece, at: caret)
        caret += piece.count
      case 4:
        box.deleteBack()
        if caret > 0 {
          caret -= 1
          text.remove(at: caret)
        }
      case 5:
        box.deleteForward()
        if caret < text.count { text.remove(at: caret) }
      case 6:
        box.left()
        caret = max(0, caret - 1)
      default:
        box.right()
        caret = min(text.count, caret + 1)
      }
      #expect(box.expandedText == String(text), "seed \(seed), step \(step)")
      let before = text[..<caret]
      #expect(box.caret.line == before.count { $0 == "\n" }, "seed \(seed), step \(step)")
    }
  }

  @Test(arguments: 1...20)
  func theCaretIsAlwaysSeenAndInsideTheRows(seed: Int) {
    var dice = SplitMix(seed: UInt64(seed))
    var box = TextBox()
    for _ in 0..<200 {
      switch Int.random(in: 0..<6, using: &dice) {
      case 0...2: box.insert(["abcdefgh", "界", "\n", " "][Int.random(in: 0..<4, using: &dice)])
      case 3: box.left()
      case 4: _ = box.up(columns: 7)
      default: _ = box.down(columns: 7)
      }
      for rows in [1, 3, 10] {
        let shown = box.visible(columns: 7, rows: rows)
        #expect(shown.lines.count <= rows && !shown.lines.isEmpty)
        #expect(shown.lines.indices.contains(shown.caret.row))
        #expect((0..<7).contains(shown.caret.column), "\(shown)")
        #expect(shown.lines.allSatisfy { Glyphs.width($0) <= 7 })
      }
    }
  }

  @Test func aFullRowPutsTheCaretOnANewOne() {
    let box = TextBox("abcd")
    let shown = box.visible(columns: 4, rows: 5)
    #expect(shown.lines.count == 2)
    #expect(shown.caret == Position(column: 0, row: 1))
  }

  @Test func upAndDownKeepTheColumn() {
    var box = TextBox("long line\nx\nanother line")
    let result1 = box.up(columns: 80)
    #expect(result1)
    #expect(box.caret == TextBox.Caret(line: 1, place: 1))
    let result2 = box.up(columns: 80)
    #expect(result2)
    #expect(box.caret == TextBox.Caret(line: 0, place: 9))
    let result3 = box.up(columns: 80)
    #expect(!result3)
    _ = box.down(columns: 80)
    _ = box.down(columns: 80)
    #expect(box.caret == TextBox.Caret(line: 2, place: 12))
    let result4 = box.down(columns: 80)
    #expect(!result4)
  }

  @Test func upAndDownWalkOverWrappedRows() {
    var box = TextBox("abcdefghij")
    let result5 = box.up(columns: 4)
    #expect(result5)
    #expect(box.caret.place == 6)
    let result6 = box.up(columns: 4)
    #expect(result6)
    #expect(box.caret.place == 2)
    let result7 = box.up(columns: 4)
    #expect(!result7)
  }

  @Test func wordsAreCutAndPutBack() {
    var box = TextBox("one two  three")
    box.cutWord()
    #expect(box.expandedText == "one two  ")
    box.cutWord()
    #expect(box.expandedText == "one ")
    box.putBack()
    #expect(box.expandedText == "one two  ")
    box.lineStart()
    box.wordRight()
    #expect(box.caret.place == 3)
    box.cutToLineEnd()
    #expect(box.expandedText == "one")
    box.insert("\nnext")
    box.lineStart()
    box.cutToLineStart()
    #expect(box.expandedText == "onenext")
  }

  @Test func undoTakesAWordAndRedoGivesItBack() {
    var box = TextBox()
    for character in "one two" { box.insert(String(character)) }
    box.undo()
    #expect(box.expandedText == "one ")
    box.undo()
    #expect(box.expandedText.isEmpty)
    box.redo()
    box.redo()
    #expect(box.expandedText == "one two")
    for _ in 0..<3 { box.deleteBack() }
    box.undo()
    #expect(box.expandedText == "one two")
    box.replaceAll(with: "")
    box.undo()
    #expect(box.expandedText == "one two")
  }

  @Test func marksThatComeAloneJoinTheCharacterBefore() {
    var box = TextBox()
    for scalar in "e\u{301}".unicodeScalars { box.insert(String(scalar)) }
    #expect(box.lines[0].count == 1)
    box.deleteBack()
    #expect(box.isEmpty)
  }

  @Test func aLongPasteIsOneChipThatUnfolds() {
    var box = TextBox("see ")
    let text = (1...120).map { "line \($0)" }.joined(separator: "\n")
    box.paste(text)
    #expect(box.lines.count == 1)
    let shown = box.visible(columns: 60, rows: 3).lines.flatMap { $0 }.map(\.text).joined()
    #expect(shown == "see [Paste 1: 120 lines, 971 B]")
    #expect(box.expandedText == "see " + text)
    box.deleteBack()
    #expect(box.expandedText == "see ")
    box.undo()
    box.paste(text)
    #expect(box.lines.count == 120)
    #expect(box.expandedText == "see " + text)
  }

  @Test func aShortPasteIsText() {
    var box = TextBox()
    box.paste("a\nb")
    #expect(box.lines.count == 2)
  }

  @Test func aClickSetsTheCaret() {
    var box = TextBox("abcdefghij\n界界")
    box.point(row: 1, column: 2, columns: 4, rows: 10)
    #expect(box.caret == TextBox.Caret(line: 0, place: 6))
    box.point(row: 3, column: 3, columns: 4, rows: 10)
    #expect(box.caret == TextBox.Caret(line: 1, place: 1))
    box.point(row: 99, column: 99, columns: 4, rows: 10)
    #expect(box.caret.line == 1)
  }

  @Test func aMaskedFieldShowsOnlyItsLength() {
    var field = TextField("sk-secret", isMasked: true)
    #expect(field.layout(columns: 40) == ("*********", 9))
    #expect(field.layout(columns: 5).text == "****")
    let result8 = field.press(Key(.home))
    #expect(result8)
    #expect(field.layout(columns: 5) == ("****", 0))
    let result9 = field.press(Key(.character("u"), .control))
    #expect(result9)
    #expect(field.text == "sk-secret")
    field.insert("a\nb")
    #expect(field.text == "absk-secret")
  }

  @Test func historyKeepsTheDraft() {
    var history = InputHistory()
    let result10 = history.older(draft: "x")
    #expect(result10 == nil)
    history.add("one")
    history.add("two")
    history.add("two")
    let result11 = history.older(draft: "dra")
    #expect(result11 == "two")
    let result12 = history.older(draft: "two")
    #expect(result12 == "one")
    let result13 = history.older(draft: "one")
    #expect(result13 == nil)
    let result14 = history.newer()
    #expect(result14 == "two")
    let result15 = history.newer()
    #expect(result15 == "dra")
    let result16 = history.newer()
    #expect(result16 == nil)
  }
}
