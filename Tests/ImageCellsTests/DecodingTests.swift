import ImageCells
import Testing

/// Every format that relays and users send.
struct DecodingTests {
  static let formats: [(name: String, bytes: [UInt8], hasAlpha: Bool)] = [
    ("png", PictureSamples.png, false), ("png with alpha", PictureSamples.pngAlpha, true),
    ("png with a palette", PictureSamples.pngPalette, false), ("jpeg", PictureSamples.jpeg, false),
    ("progressive jpeg", PictureSamples.jpegProgressive, false),
    ("jpeg in four inks", PictureSamples.jpegCMYK, false), ("webp", PictureSamples.webp, false),
    ("webp with losses", PictureSamples.webpLossy, false),
    ("webp with alpha", PictureSamples.webpAlpha, true),
    ("animated webp", PictureSamples.webpAnimated, false), ("gif", PictureSamples.gif, false),
    ("interlaced gif", PictureSamples.gifInterlaced, false),
    ("gif with alpha", PictureSamples.gifAlpha, true),
    ("animated gif", PictureSamples.gifAnimated, false), ("bmp", PictureSamples.bmp, false),
    ("bmp with a palette", PictureSamples.bmpPalette, false),
    ("bmp with alpha", PictureSamples.bmpAlpha, true),
  ]

  @Test(arguments: formats.indices)
  func aPictureIsWhatWasDrawn(index: Int) throws {
    let (name, bytes, hasAlpha) = Self.formats[index]
    let bitmap = try decodePicture(bytes)
    let scale = bitmap.width / 16
    #expect(bitmap.width == 16 * scale && bitmap.height == 12 * scale, "\(name)")
    #expect(bitmap.damage == nil, "\(name)")
    expect(bitmap, 2 * scale, 2 * scale, [255, 0, 0, 255], name)
    expect(bitmap, 13 * scale, 2 * scale, [0, 255, 0, 255], name)
    expect(bitmap, 2 * scale, 9 * scale, [0, 0, 255, 255], name)
    if hasAlpha {
      #expect(pixel(bitmap, 13, 9)[3] == 0, "\(name)")
    } else {
      expect(bitmap, 13 * scale, 9 * scale, [255, 255, 255, 255], name)
    }
  }

  private func pixel(_ bitmap: Bitmap, _ column: Int, _ row: Int) -> [UInt8] {
    let place = (row * bitmap.width + column) * 4
    return Array(bitmap.rgba[place..<(place + 4)])
  }

  /// JPEG and ink lose a little.
  private func expect(_ bitmap: Bitmap, _ column: Int, _ row: Int, _ color: [UInt8], _ name: String) {
    let found = pixel(bitmap, column, row)
    let isNear = zip(found, color).allSatisfy { abs(Int($0) - Int($1)) <= 12 }
    #expect(isNear, "\(name) at \(column), \(row): \(found)")
  }

  @Test func sixteenBitsOfGreyAreGrey() throws {
    let bitmap = try decodePicture(PictureSamples.pngGrey16)
    #expect(bitmap.rgba.count == 16 * 12 * 4)
    let grey = bitmap.rgba[0]
    #expect((100...200).contains(grey) && bitmap.rgba[1] == grey && bitmap.rgba[3] == 255)
  }

  @Test func oneBitIsBlackAndWhite() throws {
    let bitmap = try decodePicture(PictureSamples.bmpBits)
    expect(bitmap, 13, 9, [255, 255, 255, 255], "bits")
    #expect(Set(bitmap.rgba) == [0, 255])
  }

  @Test func aPictureOfACameraThatWasTurnedIsUpright() throws {
    let bitmap = try decodePicture(PictureSamples.jpegTurned)
    #expect(bitmap.width == 12 && bitmap.height == 16)
    expect(bitmap, 2, 2, [0, 0, 255, 255], "top left")
    expect(bitmap, 9, 2, [255, 0, 0, 255], "top right")
    expect(bitmap, 2, 13, [255, 255, 255, 255], "bottom left")
    expect(bitmap, 9, 13, [0, 255, 0, 255], "bottom right")
  }

  @Test(arguments: [
    "", "BM", "<!DOCTYPE html><html>403</html>", #"{"error":{"message":"no"}}"#,
    "BMW is a car, and this no picture.",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "RIFFxxxxAVI LIST", "GIF", "\u{89}PNG",
  ])
  func whatIsNoPictureIsToldApart(text: String) {
    #expect(throws: PictureProblem.unknownFormat) { try decodePicture(Array(text.utf8)) }
  }

  @Test func everyProblemHasASentence() {
    let problems: [PictureProblem] = [
      .unknownFormat, .tooLarge(width: 9, height: 7), .broken("It is broken."),
    ]
    for problem in problems { #expect(problem.sentence.hasSuffix(".") && problem.sentence.count > 10) }
    #expect(PictureProblem.tooLarge(width: 9, height: 7).sentence.contains("9 x 7"))
  }
}
