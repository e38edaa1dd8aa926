/// One drawable unit: a spacing scalar with at most four marks, as every terminal draws it alike.
package struct Glyph: Sendable, Hashable {
  package var text: String
  /// Cells: 1 or 2.
  package var width: Int
}

/// Turns outside text into glyphs. Nothing that could drive or confuse a terminal passes: control
/// characters become visible signs, direction marks and joiners vanish, what differs between terminals
/// (emoji presentation, skin tones, joined families) is reduced to what all of them agree on.
package enum Glyphs {
  private static let ascii: [String] = (0..<128).map { value in
    if value == 9 { return " " }
    if value < 0x20 { return String(UnicodeScalar(0x2400 + UInt32(value)) ?? "?") }
    return value == 0x7F ? "\u{2421}" : String(UnicodeScalar(UInt8(value)))
  }

  /// The glyph of an ASCII byte.
  static func ascii(_ byte: UInt8) -> String { ascii[Int(byte & 0x7F)] }

  /// Calls `body` with each glyph of `text`, in order.
  @inline(__always)
  package static func forEach(in text: some StringProtocol, _ body: (String, Int) -> Void) {
    for character in text {
      if let byte = character.asciiValue {
        // CR LF is one character with a value of LF; a line end that gets here is drawn as a space.
        if byte == 10 || byte == 13 { body(" ", 1) } else { body(ascii(byte), 1) }
      } else {
        forEach(in: character, body)
      }
    }
  }

  package static func forEach(in character: Character, _ body: (String, Int) -> Void) {
    if let byte = character.asciiValue { return body(ascii(byte), 1) }
    var base = ""
    var width = 0
    var marks = 0
    var joined = false
    for scalar in character.unicodeScalars {
      if isDropped(scalar) {
        if scalar.value == 0x200D { joined = true }
        continue
      }
      if joined { continue }
      let cells = ScalarWidth.of(scalar)
      if cells == 0 {
        guard marks < 4, !base.isEmpty else { continue }
        base.unicodeScalars.append(scalar)
        marks += 1
        continue
      }
      if !base.isEmpty { body(base, width) }
      marks = 0
      if cells < 0 {
        let value = scalar.value
        base = value < 0x20 ? ascii(UInt8(value)) : "\u{FFFD}"
        width = 1
      } else {
        base = String(scalar)
        width = cells
      }
    }
    if !base.isEmpty { body(base, width) }
  }

  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2028, 0x2029, 0x2060...0x2069, 0xFE0E, 0xFE0F, 0xFEFF,
      0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }

  /// Cells that `text` takes on one line.
  package static func width(_ text: String) -> Int {
    var text = text
    let plain = text.withUTF8 { bytes in bytes.allSatisfy { $0 < 0x80 } ? bytes.count : -1 }
    if plain >= 0 { return plain }
    var total = 0
    forEach(in: text) { total += $1 }
    return total
  }

  package static func width(_ character: Character) -> Int {
    if character.isASCII { return 1 }
    var total = 0
    forEach(in: character) { total += $1 }
    return total
  }

  package static func width(_ spans: StyledLine) -> Int { spans.reduce(0) { $0 + width($1.text) } }

  /// `text` cut to `columns` cells; a cut is marked with an ellipsis.
  package static func fitted(_ text: String, columns: Int) -> String {
    if width(text) <= columns { return text }
    guard columns > 0 else { return "" }
    var (kept, used) = ("", 0)
    for character in text {
      let cells = width(character)
      if used + cells > columns - 1 { break }
      kept.append(character)
      used += cells
    }
    return kept + "…"
  }

  /// `text` filled with spaces to `columns` cells, or cut.
  package static func padded(_ text: String, columns: Int) -> String {
    let fitted = fitted(text, columns: columns)
    return fitted + String(repeating: " ", count: max(0, columns - width(fitted)))
  }
}
