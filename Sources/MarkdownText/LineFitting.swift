import TerminalUI

/// Widths and wrapping of styled text: the one place where text meets columns.
enum LineFitting {
  /// Cells that `text` takes in one line.
  static func width(_ text: String) -> Int {
    text.reduce(0) { $0 + width($1) }
  }

  static func width(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + width($1.text) } }

  /// Breaks at spaces and between wide glyphs, within a word only where it is too long; line
  /// feeds break always.
  static func wrap(_ spans: [Span], columns: Int) -> [StyledLine] {
    fit(spans, columns: columns, atWords: true)
  }

  /// Breaks exactly at `columns`, as code needs it.
  static func breakHard(_ spans: [Span], columns: Int) -> [StyledLine] {
    fit(spans, columns: columns, atWords: false)
  }

  private struct Glyph {
    var character: Character
    var style: Style
    var width: Int
  }

  private static func fit(_ spans: [Span], columns: Int, atWords: Bool) -> [StyledLine] {
    let columns = max(1, columns)
    if isShortPlainLine(spans, columns: columns) { return [joined(spans)] }
    var lines: [StyledLine] = []
    var line: [Glyph] = []
    var used = 0
    /// How much of `line` may stay when the line overflows.
    var breakAt = 0
    func close(_ glyphs: some Sequence<Glyph>) { lines.append(merge(glyphs)) }
    for span in spans {
      for character in span.text {
        if character.isNewline, character != "\u{0B}", character != "\u{0C}" {
          close(line)
          line = []
          (used, breakAt) = (0, 0)
          continue
        }
        let glyph = Glyph(character: character, style: span.style, width: width(character))
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

  private static func merge(_ glyphs: some Sequence<Glyph>) -> StyledLine {
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

  static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    let value = scalar.value
    if value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
