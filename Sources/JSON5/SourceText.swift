/// The bytes of a file, and where its places are.
package struct SourceText: Sendable {
  package let bytes: [UInt8]
  package let name: String

  package init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// The bytes of the line that has this number, without its end.
  private func line(_ number: Int) -> ArraySlice<UInt8> {
    var (start, current) = (startsWithMark ? 3 : 0, 1)
    while current < number, start < bytes.count {
      start = endOfLine(from: start)
      if start < bytes.count { start += lineEnd(at: start) }
      current += 1
    }
    return bytes[start..<endOfLine(from: start)]
  }

  /// A byte order mark is no part of the text.
  var startsWithMark: Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

  private func endOfLine(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return end
  }

  /// How many bytes end the line here: 1 for LF or CR, 2 for CRLF, else 0.
  func lineEnd(at offset: Int) -> Int {
    guard offset < bytes.count else { return 0 }
    if bytes[offset] == 0x0A { return 1 }
    guard bytes[offset] == 0x0D else { return 0 }
    return offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? 2 : 1
  }

  /// For what is found wrong after reading. Of a long line only the part around the place is kept.
  package func problem(at position: SourcePosition, _ sentence: String) -> SourceProblem {
    let line = line(position.line)
    var (place, column) = (line.startIndex, 1)
    while column < position.column, place < line.endIndex {
      place += 1
      while place < line.endIndex, line[place] & 0xC0 == 0x80 { place += 1 }
      column += 1
    }
    var first = max(line.startIndex, place - Self.reach)
    // Never in the middle of a scalar.
    while first < place, line[first] & 0xC0 == 0x80 { first += 1 }
    let last = min(line.endIndex, place + Self.reach)
    let before = line[first..<place].count { $0 & 0xC0 != 0x80 }
    return SourceProblem(
      file: name, position: position, sentence: sentence,
      line: String(decoding: line[first..<last], as: UTF8.self), lineStart: max(1, column - before))
  }

  /// Bytes of a line that are kept before and after a place.
  private static let reach = 400
}

/// Turns offsets into positions. Offsets that grow are cheap, so reading a file stays linear.
struct PositionCounter: Sendable {
  private var offset: Int
  private var line = 1
  private var column = 1
  private let start: Int

  init(_ source: SourceText) {
    start = source.startsWithMark ? 3 : 0
    offset = start
  }

  mutating func position(of target: Int, in source: SourceText) -> SourcePosition {
    if target < offset { (offset, line, column) = (start, 1, 1) }
    while offset < target, offset < source.bytes.count {
      let end = source.lineEnd(at: offset)
      if end > 0 {
        offset += end
        (line, column) = (line + 1, 1)
      } else {
        // Only the first byte of a scalar counts.
        if source.bytes[offset] & 0xC0 != 0x80 { column += 1 }
        offset += 1
      }
    }
    return SourcePosition(line: line, column: column)
  }
}
