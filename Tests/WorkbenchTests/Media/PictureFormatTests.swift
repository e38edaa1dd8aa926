import Testing

@testable import Workbench

struct PictureFormatTests {
  private static let samples: [(PictureFormat, @Sendable (Int, Int) -> [UInt8])] = [
    (.png, SamplePictures.png), (.jpeg, SamplePictures.jpeg), (.gif, SamplePictures.gif),
    (.webp, SamplePictures.webp), (.bmp, SamplePictures.bmp),
  ]

  @Test func eachFormatIsToldByItsBytesAndGivesItsSize() throws {
    for (format, make) in Self.samples {
      let bytes = make(1536, 1024)
      #expect(PictureFormat.sniff(bytes) == format)
      let size = try #require(PictureFormat.pixelSize(bytes), "\(format)")
      #expect(size == (1536, 1024), "\(format)")
      #expect(!PictureFormat.looksLikePage(bytes))
    }
  }

  @Test func aFileThatWasCutOffIsNotCompleteWhereverItIsCut() {
    for (format, make) in Self.samples {
      let bytes = make(320, 200)
      #expect(format.isComplete(bytes), "\(format)")
      for count in 0..<bytes.count {
        #expect(!format.isComplete(Array(bytes[..<count])), "\(format) \(count)")
      }
    }
  }

  @Test func bytesBehindTheEndOfAPictureAreNoHarm() {
    for format in [PictureFormat.png, .jpeg, .webp, .bmp] {
      guard let make = Self.samples.first(where: { $0.0 == format })?.1 else { continue }
      #expect(format.isComplete(make(10, 10) + [UInt8](repeating: 7, count: 300)), "\(format)")
    }
  }

  @Test func noSizeIsGivenForWhatTellsNone() {
    #expect(PictureFormat.pixelSize([]) == nil)
    #expect(PictureFormat.pixelSize(Array("hello, this is no picture at all".utf8)) == nil)
    for (_, make) in Self.samples {
      let bytes = make(320, 200)
      for count in 0..<10 { #expect(PictureFormat.pixelSize(Array(bytes[..<count])) == nil) }
    }
    #expect(PictureFormat.pixelSize(SamplePictures.png(0, 10)) == nil)
  }

  @Test(arguments: [
    "<!doctype html><title>502</title>", "  \n<HTML><body>", "{\"error\":{}}", "[1]", "\u{FEFF}<html>",
    "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
  ])
  func wordsInsteadOfAPictureAreSeen(_ text: String) {
    #expect(PictureFormat.looksLikePage(Array(text.utf8)))
    #expect(PictureFormat.sniff(Array(text.utf8)) == .other)
  }

  @Test func aDrawingInWordsIsAPicture() {
    #expect(!PictureFormat.looksLikePage(Array("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>".utf8)))
    #expect(!PictureFormat.looksLikePage([UInt8]()))
  }

  @Test func theEndingIsThatOfTheBytesAndNotOfWhatWasAnnounced() {
    #expect(PictureFormat.jpeg.fileEnding(announced: "image/png") == "jpg")
    #expect(PictureFormat.webp.fileEnding() == "webp")
    #expect(PictureFormat.other.fileEnding(announced: "image/avif; q=1") == "avif")
    #expect(PictureFormat.other.fileEnding(announced: "image/svg+xml") == "svg")
    #expect(PictureFormat.other.fileEnding(announced: "image/../../etc") == "bin")
    #expect(PictureFormat.other.fileEnding(announced: "text/html") == "bin")
  }
}
