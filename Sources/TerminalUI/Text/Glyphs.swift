/// Turns outside text into glyphs. Nothing that could drive or confuse a terminal passes: control
/// characters become visible signs, direction marks and joiners vanish, what differs between terminals
/// (emoji presentation, skin tones, joined families) is reduced to what all of them agree on.
package enum Glyphs {
  /// Calls `body` with each glyph of `text` and its cells, in order.
  @inline(__always)
  package static func forEach(in text: String, _ body: (Glyph, Int) -> Void) {
    var text = text
    text.withUTF8 { bytes in scan(bytes) { glyph, width, _ in body(glyph, width) } }
  }

  /// Cells that `text` takes on one line.
  package static func width(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.count }
      var total = 0
      scan(bytes) { _, width, _ in total += width }
      return total
    }
  }

  package static func width(_ character: Character) -> Int {
    character.isASCII ? 1 : width(String(character))
  }

  package static func width(_ spans: StyledLine) -> Int { spans.reduce(0) { $0 + width($1.text) } }

  /// `text` cut to `columns` cells; a cut is marked with an ellipsis.
  package static func fitted(_ text: String, columns: Int) -> String {
    if text.utf8.count <= columns { return text }
    guard columns > 0 else { return "" }
    var text = text
    return text.withUTF8 { bytes in
      var used = 0
      var kept = 0
      scan(bytes) { _, width, end in
        used += width
        if used <= columns - 1 { kept = end }
      }
      if used <= columns { return String(decoding: bytes, as: UTF8.self) }
      return String(decoding: bytes[..<kept], as: UTF8.self) + "…"
    }
  }

  /// The longest ending of `text` that takes at most `columns` cells.
  package static func ending(of text: String, columns: Int) -> Substring {
    var start = text.endIndex
    var used = 0
    while start > text.startIndex {
      let before = text.index(before: start)
      used += width(text[before])
      guard used <= columns else { break }
      start = before
    }
    return text[start...]
  }

  /// `text` filled with spaces to `columns` cells, or cut.
  package static func padded(_ text: String, columns: Int) -> String {
    let fitted = fitted(text, columns: columns)
    return fitted + String(repeating: " ", count: max(0, columns - width(fitted)))
  }

  // MARK: Scanning

  /// Calls `body` with each glyph, its cells, and the offset behind the bytes that it came from. Plain runs are
  /// read scalar by scalar; only where clusters may be, Swift's own rules split them.
  @inline(__always)
  static func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Glyph, Int, Int) -> Void) {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      let next = at + 1 < bytes.count ? bytes[at + 1] : 0
      if byte < 0x80, next < 0x80 {
        // CR LF is one character.
        at += byte == 0x0D && next == 0x0A ? 2 : 1
        body(ascii(byte), 1, at)
        continue
      }
      let scalar = decode(bytes, at)
      let end = at + length(of: byte)
      if isPlain(scalar), end == bytes.count || isPlain(decode(bytes, end)) {
        at = end
        let width = scalar.value < 0x80 ? 1 : ScalarWidth.of(scalar)
        if width > 0 {
          body(scalar.value < 0x80 ? ascii(byte) : Glyph(scalar), width, at)
        } else if width < 0 {
          body(Glyph("\u{FFFD}"), 1, at)
        }
        continue
      }
      let limit = endOfRun(bytes, at)
      scanClusters(bytes, at..<limit, body)
      at = limit
    }
  }

  /// The end of the part that must be split by the rules for clusters: between two plain scalars.
  private static func endOfRun(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start + length(of: bytes[start])
    var beforeIsPlain = false
    while at < bytes.count {
      let isPlain = isPlain(decode(bytes, at))
      if isPlain, beforeIsPlain { return at }
      beforeIsPlain = isPlain
      at += length(of: bytes[at])
    }
    return at
  }

  private static func scanClusters(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Glyph, Int, Int) -> Void
  ) {
    var at = range.lowerBound
    for character in String(decoding: bytes[range], as: UTF8.self) {
      at += character.utf8.count
      reduce(character) { glyph, width in body(glyph, width, at) }
    }
  }

  /// A cluster as the glyphs that every terminal draws alike.
  private static func reduce(_ character: Character, _ body: (Glyph, Int) -> Void) {
    if let byte = character.asciiValue { return body(ascii(byte), 1) }
    var base: Unicode.Scalar?
    var width = 0
    var marks: [Unicode.Scalar] = []
    var isJoined = false
    for scalar in character.unicodeScalars {
      if isDropped(scalar) {
        if scalar.value == 0x200D { isJoined = true }
        continue
      }
      if isJoined { continue }
      let cells = ScalarWidth.of(scalar)
      if cells == 0 {
        if marks.count < 4, base != nil { marks.append(scalar) }
        continue
      }
      if let base { body(Glyph(base, marks: marks), width) }
      marks = []
      base = cells < 0 ? (scalar.value < 0x20 ? control(UInt8(scalar.value)) : "\u{FFFD}") : scalar
      width = max(1, cells)
    }
    if let base { body(Glyph(base, marks: marks), width) }
  }

  // MARK: Scalars

  private static let asciiGlyphs: [Glyph] = (0..<128).map { value in
    let byte = UInt8(value)
    // A line end or tab that gets as far as a cell is drawn as a space.
    if byte == 0x09 || byte == 0x0A || byte == 0x0D { return .blank }
    return Glyph(byte < 0x20 || byte == 0x7F ? control(byte) : Unicode.Scalar(byte))
  }

  @inline(__always)
  private static func ascii(_ byte: UInt8) -> Glyph { asciiGlyphs[Int(byte & 0x7F)] }

  /// The picture of a control character.
  private static func control(_ byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(byte == 0x7F ? 0x2421 : 0x2400 + UInt32(byte)) ?? "?"
  }

  @inline(__always)
  static func length(of lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

  /// The scalar at a place; strings hold valid UTF-8.
  @inline(__always)
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Unicode.Scalar {
    let lead = UInt32(bytes[at])
    func tail(_ offset: Int) -> UInt32 { at + offset < bytes.count ? UInt32(bytes[at + offset]) & 0x3F : 0 }
    let value: UInt32
    switch lead {
    case ..<0x80: value = lead
    case ..<0xE0: value = (lead & 0x1F) << 6 | tail(1)
    case ..<0xF0: value = (lead & 0x0F) << 12 | tail(1) << 6 | tail(2)
    default: value = (lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// Scalars that are a cluster of their own between others of this kind: no marks, no joiners, no
  /// regional indicators, no conjoining jamo, nothing that is dropped.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: true
    case 0xA1...0xAC, 0xAE...0x2FF, 0x370...0x482, 0x48A...0x52F: true
    case 0x2010...0x2027, 0x2030...0x205E, 0x2070...0x20CF, 0x2100...0x2BFF: true
    case 0x2E80...0x3029, 0x3030...0x3098, 0x309B...0x9FFF, 0xA000...0xA4CF: true
    case 0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFF01...0xFF9D: true
    case 0x1F300...0x1F3FA, 0x1F400...0x1FAFF, 0x20000...0x2FA1F: true
    default: false
    }
  }

  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2028, 0x2029, 0x2060...0x2069, 0xFE0E, 0xFE0F, 0xFEFF,
      0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
