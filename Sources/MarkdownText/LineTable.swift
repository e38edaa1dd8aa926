/// Where lines begin; line ends are LF, CR LF and CR, as cmark counts them.
struct LineTable {
  private var starts: [Int] = [0]
  private let length: Int

  init(_ bytes: [UInt8]) {
    length = bytes.count
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) {
        starts.append(index)
      }
    }
    if starts.last == length { starts.removeLast() }
  }

  var count: Int { starts.count }

  /// Any line number is allowed: those outside clamp to the text.
  func start(of line: Int) -> Int {
    if line <= 0 { return 0 }
    return line < starts.count ? starts[line] : length
  }

  func isBlank(_ line: Int, _ bytes: [UInt8]) -> Bool {
    bytes[start(of: line)..<start(of: line + 1)].allSatisfy {
      $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D
    }
  }
}

/// Finds link reference definitions in text that will not be parsed again, so that later blocks
/// can use them. It may take a line too many (out of a code block); `finish` is exact.
enum LinkDefinitions {
  static func lines(in lines: LineTable, bytes: [UInt8], before end: Int) -> [UInt8] {
    var found: [UInt8] = []
    for line in 0..<min(end, lines.count) {
      let text = bytes[lines.start(of: line)..<lines.start(of: line + 1)]
      let trimmed = text.drop { $0 == 0x20 }
      guard text.count - trimmed.count <= 3, trimmed.first == UInt8(ascii: "[") else { continue }
      let mark = zip(trimmed, trimmed.dropFirst()).contains {
        $0 == UInt8(ascii: "]") && $1 == UInt8(ascii: ":")
      }
      if mark { found += text }
    }
    return found
  }
}
