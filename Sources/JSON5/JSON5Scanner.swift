/// A cursor over the bytes of a file: white space, comments, and what stands at a place, in words.
struct JSON5Scanner {
  let source: SourceText
  private(set) var offset: Int
  private var counter: PositionCounter
  private var bytes: [UInt8] { source.bytes }

  init(_ source: SourceText) {
    self.source = source
    counter = PositionCounter(source)
    offset = source.startsWithMark ? 3 : 0
  }

  var isAtEnd: Bool { offset >= source.bytes.count }
  var current: UInt8? { byte(0) }

  func byte(_ distance: Int) -> UInt8? {
    offset + distance < source.bytes.count ? source.bytes[offset + distance] : nil
  }

  mutating func advance(by count: Int = 1) { offset = min(offset + count, source.bytes.count) }

  /// Consumes this character if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  /// The scalar at the cursor, or further on. The text is known to be UTF-8.
  func scalar(at distance: Int = 0) -> (value: Unicode.Scalar, length: Int)? {
    guard let first = byte(distance) else { return nil }
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in 1..<length { value = value << 6 | UInt32(byte(distance + index) ?? 0) & 0x3F }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  // MARK: Problems

  mutating func position(of place: Int? = nil) -> SourcePosition {
    counter.position(of: place ?? offset, in: source)
  }

  mutating func problem(_ sentence: String, at place: Int? = nil) -> SourceProblem {
    source.problem(at: position(of: place), sentence)
  }

  /// - Parameter opening: the offset of the bracket that is still open, named when the file ends.
  mutating func unexpected(_ expectation: String, opening: Int? = nil) -> SourceProblem {
    var sentence = "Found \(found), expected \(expectation)."
    if isAtEnd, let opening {
      let bracket = Character(Unicode.Scalar(source.bytes[opening]))
      sentence += " The “\(bracket)” at \(position(of: opening)) is not closed."
    }
    return problem(sentence)
  }

  /// What stands at the cursor.
  private var found: String {
    guard let (scalar, _) = scalar() else { return "the end of the file" }
    if source.lineEnd(at: offset) > 0 { return "the end of the line" }
    let word = plainWord
    if word.unicodeScalars.count > 1 { return "“\(word.shownShort)”" }
    if Excerpt.shown(scalar) == scalar, scalar != "\t" { return "“\(Character(scalar))”" }
    return "the character U+" + scalar.value.hexadecimal(digits: 4)
  }

  /// The letters, digits, `_` and `$` at the cursor; empty when there are none.
  var plainWord: String {
    var end = 0
    while let (scalar, length) = scalar(at: end), Identifier.isPart(scalar) { end += length }
    return String(decoding: source.bytes[offset..<offset + end], as: UTF8.self)
  }

  /// Problems and positions need UTF-8, so this is known before anything is read.
  mutating func checkEncoding() throws(SourceProblem) {
    guard String(validating: source.bytes, as: UTF8.self) == nil else { return }
    var decoder = UTF8()
    var iterator = source.bytes.makeIterator()
    var place = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { place += UTF8.width(scalar) }
    throw problem("The file is not UTF-8 text: byte \(place + 1) cannot be read.", at: place)
  }

  // MARK: White space

  mutating func skipSpace() throws(SourceProblem) {
    while let byte = current {
      switch byte {
      case 0x09...0x0D, 0x20: offset += 1
      case UInt8(ascii: "/"): try comment()
      case 0x80...:
        guard let (scalar, length) = scalar(), Self.isSpace(scalar) else { return }
        offset += length
      default: return
      }
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0, 0x2028, 0x2029, 0xFEFF: true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }

  private mutating func comment() throws(SourceProblem) {
    switch byte(1) {
    case UInt8(ascii: "/"):
      while let (scalar, length) = scalar(), !["\n", "\r", "\u{2028}", "\u{2029}"].contains(scalar) {
        offset += length
      }
    case UInt8(ascii: "*"):
      let start = offset
      offset += 2
      while !(current == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) {
        guard !isAtEnd else { throw problem("This comment is not closed by “*/”.", at: start) }
        offset += 1
      }
      offset += 2
    default: throw problem("Found “/”, expected “//” or “/*”: a comment.")
    }
  }
}

extension UInt32 {
  /// Upper case, at least this many digits.
  func hexadecimal(digits: Int) -> String {
    let text = String(self, radix: 16, uppercase: true)
    return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
  }
}
