import SeededRandom
import Testing

@testable import RelayKit

@Suite struct PictureLifterTests {
  private struct Lifted: Equatable {
    var text = ""
    var pictures: [AnswerPicture] = []
    /// Text came only behind the pictures that it names.
    var isInOrder = true
  }

  private func lifted(_ pieces: [String]) -> Lifted {
    var lifter = PictureLifter()
    var result = Lifted()
    func take(_ piece: PictureLifter.Piece) {
      switch piece {
      case .text(let text):
        result.text += text
        if text.contains("picture:\(result.pictures.count + 1)") { result.isInOrder = false }
      case .picture(let picture): result.pictures.append(picture)
      }
    }
    for piece in pieces {
      if lifter.passes(piece) { result.text += piece } else { lifter.feed(piece).forEach(take) }
    }
    lifter.finish().forEach(take)
    return result
  }

  private let first = SamplePictures.png(70)
  private let second = SamplePictures.png(3000, number: 2)

  private var sample: String {
    "A database: data is here.\n\n![image](\(SamplePictures.url(first)))\n\nund schön “\(SamplePictures.url(second))” done"
  }

  @Test func picturesAreTakenOutOfTheText() {
    let lifted = lifted([sample])
    #expect(lifted.text == "A database: data is here.\n\n![image](picture:1)\n\nund schön “picture:2” done")
    #expect(
      lifted.pictures == [
        AnswerPicture(content: .bytes(first), type: "image/png"),
        AnswerPicture(content: .bytes(second), type: "image/png"),
      ])
  }

  @Test func anySplitOfTheTextGivesTheSame() {
    let whole = lifted([sample])
    let characters = Array(sample.unicodeScalars)
    func text(_ slice: ArraySlice<Unicode.Scalar>) -> String {
      var text = ""
      text.unicodeScalars.append(contentsOf: slice)
      return text
    }
    for cut in 0...characters.count {
      let halves = lifted([text(characters[..<cut]), text(characters[cut...])])
      #expect(halves == whole, "cut at \(cut)")
    }
    #expect(lifted(characters.map { text([$0]) }) == whole)
    var random = SplitMix(seed: 11)
    for _ in 0..<50 {
      var rest = characters[...]
      var pieces: [String] = []
      while !rest.isEmpty {
        let count = Int.random(in: 1...90, using: &random)
        pieces.append(text(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(lifted(pieces) == whole)
    }
  }

  @Test(arguments: [
    "Write data:image/png;base64, and then the bytes.",
    "An <img src=\"data:image/png;base64,iVBORw0KGgo...\"> in a page.",
    "data:image/svg+xml;utf8,<svg xmlns='x'/>", "data:text/plain;base64,SGVsbG8gV29ybGQgSGVsbG8gV29ybGQ=",
    "metadata:image/png;base64,\(Base64.encoded(SamplePictures.png(70)))", "data:image/", "data:image/png",
    "data",
    "the data: it is here", "data:data:image/x", "data:image/data:image/png;base64,x",
  ])
  func whatIsNoPictureStaysText(text: String) {
    #expect(lifted([text]) == Lifted(text: text))
    #expect(lifted(text.map(String.init)) == Lifted(text: text))
  }

  @Test func aPictureThatBreaksOffIsKept() {
    let url = SamplePictures.url(second)
    let lifted = lifted(["![a](", String(url.prefix(2000))])
    #expect(lifted.text == "![a](picture:1")
    guard case .bytes(let bytes)? = lifted.pictures.first?.content else {
      Issue.record("no picture came")
      return
    }
    #expect(bytes.count > 1400 && second.starts(with: bytes))
  }

  @Test func plainTextPassesAtOnce() {
    var lifter = PictureLifter()
    let pieces = ["Hello", " world", "! The", " metadata", " said: \"", "food", " and", " 12:30"]
    #expect(pieces.filter { !lifter.passes($0) } == [])
    // Only what may be the beginning of a picture waits.
    let doesPass = lifter.passes(" data")
    let given = lifter.feed(" data").compactMap { if case .text(let text) = $0 { text } else { nil } }
    #expect(!doesPass && given == [" "])
  }

  @Test func twentyMegabytesInSmallPiecesAreReadInLinearTime() {
    let picture = SamplePictures.png(20 << 20)
    let url = Array(SamplePictures.url(picture).utf8)
    let pieces = stride(from: 0, to: url.count, by: 1_400).map {
      String(decoding: url[$0..<min($0 + 1_400, url.count)], as: UTF8.self)
    }
    // Work that grew with the square would take minutes here.
    let lifted = lifted(["![image]("] + pieces + [")"])
    #expect(lifted.text == "![image](picture:1)")
    #expect(lifted.pictures == [AnswerPicture(content: .bytes(picture), type: "image/png")])
  }

  @Test(arguments: ["", "A", "AB", "ABC", "ABCD", "Hello, world"])
  func base64IsReadWithAndWithoutPadding(text: String) {
    let encoded = Base64.encoded(Array(text.utf8))
    #expect(Base64Decoder.decoded(encoded[...]) == Array(text.utf8))
    #expect(Base64Decoder.decoded(encoded.filter { $0 != "=" }[...]) == Array(text.utf8))
    #expect(Base64Decoder.decoded(encoded.map { "\($0)\r\n" }.joined()[...]) == Array(text.utf8))
    #expect(Base64Decoder.decoded((encoded + "!")[...]) == nil)
  }

  @Test func theOtherAlphabetIsReadToo() {
    #expect(Base64Decoder.decoded("-_-_") == Base64Decoder.decoded("+/+/"))
  }
}
