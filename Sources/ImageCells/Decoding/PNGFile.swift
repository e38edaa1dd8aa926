internal import CPNG

/// Pixels as a PNG file; `nil` without memory. Fast rather than small.
package func encodePNG(_ bitmap: Bitmap) -> [UInt8]? { PNGFile.encode(bitmap) }

/// Through libpng, whose simplified interface catches its own errors.
enum PNGFile {
  static func decode(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
    var image = png_image()
    pn_begin(&image)
    defer { png_image_free(&image) }
    // The header is read from a copy of the pointer that libpng keeps, so all of it happens inside.
    return try bytes.withUnsafeBufferPointer { (file) throws(PictureProblem) -> Bitmap in
      guard let start = file.baseAddress, png_image_begin_read_from_memory(&image, start, file.count) != 0
      else {
        throw DamageWords.broken("PNG", message(&image))
      }
      let (width, height) = (Int(image.width), Int(image.height))
      try PictureLimits.check(width, height)
      pn_use_rgba(&image)
      var pixels = [UInt8](repeating: 0, count: width * height * 4)
      let isWhole = png_image_finish_read(&image, nil, &pixels, 0, nil) != 0
      guard isWhole || pixels.contains(where: { $0 != 0 }) else {
        throw DamageWords.broken("PNG", message(&image))
      }
      return Bitmap(
        width: width, height: height, rgba: pixels, damage: isWhole ? nil : DamageWords.cut("PNG"))
    }
  }

  private static func message(_ image: inout png_image) -> String { String(cString: pn_message(&image)) }

  static func encode(_ bitmap: Bitmap) -> [UInt8]? {
    var image = png_image()
    pn_begin(&image)
    defer { png_image_free(&image) }
    pn_use_rgba(&image)
    image.width = UInt32(bitmap.width)
    image.height = UInt32(bitmap.height)
    pn_be_fast(&image)
    let room = bitmap.rgba.count + bitmap.rgba.count / 100 + bitmap.height + 4096
    var isDone = false
    let file = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
      var count = room
      isDone = png_image_write_to_memory(&image, buffer.baseAddress, &count, 0, bitmap.rgba, 0, nil) != 0
      filled = isDone ? min(count, room) : 0
    }
    return isDone ? file : nil
  }
}
