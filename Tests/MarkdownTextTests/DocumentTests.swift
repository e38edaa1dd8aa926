import SeededRandom
import TerminalUI
import Testing

@testable import MarkdownText

@Suite struct DocumentTests {
  @Test(arguments: Samples.all) func anySplitGivesTheSameDocument(sample: String) {
    let whole = MarkdownDocument(sample)
    let lines = Samples.lines(whole, 30)
    #expect(whole.isFinished)
    var random = SplitMix(seed: 7)
    for round in 0..<40 {
      var document = MarkdownDocument()
      var fed = ""
      for piece in Samples.pieces(sample, oneIn: round % 8 + 1, &random) {
        document.append(piece)
        fed += piece
        expectAllIsShown(document, fed)
      }
      document.finish()
      #expect(document.isFinished)
      #expect(document.looks == whole.looks)
      #expect(Samples.lines(document, 30) == lines)
      #expect(document.codeBlocks == whole.codeBlocks)
    }
  }

  /// Every byte belongs to a block but for blank lines and definitions before the first one.
  private func expectAllIsShown(_ document: MarkdownDocument, _ fed: String) {
    #expect(Array(document.source.utf8) == Array(fed.utf8))
    var place = 0
    for index in 0..<document.blockCount {
      let range = document.sourceRange(ofBlock: index)
      #expect(range.lowerBound >= place)
      place = max(place, range.lowerBound)
    }
    #expect(place <= fed.utf8.count)
    if let last = (0..<document.blockCount).last {
      #expect(document.sourceRange(ofBlock: last).upperBound <= fed.utf8.count)
    }
  }

  /// While it grows, the document shows what it would show if it ended there.
  @Test(arguments: Samples.plain) func openTextIsShownAsIfItEnded(sample: String) {
    var document = MarkdownDocument()
    var fed = ""
    for scalar in sample.unicodeScalars {
      document.append(String(scalar))
      fed.unicodeScalars.append(scalar)
      #expect(Samples.lines(document, 30) == Samples.lines(MarkdownDocument(fed), 30), "\(fed)")
    }
  }

  @Test(arguments: Samples.plain) func frozenBlocksAreFinalAndKeepTheirNames(sample: String) {
    let whole = MarkdownDocument(sample).looks
    var random = SplitMix(seed: 11)
    for _ in 0..<40 {
      var document = MarkdownDocument()
      var names: [BlockIdentity] = []
      for piece in Samples.pieces(sample, oneIn: 4, &random) {
        document.append(piece)
        let frozen = document.frozenCount
        #expect(document.looks.prefix(frozen).map(\.content) == whole.prefix(frozen).map(\.content))
        let now = (0..<frozen).map { document.identity(ofBlock: $0) }
        #expect(now.prefix(names.count) == names[...])
        names = now
      }
      document.finish()
      #expect(document.looks == whole)
      #expect((0..<names.count).map { document.identity(ofBlock: $0) } == names)
    }
  }

  @Test func theSameLinesKeepTheSameName() {
    var document = MarkdownDocument()
    document.append("# a\n\npara\n\n- x\n- y")
    let names = (0..<4).map { document.identity(ofBlock: $0) }
    document.append(" more")
    #expect((0..<3).map { document.identity(ofBlock: $0) } == Array(names[..<3]))
    #expect(document.identity(ofBlock: 3) != names[3])
    let last = document.identity(ofBlock: 3)
    document.finish()
    #expect((0..<4).map { document.identity(ofBlock: $0) } == names[..<3] + [last])
  }

  @Test func laterTextUsesFrozenDefinitions() {
    var document = MarkdownDocument()
    document.append("[a]: http://x.y\n\ntext\n\nmore\n\nsee [a]")
    document.append(" now")
    #expect(document.frozenCount > 0)
    #expect(Samples.text(Samples.lines(document, 80)).last == "see a (http://x.y) now")
  }

  @Test func lateDefinitionsReachEarlierText() {
    var document = MarkdownDocument()
    document.append("see [a]\n\nplain\n\n# b\n\n")
    let plain = document.identity(ofBlock: 1)
    document.append("[a]: http://x.y\n")
    #expect(Samples.show(document, 80).first == "see [a]")
    document.finish()
    #expect(Samples.show(document, 80).first == "see a (http://x.y)")
    #expect(document.identity(ofBlock: 1) == plain)
  }

  @Test func textAfterTheEndGoesOn() {
    var document = MarkdownDocument("a\n\nb")
    document.append("c\n\nd")
    #expect(!document.isFinished)
    document.finish()
    #expect(document.looks == MarkdownDocument("a\n\nbc\n\nd").looks)
  }

