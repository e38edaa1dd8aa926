/// A line of a text around the place where a word is.
enum Snippet {
  private static let before = 30
  private static let after = 90

  /// - Parameter words: as they were typed; the first that is found counts.
  static func line(of text: String, around words: [String]) -> String {
    var text = text
    let place = text.withUTF8 { bytes in
      words.lazy.compactMap { Self.place(of: Array($0.utf8), in: bytes) }.first
    }
    let index = place.map { text.utf8.index(text.startIndex, offsetBy: $0) } ?? text.startIndex
    let start = text.index(index, offsetBy: -before, limitedBy: text.startIndex) ?? text.startIndex
    let end = text.index(index, offsetBy: after, limitedBy: text.endIndex) ?? text.endIndex
    let words = text[start..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return (start > text.startIndex ? "…" : "") + words + (end < text.endIndex ? "…" : "")
  }

  /// Where a word begins, case of ASCII letters aside: at the beginning of a word if it can be, else anywhere.
  private static func place(of word: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let first = word.first, text.count >= word.count else { return nil }
    let folded = word.map(lower)
    var within: Int?
    for start in 0...(text.count - word.count) where lower(text[start]) == lower(first) {
      var length = 1
      while length < folded.count, lower(text[start + length]) == folded[length] { length += 1 }
      guard length == folded.count else { continue }
      if start == 0 || !isLetter(text[start - 1]) { return start }
      if within == nil { within = start }
    }
    return within
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower(byte))
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
