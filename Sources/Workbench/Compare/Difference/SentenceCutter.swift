/// Divides prose into sentences or lines; the parts together are the text.
enum SentenceCutter {
  /// A part never gets longer than this many bytes, so that no part costs more than a moment.
  static let longest = 16_384

  /// Lines with their ends.
  static func lines(_ bytes: [UInt8], in range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    for index in range where bytes[index] == 0x0A {
      add(start..<(index + 1), bytes, to: &parts)
      start = index + 1
    }
    add(start..<range.upperBound, bytes, to: &parts)
    return parts
  }

  /// Sentences with the blanks and empty lines behind them.
  static func sentences(_ bytes: [UInt8], in range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var lineStart = start
    var index = start
    // Empty lines before the first sentence belong to it.
    while index < range.upperBound, isBlank(bytes[index]) {
      index += 1
      if bytes[index - 1] == 0x0A { lineStart = index }
    }
    while index < range.upperBound {
      let byte = bytes[index]
      var end: Int?
      if byte == 0x0A {
        end = endOfBlanks(bytes, index, range.upperBound)
        if let next = end, next < range.upperBound, isContinued(bytes, lineStart..<index, next) { end = nil }
      } else if let sign = endOfSign(bytes, index, range, lineStart: lineStart) {
        end = endOfBlanks(bytes, sign, range.upperBound)
      }
      if let end {
        add(start..<end, bytes, to: &parts)
        if bytes[start..<end].contains(0x0A) { lineStart = lastLineStart(bytes, end) }
        (start, index) = (end, end)
      } else {
        index += 1
        if byte == 0x0A { lineStart = index }
      }
    }
    add(start..<range.upperBound, bytes, to: &parts)
    return parts
  }

  // MARK: Lines

  /// Whether a line end is only a wrapped paragraph: the next line goes on with a small letter.
  private static func isContinued(_ bytes: [UInt8], _ line: Range<Int>, _ next: Int) -> Bool {
    guard (0x61...0x7A).contains(bytes[next]), bytes[next - 1] == 0x0A,
      bytes[line.upperBound..<next].count <= 2,
      let last = bytes[line].last(where: { !isBlank($0) }), let first = bytes[line].first
    else { return false }
    return ![UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(last)
      && first != UInt8(ascii: "#") && first != UInt8(ascii: "|")
  }

  /// The indent of the next line belongs to that line.
  private static func endOfBlanks(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var index = start
    var last = start
    while index < end, isBlank(bytes[index]) {
      index += 1
      if bytes[index - 1] == 0x0A { last = index }
    }
    return last > start && index < end ? last : index
  }

  private static func lastLineStart(_ bytes: [UInt8], _ end: Int) -> Int {
    var start = end
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    return start
  }

  // MARK: Ends of sentences

  /// Behind the signs that end a sentence at `index`; `nil` where none ends.
  private static func endOfSign(
    _ bytes: [UInt8], _ index: Int, _ range: Range<Int>, lineStart: Int
  ) -> Int? {
    if let wide = wideSign(bytes, index, range.upperBound) {
      return afterClosing(bytes, index + wide, range.upperBound)
    }
    let byte = bytes[index]
    guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") else {
      return nil
    }
    let end = afterClosing(bytes, index + 1, range.upperBound)
    guard end < range.upperBound, isBlank(bytes[end]) else { return nil }
    var next = end
    while next < range.upperBound, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
    if next < range.upperBound, (0x61...0x7A).contains(bytes[next]) { return nil }
    if bytes[end - 1] == UInt8(ascii: "*"), isLabel(bytes, lineStart..<end) { return nil }
    return byte == UInt8(ascii: ".") && isAbbreviation(bytes, index, lineStart, range) ? nil : end
  }

  /// `- **Direction.**` belongs to the sentence behind it.
  private static func isLabel(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count < 48, let first = bytes[range].firstIndex(where: { !isBlank($0) }),
      first + 1 < range.upperBound
    else { return false }
    let isItem =
      bytes[first + 1] == 0x20
      && [UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+")].contains(bytes[first])
    return isItem || (0x30...0x39).contains(bytes[first])
  }

  /// The signs of Chinese and Japanese need no blank behind them.
  private static func wideSign(_ bytes: [UInt8], _ index: Int, _ end: Int) -> Int? {
    guard index + 2 < end else { return nil }
    switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
    case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F): return 3
    default: return nil
    }
  }

  /// More signs of the same kind, quotation marks, brackets and markup belong to the sentence that they close.
  private static func afterClosing(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
        UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "*"), UInt8(ascii: "`"):
        index += 1
      case 0xE2
      where index + 2 < end && bytes[index + 1] == 0x80 && [0x99, 0x9D, 0x9C].contains(bytes[index + 2]):
        index += 3
      case 0xE3
      where index + 2 < end && bytes[index + 1] == 0x80 && [0x82, 0x8D, 0x8F].contains(bytes[index + 2]):
        index += 3
      case 0xEF
      where index + 2 < end && bytes[index + 1] == 0xBC && [0x81, 0x89, 0x9F].contains(bytes[index + 2]):
        index += 3
      default: return index
      }
    }
    return index
  }

  private static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "nr", "fig", "approx", "bzw", "ca", "vgl", "bsp",
    "evtl",
  ]

  /// Whether a point belongs to the word before it: numbers of lists, ordinals, initials, short forms.
  private static func isAbbreviation(
    _ bytes: [UInt8], _ point: Int, _ lineStart: Int, _ range: Range<Int>
  ) -> Bool {
    var start = point
    while start > range.lowerBound, start > point - 12,
      WordScanner.isLetter(bytes[start - 1]) || bytes[start - 1] >= 0x80
    {
      start -= 1
    }
    let word = bytes[start..<point]
    if word.isEmpty { return false }
    if word.allSatisfy({ (0x30...0x39).contains($0) }) {
      let isFirst = bytes[max(lineStart, range.lowerBound)..<start].allSatisfy { isBlank($0) }
      return word.count <= 2 || isFirst
    }
    if word.count == 1 { return true }
    return abbreviations.contains(String(decoding: word, as: UTF8.self).lowercased())
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func add(_ part: Range<Int>, _ bytes: [UInt8], to parts: inout [Range<Int>]) {
    var start = part.lowerBound
    while part.upperBound - start > longest {
      var end = start + longest
      // At a blank if there is one, never inside a scalar.
      if let blank = bytes[(end - longest / 2)..<end].lastIndex(of: 0x20) {
        end = blank + 1
      } else {
        while end > start + 1, bytes[end] & 0xC0 == 0x80 { end -= 1 }
      }
      parts.append(start..<end)
      start = end
    }
    if start < part.upperBound { parts.append(start..<part.upperBound) }
  }
}
