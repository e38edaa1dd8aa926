/// Why bytes are not JSON, and where (offset in bytes).
public struct JSONSyntaxError: Error, Sendable, Hashable {
  public var offset: Int
  public var reason: String
}

/// A strict JSON reader over UTF-8 bytes that keeps key order and number literals.
/// Arbitrary input gives a value or an error, never a trap.
struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  static let maximumDepth = 256

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  static func parse(_ bytes: some Sequence<UInt8>) throws -> JSONValue {
    if let value = try bytes.withContiguousStorageIfAvailable(parse(buffer:)) { return value }
    return try ContiguousArray(bytes).withUnsafeBufferPointer(parse(buffer:))
  }

  private static func parse(buffer: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
    var reader = JSONReader(buffer)
    if buffer.count >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { reader.position = 3 }
    let value = try reader.value(depth: 0)
    try reader.end()
    return value
  }

  /// Nothing but white space is left.
  mutating func end() throws {
    skipSpace()
    guard position == bytes.count else { throw failure("unexpected text after the value") }
  }

  /// Consumes one byte that must come next, behind white space.
  mutating func expect(_ byte: UInt8, _ reason: String) throws {
    skipSpace()
    guard current == byte else { throw failure(reason) }
    position += 1
  }

  /// Consumes `byte` if it comes next, behind white space.
  mutating func takes(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    position += 1
    return true
  }

  func failure(_ reason: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: position, reason: reason)
  }

  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  mutating func value(depth: Int) throws -> JSONValue {
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    skipSpace()
    guard let first = current else { throw failure("the text ends where a value is expected") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw failure("unexpected character")
    }
  }

  mutating func literal(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count else { throw failure("unexpected end") }
    for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
      throw failure("unexpected word")
    }
    position += length
    return value
  }

  private mutating func object(depth: Int) throws -> JSONValue {
    position += 1
    var members: [JSONObject.Member] = []
    if takes(UInt8(ascii: "}")) { return .object(JSONObject()) }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw failure("a key in quotes is expected") }
      let key = try string()
      try expect(UInt8(ascii: ":"), "':' is expected after a key")
      members.append(JSONObject.Member(key: key, value: try value(depth: depth + 1)))
      if try closes(with: UInt8(ascii: "}")) { return .object(JSONObject(members)) }
    }
  }

  private mutating func array(depth: Int) throws -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    if takes(UInt8(ascii: "]")) { return .array([]) }
    while true {
      elements.append(try value(depth: depth + 1))
      if try closes(with: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  /// Consumes `,` (false) or the closing byte (true).
  mutating func closes(with end: UInt8) throws -> Bool {
    skipSpace()
    guard let byte = current else { throw failure("the text ends inside an array or object") }
    guard byte == end || byte == UInt8(ascii: ",") else { throw failure("',' or the end is expected") }
    position += 1
    return byte == end
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = current, byte >= 0x30, byte <= 0x39 { position += 1 }
    return position - start
  }

  private mutating func number() throws -> String {
    let start = position
    try skipNumber()
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
  }

  mutating func skipNumber() throws {
    if current == UInt8(ascii: "-") { position += 1 }
    let first = current
    let whole = digits()
    guard whole > 0, whole == 1 || first != UInt8(ascii: "0") else { throw failure("not a number") }
    if current == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { throw failure("digits are expected after the point") }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      guard digits() > 0 else { throw failure("digits are expected in the exponent") }
    }
  }

  mutating func string() throws -> String {
    position += 1
    let start = position
    position = endOfPlainText(from: start)
    if current == UInt8(ascii: "\"") {
      defer { position += 1 }
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    }
    var text = Array(bytes[start..<position])
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20:
        throw failure("a control character must be escaped")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw failure("the text ends inside a string")
  }
}

extension JSONValue {
  /// Reads JSON text. - Throws: `JSONSyntaxError` with the offset of what is wrong.
  public init(parsing bytes: some Sequence<UInt8>) throws { self = try JSONReader.parse(bytes) }
  public init(parsing text: String) throws { self = try JSONReader.parse(text.utf8) }
}
