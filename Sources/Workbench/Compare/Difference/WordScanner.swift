/// Finds the words of a text by their meaning for a comparison: case, markup and punctuation do not count; signs
/// that change a meaning (`%`, `$`, `<`, `?`) do. Scripts without blanks are divided into single letters.
struct WordScanner {
  /// A word: its bytes, and a number that words of the same letters share.
  struct Word {
    var hash: UInt64
    var range: Range<Int>
    /// Short words are in every text and tell little.
    var isTelling: Bool
  }

  private let bytes: [UInt8]
  private let end: Int
  private var at: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    (at, end) = (range.lowerBound, range.upperBound)
  }

  mutating func next() -> Word? {
    while at < end {
      let start = at
      let sort = take()
      switch sort {
      case .none: continue
      case .alone:
        var hash = WordHash()
        for index in start..<at { hash.add(bytes[index]) }
        return Word(hash: hash.value, range: start..<at, isTelling: at - start > 1)
      case .letter: return word(from: start)
      }
    }
    return nil
  }

  private enum Sort { case none, alone, letter }

  private mutating func word(from start: Int) -> Word {
    var hash = WordHash()
    if start > 0, bytes[start - 1] == UInt8(ascii: "-"), isMinus(start - 1) { hash.add(UInt8(ascii: "-")) }
    hash.add(folding: bytes, start..<at)
    while at < end {
      let before = at
      if joins(before) {
        at += bytes[before] == 0xE2 ? 3 : 1
        hash.add(bytes[before] == 0xE2 ? UInt8(ascii: "'") : bytes[before])
        continue
      }
      guard take() == .letter else {
        at = before
        break
      }
      hash.add(folding: bytes, before..<at)
    }
    let isTelling = at - start > 3 || (0x30...0x39).contains(bytes[start])
    return Word(hash: hash.value, range: start..<at, isTelling: isTelling)
  }

  /// A minus sign stands before a digit and behind a blank or an opening sign.
  private func isMinus(_ place: Int) -> Bool {
    guard place + 1 < end, (0x30...0x39).contains(bytes[place + 1]) else { return false }
    return place == 0 || bytes[place - 1] <= 0x20 || bytes[place - 1] == UInt8(ascii: "(")
  }

  /// Signs inside a word: `3.5`, `don't`, `max_tokens`.
  private func joins(_ place: Int) -> Bool {
    guard place > 0 else { return false }
    let before = bytes[place - 1]
    func follows(_ offset: Int, _ isWanted: (UInt8) -> Bool) -> Bool {
      place + offset < end && isWanted(bytes[place + offset])
    }
    switch bytes[place] {
    case UInt8(ascii: "."), UInt8(ascii: ","):
      return Self.isDigit(before) && follows(1, Self.isDigit)
    case UInt8(ascii: "_"), UInt8(ascii: "'"):
      return Self.isLetter(before) && follows(1, Self.isLetter)
    case 0xE2:  // the typographic apostrophe
      guard follows(1, { $0 == 0x80 }), follows(2, { $0 == 0x99 }) else { return false }
      return Self.isLetter(before) && follows(3, Self.isLetter)
    default: return false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte >= 0xC3
  }

  /// Takes one scalar.
  private mutating func take() -> Sort {
    let byte = bytes[at]
    if byte < 0x80 {
      at += 1
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return .letter
      case UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="),
        UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "^"), UInt8(ascii: "?"):
        return .alone
      default: return .none
      }
    }
    let scalar = ScalarReader.scalar(bytes, at: at)
    at = min(end, at + ScalarReader.length(byte))
    return Self.sort(scalar)
  }

  private static func sort(_ scalar: Unicode.Scalar) -> Sort {
    switch scalar.value {
    case 0xC0..<0x250 where scalar.value != 0xD7 && scalar.value != 0xF7: return .letter
    case 0x2010...0x2027, 0x3000...0x3004, 0x3008...0x3020: return .none
    case 0xE00...0xE7F, 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: return .alone
    case 0xFF1F: return .alone
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
      return .letter
    case .currencySymbol, .mathSymbol: return .alone
    default: return .none
    }
  }
}

/// Scalars in bytes that are known to be valid UTF-8.
enum ScalarReader {
  static func length(_ lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

  static func scalar(_ bytes: [UInt8], at place: Int) -> Unicode.Scalar {
    let lead = UInt32(bytes[place])
    func tail(_ offset: Int) -> UInt32 {
      place + offset < bytes.count ? UInt32(bytes[place + offset]) & 0x3F : 0
    }
    let value: UInt32
    switch lead {
    case ..<0x80: value = lead
    case ..<0xE0: value = (lead & 0x1F) << 6 | tail(1)
    case ..<0xF0: value = (lead & 0x0F) << 12 | tail(1) << 6 | tail(2)
    default: value = (lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}

/// The FNV-1a hash with a last mixing step. It only finds candidates quickly; what is called the same is
/// compared byte by byte.
struct WordHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Adds a scalar in lower case.
  mutating func add(folding bytes: [UInt8], _ range: Range<Int>) {
    let lead = bytes[range.lowerBound]
    if lead < 0x80 { return add((0x41...0x5A).contains(lead) ? lead | 0x20 : lead) }
    let scalar = ScalarReader.scalar(bytes, at: range.lowerBound)
    guard scalar.properties.changesWhenLowercased else {
      for index in range { add(bytes[index]) }
      return
    }
    for byte in scalar.properties.lowercaseMapping.utf8 { add(byte) }
  }

  var value: UInt64 {
    let mixed = (state ^ (state >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 32)
  }
}
