/// Strings and unquoted keys (https://spec.json5.org, sections 3 and 5).
extension JSON5Scanner {
  /// The string whose quote is at the cursor.
  mutating func string() throws(SourceProblem) -> String {
    let start = offset
    guard let quote = current else { throw unexpected("a string") }
    advance()
    var text: [UInt8] = []
    while true {
      guard let byte = current else { throw unclosed(start) }
      switch byte {
      case quote:
        advance()
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape().utf8
      case 0x0A, 0x0D: throw unclosed(start)
      default:
        text.append(byte)
        advance()
      }
    }
  }

  private mutating func unclosed(_ start: Int) -> SourceProblem {
    let line = position(of: start).line
    let end = isAtEnd ? "the file" : "line \(line)"
    return problem("This string is not closed before the end of \(end).", at: start)
  }

  /// What the escape at the cursor stands for; nothing for a line that continues.
  private mutating func escape() throws(SourceProblem) -> String {
    let start = offset
    advance()
    guard let (scalar, length) = scalar() else { throw problem("Found the end of the file after “\\”.") }
    let lineEnd = source.lineEnd(at: offset)
    if lineEnd > 0 {
      advance(by: lineEnd)
      return ""
    }
    advance(by: length)
    switch scalar {
    case "b": return "\u{08}"
    case "f": return "\u{0C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{0B}"
    case "x": return String(Character(try hexadecimal(digits: 2, escape: start)))
    case "u": return String(Character(try unicodeEscape(start)))
    case "\u{2028}", "\u{2029}": return ""
    case "0"..."9":
      guard scalar == "0", current.map({ $0 < 0x30 || $0 > 0x39 }) ?? true else {
        throw problem("“\\” before a digit is no escape; write \\x and two hexadecimal digits.", at: start)
      }
      return "\0"
    default: return String(Character(scalar))
    }
  }

  /// A scalar of `\u` and four digits, or of two of them that make one; the cursor is after the `u`.
  private mutating func unicodeEscape(_ start: Int) throws(SourceProblem) -> Unicode.Scalar {
    let first = try codeUnit(escape: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, current == UInt8(ascii: "\\"), byte(1) == UInt8(ascii: "u") {
      advance(by: 2)
      let second = try codeUnit(escape: start)
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw problem(
      "“\\u\(first.hexadecimal(digits: 4))” is half of a pair and stands for nothing alone.", at: start)
  }

  private mutating func codeUnit(escape start: Int) throws(SourceProblem) -> UInt32 {
    try hexadecimalValue(digits: 4, escape: start)
  }

  private mutating func hexadecimal(digits: Int, escape start: Int) throws(SourceProblem) -> Unicode.Scalar {
    Unicode.Scalar(try hexadecimalValue(digits: digits, escape: start)) ?? "\u{FFFD}"
  }

  private mutating func hexadecimalValue(digits: Int, escape start: Int) throws(SourceProblem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        let letter = digits == 2 ? "x" : "u"
        throw problem("“\\\(letter)” needs \(digits) hexadecimal digits after it.", at: start)
      }
      value = value << 4 | UInt32(digit)
      advance()
    }
    return value
  }

  // MARK: Unquoted keys

  mutating func identifier(opening: Int) throws(SourceProblem) -> String {
    var name = String.UnicodeScalarView()
    while let (scalar, length) = scalar() {
      let start = offset
      var part = scalar
      if scalar == "\\" {
        advance()
        guard take("u") else {
          throw problem("Only “\\u” and four digits may stand in an unquoted key.", at: start)
        }
        part = try unicodeEscape(start)
      }
      guard name.isEmpty ? Identifier.isStart(part) : Identifier.isPart(part) else {
        if scalar != "\\" { break }
        throw problem("This character may not stand in an unquoted key; put the key in quotes.", at: start)
      }
      if scalar != "\\" { advance(by: length) }
      name.append(part)
    }
    if name.isEmpty { throw unexpected("a key or “}”", opening: opening) }
    return String(name)
  }
}

/// IdentifierName of ECMAScript 5.1, section 7.6.
enum Identifier {
  static func isStart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar == "$" || scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
      return true
    default: return false
    }
  }

  static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    if isStart(scalar) { return true }
    if scalar.isASCII { return ("0"..."9").contains(scalar) }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return true
    default: return scalar == "\u{200C}" || scalar == "\u{200D}"
    }
  }
}
