import TerminalUI
import Testing

@testable import MarkdownText

@Suite struct LayoutTests {
  @Test(arguments: [20, 40, 80]) func noLineIsWiderThanTheScreen(columns: Int) {
    let texts =
      Samples.all + [
        "漢字かな混じり文の長い段落がここにあります。改行はどこでもできます。", "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
        "averyveryveryverylongwordthatdoesnotfit and then more text to wrap around the line end",
        Samples.long(30_000),
      ]
    for text in texts {
      for line in Samples.show(text, columns) { #expect(TextWrapper.width(line) <= columns, "\(line)") }
    }
  }

  @Test func paragraphsWrapAtWords() {
    #expect(
      Samples.show("one two three four five six seven", 20) == ["one two three four", "five six seven"])
    #expect(Samples.show("hard  \nbreak soft\nbreak", 80) == ["hard", "break soft break"])
    #expect(Samples.show("漢字漢字漢字漢字漢字漢字", 20) == ["漢字漢字漢字漢字漢字", "漢字"])
    #expect(Samples.show("🎉 " + String(repeating: "x", count: 25), 20).map(TextWrapper.width) == [2, 20, 5])
  }

  @Test func headingIsBold() {
    let lines = Samples.lines(MarkdownDocument("# Title"), 20)
    #expect(lines.map(\.spans) == [[Span("Title", Style(.heading, on: .base, [.bold, .underline]))]])
  }

