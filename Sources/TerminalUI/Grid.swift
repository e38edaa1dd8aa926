/// Columns and rows, in cells.
package struct Size: Sendable, Hashable {
  package var columns: Int
  package var rows: Int
  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A cell position; 0, 0 is the top left.
package struct Position: Sendable, Hashable {
  package var column: Int
  package var row: Int
  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A rectangle of cells.
package struct Rect: Sendable, Hashable {
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int
  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}

/// One cell: a normalised grapheme (one spacing scalar and at most four marks) in a style.
/// A double-width glyph is followed by a cell of width 0.
package struct Cell: Sendable, Hashable {
  package var glyph: String
  package var width: UInt8
  package var style: Style
  package init(glyph: String = " ", width: UInt8 = 1, style: Style = Style()) {
    self.glyph = glyph
    self.width = width
    self.style = style
  }
}

/// What one frame shows.
package struct Grid: Sendable, Hashable {
  package let size: Size
  package var cells: [Cell]
  package var cursor: Position?

  package init(size: Size, fill: Style = Style()) {
    self.size = size
    cells = Array(repeating: Cell(style: fill), count: max(0, size.columns * size.rows))
  }
}
