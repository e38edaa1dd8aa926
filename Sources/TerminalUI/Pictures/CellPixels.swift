/// The pixels of one cell, as the terminal tells them.
package struct CellPixels: Sendable, Hashable {
  package var width: Int
  package var height: Int

  /// `nil` for numbers that no font has.
  package init?(width: Int, height: Int) {
    guard (2...256).contains(width), (2...512).contains(height) else { return nil }
    self.width = width
    self.height = height
  }

  /// For `PictureLook`: the width of a cell, divided by its height.
  package var aspect: Double { Double(width) / Double(height) }
}
