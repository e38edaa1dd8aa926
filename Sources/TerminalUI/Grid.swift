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

/// One cell. A double-width glyph is followed by a cell of width 0.
package struct Cell: Sendable, Hashable {
  package var glyph: Glyph
  package var width: UInt8
  package var style: Style
  package init(glyph: Glyph = .blank, width: UInt8 = 1, style: Style = Style()) {
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
  /// Pictures that the terminal itself draws over their cells; most frames have none.
  package var graphics: [PlacedGraphic] = []

  package init(size: Size, fill: Style = Style()) {
    self.size = size
    cells = Array(repeating: Cell(style: fill), count: max(0, size.columns * size.rows))
  }
}

extension Grid {
  package var bounds: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: size.rows) }

  package subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }

  /// Writes text at a place, cut at the right edge of `area` (the whole grid when nil).
  /// - Returns: the column after the last cell.
  @discardableResult
  package mutating func write(
    _ text: String, column: Int, row: Int, style: Style = Style(), in area: Rect? = nil
  ) -> Int {
    let area = area ?? bounds
    guard row >= max(0, area.row), row < min(size.rows, area.row + area.rows) else { return column }
    let limit = min(size.columns, area.column + area.columns)
    var column = column
    let base = row * size.columns
    cells.withUnsafeMutableBufferPointer { cells in
      Glyphs.forEach(in: text) { glyph, width in
        guard column + width <= limit, column >= 0 else {
          // A double-width glyph that does not fit leaves a blank; nothing after it may follow.
          column = max(column, limit)
          return
        }
        cells[base + column] = Cell(glyph: glyph, width: UInt8(width), style: style)
        if width == 2 { cells[base + column + 1] = Cell(glyph: .continuation, width: 0, style: style) }
        column += width
      }
    }
    return column
  }

  @discardableResult
  package mutating func write(_ line: StyledLine, column: Int, row: Int, in area: Rect? = nil) -> Int {
    var column = column
    for span in line { column = write(span.text, column: column, row: row, style: span.style, in: area) }
    return column
  }

  package mutating func fill(_ area: Rect, style: Style, glyph: Glyph = .blank) {
    let cell = Cell(glyph: glyph, style: style)
    let columns = max(0, area.column)..<max(0, min(size.columns, area.column + area.columns), area.column)
    for row in max(0, area.row)..<max(0, min(size.rows, area.row + area.rows), area.row) {
      let base = row * size.columns
      for column in columns { cells[base + column] = cell }
    }
  }

  /// Gives every cell of the area the marks of the row under the cursor, keeping foregrounds.
  package mutating func highlight(_ area: Rect, attributes: TextAttributes, surface: Role) {
    for row in max(0, area.row)..<max(0, min(size.rows, area.row + area.rows), area.row) {
      for column in max(0, area.column)..<max(0, min(size.columns, area.column + area.columns), area.column) {
        self[column, row].style.surface = surface
        self[column, row].style.attributes.formUnion(attributes)
      }
    }
  }

  /// The text of a row without trailing blanks.
  package func text(row: Int) -> String {
    var text = ""
    for column in 0..<size.columns { text += self[column, row].glyph.text }
    while text.last == " " { text.removeLast() }
    return text
  }
}
