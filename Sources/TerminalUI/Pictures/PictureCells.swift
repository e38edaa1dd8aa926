/// One cell of a picture. Palette numbers of the terminal; a colour that is `nil` is that of the cell's style.
package struct PictureCell: Sendable, Hashable {
  /// An ASCII sign, or one of Unicode's blocks, boxes, Braille patterns or sextants.
  package var glyph: Glyph
  package var foreground: Int16?
  package var background: Int16?

  package init(_ glyph: Glyph, foreground: Int16? = nil, background: Int16? = nil) {
    self.glyph = glyph
    self.foreground = foreground
    self.background = background
  }

  /// - Parameter scalar: the number of a scalar that takes one cell; anything else is a blank.
  package init(scalar: UInt32, foreground: Int16? = nil, background: Int16? = nil) {
    self.init(
      Unicode.Scalar(scalar).map { Glyph($0) } ?? .blank, foreground: foreground, background: background)
  }
}

/// A picture as cells, row by row from the top left.
package struct PictureCells: Sendable, Hashable {
  package let size: Size
  /// `size.columns * size.rows` of them.
  package let cells: [PictureCell]
  /// Colours were wanted, and the library that makes them is not there.
  package var lacksColors = false

  /// Cells that are missing are blank, those too many are dropped.
  package init(size: Size, cells: [PictureCell]) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    let missing = self.size.columns * self.size.rows - cells.count
    self.cells =
      missing <= 0
      ? Array(cells.dropLast(-missing)) : cells + Array(repeating: PictureCell(.blank), count: missing)
  }

  package subscript(column: Int, row: Int) -> PictureCell { cells[row * size.columns + column] }
}

extension Grid {
  /// Draws a picture with its top left cell at a place; what lies outside of `area` (the whole grid when nil) is
  /// cut off.
  /// - Parameter style: the colours of cells that have none of their own.
  package mutating func draw(
    _ picture: PictureCells, at place: Position, in area: Rect? = nil, style: Style = Style()
  ) {
    let area = area ?? bounds
    let left = max(0, area.column, place.column)
    let top = max(0, area.row, place.row)
    let right = min(size.columns, area.column + area.columns, place.column + picture.size.columns)
    let bottom = min(size.rows, area.row + area.rows, place.row + picture.size.rows)
    guard left < right, top < bottom else { return }
    let (columns, rows) = (left..<right, top..<bottom)
    for row in rows {
      for column in columns {
        let cell = picture[column - place.column, row - place.row]
        self[column, row] = Cell(glyph: Glyph(cell), style: style)
      }
    }
  }
}
