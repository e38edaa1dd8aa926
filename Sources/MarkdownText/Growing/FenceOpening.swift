/// The line that opens a fenced code block.
struct FenceOpening: Equatable {
  var mark: UInt8
  var length: Int
  /// Spaces before it, which are taken from each line of code.
  var indent: Int

  /// - Parameter line: with or without its line end.
  init?(_ line: ArraySlice<UInt8>) {
    var at = line.startIndex
    while at < line.endIndex, line[at] == 0x20 { at += 1 }
    indent = at - line.startIndex
    guard indent <= 3, at < line.endIndex else { return nil }
    mark = line[at]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let start = at
    while at < line.endIndex, line[at] == mark { at += 1 }
    length = at - start
    guard length >= 3 else { return nil }
    if mark == UInt8(ascii: "`"), line[at...].contains(mark) { return nil }
  }

  /// Whether a line, without its line end, closes the block.
  func isClosed(by line: Range<Int>, in bytes: Bytes) -> Bool {
    var at = line.lowerBound
    while at < line.upperBound, bytes[at] == 0x20 { at += 1 }
    guard at - line.lowerBound <= 3 else { return false }
    let start = at
    while at < line.upperBound, bytes[at] == mark { at += 1 }
    guard at - start >= length else { return false }
    while at < line.upperBound, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    return at == line.upperBound
  }

  /// A line of code without the indentation of the fence; NUL is replaced, as cmark does.
  func code(of line: Range<Int>, in bytes: Bytes) -> [UInt8] {
    withoutNull(withoutIndentation(line, in: bytes))
  }

  private static let replacement = Array("\u{FFFD}".utf8)

  func withoutNull(_ line: [UInt8]) -> [UInt8] {
    line.contains(0) ? line.flatMap { $0 == 0 ? Self.replacement : [$0] } : line
  }

  private func withoutIndentation(_ line: Range<Int>, in bytes: Bytes) -> [UInt8] {
    var at = line.lowerBound
    var column = 0
    while at < line.upperBound, column < indent {
      if bytes[at] == 0x20 {
        column += 1
      } else if bytes[at] == 0x09 {
        // A tab that reaches further leaves its rest as spaces.
        column = 4
      } else {
        break
      }
      at += 1
    }
    let rest = max(0, column - indent)
    return [UInt8](repeating: 0x20, count: rest) + bytes[at..<line.upperBound]
  }

  /// The language that an info string names.
  static func language(ofInfo info: String) -> String {
    String(info.prefix { $0 != " " && $0 != "\t" && $0 != "," && $0 != "{" })
  }
}
