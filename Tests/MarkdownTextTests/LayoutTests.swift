@testable import MarkdownText
import TerminalUI
import Testing

@Suite struct LayoutTests {
  @Test(arguments: [20, 40, 80]) func noLineIsWiderThanTheScreen(columns: Int) {
    let texts =
      Samples.all + [
        "漢字かな混じり文の長い段落がここにあります。改行はどこでもできます。", "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
        "averyveryveryverylongwordthatdoesnotfit and then more text to wrap around the line end",
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
    let lines = MarkdownLayout.lines(MarkdownDocument("# Title"), columns: 20)
    #expect(lines.map(\.spans) == [[Span("Title", Style(.heading, on: .base, [.bold, .underline]))]])
  }

  @Test func lists() {
    #expect(
      Samples.show("- a\n  - b\n- [x] c\n- [ ] d\n", 40) == ["• a", "  • b", "[x] c", "[ ] d"])
    #expect(Samples.show("9. a\n9. b\n", 40) == ["9. a", "10. b"])
    #expect(Samples.show("- one two three four five\n", 20) == ["• one two three four", "  five"])
    #expect(Samples.show("- a\n\n- b\n", 20) == ["• a", "", "• b"])
  }

  @Test func quotesAndRules() {
    #expect(
      Samples.show("> a\n> - b\n\n---", 20) == ["│ a", "│ ", "│ • b", "", String(repeating: "─", count: 20)])
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
    let lines = MarkdownLayout.lines(document, columns: 20)
    #expect(Samples.text(lines) == ["x", "", "1 swift", "let value = \"abcdefg", "hijklmno\""])
    #expect(lines.map(\.codeBlock) == [nil, nil, 1, 1, 1])
    #expect(lines[3].spans.first == Span("let", Style(.keyword, on: .panel)))
    #expect(
      document.codeBlocks == [
        CodeBlock(number: 1, language: "swift", source: "let value = \"abcdefghijklmno\"\n")
      ])
    #expect(lines[4].blockIndex == 1)
    #expect(lines[4].sourceRange == 3..<document.source.utf8.count)
  }

  @Test func codeIsNumberedThroughContainers() {
    let document = MarkdownDocument(
      "```\na\n```\n\n- x\n\n  ```js\n  b\n  ```\n\n> ~~~\n> c\n> ~~~\n\n    d\n")
    #expect(document.codeBlocks.map(\.number) == [1, 2, 3, 4])
    #expect(document.codeBlocks.map(\.source) == ["a\n", "b\n", "c\n", "d\n"])
  }

  @Test func linksAndImages() {
    #expect(
      Samples.show("[site](http://a.b) <http://c.d> www.e.f <g@h.i>", 80) == [
        "site (http://a.b) http://c.d www.e.f g@h.i"
      ])
    #expect(Samples.show("![a cat](http://a.b/c.png)", 80) == ["[image: a cat] http://a.b/c.png"])
    let data = "![p](data:image/png;base64," + String(repeating: "A", count: 1_600_000) + ")"
    #expect(Samples.show(data, 80) == ["[image: p] data:image/png, 1.2 MB"])
  }

  @Test func inlineLooks() {
    let lines = MarkdownLayout.lines(MarkdownDocument("**b** *i* ~~s~~ `c`"), columns: 80)
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
  }

  @Test func cacheLaysOutOnlyTheOpenBlock() {
    let cache = MarkdownLayoutCache()
    var document = MarkdownDocument()
    for number in 0..<20 { document.append("para \(number)\n\n") }
    _ = cache.lines(document, columns: 40)
    let before = cache.misses
    document.append("open")
    #expect(cache.lines(document, columns: 40) == MarkdownLayout.lines(document, columns: 40))
    #expect(cache.misses == before + 2)
    document.finish()
    #expect(cache.lines(document, columns: 40) == MarkdownLayout.lines(document, columns: 40))
    #expect(cache.misses == before + 2)
    _ = cache.lines(document, columns: 41)
    #expect(cache.misses == before + 2 + document.blocks.count)
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
