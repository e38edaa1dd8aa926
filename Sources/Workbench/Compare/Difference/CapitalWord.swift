/// A word that begins with a capital letter, as names do.
struct CapitalWord {
  private(set) var range: Range<Int>
  /// Has more capitals or digits, such as `WebSocket`, `SSE` or `GPT-4`: a name also where a sentence begins.
  private(set) var isDistinct = false
  /// Ends with `'s`, which is not part of the name.
  private(set) var isPossessive = false

  var nameEnd: Int { range.upperBound - (isPossessive ? possessiveLength : 0) }
  private var possessiveLength = 2

  init?(_ bytes: [UInt8], at start: Int, end: Int) {
    guard start < end, Self.isCapital(bytes, start) else { return nil }
    var at = min(end, start + ScalarReader.length(bytes[start]))
    while at < end {
      let byte = bytes[at]
      if (0x61...0x7A).contains(byte) {
        at += 1
      } else if (0x41...0x5A).contains(byte) || DecimalNumber.isDigit(byte) {
        isDistinct = true
        at += 1
      } else if Self.isLatinLetter(bytes, at) {
        at += ScalarReader.length(byte)
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_"), at + 1 < end,
        Self.isLetter(bytes, at + 1)
      {
        at += 1
      } else if byte == UInt8(ascii: "."), DecimalNumber.isDigit(bytes[at - 1]), at + 1 < end,
        DecimalNumber.isDigit(bytes[at + 1])
      {
        at += 1
      } else {
        break
      }
    }
    range = start..<at
    if at + 1 < end, bytes[at] == UInt8(ascii: "'"), bytes[at + 1] == UInt8(ascii: "s") {
      (isPossessive, possessiveLength) = (true, 2)
    } else if at + 3 < end, bytes[at] == 0xE2, bytes[at + 1] == 0x80, bytes[at + 2] == 0x99,
      bytes[at + 3] == UInt8(ascii: "s")
    {
      (isPossessive, possessiveLength) = (true, 4)
    }
    if isPossessive { range = start..<(at + possessiveLength) }
    // Behind a letter it is the middle of a word.
    if start > 0,
      Self.isLatinLetter(bytes, start - 1)
        || (WordScanner.isLetter(bytes[start - 1]) && bytes[start - 1] < 0x80)
    {
      return nil
    }
  }

  private static func isLetter(_ bytes: [UInt8], _ place: Int) -> Bool {
    bytes[place] < 0x80 ? WordScanner.isLetter(bytes[place]) : isLatinLetter(bytes, place)
  }

  /// Letters beyond ASCII that have cases: Latin, Greek, Cyrillic.
  private static func isLatinLetter(_ bytes: [UInt8], _ place: Int) -> Bool {
    guard (0xC3...0xD4).contains(bytes[place]) else { return false }
    return ScalarReader.scalar(bytes, at: place).properties.isAlphabetic
  }

  private static func isCapital(_ bytes: [UInt8], _ place: Int) -> Bool {
    if bytes[place] < 0x80 { return (0x41...0x5A).contains(bytes[place]) }
    return isLatinLetter(bytes, place) && ScalarReader.scalar(bytes, at: place).properties.isUppercase
  }

  private static let common: Set<String> = [
    "a", "an", "the", "i", "in", "on", "at", "it", "its", "if", "is", "are", "this", "that", "these", "those",
    "when",
    "where", "while", "for", "from", "to", "of", "by", "with", "use", "and", "or", "but", "so", "as", "you",
    "we",
    "he", "she", "they", "your", "my", "our", "there", "here", "both", "each", "no", "not", "yes", "what",
    "why", "how",
    "der", "die", "das", "ein", "eine", "im", "am", "bei", "mit", "und", "oder", "es", "er", "sie", "wenn",
    "für",
    "ja", "nein", "wir", "ich", "dies", "diese",
  ]

  /// Words that are capitalised for their place and are no part of a name.
  func isCommon(_ bytes: [UInt8]) -> Bool {
    if isDistinct && range.count > 1 { return false }
    return range.count == 1 || Self.common.contains(FactScanner.key(bytes[range.lowerBound..<nameEnd]))
  }
}
