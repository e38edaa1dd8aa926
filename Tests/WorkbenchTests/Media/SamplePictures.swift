/// Small files of each format, whole but for their pixels where nobody decodes them.
enum SamplePictures {
  static let pngHead: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  static let pngEnd: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]

  static func png(_ width: Int, _ height: Int) -> [UInt8] {
    pngHead + [0, 0, 0, 13] + Array("IHDR".utf8) + big(width) + big(height) + [8, 2, 0, 0, 0, 1, 2, 3, 4]
      + pngEnd
  }

  static func jpeg(_ width: Int, _ height: Int) -> [UInt8] {
    let size = [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
    return [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8] + size + [1, 1, 0x11, 0, 0xFF, 0xD9]
  }

  static func gif(_ width: Int, _ height: Int) -> [UInt8] {
    Array("GIF89a".utf8) + Array(little(width).prefix(2)) + Array(little(height).prefix(2)) + [0, 0, 0, 0x3B]
  }

  static func webp(_ width: Int, _ height: Int) -> [UInt8] {
    let chunk =
      Array("WEBPVP8X".utf8) + little(10) + [0, 0, 0, 0] + little(width - 1).prefix(3)
      + little(height - 1).prefix(3)
    return Array("RIFF".utf8) + little(chunk.count) + chunk
  }

  static func bmp(_ width: Int, _ height: Int) -> [UInt8] {
    let rest =
      [0, 0, 0, 0] + little(54) + little(40) + little(width) + little(-height)
      + [UInt8](repeating: 0, count: 28)
    return Array("BM".utf8) + little(rest.count + 6) + rest
  }

  private static func big(_ value: Int) -> [UInt8] { little(value).reversed() }

  private static func little(_ value: Int) -> [UInt8] {
    let bits = UInt32(truncatingIfNeeded: value)
    return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
  }
}
