import TerminalUI
import Testing

struct GlyphTests {
  @Test func theEndOfATextTakesNoMoreCellsThanItMay() {
    #expect(Glyphs.ending(of: "a-name.png", columns: 4) == ".png")
    #expect(Glyphs.ending(of: "a", columns: 4) == "a" && Glyphs.ending(of: "", columns: 4) == "")
    // A wide sign is whole or not there.
    #expect(Glyphs.ending(of: "中文", columns: 3) == "文" && Glyphs.ending(of: "文", columns: 1) == "")
    #expect(Glyphs.ending(of: "abc", columns: 0) == "" && Glyphs.ending(of: "abc", columns: -2) == "")
  }

  @Test(arguments: [
    ("abc", 3), ("中文", 4), ("e\u{301}", 1), ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("❤\u{FE0F}", 1), ("🇺🇸", 2),
    ("\u{200B}", 0), ("\u{1B}", 1),
  ])
  func widths(text: String, cells: Int) { #expect(Glyphs.width(text) == cells) }

  @Test func cutTextFitsAndSaysSo() {
    #expect(Glyphs.fitted("abcdef", columns: 4) == "abc…")
    #expect(Glyphs.fitted("中文字", columns: 4) == "中…")
    #expect(Glyphs.padded("中", columns: 4) == "中  ")
  }

  @Test func everyRowIsFilledExactly() {
    var grid = Grid(size: Size(columns: 5, rows: 1))
    grid.write("ab中中", column: 0, row: 0)
    // The second ideograph would need a sixth cell.
    #expect(grid.text(row: 0) == "ab中")
    #expect(grid.cells.reduce(0) { $0 + Int($1.width) } == 5)
  }

  @Test func wrappingNeverPassesTheEdgeAndLosesNothing() {
    var seed: UInt64 = 7
    let alphabet: [Character] = ["a", "b", " ", "中", "😀", "e\u{301}", "-"]
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<60 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(alphabet[Int(seed >> 33) % alphabet.count])
      }
      let columns = 2 + Int(seed >> 40) % 20
      let lines = TextWrapper.wrap([Span(text)], columns: columns)
      for line in lines { #expect(Glyphs.width(line) <= columns) }
      let kept = lines.flatMap { $0 }.map(\.text).joined().filter { $0 != " " }
      #expect(kept == text.filter { $0 != " " })
    }
  }
}
