import RelayKit

/// The prose and the fenced code of an answer (CommonMark 0.31, section 4.5), or an answer that is JSON as a whole.
enum AnswerParts {
  enum Kind {
    case prose
    /// The part begins and ends with its fences; where the code between them is, and the word behind the fence.
    case code(content: Range<Int>, language: Range<Int>)
    /// Looks like JSON; whether it is, reading tells.
    case json
  }

  struct Part {
    var kind: Kind
    var range: Range<Int>
  }

  /// Objects and arrays; a number or a word alone is prose.
  static func json(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
    guard looksLikeJSON(bytes) else { return nil }
    return try? JSONValue(parsing: bytes)
  }

  private static func looksLikeJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first(where: { !SentenceCutter.isBlank($0) }),
      let last = bytes.last(where: { !SentenceCutter.isBlank($0) })
    else { return false }
    return (first == UInt8(ascii: "{") && last == UInt8(ascii: "}"))
      || (first == UInt8(ascii: "[") && last == UInt8(ascii: "]"))
  }

  static func parts(of bytes: [UInt8]) -> [Part] {
    if json(bytes[...]) != nil { return [Part(kind: .json, range: 0..<bytes.count)] }
    var parts: [Part] = []
    var proseStart = 0
    var at = 0
    while at < bytes.count {
      let end = endOfLine(bytes, at)
      guard let fence = opening(bytes, at..<end) else {
        at = end
        continue
      }
      if proseStart < at { parts.append(Part(kind: .prose, range: proseStart..<at)) }
      let close = closing(bytes, from: end, fence)
      parts.append(
        Part(
          kind: .code(content: end..<close.lowerBound, language: fence.language),
          range: at..<close.upperBound))
      (at, proseStart) = (close.upperBound, close.upperBound)
    }
    if proseStart < bytes.count { parts.append(Part(kind: .prose, range: proseStart..<bytes.count)) }
    return parts
  }

  private struct Fence {
    var sign: UInt8
    var length: Int
    var language: Range<Int>
  }

  private static func endOfLine(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
    return min(bytes.count, index + 1)
  }

  /// Fences may be indented as far as they like: in lists they are.
  private static func opening(_ bytes: [UInt8], _ line: Range<Int>) -> Fence? {
    var index = line.lowerBound
    while index < line.upperBound, bytes[index] == 0x20 { index += 1 }
    guard index < line.upperBound else { return nil }
    let sign = bytes[index]
    guard sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") else { return nil }
    let start = index
    while index < line.upperBound, bytes[index] == sign { index += 1 }
    guard index - start >= 3 else { return nil }
    // With a backtick behind it, it is code inside a line.
    if sign == UInt8(ascii: "`"), bytes[index..<line.upperBound].contains(sign) { return nil }
    let length = index - start
    while index < line.upperBound, SentenceCutter.isBlank(bytes[index]) { index += 1 }
    var end = index
    while end < line.upperBound, !SentenceCutter.isBlank(bytes[end]) { end += 1 }
    return Fence(sign: sign, length: length, language: index..<end)
  }

  /// The line that closes a fence; empty at the end of the text where none does.
  private static func closing(_ bytes: [UInt8], from start: Int, _ fence: Fence) -> Range<Int> {
    var at = start
    while at < bytes.count {
      let end = endOfLine(bytes, at)
      let line = bytes[at..<end].filter { !SentenceCutter.isBlank($0) }
      if line.count >= fence.length, line.allSatisfy({ $0 == fence.sign }) { return at..<end }
      at = end
    }
    return bytes.count..<bytes.count
  }
}
