/// Widths and wrapping of styled text: the one place where text meets columns.
package enum TextWrapper {
  /// Cells that `text` takes in one line.
  package static func width(_ text: String) -> Int {
    Glyphs.width(text)
  }

  package static func width(_ spans: [Span]) -> Int { Glyphs.width(spans) }

  /// Breaks at spaces and between wide glyphs, within a word only where it is too long; line
  /// feeds break always.
  package static func wrap(_ spans: [Span], columns: Int) -> [StyledLine] {
    fit(spans, columns: columns, atWords: true)
  }

  /// Breaks exactly at `columns`, as code needs it.
  package static func breakHard(_ spans: [Span], columns: Int) -> [StyledLine] {
    fit(spans, columns: columns, atWords: false)
  }

  private struct Placed {
    var character: Character
    var style: Style
    var width: Int
  }

  private static func fit(_ spans: [Span], columns: Int, atWords: Bool) -> [StyledLine] {
    let columns = max(1, columns)
    if isShortPlainLine(spans, columns: columns) { return [joined(spans)] }
    var lines: [StyledLine] = []
    var line: [Placed] = []
    var used = 0
    /// How much of `line` may stay when the line overflows.
    var breakAt = 0
    func close(_ glyphs: some Sequence<Placed>) { lines.append(merge(glyphs)) }
    for span in spans {
      for character in span.text {
        if character.isNewline, character != "\u{0B}", character != "\u{0C}" {
          close(line)
          line = []
          (used, breakAt) = (0, 0)
          continue
        }
        let glyph = Placed(
          character: character, style: span.style, width: character == "\t" ? 1 : Glyphs.width(character))
        let isSpace = character == " "
        if used + glyph.width > columns, !line.isEmpty {
          if isSpace, atWords {
            // The space that does not fit is the break.
            close(line)
            line = []
            (used, breakAt) = (0, 0)
            continue
          }
          if glyph.width == 2, atWords { breakAt = line.count }
          let cut = atWords && breakAt > 0 ? breakAt : line.count
          let kept = line[..<cut]
          let dropped = atWords ? kept.reversed().prefix { $0.character == " " }.count : 0
          close(kept.dropLast(dropped))
          line = Array(line[cut...])
          used = line.reduce(0) { $0 + $1.width }
          breakAt = 0
        }
        line.append(glyph)
        used += glyph.width
        if isSpace || glyph.width == 2 { breakAt = line.count }
      }
    }
    close(line)
    return lines
  }

  /// Whether the whole is ASCII without line ends that fits one line: most lines of code are.
  private static func isShortPlainLine(_ spans: [Span], columns: Int) -> Bool {
    var total = 0
    for span in spans {
      total += span.text.utf8.count
      if total > columns { return false }
    }
    return spans.allSatisfy { $0.text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
  }

  private static func joined(_ spans: [Span]) -> StyledLine {
    var line: StyledLine = []
    for span in spans where !span.text.isEmpty {
      if let last = line.indices.last, line[last].style == span.style {
        line[last].text += span.text
      } else {
        line.append(span)
      }
    }
    return line
  }

  private static func merge(_ glyphs: some Sequence<Placed>) -> StyledLine {
    var spans: StyledLine = []
    for glyph in glyphs {
      if let last = spans.indices.last, spans[last].style == glyph.style {
        spans[last].text.append(glyph.character)
      } else {
        spans.append(Span(String(glyph.character), glyph.style))
      }
    }
    return spans
  }
}
