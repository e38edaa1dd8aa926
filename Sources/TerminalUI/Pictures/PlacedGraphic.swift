/// How a terminal can draw real pictures.
package enum GraphicsProtocol: Sendable, Hashable {
  case kitty, sixel
}

/// A picture in a form that the terminal draws itself. Two with the same key are the same picture.
package struct TerminalGraphic: Sendable, Hashable {
  /// Different for each picture, scaling included; not 0.
  package let key: UInt32
  package let format: GraphicsProtocol
  /// Cells that it covers.
  package let size: Size
  /// What the terminal is sent: for kitty the transmission without a placement, for sixel the picture.
  package let bytes: [UInt8]

  package init(key: UInt32, format: GraphicsProtocol, size: Size, bytes: [UInt8]) {
    self.key = key
    self.format = format
    self.size = size
    self.bytes = bytes
  }

  package static func == (left: TerminalGraphic, right: TerminalGraphic) -> Bool {
    left.key == right.key && left.format == right.format && left.size == right.size
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// A picture of the terminal's over the cells of a frame. Its cells are in the frame too: they are drawn where the
/// terminal cannot, and as long as something covers a part of them, since the terminal would draw over that.
package struct PlacedGraphic: Sendable, Hashable {
  package var graphic: TerminalGraphic
  package var place: Position

  package init(_ graphic: TerminalGraphic, at place: Position) {
    self.graphic = graphic
    self.place = place
  }

  package var area: Rect {
    Rect(column: place.column, row: place.row, columns: graphic.size.columns, rows: graphic.size.rows)
  }
}

extension Grid {
  /// Draws a picture's cells, and lets the terminal draw the picture over them.
  package mutating func draw(
    _ picture: PictureCells, _ graphic: TerminalGraphic?, at place: Position, in area: Rect? = nil,
    style: Style = Style()
  ) {
    draw(picture, at: place, in: area, style: style)
    guard let graphic, graphic.size == picture.size else { return }
    let placed = PlacedGraphic(graphic, at: place)
    if (area ?? bounds).contains(placed.area), bounds.contains(placed.area) { graphics.append(placed) }
  }

  /// Whether nothing was drawn over the cells of a picture.
  package func isUncovered(_ area: Rect) -> Bool {
    guard bounds.contains(area) else { return false }
    for row in area.row..<(area.row + area.rows) {
      for column in area.column..<(area.column + area.columns) where self[column, row].glyph.picture == nil {
        return false
      }
    }
    return true
  }
}

extension Rect {
  /// Whether the other lies inside as a whole.
  package func contains(_ other: Rect) -> Bool {
    other.column >= column && other.row >= row && other.column + other.columns <= column + columns
      && other.row + other.rows <= row + rows
  }
}
