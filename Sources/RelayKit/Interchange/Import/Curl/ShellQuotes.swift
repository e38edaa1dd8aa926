// Quotes, variables and escapes of bash.
extension ShellReader {
  mutating func singleQuotes() {
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "'"))
    append(bytes[position..<(end ?? bytes.count)])
    position = end.map { $0 + 1 } ?? bytes.count
    if end == nil { markUnfinished() }
  }

  mutating func doubleQuotes() {
    if word == nil { word = ShellWord() }
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "\"") { return }
      takeInDoubleQuotes(byte, closing: UInt8(ascii: "\""))
      appendPlain()
    }
    markUnfinished()
  }

  /// Most of a long text has no sign with a meaning; it is copied at once.
  mutating func appendPlain() {
    let end = bytes[position...].firstIndex { byte in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "$")
        || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "'")
    }
    append(bytes[position..<(end ?? bytes.count)])
    position = end ?? bytes.count
  }

  /// One byte of text in which variables count, already consumed.
  mutating func takeInDoubleQuotes(_ byte: UInt8, closing: UInt8?) {
    switch byte {
    case UInt8(ascii: "\\"):
      guard let next = peek() else { return append(byte) }
      if next == 0x0A {
        position += 1
      } else if next == UInt8(ascii: "$") || next == UInt8(ascii: "`") || next == byte || next == closing {
        position += 1
        append(next)
      } else {
        append(byte)
      }
    case UInt8(ascii: "$"):
      if peek() == UInt8(ascii: "(") {
        append(byte)
        substitution(until: UInt8(ascii: ")"))
      } else {
        variable()
      }
    case UInt8(ascii: "`"): substitution(until: byte)
    default: append(byte)
    }
  }

  /// Behind a `$` outside of quotes.
  mutating func dollar() {
    switch peek() {
    case UInt8(ascii: "'"):
      position += 1
      escapedQuotes()
    case UInt8(ascii: "\""):
      position += 1
      doubleQuotes()
    case UInt8(ascii: "("):
      append(UInt8(ascii: "$"))
      substitution(until: UInt8(ascii: ")"))
    default: variable()
    }
  }

  /// Behind a `$`: the name stays in the word, and is told.
  private mutating func variable() {
    append(UInt8(ascii: "$"))
    let isBraced = peek() == UInt8(ascii: "{")
    var name: [UInt8] = []
    var next = position + (isBraced ? 1 : 0)
    while next < bytes.count, Self.isNameSign(bytes[next]), name.count < 200 {
      name.append(bytes[next])
      next += 1
    }
    guard let first = name.first, !(0x30...0x39).contains(first) else { return }
    // What stands behind the name in braces is text like any other.
    while position < next {
      append(bytes[position])
      position += 1
    }
    let text = String(decoding: name, as: UTF8.self)
    if word?.variables.contains(text) == false, (word?.variables.count ?? 0) < 20 {
      word?.variables.append(text)
    }
  }

  private static func isNameSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The command in it is not run: its text stays.
  mutating func substitution(until end: UInt8) {
    if end == UInt8(ascii: "`") { append(end) }
    word?.hasSubstitution = true
    var depth = 0
    while let byte = peek() {
      position += 1
      append(byte)
      if byte == UInt8(ascii: "("), end != UInt8(ascii: "`") { depth += 1 }
      if byte == end {
        depth -= 1
        if depth <= 0 { return }
      }
    }
    markUnfinished()
  }

  // MARK: $'…'

  private mutating func escapedQuotes() {
    if word == nil { word = ShellWord() }
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "'") { return }
      if byte == UInt8(ascii: "\\"), peek() != nil { escapeSequence() } else { append(byte) }
      appendPlain()
    }
    markUnfinished()
  }

  private static let letters: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "a"): 0x07,
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "e"): 0x1B, UInt8(ascii: "E"): 0x1B, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "v"): 0x0B,
  ]

  private mutating func escapeSequence() {
    guard let byte = peek() else { return }
    position += 1
    switch byte {
    case UInt8(ascii: "x"):
      if let value = digits(upTo: 2, radix: 16) {
        append(UInt8(truncatingIfNeeded: value))
      } else {
        append(UInt8(ascii: "\\"))
        append(byte)
      }
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      append(UInt8(truncatingIfNeeded: digits(upTo: 3, radix: 8) ?? 0))
    case UInt8(ascii: "u"), UInt8(ascii: "U"): scalar(byte)
    case UInt8(ascii: "c"):
      guard let control = peek() else { return }
      position += 1
      append(control & 0x1F)
    default:
      if let value = Self.letters[byte] {
        append(value)
      } else {
        // Of others than quotes and the backslash both signs stay.
        if !"'\"\\?".utf8.contains(byte) { append(UInt8(ascii: "\\")) }
        append(byte)
      }
    }
  }

  /// Browsers write a scalar beyond the first plane as two halves.
  private mutating func scalar(_ letter: UInt8) {
    guard let value = digits(upTo: letter == UInt8(ascii: "u") ? 4 : 8, radix: 16) else {
      append(UInt8(ascii: "\\"))
      return append(letter)
    }
    var found = value
    if (0xD800..<0xDC00).contains(value), peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") {
      let resume = position
      position += 2
      if let low = digits(upTo: 4, radix: 16), (0xDC00..<0xE000).contains(low) {
        found = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      } else {
        position = resume
      }
    }
    for byte in String(Character(Unicode.Scalar(found) ?? "\u{FFFD}")).utf8 { append(byte) }
  }

  private mutating func digits(upTo count: Int, radix: UInt32) -> UInt32? {
    var value: UInt32?
    for _ in 0..<count {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else {
        break
      }
      value = (value ?? 0) &* radix &+ UInt32(digit)
      position += 1
    }
    return value
  }
}
