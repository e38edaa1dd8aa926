/// A picture in memory.
package struct Bitmap: Sendable, Hashable {
  /// Pixels.
  package let width: Int
  package let height: Int
  /// Red, green, blue and alpha of each pixel, row by row from the top left; alpha is not multiplied in.
  package let rgba: [UInt8]
  /// One sentence about what is missing: of a file that was cut off, what arrived is shown all the same.
  package let damage: String?

  package init(width: Int, height: Int, rgba: [UInt8], damage: String? = nil) {
    precondition(rgba.count == width * height * 4, "four bytes a pixel")
    self.width = width
    self.height = height
    self.rgba = rgba
    self.damage = damage
  }
}
