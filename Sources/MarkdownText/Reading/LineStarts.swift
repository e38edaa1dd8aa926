/// Where the lines of a text begin; line ends are LF, CR LF and CR, as cmark counts them.
struct LineStarts {
  private let bytes: ArraySlice<UInt8>
  private var starts: [Int] = []

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    var at = bytes.startIndex
    while at < bytes.endIndex {
      starts.append(at)
      at = Self.end(ofLineAt: at, in: bytes)
    }
  }

  private static func end(ofLineAt start: Int, in bytes: ArraySlice<UInt8>) -> Int {
    var at = start
    while at < bytes.endIndex {
      let byte = bytes[at]
      at += 1
      if byte == 0x0A { return at }
      if byte == 0x0D { return at < bytes.endIndex && bytes[at] == 0x0A ? at + 1 : at }
    }
    return at
  }

  private func line(_ index: Int) -> ArraySlice<UInt8> {
    guard starts.indices.contains(index) else { return [] }
    return bytes[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : bytes.endIndex)]
  }

  /// Whether a line says nothing; the marks of quotes do not count.
  func isBlank(_ index: Int) -> Bool {
    starts.indices.contains(index) && line(index).allSatisfy(isBlankOrQuote)
  }

  /// Whether the first text of a line is that of a fence.
  func isFence(_ index: Int) -> Bool {
    let text = line(index).drop(while: isBlankOrQuote)
    return text.starts(with: "```".utf8) || text.starts(with: "~~~".utf8)
  }
}

func isBlankOrQuote(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == UInt8(ascii: ">")
}

func withoutLineEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var line = line
  if line.last == 0x0A { line.removeLast() }
  if line.last == 0x0D { line.removeLast() }
  return line
}
