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
      #expect(bitmap.rgba.count == bitmap.width * bitmap.height * 4)
      #expect(bitmap.width * bitmap.height <= PictureLimits.pixels)
      return bitmap
    } catch {
      #expect(error.sentence.hasSuffix("."))
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
    for bytes in [PictureSamples.png, PictureSamples.bmpAlpha] {
      let cut = try decodePicture(Array(bytes[..<(bytes.count * 2 / 3)]))
      #expect(cut.damage?.contains("cut off") == true)
      #expect(cut.rgba.contains { $0 != 0 } && cut.rgba.contains(0))
    }
  }

  @Test(arguments: samples.indices)
  func damageAnywhereDoesNoHarm(index: Int) {
    var random = SplitMix(seed: UInt64(index) + 1)
    let bytes = Self.samples[index]
    var pictures = 0
    for _ in 0..<400 {
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
      (
        Array("GIF89a".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x2C] + [UInt8](repeating: 0, count: 20),
        65_535, 65_535
      ),
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
    let header = Array("IHDR".utf8) + big(width) + big(height) + [8, 6, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + header + big(Int(crc(header)))
      + big(4) + Array("IDAT".utf8) + [0, 0, 0, 0] + big(0)
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }

  private static func bmp(width: Int, height: Int) -> [UInt8] {
    Array("BM".utf8) + little(1000) + little(0) + little(54) + little(40) + little(width) + little(height)
      + little(1, 2) + little(24, 2) + [UInt8](repeating: 0, count: 100)
  }

  private static func webp(width: Int, height: Int) -> [UInt8] {
    let frame: [UInt8] = [0x10, 0, 0, 0x9D, 0x01, 0x2A] + little(width, 2) + little(height, 2)
    let data = frame + [UInt8](repeating: 0, count: 600)
    return Array("RIFF".utf8) + little(data.count + 12) + Array("WEBPVP8 ".utf8) + little(data.count) + data
  }
}
