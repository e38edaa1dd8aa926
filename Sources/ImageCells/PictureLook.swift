/// How a picture becomes cells.
package struct PictureLook: Sendable, Hashable {
  package enum Symbols: Sendable, Hashable {
    /// Half, quarter and other blocks in two colours a cell.
    case blocks
    /// Printable ASCII only.
    case ascii
  }

  /// The part of the picture that is seen: from 0 to 1 of its width and height.
  package struct Window: Sendable, Hashable {
    package var left: Double
    package var top: Double
    package var width: Double
    package var height: Double
    package static let whole = Window(left: 0, top: 0, width: 1, height: 1)

    package init(left: Double, top: Double, width: Double, height: Double) {
      self.left = left
      self.top = top
      self.width = width
      self.height = height
    }
  }

  /// The most cells that it may take.
  package var columns: Int
  package var rows: Int
  /// Of the terminal: 256, 16, 8, or less for none.
  package var colors: Int
  package var symbols: Symbols
  /// The width of a cell, divided by its height.
  package var cellAspect: Double
  package var window: Window
  /// What stands behind transparent parts, 0xRRGGBB: the colour of the surface. With fewer than 256 colours only
  /// whether it is light counts.
  package var background: UInt32

  package init(
    columns: Int, rows: Int, colors: Int, symbols: Symbols = .blocks, cellAspect: Double = 0.5,
    window: Window = .whole, background: UInt32 = 0
  ) {
    self.columns = columns
    self.rows = rows
    self.colors = colors
    self.symbols = symbols
    self.cellAspect = cellAspect
    self.window = window
    self.background = background
  }
}
