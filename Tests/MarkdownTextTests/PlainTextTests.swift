import SeededRandom
import TerminalUI
import Testing

@testable import MarkdownText

@Suite struct PlainTextTests {
  static let texts = [
    "", "one line", "a\n\nb\n", "\n", "tab\there and \u{1B}[31m control", "a\r\nb\r\n",
    (0..<500).map { "line \($0)\n" }.joined(), String(repeating: "漢字 and words ", count: 3000),
    String(repeating: "x", count: 20_000) + "\nend", String(repeating: "é", count: 9000),
  ]

  @Test(arguments: texts) func anySplitGivesTheSamePieces(text: String) {
    let whole = PlainTextDocument(text)
    var random = SplitMix(seed: 5)
    for oneIn in [3, 50, 2000] {
      var document = PlainTextDocument()
      for piece in Samples.pieces(text, oneIn: oneIn, &random) { document.append(piece) }
      #expect(document.blockCount == whole.blockCount)
      #expect(Samples.lines(document, 40) == Samples.lines(whole, 40))
    }
    var place = 0
    for index in 0..<whole.blockCount {
      let range = whole.sourceRange(ofBlock: index)
      #expect(range.lowerBound == place && !range.isEmpty)
      #expect(range.count <= 2 * PlainPieces.mostBytes)
      place = range.upperBound
    }
    #expect(place == text.utf8.count)
  }

  @Test func theTextIsShownAsItIs() {
    #expect(Samples.show(PlainTextDocument("*a*\n\n# b\n"), 20) == ["*a*", "", "# b"])
    #expect(
      Samples.show(PlainTextDocument("one two three four five"), 12) == ["one two", "three four", "five"])
    let styled = PlainTextDocument("a", style: Style(.reasoning))
    #expect(styled.layOut(block: 0, columns: 9).map(\.spans) == [[Span("a", Style(.reasoning))]])
  }

  @Test func fullPiecesKeepTheirNames() {
    var document = PlainTextDocument()
    var names: [BlockIdentity] = []
    for number in 0..<500 {
      document.append("line \(number)\n")
      let now = (0..<document.blockCount).map { document.identity(ofBlock: $0) }
      #expect(now.prefix(max(0, names.count - 1)) == names.dropLast())
      names = now
    }
    #expect(Set(names).count == names.count)
  }
}
