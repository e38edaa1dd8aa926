import SeededRandom
import TerminalUI
import Testing

@testable import MarkdownText

/// Texts that grow for long: what a step costs, and that it ends as if it had come at once.
@Suite struct GrowthTests {
  /// Appends in steps of `step` bytes or so and returns the document, finished, with the bytes parsed while it grew.
  private func grown(_ text: String, step: Int) -> (document: MarkdownDocument, parsed: Int, steps: Int) {
    var document = MarkdownDocument()
    var steps = 0
    var rest = Substring(text)
    while !rest.isEmpty {
      let end =
        rest.unicodeScalars.index(rest.startIndex, offsetBy: step, limitedBy: rest.endIndex) ?? rest.endIndex
      document.append(String(rest[..<end]))
      rest = rest[end...]
      steps += 1
    }
    let parsed = document.parsedBytes
    document.finish()
    return (document, parsed, steps)
  }

  /// What may be parsed of a text that closes nowhere: all of it with every step while it is short, then when it grew
  /// by an eighth; ended lines a second time.
  private func mostParsed(_ text: String, step: Int) -> Int {
    let short = MarkdownReading.alwaysParsed
    return 2 * (short * short / step / 2 + 12 * text.utf8.count)
  }

  private func expectSameAsAtOnce(_ document: MarkdownDocument) {
    let whole = MarkdownDocument(document.source)
    #expect(document.looks == whole.looks)
    #expect(document.codeBlocks == whole.codeBlocks)
  }

  @Test func anOpenFenceIsNeverParsed() {
    let text = "text\n\n```swift\n" + (0..<20_000).map { "let a\($0) = /* \($0)\n" }.joined()
    let (document, parsed, _) = grown(text, step: 7)
    #expect(parsed < 2000)
    #expect(document.codeBlockCount == 1)
    #expect(document.codeBlock(1)?.source.utf8.count == text.utf8.count - 15)
    expectSameAsAtOnce(document)
    // The comment of the first line is open in every piece.
    let lines = document.layOut(block: document.blockCount - 1, columns: 80)
    #expect(lines.last?.spans.map(\.style.foreground) == [.comment])
    #expect((0..<document.blockCount).allSatisfy { document.layOut(block: $0, columns: 80).count <= 34 })
  }

  @Test func aLongListIsParsedItemByItem() {
    let text = (0..<3000).map { "1. item *\($0)*\n   - more\n" }.joined()
    let (document, parsed, steps) = grown(text, step: 5)
    #expect(parsed < steps * 100)
    #expect(Samples.text(document.layOut(block: 2 * 2999, columns: 80)) == ["3000. item 2999"])
    expectSameAsAtOnce(document)
  }

  @Test func aLongTableIsParsedByItsLastRows() {
    let text = "| a | *b* |\n|---|:-:|\n" + (0..<5000).map { "| \($0) | *x* |\n" }.joined()
    let (document, parsed, steps) = grown(text, step: 5)
    #expect(parsed < steps * 3000)
    expectSameAsAtOnce(document)
    #expect(document.blockCount == 79)
    let lines = Samples.text(Samples.lines(document, 40))
    #expect(lines.count == 5002)
    #expect(lines.last == "4999 │ x")
    #expect(lines.dropFirst(2).allSatisfy { $0.contains(" │ ") && $0.hasSuffix("x") })
  }

  @Test func aLongParagraphIsParsedWhenItGrewByAPart() {
    let text = (0..<15_000).map { "word\($0) **bold**\n" }.joined()
    let (document, parsed, _) = grown(text, step: 61)
    #expect(parsed < mostParsed(text, step: 61))
    expectSameAsAtOnce(document)
  }

  @Test(arguments: ["> ", "- a\n\n  ```\n", "<pre>\n", "    "])
  func otherLongBlocksAreParsedWhenTheyGrewByAPart(opening: String) {
    let indent = opening.hasPrefix("- ") ? "  " : opening.hasPrefix("<") ? "" : opening
    let text =
      "x\n\n" + opening + "\n" + (0..<4000).map { "\(indent)line \($0) of it\n" }.joined() + "\nend\n"
    let (document, parsed, _) = grown(text, step: 61)
    #expect(parsed < mostParsed(text, step: 61))
    expectSameAsAtOnce(document)
    #expect(Samples.text(Samples.lines(document, 80)).contains { $0.hasSuffix("line 3999 of it") })
  }

  /// What is not parsed yet is shown as it is.
  @Test func nothingIsLostWhileALongBlockGrows() {
    var document = MarkdownDocument()
    for number in 0..<3000 {
      document.append("> word\(number) and more of the same quote\n")
      guard number % 97 == 0 else { continue }
      let lines = Samples.text(
        (0..<document.blockCount).suffix(3).flatMap { document.layOut(block: $0, columns: 80) })
      #expect(lines.joined().contains("word\(number) "))
    }
  }

