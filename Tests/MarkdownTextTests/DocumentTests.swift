@testable import MarkdownText
import TerminalUI
import Testing

@Suite struct DocumentTests {
  private func pieces(_ text: String, _ random: inout SeededGenerator) -> [String] {
    var pieces: [String] = []
    var piece = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      piece.append(scalar)
      if Int.random(in: 0..<4, using: &random) == 0 {
        pieces.append(String(piece))
        piece = String.UnicodeScalarView()
      }
    }
    pieces.append(String(piece))
    return pieces
  }

  @Test(arguments: Samples.all) func anySplitGivesTheSameDocument(sample: String) {
    let whole = MarkdownDocument(sample)
    var random = SeededGenerator(state: 7)
    for _ in 0..<40 {
      var document = MarkdownDocument()
      var fed = ""
      for piece in pieces(sample, &random) {
        document.append(piece)
        fed += piece
        let utf8 = Array(document.source.utf8)
        #expect(utf8 == Array(fed.utf8))
        #expect(document.tailStart <= utf8.count)
        #expect(Array(document.tail.utf8) == Array(utf8[document.tailStart...]))
        #expect(document.blocks.map(\.index) == Array(0..<document.blocks.count))
        var place = 0
        for block in document.blocks {
          #expect(block.sourceRange.lowerBound >= place)
          place = block.sourceRange.upperBound
        }
        #expect(document.frozen.allSatisfy { $0.sourceRange.upperBound <= document.tailStart })
      }
      document.finish()
      #expect(document.blocks.map(\.content) == whole.blocks.map(\.content))
      #expect(document.blocks.map(\.sourceRange) == whole.blocks.map(\.sourceRange))
      #expect(document.codeBlocks == whole.codeBlocks)
    }
  }

  @Test(arguments: Samples.plain) func frozenBlocksAreFinal(sample: String) {
    let whole = MarkdownDocument(sample).blocks
    var random = SeededGenerator(state: 11)
    for _ in 0..<40 {
      var document = MarkdownDocument()
      for piece in pieces(sample, &random) {
        document.append(piece)
        #expect(document.frozen.map(\.content) == whole.prefix(document.frozen.count).map(\.content))
      }
      #expect(document.blocks.map(\.content) == whole.map(\.content))
      let streamed = document.blocks
      document.finish()
      for (before, after) in zip(streamed, document.blocks) { #expect(before === after) }
    }
  }

  @Test func freezesAllButTheLastBlock() {
    var document = MarkdownDocument()
    for number in 0..<50 { document.append("para \(number)\n\n") }
    #expect(document.frozen.count == 49)
    #expect(document.open.count == 1)
    let first = document.frozen[0]
    document.append("more\n")
    #expect(document.frozen[0] === first)
  }

  @Test func laterBlocksUseFrozenDefinitions() {
    var document = MarkdownDocument()
    document.append("[a]: http://x.y\n\ntext\n\nmore\n\nsee [a]")
    document.append(" now")
    #expect(!document.frozen.isEmpty)
    guard case .paragraph(let runs) = document.blocks.last?.content else {
      Issue.record("no paragraph")
      return
    }
    #expect(runs.contains { $0.text.contains("http://x.y") })
  }

  @Test func appendAfterFinishGoesOn() {
    var document = MarkdownDocument("a\n\nb")
    document.append("c\n\nd")
    document.finish()
    #expect(document.blocks.map(\.content) == MarkdownDocument("a\n\nbc\n\nd").blocks.map(\.content))
  }

  @Test func randomMarkNeverTrapsAndAgrees() {
    let parts = [
      "- ", "> ", "1. ", "```", "~~~", "\n", "\n\n", "    ", "| a ", "|---|", "[x]", ": /u", "*", "**", "`",
      "<div>",
      "# ", "---\n", "漢", "👍🏽", "\u{0}", "\u{1B}[31m", "\r", "\t", "text ", "![i](data:image/png;base64,AAAA)",
    ]
    var random = SeededGenerator(state: 3)
    for _ in 0..<150 {
      var document = MarkdownDocument()
      for _ in 0..<30 { document.append(parts.randomElement(using: &random) ?? "") }
      document.finish()
      let whole = MarkdownDocument(document.source)
      #expect(document.blocks.map(\.content) == whole.blocks.map(\.content))
      for columns in [-3, 0, 1, 2, 7, 40] {
        let lines = MarkdownLayout.lines(document, columns: columns)
        #expect(lines == MarkdownLayout.lines(whole, columns: columns))
      }
    }
  }

  @Test func deepNestingIsCapped() {
    for mark in ["> ", "- ", "1. ", "*", "[", "![", "`", "<b>", "- [ ] "] {
      let document = MarkdownDocument(String(repeating: mark, count: 3000) + "x")
      let lines = MarkdownLayout.lines(document, columns: 40)
      #expect(lines.contains { $0.spans.contains { $0.text.contains("x") } })
    }
  }
}
