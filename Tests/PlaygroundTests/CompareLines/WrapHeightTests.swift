import SeededRandom
import TerminalUI
import Testing

@testable import Playground

struct WrapHeightTests {
  private static let parts = [
    "a", "word", " ", "  ", "longer", "averyverylongwordthatdoesnotfit", "\n", "[-", "-]", "\t", "长江", "é",
    "\r\n", "e\u{301}",
  ]

  @Test(arguments: [true, false])
  func countedLinesAreThoseThatWrappingMakes(atWords: Bool) {
    var random = SplitMix(seed: 11)
    for round in 0..<3000 {
      // Two thirds are plain, which is the counted way.
      let parts = round % 3 == 0 ? Self.parts[...] : Self.parts[..<9]
      let spans = (0..<Int.random(in: 0...4, using: &random)).map { index in
        let words = (0..<Int.random(in: 0...8, using: &random)).map { _ in
          parts.randomElement(using: &random) ?? ""
        }
        return Span(words.joined(), Style(index % 2 == 0 ? .text : .muted))
      }
      let columns = Int.random(in: 1...20, using: &random)
      let lines =
        atWords ? TextWrapper.wrap(spans, columns: columns) : TextWrapper.breakHard(spans, columns: columns)
      #expect(
        WrapHeight.lines(spans, columns: columns, atWords: atWords) == lines.count,
        "\(spans.map(\.text)) \(columns)")
    }
  }
}