  @Test func aTextTooLongForMarkdownIsShownAsItIs() {
    let text = "a *b*\n\n" + String(repeating: "word *x* ", count: 60_000) + "\n\n# after\n\n- c\n"
    let (document, _, _) = grown(text, step: 4099)
    expectSameAsAtOnce(document)
    let lines = Samples.text(Samples.lines(document, 80))
    #expect(lines.first == "a b")
    #expect(lines.suffix(3) == ["after", "", "• c"])
    #expect(lines.joined(separator: " ").components("word *x*") == 60_000)
  }

  @Test func aLineOfAMegabyteInCodeIsCut() {
    let line = (0..<100_000).map { "f(\($0));" }.joined()
    let (document, parsed, _) = grown("```js\nlet a\n" + line + "\nb()\n```\nend\n", step: 997)
    #expect(parsed < 2000)
    expectSameAsAtOnce(document)
    #expect(document.codeBlock(1)?.source == "let a\n" + line + "\nb()\n")
    #expect((0..<document.blockCount).allSatisfy { document.layOut(block: $0, columns: 80).count <= 60 })
  }

  @Test func picturesInAddressesAreLeftOut() {
    let data = String(repeating: "iVBORw0KGgo+/8A=", count: 100_000)
    var document = MarkdownDocument()
    document.append("see ![a *cat*](data:image/png;base64,")
    for start in stride(from: 0, to: 1_600_000, by: 16_000) {
      document.append(String(repeating: "iVBORw0KGgo+/8A=", count: 1000))
      let lines = Samples.lines(document, 80)
      #expect(start < 2000 || lines.count < 6)
    }
    document.append(") here\n")
    #expect(document.parsedBytes < 100_000)
    document.finish()
    #expect(Samples.show(document, 80) == ["see [image: a cat] data:image/png, 1.2 MB here"])
    expectSameAsAtOnce(document)
    // Code keeps every byte, in a fence of its own and in one within a list.
    let code = "x = \"data:image/png;base64,\(data)\"\n"
    for text in ["```\n\(code)```\n", "- ```\n  \(code)  ```\n", "    \(code)"] {
      #expect(MarkdownDocument(text).codeBlock(1)?.source == code)
    }
    // A mark that is in the text stands for nothing.
    let forged = MarkdownDocument("    \u{10FFFF}0\u{10FFFF} data:image/png;base64,\(data)\n")
    #expect(forged.codeBlock(1)?.source == "\u{10FFFF}0\u{10FFFF} data:image/png;base64,\(data)\n")
  }

  @Test(arguments: [1, 2, 3]) func aLongDocumentIsTheSameInEverySplit(seed: UInt64) {
    let text = Samples.long(150_000, seed: seed)
    let whole = MarkdownDocument(text)
    var random = SplitMix(seed: seed)
    for oneIn in [30, 3000, 100_000] {
      var document = MarkdownDocument()
      for piece in Samples.pieces(text, oneIn: oneIn, &random) { document.append(piece) }
      document.finish()
      #expect(document.looks == whole.looks)
    }
    #expect(whole.parsedBytes < 5 * text.utf8.count)
  }

  @Test func aDocumentCanBeReadInSteps() {
    let text = Samples.long(400_000) + "\n[l]: /late\n"
    let whole = MarkdownDocument(text)
    var document = MarkdownDocument(text, reading: 20_000)
    var steps = 0
    var parsed = 0
    while document.needsReading {
      if steps < 19 {
        // What waits is shown as it is.
        let lines = Samples.text(document.layOut(block: document.blockCount - 1, columns: 80))
        #expect(lines.contains { $0.contains("[l]: /late") })
      }
      document.read(atMost: 20_000)
      #expect(document.parsedBytes - parsed < 400_000)
      parsed = document.parsedBytes
      steps += 1
    }
    #expect(steps >= 19)
    #expect(document.isFinished)
    #expect(document.looks == whole.looks)
  }

  @Test func manyDefinitionsAreReadWhereTheyAreUsed() {
    var text = (0..<2000).map { "text [l\($0)] of it\n\n" }.joined()
    text += (0..<2000).map { "[l\($0)]: http://x.y/\($0)\n" }.joined()
    let document = MarkdownDocument(text)
    #expect(Samples.show(document, 80)[2 * 1234] == "text l1234 (http://x.y/1234) of it")
    #expect(document.parsedBytes < 8 * text.utf8.count)
  }
}

extension String {
  /// How often another text stands in this one.
  fileprivate func components(_ part: String) -> Int {
    var count = 0
    var rest = Substring(self)
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
