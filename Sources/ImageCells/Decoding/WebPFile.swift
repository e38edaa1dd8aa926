internal import CWebP

/// Through libwebp; of an animation the first frame.
enum WebPFile {
  static func decode(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
    if let frame = try AnimationFrame(firstOf: bytes) { return try frame.decode() }
    return try still(bytes)
  }

  /// - Parameter bytes: a file, or chunks that hold one picture.
  fileprivate static func still(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
    var configuration = WebPDecoderConfig()
    guard WebPInitDecoderConfig(&configuration) != 0,
      WebPGetFeatures(bytes, bytes.count, &configuration.input) == VP8_STATUS_OK
    else { throw DamageWords.broken("WebP", "its header cannot be read") }
    let (width, height) = (Int(configuration.input.width), Int(configuration.input.height))
    try PictureLimits.check(width, height)
    var pixels = [UInt8](repeating: 0, count: width * height * 4)
    let status = pixels.withUnsafeMutableBufferPointer { buffer in
      configuration.output.colorspace = MODE_RGBA
      configuration.output.is_external_memory = 1
      configuration.output.u.RGBA.rgba = buffer.baseAddress
      configuration.output.u.RGBA.stride = Int32(width * 4)
      configuration.output.u.RGBA.size = buffer.count
      defer { WebPFreeDecBuffer(&configuration.output) }
      return WebPDecode(bytes, bytes.count, &configuration)
    }
    guard status == VP8_STATUS_OK || pixels.contains(where: { $0 != 0 }) else {
      throw DamageWords.broken("WebP", "its pixels cannot be read")
    }
    return Bitmap(
      width: width, height: height, rgba: pixels,
      damage: status == VP8_STATUS_OK ? nil : DamageWords.cut("WebP"))
  }

  /// The chunks of the first frame and where it lies on the canvas (WebP container specification, ANMF).
  private struct AnimationFrame {
    private var canvas: (width: Int, height: Int)
    private var place: (x: Int, y: Int)
    private var chunks: [UInt8]

    /// `nil` when the file is no animation.
    init?(firstOf bytes: [UInt8]) throws(PictureProblem) {
      func number(_ place: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
      }
      guard bytes.count >= 30, bytes[12..<16].elementsEqual("VP8X".utf8), bytes[20] & 0x02 != 0 else {
        return nil
      }
      canvas = (number(24, 3) + 1, number(27, 3) + 1)
      var at = 30
      while at + 8 <= bytes.count {
        let end = at + 8 + number(at + 4, 4)
        if bytes[at..<(at + 4)].elementsEqual("ANMF".utf8), at + 24 <= bytes.count {
          place = (number(at + 8, 3) * 2, number(at + 11, 3) * 2)
          chunks = Array(bytes[(at + 24)..<max(at + 24, min(end, bytes.count))])
          return
        }
        at = end + end % 2
      }
      throw DamageWords.broken("WebP", "it has no frame")
    }

    func decode() throws(PictureProblem) -> Bitmap {
      try PictureLimits.check(canvas.width, canvas.height)
      let frame = try still(chunks)
      if frame.width == canvas.width, frame.height == canvas.height { return frame }
      var pixels = [UInt8](repeating: 0, count: canvas.width * canvas.height * 4)
      let columns = min(frame.width, canvas.width - place.x)
      guard columns > 0 else { return frame }
      for row in 0..<max(0, min(frame.height, canvas.height - place.y)) {
        let (from, to) = (row * frame.width * 4, ((row + place.y) * canvas.width + place.x) * 4)
        pixels.replaceSubrange(to..<(to + columns * 4), with: frame.rgba[from..<(from + columns * 4)])
      }
      return Bitmap(width: canvas.width, height: canvas.height, rgba: pixels, damage: frame.damage)
    }
  }
}
