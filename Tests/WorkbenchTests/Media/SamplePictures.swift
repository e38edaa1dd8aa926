/// Small files of each format, whole but for their pixels where nobody decodes them.
enum SamplePictures {
  static let pngHead: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  static let pngEnd: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]

  @Sendable static func png(_ width: Int, _ height: Int) -> [UInt8] {
    joined(
      pngHead, [0, 0, 0, 13], text("IHDR"), big(width), big(height), [8, 2, 0, 0, 0, 1, 2, 3, 4], pngEnd)
  }

  @Sendable static func jpeg(_ width: Int, _ height: Int) -> [UInt8] {
    joined(
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8], Array(big(height).suffix(2)),
      Array(big(width).suffix(2)), [1, 1, 0x11, 0, 0xFF, 0xD9])
  }

  @Sendable static func gif(_ width: Int, _ height: Int) -> [UInt8] {
    joined(
      text("GIF89a"), Array(little(width).prefix(2)), Array(little(height).prefix(2)), [0, 0, 0, 0x3B])
  }

  @Sendable static func webp(_ width: Int, _ height: Int) -> [UInt8] {
    let chunk = joined(
      text("WEBPVP8X"), little(10), [0, 0, 0, 0], Array(little(width - 1).prefix(3)),
      Array(little(height - 1).prefix(3)))
    return joined(text("RIFF"), little(chunk.count), chunk)
  }

  /// Rows from the top: the height is below zero.
  @Sendable static func bmp(_ width: Int, _ height: Int) -> [UInt8] {
    let rest = joined(
      [0, 0, 0, 0], little(54), little(40), little(width), little(-height), [UInt8](repeating: 0, count: 28))
    return joined(text("BM"), little(rest.count + 6), rest)
  }

  private static func joined(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap(\.self) }
  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
  private static func big(_ value: Int) -> [UInt8] { little(value).reversed() }

  private static func little(_ value: Int) -> [UInt8] {
    let bits = UInt32(truncatingIfNeeded: value)
    return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
  }
}
