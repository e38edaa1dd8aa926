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

/// A picture of the terminal's over the cells of a frame. It has to lie inside the grid as a whole, and no text may
/// be written over it: where it does not, cells are drawn instead.
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
