/// What is decoded at most. A file of a few hundred bytes can announce a picture that fills the memory, so its size
/// is asked before anything is made of it.
package enum PictureLimits {
  /// Of a width or height, in pixels.
  package static let side = 16_384
  /// Of the whole picture; 160 MB while it is in memory.
  package static let pixels = 40_000_000

  static func check(_ width: Int, _ height: Int) throws(PictureProblem) {
    guard width > 0, height > 0 else { throw .broken("The file says that the picture has no pixels.") }
    guard width <= side, height <= side, width * height <= pixels else {
      throw .tooLarge(width: width, height: height)
    }
  }
}

/// A PNG, JPEG, GIF (first frame), WebP (first frame) or BMP file as pixels, whatever its name or announced type says.
/// Of a file that was cut off the pixels that arrived are shown; `damage` says so. Any thread; a big picture takes
/// tens of milliseconds.
package func decodePicture(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
  func begins(_ signature: [UInt8], at place: Int = 0) -> Bool {
    bytes.count >= place + signature.count
      && bytes[place..<(place + signature.count)].elementsEqual(signature)
  }
  if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return try PNGFile.decode(bytes) }
  if begins([0xFF, 0xD8, 0xFF]) { return try JPEGFile.decode(bytes) }
  if begins(Array("GIF8".utf8)) { return try GIFFile.decode(bytes) }
  if begins(Array("RIFF".utf8)), begins(Array("WEBP".utf8), at: 8) { return try WebPFile.decode(bytes) }
  if begins(Array("BM".utf8)), let file = try BMPFile(bytes) { return try file.decode() }
  throw .unknownFormat
}

/// What is said of files that end too early.
enum DamageWords {
  static func cut(_ format: String) -> String {
    "The \(format) file is cut off; what is missing is left empty."
  }
  static func broken(_ format: String, _ reason: String) -> PictureProblem {
    .broken("The \(format) file is damaged" + (reason.isEmpty ? "." : ": \(reason)."))
  }
}
