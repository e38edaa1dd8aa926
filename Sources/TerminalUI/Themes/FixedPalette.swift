/// The 240 entries that are the same in every terminal with 256 colours: a cube of six levels and 24 greys.
/// The first 16 belong to the user.
package enum FixedPalette {
  private struct Entry {
    var index: Int16
    var color: UInt32
    var luminance: Double
  }

  private static let entries: [Entry] = (16..<256).map { index in
    let color = color(of: index)
    return Entry(index: Int16(index), color: color, luminance: Contrast.luminance(color))
  }

  /// 0xRRGGBB of an entry from 16 to 255.
  package static func color(of index: Int) -> UInt32 {
    if index >= 232 { return UInt32(8 + 10 * (index - 232)) * 0x010101 }
    func level(_ value: Int) -> UInt32 { value == 0 ? 0 : UInt32(55 + 40 * value) }
    let value = index - 16
    return level(value / 36) << 16 | level(value / 6 % 6) << 8 | level(value % 6)
  }

  package static func nearest(to color: UInt32) -> Int16 { nearest(to: color) { _ in true } }

  /// The nearest that has this contrast with another entry; white or black when none has.
  package static func nearest(to color: UInt32, on background: Int16, contrast: Double) -> Int16 {
    let other = Contrast.luminance(Self.color(of: Int(background)))
    return nearest(to: color) { Contrast.ratio(luminance: $0, other) >= contrast }
  }

  private static func nearest(to color: UInt32, where isAllowed: (Double) -> Bool) -> Int16 {
    var best: (index: Int16, distance: Int)?
    for entry in entries where isAllowed(entry.luminance) {
      let distance = distance(entry.color, color)
      if distance < best?.distance ?? .max { best = (entry.index, distance) }
    }
    return best?.index ?? (Contrast.isLight(color) ? 231 : 16)
  }

  /// Squared, with the weights that the eye gives to red, green and blue.
  private static func distance(_ left: UInt32, _ right: UInt32) -> Int {
    let red = Int(left >> 16 & 255) - Int(right >> 16 & 255)
    let green = Int(left >> 8 & 255) - Int(right >> 8 & 255)
    let blue = Int(left & 255) - Int(right & 255)
    return 3 * red * red + 4 * green * green + 2 * blue * blue
  }
}
