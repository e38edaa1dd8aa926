/// Text that means nothing but itself: where a parsed text ends with some of it and more comes, the last block is the
/// same with more text, and nothing need be parsed. Most of what a model writes is such text.
struct InertText {
  /// The block as it was parsed.
  private let base: MarkdownBlock
  /// Where in the open text the base ends; spaces behind it are not in its text.
  private let baseEnd: Int
  /// Bytes up to here are known to mean nothing.
  private var checked: Int

  /// - Parameters:
  ///   - base: the last block of the open text, all of which was parsed.
  ///   - bytes: the open text.
  init?(after base: MarkdownBlock?, _ bytes: [UInt8]) {
    guard let base, case .paragraph(let runs) = base.content, runs.last?.traits == [] else { return nil }
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
    // The last word must mean nothing as a whole: more letters might make it an address.
    var word = end
    while word > 0, Self.isInert[Int(bytes[word - 1])], bytes[word - 1] != 0x20 { word -= 1 }
    guard word < end, word == 0 || bytes[word - 1] == 0x20 || bytes[word - 1] == 0x0A else { return nil }
    guard Self.hasText(bytes, before: end < bytes.count ? bytes.count : word) else { return nil }
    self.base = base
    baseEnd = end
    checked = word
    guard isInert(bytes) else { return nil }
  }

  /// Whether a word with a space behind it stands before on the same line: no block can begin on that line any more.
  private static func hasText(_ bytes: [UInt8], before end: Int) -> Bool {
    var at = end
    var isWhole = false
    while at > 0, bytes[at - 1] != 0x0A, end - at < 128 {
      at -= 1
      let byte = bytes[at]
      if byte == 0x20 { isWhole = true }
      let isStart = at == 0 || bytes[at - 1] == 0x20 || bytes[at - 1] == 0x0A
      if isStart, isWhole, isLetter(byte) || byte >= 0x80 { return true }
    }
    return false
  }

  /// Looks at what came since. - Returns: whether it means nothing either.
  private mutating func isInert(_ bytes: [UInt8]) -> Bool {
    while checked < bytes.count {
      let byte = bytes[checked]
      guard Self.isInert[Int(byte)] else { return false }
      if byte == UInt8(ascii: "."), checked >= 3,
        bytes[(checked - 3)..<checked].allSatisfy({ $0 | 0x20 == 0x77 })
      {
        return false
      }
      checked += 1
    }
    return true
  }

  /// The block with what came since; `nil` when that must be parsed.
  mutating func block(_ bytes: [UInt8], sourceEnd: Int) -> MarkdownBlock? {
    guard isInert(bytes), case .paragraph(var runs) = base.content, let last = runs.indices.last else {
      return nil
    }
    var end = bytes.count
    while end > baseEnd, bytes[end - 1] == 0x20 { end -= 1 }
    if end == baseEnd { return base }
    runs[last].text += String(decoding: bytes[baseEnd..<end], as: UTF8.self)
    return MarkdownBlock(
      sourceRange: base.sourceRange.lowerBound..<max(base.sourceRange.lowerBound, sourceEnd),
      containers: base.containers, gap: base.gap, content: .paragraph(runs))
  }

  /// Bytes that are no part of any mark within a line.
  private static let isInert: [Bool] = (0..<256).map { value in
    let byte = UInt8(value)
    return byte >= 0x80 || isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || " ,.;'\"?!%$+/(-={}^".utf8.contains(byte)
  }
}
