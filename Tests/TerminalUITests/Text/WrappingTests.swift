import SeededRandom
import TerminalUI
import Testing

/// The fast wrapper against one that takes a character at a time.
struct WrappingTests {
  private struct Placed {
    var character: Character
    var style: Style
    var width: Int
  }

  private static func simple(_ spans: [Span], columns: Int, atWords: Bool) -> [StyledLine] {
    var lines: [StyledLine] = []
    var line: [Placed] = []
    var breakAt = 0
    func close(_ placed: some Sequence<Placed>) {
      var spans: StyledLine = []
      for glyph in placed {
        if let last = spans.indices.last, spans[last].style == glyph.style {
          spans[last].text.append(glyph.character)
        } else {
          spans.append(Span(String(glyph.character), glyph.style))
        }
      }
      lines.append(spans)
    }
    for span in spans {
      for character in span.text {
        if character.isNewline, character != "\u{0B}", character != "\u{0C}" {
          close(line)
          (line, breakAt) = ([], 0)
          continue
        }
        let width = character == "\t" ? 1 : Glyphs.width(character)
        let used = line.reduce(0) { $0 + $1.width }
        if used + width > columns, !line.isEmpty {
          if character == " ", atWords {
            close(line)
            (line, breakAt) = ([], 0)
            continue
          }
          if width == 2, atWords { breakAt = line.count }
          let cut = atWords && breakAt > 0 ? breakAt : line.count
          let dropped = atWords ? line[..<cut].reversed().prefix { $0.character == " " }.count : 0
          close(line[..<(cut - dropped)])
          line = Array(line[cut...])
          breakAt = 0
          if line.reduce(0, { $0 + $1.width }) + width > columns, !line.isEmpty {
            close(line)
            line = []
          }
        }
        line.append(Placed(character: character, style: span.style, width: width))
        if character == " " || width == 2 { breakAt = line.count }
      }
    }
    close(line)
    return lines
  }

  @Test(arguments: 1...60)
  func fastAndSimpleAgree(seed: Int) {
    var dice = SplitMix(seed: UInt64(seed) &* 977)
    let pieces = [
      "a", "bc", " ", "  ", "word ", "中", "文字", "e\u{301}", "👍🏽", "👨‍👩‍👧", "🇺🇸", "-", "\n", "\r\n", "é", "→", "│",
      "\u{7}",
      "ж", "한", "\u{1100}\u{1161}", "ａ", "\u{200B}", "\t", "longerthanaline",
    ]
    let styles = [Style(), Style(.accent), Style(.text, on: .panel)]
    for _ in 0..<20 {
      let spans = (0..<Int.random(in: 1...4, using: &dice)).map { _ in
        let text = (0..<Int.random(in: 0...20, using: &dice)).map { _ in
          pieces[Int.random(in: 0..<pieces.count, using: &dice)]
        }
        return Span(text.joined(), styles[Int.random(in: 0..<3, using: &dice)])
      }
      let columns = Int.random(in: 1...25, using: &dice)
      // Marks at the beginning of a span would join the span before: the simple way does not know that.
      for atWords in [true, false] {
        let fast =
          atWords ? TextWrapper.wrap(spans, columns: columns) : TextWrapper.breakHard(spans, columns: columns)
        let simple = Self.simple(spans, columns: columns, atWords: atWords)
        if fast != simple {
          Issue.record(
            "\(spans.map(\.text)) at \(columns): \(fast.map { $0.map(\.text) }) and \(simple.map { $0.map(\.text) })"
          )
        }
      }
    }
  }

  @Test func glyphsEqualTheirCharacters() {
    var dice = SplitMix(seed: 5)
    let pieces = [
      "a", " ", "中", "e\u{301}", "👍🏽", "👨‍👩‍👧", "🇺🇸", "\n", "\r\n", "é", "│", "\u{7}", "한",
      "\u{1100}\u{1161}\u{11A8}",
      "\u{200B}", "\u{202E}", "❤\u{FE0F}", "1\u{FE0F}\u{20E3}", "हिन्दी", "\u{1FAE8}", "ﬁ", "\u{0}",
    ]
    for _ in 0..<500 {
      let text = (0..<12).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &dice)] }.joined()
      var whole: [Glyph] = []
      var cells = 0
      Glyphs.forEach(in: text) { glyph, width in
        whole.append(glyph)
        cells += width
      }
      var parts: [Glyph] = []
      for character in text { Glyphs.forEach(in: String(character)) { glyph, _ in parts.append(glyph) } }
      #expect(whole == parts, "\(text.unicodeScalars.map(\.value))")
      #expect(cells == Glyphs.width(text))
      let codes = whole.flatMap(\.scalars).map(\.value)
      #expect(!codes.contains { $0 < 0x20 || (0x7F..<0xA0).contains($0) || $0 == 0x202E || $0 == 0x200B })
    }
  }
}
