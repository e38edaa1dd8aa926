/// What a terminal shows at one moment.
package struct TerminalSnapshot: Sendable {
  package enum Color: Sendable, Hashable {
    case standard
    case palette(Int)
    case rgb(Int, Int, Int)
  }

  package struct Cell: Sendable, Hashable {
    /// Empty for the second half of a wide glyph.
    package var text = ""
    package var width = 1
    package var foreground = Color.standard
    package var background = Color.standard
    package var isBold = false
    package var isItalic = false
    package var isUnderlined = false
    package var isReversed = false
  }

  package var columns: Int
  package var rows: Int
  package var cells: [Cell]
  /// Column and row of the cursor; `nil` while it is hidden.
  package var cursor: (column: Int, row: Int)?
  package var isAlternateScreen = false

  package subscript(column: Int, row: Int) -> Cell { cells[row * columns + column] }

  /// A row without the blanks at its end.
  package func text(row: Int) -> String {
    var text = ""
    for column in 0..<columns {
      let cell = self[column, row]
      text += cell.text.isEmpty && cell.width > 0 ? " " : cell.text
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  package var text: String { (0..<rows).map { text(row: $0) }.joined(separator: "\n") }

  package func contains(_ text: String) -> Bool { self.text.contains(text) }

  /// The first row that holds a text.
  package func row(of text: String) -> Int? { (0..<rows).first { self.text(row: $0).contains(text) } }
}
