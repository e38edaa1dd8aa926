import ImageCells
import SeededRandom
import Testing

/// Files that were cut off, damaged, or made to harm.
struct HostileFileTests {
  private static let samples =
    DecodingTests.formats.map(\.bytes) + [
      PictureSamples.jpegTurned, PictureSamples.pngGrey16, PictureSamples.bmpBits,
    ]

  /// Bytes may be anything; what comes of them is a picture of a sane size, or a sentence.
  private func decode(_ bytes: [UInt8]) -> Bitmap? {
    do {
      let bitmap = try decodePicture(bytes)
      let pixels = bitmap.width * bitmap.height
      if bitmap.rgba.count != pixels * 4 || pixels > PictureLimits.pixels {
        Issue.record("\(bitmap.width) x \(bitmap.height) and \(bitmap.rgba.count) bytes")
      }
      return bitmap
    } catch {
      if !error.sentence.hasSuffix(".") { Issue.record("\(error.sentence)") }
      return nil
    }
  }

  @Test(arguments: samples.indices)
  func everyBeginningIsAPictureOrASentence(index: Int) throws {
    let bytes = Self.samples[index]
    let whole = try decodePicture(bytes)
    for count in 0..<bytes.count {
      guard let cut = decode(Array(bytes[..<count])) else { continue }
      #expect(cut.width == whole.width && cut.height == whole.height || cut.damage != nil)
      // Only the mark of the end may be missing where nothing is said.
      if cut.damage == nil { #expect(cut.rgba == whole.rgba, "\(count) of \(bytes.count)") }
    }
  }

  @Test func aFileThatWasCutOffShowsWhatArrived() throws {
    var random = SplitMix(seed: 5)
    let noise = Bitmap(
      width: 120, height: 90, rgba: (0..<(120 * 90 * 4)).map { _ in .random(in: 1...255, using: &random) })
    for bytes in [try #require(encodePNG(noise)), PictureSamples.bmpAlpha, PictureSamples.gif] {
      let whole = try decodePicture(bytes)
      let cut = try decodePicture(Array(bytes[..<(bytes.count * 3 / 4)]))
      #expect(cut.damage?.contains("cut off") == true)
      #expect(cut.rgba != whole.rgba && cut.rgba.contains { $0 != 0 })
      // What arrived is right: the first row, or the last in a file that begins below.
      let row = whole.width * 4
      let isFirst = cut.rgba.prefix(row) == whole.rgba.prefix(row)
      #expect(isFirst || cut.rgba.suffix(row) == whole.rgba.suffix(row))
    }
  }

  @Test(arguments: samples.indices)
  func damageAnywhereDoesNoHarm(index: Int) {
    var random = SplitMix(seed: UInt64(index) + 1)
    let bytes = Self.samples[index]
    var pictures = 0
    for _ in 0..<150 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged[place] = .random(in: 0...255, using: &random)
        case 1: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: damaged[place] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        default: damaged.removeSubrange(place..<min(damaged.count, place + 3))
        }
        if damaged.isEmpty { break }
      }
      if decode(damaged) != nil { pictures += 1 }
    }
    // Otherwise the damage never came farther than the first check.
    #expect(pictures > 0)
  }

  @Test func aPictureThatWouldFillTheMemoryIsRefusedBeforeItIsDecoded() {
    let bombs: [([UInt8], Int, Int)] = [
      (Self.png(width: 100_000, height: 100_000), 100_000, 100_000),
      (Self.png(width: 16_000, height: 16_000), 16_000, 16_000),
      (Self.gif(width: 65_535, height: 65_535), 65_535, 65_535),
      (Self.bmp(width: 1 << 30, height: 1 << 30), 1 << 30, 1 << 30),
      (Self.webp(width: 16_000, height: 16_000), 16_000, 16_000),
    ]
    for (bytes, width, height) in bombs {
      #expect(throws: PictureProblem.tooLarge(width: width, height: height)) { try decodePicture(bytes) }
    }
  }

  @Test func aPictureWithoutPixelsIsBroken() {
    #expect(decode(Self.bmp(width: 0, height: 5)) == nil)
    #expect(decode(Self.png(width: 0, height: 5)) == nil)
  }

  @Test func aDictionaryOfColoursThatIsMissingIsNoHarm() {
    // Codes of the first picture of a GIF that has no colours at all.
    var bytes = PictureSamples.gif
    bytes[10] &= 0x7F
    _ = decode(bytes)
    // A width of codes that no table has.
    for smallest in 0...255 as ClosedRange<UInt8> {
      var bytes = PictureSamples.gif
      if let place = bytes.lastIndex(of: 0x2C) { bytes[place + 10] = smallest }
      _ = decode(bytes)
    }
  }

  @Test func aPNGThatWeWriteIsRead() throws {
    let bitmap = try decodePicture(PictureSamples.pngAlpha)
    let file = try #require(encodePNG(bitmap))
    #expect(try decodePicture(file) == bitmap)
  }

  // MARK: Files

  private static func big(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(number >> $0 & 255) } }
  private static func little(_ number: Int, _ count: Int = 4) -> [UInt8] {
    (0..<count).map { UInt8(number >> (8 * $0) & 255) }
  }

  /// A header that is right, and nothing behind it.
  private static func png(width: Int, height: Int) -> [UInt8] {
    let settings: [UInt8] = [8, 6, 0, 0, 0]
    let header = Array("IHDR".utf8) + big(width) + big(height) + settings
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += big(13)
    file += header
    file += big(Int(crc(header)))
    file += big(4)
    file += Array("IDAT".utf8)
    return file + [UInt8](repeating: 0, count: 8)
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }

  private static func bmp(width: Int, height: Int) -> [UInt8] {
    let numbers = [1000, 0, 54, 40, width, height].flatMap { little($0) }
    let file = Array("BM".utf8) + numbers + little(1, 2) + little(24, 2)
    return file + [UInt8](repeating: 0, count: 100)
  }

  private static func webp(width: Int, height: Int) -> [UInt8] {
    let start: [UInt8] = [0x10, 0, 0, 0x9D, 0x01, 0x2A]
    let data = start + little(width, 2) + little(height, 2) + [UInt8](repeating: 0, count: 600)
    let head = Array("RIFF".utf8) + little(data.count + 12) + Array("WEBPVP8 ".utf8)
    return head + little(data.count) + data
  }

  private static func gif(width: Int, height: Int) -> [UInt8] {
    let screen = Array("GIF89a".utf8) + little(width, 2) + little(height, 2)
    let frame: [UInt8] = [0, 0, 0, 0x2C]
    return screen + frame + [UInt8](repeating: 0, count: 20)
  }
}
