// Passing over what nobody wants, as strictly as reading it: what is refused here is refused there.
extension JSONReader {
  mutating func skipValue(depth: Int) throws {
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    skipSpace()
    guard let first = current else { throw failure("the text ends where a value is expected") }
    switch first {
    case UInt8(ascii: "{"):
      position += 1
      if takes(UInt8(ascii: "}")) { return }
      repeat {
        _ = try rawKey()
        try skipValue(depth: depth + 1)
      } while try !closes(with: UInt8(ascii: "}"))
    case UInt8(ascii: "["):
      position += 1
      if takes(UInt8(ascii: "]")) { return }
      repeat { try skipValue(depth: depth + 1) } while try !closes(with: UInt8(ascii: "]"))
    case UInt8(ascii: "\""): _ = try rawString()
    case UInt8(ascii: "t"): _ = try literal("true", .null)
    case UInt8(ascii: "f"): _ = try literal("false", .null)
    case UInt8(ascii: "n"): _ = try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber()
    default: throw failure("unexpected character")
    }
  }

  /// A key with its colon: the place of its text, `nil` when it has escapes.
  mutating func rawKey() throws -> Range<Int>? {
    skipSpace()
    guard current == UInt8(ascii: "\"") else { throw failure("a key in quotes is expected") }
    let key = try rawString()
    try expect(UInt8(ascii: ":"), "':' is expected after a key")
    return key
  }

  /// A string that begins here: the place of its text, `nil` when it has escapes.
  mutating func rawString() throws -> Range<Int>? {
    position += 1
    let start = position
    let end = endOfPlainText(from: start)
    position = end
    guard current != UInt8(ascii: "\"") else {
      position += 1
      return start..<end
    }
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return nil
      case UInt8(ascii: "\\"):
        position += 1
        var unused: [UInt8] = []
        try escape(into: &unused)
      case 0..<0x20: throw failure("a control character must be escaped")
      default: position += 1
      }
    }
    throw failure("the text ends inside a string")
  }

  /// The first quote, backslash or control character of a string's text.
  func endOfPlainText(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
      index += 1
    }
    return index
  }
}