  @Test func randomMarksNeverTrapAndAgree() {
    let parts = [
      "- ", "> ", "1. ", "```", "~~~", "\n", "\n\n", "    ", "| a ", "|---|", "[x]", ": /u", "*", "**", "`",
      "<div>", "# ", "---\n", "漢", "👍🏽", "\u{0}", "\u{1B}[31m", "\r", "\t", "text ", "===\n", "- [x] ",
      "[x]: /u\n",
      "![i](data:image/png;base64,AAAA)", "```\n", "\n- ", "\n> ", "|\n|-|\n|",
    ]
    var random = SplitMix(seed: 3)
    for round in 0..<400 {
      var document = MarkdownDocument()
      for _ in 0..<(10 + round % 40) { document.append(parts.randomElement(using: &random) ?? "") }
      document.finish()
      let whole = MarkdownDocument(document.source)
      #expect(document.looks == whole.looks, "\(document.source.debugDescription)")
      for columns in [-3, 0, 1, 2, 7, 40] {
        #expect(Samples.lines(document, columns) == Samples.lines(whole, columns))
      }
    }
  }

  /// Reading in parts must find what cmark finds in the whole.
  @Test func freezingChangesNothingThatCmarkFinds() {
    let parts = [
      "- ", "> ", "1. ", "```", "~~~", "\n", "\n\n", "    ", "| a ", "|---|", "*", "**", "`", "<div>", "# ",
      "---\n",
      "漢", "\t", "text ", "===\n", "- [x] ", "```\n", "\n- ", "\n> ", "|\n|-|\n|", "\n\n- ", "\n1. ",
      "\n\n  ",
    ]
    var random = SplitMix(seed: 19)
    for round in 0..<600 {
      var text = ""
      for _ in 0..<(10 + round % 40) { text += parts.randomElement(using: &random) ?? "" }
      let whole = CmarkReader.parse(Array(text.utf8)[...]).leaves.map { WholeLook($0) }
      let read = WholeLook.all(MarkdownDocument(text))
      #expect(read == whole, "\(text.debugDescription)")
    }
    for sample in Samples.plain where !sample.contains("\u{0}") {
      let whole = CmarkReader.parse(Array(sample.utf8)[...]).leaves.map { WholeLook($0) }
      #expect(WholeLook.all(MarkdownDocument(sample)) == whole)
    }
  }

  @Test func thousandsOfLevelsAreFlattened() {
    for mark in ["> ", "- ", "1. ", "*", "[", "![", "`", "<b>", "- [ ] "] {
      let document = MarkdownDocument(String(repeating: mark, count: 3000) + "x")
      #expect(Samples.lines(document, 40).contains { $0.spans.contains { $0.text.contains("x") } })
    }
    var nested = ""
    for level in 0..<100 { nested += String(repeating: "  ", count: level) + "- level \(level)\n" }
    let shown = Samples.show(nested, 60)
    #expect(shown.count == 100)
    #expect(shown.last?.hasSuffix("level 99") == true)
  }
}

/// Content without the places where it was cut.
private struct WholeLook: Equatable {
  var containers: [BlockContainer]
  var text: String

  /// With the pieces of a code block as one.
  static func all(_ document: MarkdownDocument) -> [WholeLook] {
    var looks: [WholeLook] = []
    for block in document.blocks {
      if case .code(let code) = block.content, !code.isFirst {
        looks[looks.count - 1].text += code.text
      } else {
        looks.append(WholeLook(block, document.source))
      }
    }
    return looks
  }

  init(_ leaf: ParsedLeaf) {
    containers = leaf.containers
    text =
      switch leaf.content {
      case .heading(let level, let runs): "h\(level) \(runs)"
      case .paragraph(let runs): "p \(runs)"
      case .code(let language, let code, _):
        "code \(language) \(String(decoding: code, as: UTF8.self).replacing("\r\n", with: "\n"))"
      case .table(let table): "table \(table.header) \(table.rows)"
      case .rule: "rule"
      case .html(let html): "html \(String(decoding: html, as: UTF8.self))"
      }
  }

  init(_ block: MarkdownBlock, _ source: String) {
    containers = block.containers
    text =
      switch block.content {
      case .heading(let level, let runs): "h\(level) \(runs)"
      case .paragraph(let runs): "p \(runs)"
      case .code(let code): "code \(code.language) \(code.text)"
      case .table(let table): "table \(table.header ?? []) \(table.rows)"
      case .rule: "rule"
      case .html(let html): "html \(html)"
      case .literal(let count):
        "p \([InlineRun(String(decoding: Array(source.utf8)[block.sourceRange.lowerBound...].prefix(count), as: UTF8.self))])"
      case .plain: "plain"
      }
  }
}
