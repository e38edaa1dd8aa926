/// Windows bitmaps without compression, in Swift for the same reason as GIF.
struct BMPFile {
  private let bytes: [UInt8]
  private let header: Int
  private let width, height: Int
  private let isTopDown: Bool
  private let bits: Int
  private let packing: Int

  /// `nil` when the bytes only happen to begin like one.
  init?(_ bytes: [UInt8]) throws(PictureProblem) {
    self.bytes = bytes
    func number(_ place: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(place + $1 < bytes.count ? bytes[place + $1] : 0) << (8 * $1) }
    }
    header = number(14, 4)
    guard [12, 40, 52, 56, 64, 108, 124].contains(header), bytes.count >= 26 else { return nil }
    if header == 12 {
      (width, height, isTopDown) = (number(18, 2), number(20, 2), false)
      (bits, packing) = (number(24, 2), 0)
    } else {
      width = number(18, 4)
      let rows = Int(Int32(truncatingIfNeeded: number(22, 4)))
      (height, isTopDown) = (abs(rows), rows < 0)
      (bits, packing) = (number(28, 2), number(30, 4))
    }
    guard [1, 2, 4, 8, 16, 24, 32].contains(bits) else { return nil }
    guard packing == 0 || ((packing == 3 || packing == 6) && bits >= 16 && bits != 24) else {
      throw .broken("The BMP file is packed in a way that is not shown here.")
    }
  }

  private func number(_ place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(place + $1 < bytes.count ? bytes[place + $1] : 0) << (8 * $1) }
  }

  func decode() throws(PictureProblem) -> Bitmap {
    try PictureLimits.check(width, height)
    let start = number(10, 4)
    let lineLength = (width * bits + 31) / 32 * 4
    guard start >= 14 + header, start < bytes.count else {
      throw DamageWords.broken("BMP", "it has no pixels")
    }
    var pixels = [UInt8](repeating: 0, count: width * height * 4)
    var isWhole = true
    let (palette, masks) = (self.palette, self.masks)
    for line in 0..<height {
      let row = isTopDown ? line : height - 1 - line
      let from = start + line * lineLength
      guard from + (width * bits + 7) / 8 <= bytes.count else {
        isWhole = false
        break
      }
      for column in 0..<width {
        let to = (row * width + column) * 4
        let color: (UInt8, UInt8, UInt8, UInt8)
        switch bits {
        case 24:
          let place = from + column * 3
          color = (bytes[place + 2], bytes[place + 1], bytes[place], 255)
        case 16, 32:
          color = masks.color(UInt32(number(from + column * bits / 8, bits / 8)))
        default:
          let shift = 8 - bits - column * bits % 8
          let index = Int(bytes[from + column * bits / 8]) >> shift & (1 << bits - 1)
          color = index < palette.count ? palette[index] : (0, 0, 0, 255)
        }
        (pixels[to], pixels[to + 1], pixels[to + 2], pixels[to + 3]) = color
      }
    }
    return Bitmap(width: width, height: height, rgba: pixels, damage: isWhole ? nil : DamageWords.cut("BMP"))
  }

  private var palette: [(UInt8, UInt8, UInt8, UInt8)] {
    guard bits <= 8 else { return [] }
    let size = header == 12 ? 3 : 4
    return (0..<(1 << bits)).map { index in
      let place = 14 + header + index * size
      return (UInt8(number(place + 2, 1)), UInt8(number(place + 1, 1)), UInt8(number(place, 1)), 255)
    }
  }

  /// The fourth byte of a pixel is reserved and mostly 0; programs that write an alpha there write some that are not.
  private var usesFourthByte: Bool {
    bits == 32 && stride(from: number(10, 4) + 3, to: bytes.count, by: 4).contains { bytes[$0] != 0 }
  }

  private var masks: ChannelMasks {
    if packing == 0 {
      return bits == 16
        ? ChannelMasks(red: 0x7C00, green: 0x3E0, blue: 0x1F, alpha: 0)
        : ChannelMasks(red: 0xFF0000, green: 0xFF00, blue: 0xFF, alpha: usesFourthByte ? 0xFF00_0000 : 0)
    }
    // Behind the header of 40 bytes, inside of the later ones: the same place.
    let hasAlpha = header >= 56 || packing == 6
    return ChannelMasks(
      red: UInt32(number(54, 4)), green: UInt32(number(58, 4)), blue: UInt32(number(62, 4)),
      alpha: hasAlpha ? UInt32(number(66, 4)) : 0)
  }
}

/// Which bits of a pixel are which colour.
private struct ChannelMasks {
  var red, green, blue, alpha: UInt32

  func color(_ pixel: UInt32) -> (UInt8, UInt8, UInt8, UInt8) {
    func channel(_ mask: UInt32) -> UInt8 {
      let most = mask >> UInt32(mask.trailingZeroBitCount)
      guard mask != 0, most != 0 else { return 0 }
      return UInt8(UInt64(pixel & mask) >> UInt64(mask.trailingZeroBitCount) * 255 / UInt64(most))
    }
    return (channel(red), channel(green), channel(blue), alpha == 0 ? 255 : channel(alpha))
  }
}