  @Test func lists() {
    #expect(
      Samples.show("- a\n  - b\n- [x] c\n- [ ] d\n", 40) == ["• a", "  • b", "[x] c", "[ ] d"])
    #expect(Samples.show("9. a\n9. b\n", 40) == ["9. a", "10. b"])
    #expect(Samples.show("- one two three four five\n", 20) == ["• one two three four", "  five"])
    #expect(Samples.show("-\n- b\n", 20) == ["• ", "• b"])
  }

  /// So that an item that comes later changes nothing above it.
  @Test func emptyLinesStandInAListWhereTheSourceHasThem() {
    #expect(Samples.show("- a\n\n- b\n- c\n", 20) == ["• a", "", "• b", "• c"])
    #expect(Samples.show("- a\n\n  b\n  - c\n\n  - d\n", 20) == ["• a", "", "  b", "  • c", "", "  • d"])
    #expect(Samples.show("> - a\n>\n> - b\n", 20) == ["│ • a", "│ ", "│ • b"])
    #expect(Samples.show("a\n- b\n# c\n", 20) == ["a", "", "• b", "", "c"])
  }

  @Test func quotesAndRules() {
    #expect(
      Samples.show("> a\n> - b\n\n---", 20) == ["│ a", "│ ", "│ • b", "", String(repeating: "─", count: 20)])
    #expect(Samples.show("> a\n\n> b", 20) == ["│ a", "", "│ b"])
    #expect(Samples.show("- > a\n  >\n  > b\n\n  c", 20) == ["• │ a", "  │ ", "  │ b", "", "  c"])
  }

  @Test func signsStandAboveWhereThereIsNoRoomBesideThem() {
    #expect(Samples.show("1. word\n2. other", 9) == ["1. ", "word", "2. ", "other"])
  }

  @Test(arguments: [40, 80]) func tablesAlign(columns: Int) {
    let text = "| Name | 数 | N |\n|:--|:-:|--:|\n| a | 漢字x | 1 |\n| bcd | 🎉 | 22 |\n"
    #expect(
      Samples.show(text, columns) == [
        "Name │  数   │  N", "─────┼───────┼───", "a    │ 漢字x │  1", "bcd  │  🎉   │ 22",
      ])
  }

  @Test func wideTablesBecomeRecords() {
    let text = "| Name | Meaning |\n|---|---|\n| alpha | the first of them |\n| beta | the second |\n"
    #expect(
      Samples.show(text, 20) == [
        "Name: alpha", "Meaning: the first", "of them", "────────", "Name: beta", "Meaning: the second",
      ])
  }

  @Test func codeHasHeaderAndBreaksHard() {
    let document = MarkdownDocument("x\n\n```swift\nlet value = \"abcdefghijklmno\"\n```\n")
    let lines = Samples.lines(document, 20)
    #expect(Samples.text(lines) == ["x", "", "1 swift", "let value = \"abcdefg", "hijklmno\""])
    #expect(lines.map(\.codeBlock) == [nil, nil, 1, 1, 1])
    #expect(lines[3].spans.first == Span("let", Style(.keyword, on: .panel)))
    #expect(
      document.codeBlocks == [
        CodeBlock(number: 1, language: "swift", source: "let value = \"abcdefghijklmno\"\n")
      ])
    #expect(document.sourceRange(ofBlock: 1) == 3..<document.byteCount)
  }

  @Test func codeIsNumberedThroughContainers() {
    let document = MarkdownDocument(
      "```\na\n```\n\n- x\n\n  ```js\n  b\n  ```\n\n> ~~~\n> c\n> ~~~\n\n    d\n")
    #expect(document.codeBlockCount == 4)
    #expect(document.codeBlocks.map(\.number) == [1, 2, 3, 4])
    #expect(document.codeBlocks.map(\.source) == ["a\n", "b\n", "c\n", "d\n"])
    #expect(document.codeBlock(5) == nil && document.codeBlock(0) == nil)
    var open = MarkdownDocument()
    open.append("```\na\n```\n- x\n  ```js\n  b")
    #expect(open.codeBlockCount == 2)
    #expect(open.codeBlock(2) == CodeBlock(number: 2, language: "js", source: "b\n"))
  }

  @Test func marginsAreNoText() {
    let lines = Samples.lines(MarkdownDocument("> - one two\n>   ```\n>   x\n>   ```\n"), 20)
    #expect(Samples.text(lines) == ["│ • one two", "│   1", "│   x"])
    #expect(lines.map { $0.text.map(\.text).joined() } == ["one two", "1", "x"])
  }

  @Test func linksAndImages() {
    #expect(
      Samples.show("[site](http://a.b) <http://c.d> www.e.f <g@h.i>", 80) == [
        "site (http://a.b) http://c.d www.e.f g@h.i"
      ])
    #expect(Samples.show("![a cat](http://a.b/c.png)", 80) == ["[image: a cat] http://a.b/c.png"])
    let data = "![p](data:image/png;base64," + String(repeating: "A", count: 1_600_000) + ")"
    #expect(Samples.show(data, 80) == ["[image: p] data:image/png, 1.2 MB"])
    #expect(Samples.show("![p](data:image/png;base64,AAAA)", 80) == ["[image: p] data:image/png, 3 B"])
  }

  @Test func inlineLooks() {
    let lines = Samples.lines(MarkdownDocument("**b** *i* ~~s~~ `c`"), 80)
    let looks = lines[0].spans.filter { $0.text != " " }.map(\.style)
    #expect(
      looks == [
        Style(.text, on: .base, .bold), Style(.text, on: .base, .italic),
        Style(.text, on: .base, .strikethrough),
        Style(.string),
      ])
  }

  @Test func htmlAndControlCharactersStayText() {
    #expect(Samples.show("<div>\n<b>x</b>\n</div>", 80) == ["<div>", "<b>x</b>", "</div>"])
    #expect(Samples.show("a\u{1B}[31mb", 80) == ["a\u{1B}[31mb"])
    #expect(Samples.show("```\r\na\r\n\r\nb\r\n```\r\n", 80) == ["1", "a", "", "b"])
  }

  @Test func theCacheLaysOutOnlyWhatIsOpen() {
    let cache = LayoutCache()
    var document = MarkdownDocument()
    func all(_ columns: Int) -> [RenderedLine] {
      (0..<document.blockCount).flatMap { cache.lines(ofBlock: $0, in: document, columns: columns) }
    }
    for number in 0..<20 { document.append("para \(number)\n\n") }
    _ = all(40)
    let before = cache.misses
    document.append("open")
    #expect(all(40) == Samples.lines(document, 40))
    #expect(cache.misses == before + 1)
    document.finish()
    #expect(all(40) == Samples.lines(document, 40))
    #expect(cache.misses == before + 1)
    _ = all(41)
    #expect(cache.misses == before + 1 + document.blockCount)
  }

  @Test func theCacheForgetsWhatWasNotUsedForLongest() {
    let cache = LayoutCache(capacity: 100)
    let document = MarkdownDocument((0..<400).map { "para \($0)\n\n" }.joined())
    for index in 0..<400 {
      _ = cache.lines(ofBlock: index, in: document, columns: 40)
      _ = cache.lines(ofBlock: 0, in: document, columns: 40)
    }
    #expect(cache.misses == 400)
    _ = cache.lines(ofBlock: 399, in: document, columns: 40)
    #expect(cache.misses == 400)
    _ = cache.lines(ofBlock: 1, in: document, columns: 40)
    #expect(cache.misses == 401)
  }

  @Test func theEstimateIsNearTheTruth() {
    let document = MarkdownDocument(Samples.long(200_000))
    for columns in [40, 80, 120] {
      let real = Samples.lines(document, columns).count
      let guess = (0..<document.blockCount).reduce(0) {
        $0 + document.estimatedLineCount(ofBlock: $1, columns: columns)
      }
      #expect(abs(guess - real) < real / 4, "\(columns): \(guess) for \(real)")
    }
  }

  @Test(arguments: [
    ("swift", "code-2.swift"), ("c++", "code-2.c++"), ("", "code-2.txt"), ("../../etc/x", "code-2.etcx"),
    ("a b\u{1B}[2J", "code-2.ab2J"), ("日本", "code-2.txt"),
  ])
  func theNameOfACodeFileIsNothingButAName(language: String, name: String) {
    #expect(CodeBlock(number: 2, language: language, source: "").fileName == name)
  }
}

@Suite struct TextWrapperTests {
  /// The short way for plain ASCII must agree with the general one, which a wide tail forces.
  @Test(arguments: ["a b", "two  spaces ", "", "x"]) func shortLinesStayWhole(text: String) {
    let spans = [Span(text), Span(""), Span("tail", Style(.accent))]
    let short = TextWrapper.wrap(spans, columns: 40)
    #expect(
      TextWrapper.wrap(spans + [Span("漢", Style(.error))], columns: 40) == [
        short[0] + [Span("漢", Style(.error))]
      ])
    #expect(short.map { $0.map(\.text).joined() } == [text + "tail"])
  }
}
