/// A word such as `@pictures/har` before the caret, which stands for a file.
extension TextBox {
  /// Without the `@`.
  package var pathWord: String? {
    let before = lines[caret.line][..<caret.place]
    guard let at = before.lastIndex(where: { $0.text == "@" }) else { return nil }
    let isStart = at == before.startIndex || before[at - 1].text.allSatisfy(\.isWhitespace)
    let word = before[(at + 1)...].map(\.text).joined()
    return isStart && !word.contains(where: \.isWhitespace) ? word : nil
  }

  package mutating func deletePathWord() {
    guard let word = pathWord else { return }
    for _ in 0...word.count { deleteBack() }
  }
}
