internal import CTurboJPEG

/// Through libjpeg-turbo.
enum JPEGFile {
  static func decode(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
    guard let decoder = tjInitDecompress() else { throw .broken("There is no memory for the picture.") }
    defer { tjDestroy(decoder) }
    let count = UInt(bytes.count)
    var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    guard tjDecompressHeader3(decoder, bytes, count, &width, &height, &sampling, &space) == 0 else {
      throw DamageWords.broken("JPEG", message(decoder))
    }
    try PictureLimits.check(Int(width), Int(height))
    let isInk = space == Int32(TJCS_CMYK.rawValue) || space == Int32(TJCS_YCCK.rawValue)
    let format = Int32((isInk ? TJPF_CMYK : TJPF_RGBA).rawValue)
    var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * 4)
    // A file of a few kilobytes can ask for thousands of passes over the whole picture.
    let status = tjDecompress2(
      decoder, bytes, count, &pixels, width, 0, height, format, TJFLAG_LIMITSCANS)
    var damage: String?
    if status != 0 {
      // A warning is an error that the decoder went on after.
      guard tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue) else {
        throw DamageWords.broken("JPEG", message(decoder))
      }
      damage = DamageWords.cut("JPEG")
    }
    if isInk { turnInkIntoLight(&pixels) }
    let bitmap = Bitmap(width: Int(width), height: Int(height), rgba: pixels, damage: damage)
    return bitmap.turned(EXIFOrientation.of(jpeg: bytes))
  }

  private static func message(_ decoder: tjhandle) -> String { String(cString: tjGetErrorStr2(decoder)) }

  /// Four inks as programs write them, that is inverted, become red, green, blue and an alpha of one.
  private static func turnInkIntoLight(_ pixels: inout [UInt8]) {
    for place in stride(from: 0, to: pixels.count, by: 4) {
      let black = Int(pixels[place + 3])
      for channel in 0..<3 { pixels[place + channel] = UInt8(Int(pixels[place + channel]) * black / 255) }
      pixels[place + 3] = 255
    }
  }
}
