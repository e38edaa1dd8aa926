extension JSONValue {
  /// The value as JSON text in UTF-8, keys in their order; `pretty` indents by two spaces.
  public func encoded(pretty: Bool = false) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.write(self, indent: 0)
    return writer.output
  }

  /// The same as text.
  public func text(pretty: Bool = false) -> String {
    String(decoding: encoded(pretty: pretty), as: UTF8.self)
  }
}

private struct JSONWriter {
  let pretty: Bool
  var output: [UInt8] = []

  init(pretty: Bool) { self.pretty = pretty }

  mutating func write(_ value: JSONValue, indent: Int) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let literal): output.append(contentsOf: literal.utf8)
    case .string(let text): write(text)
    case .array(let elements):
      list(open: "[", close: "]", count: elements.count, indent: indent) { writer, index in
        writer.write(elements[index], indent: indent + 1)
      }
    case .object(let object):
      list(open: "{", close: "}", count: object.members.count, indent: indent) { writer, index in
        writer.write(object.members[index].key)
        writer.output.append(contentsOf: (writer.pretty ? ": " : ":").utf8)
        writer.write(object.members[index].value, indent: indent + 1)
      }
    }
  }

  private mutating func list(
    open: Unicode.Scalar, close: Unicode.Scalar, count: Int, indent: Int,
    element: (inout JSONWriter, Int) -> Void
  ) {
    output.append(UInt8(ascii: open))
    for index in 0..<count {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      breakLine(indent: indent + 1)
      element(&self, index)
    }
    if count > 0 { breakLine(indent: indent) }
    output.append(UInt8(ascii: close))
  }

  private mutating func breakLine(indent: Int) {
    guard pretty else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: indent * 2))
  }

  /// Escapes only what JSON demands, so that a body stays readable.
  private mutating func write(_ text: String) {
    var text = text
    output.append(UInt8(ascii: "\""))
    text.withUTF8 { bytes in
      var start = 0
      for index in bytes.indices {
        let byte = bytes[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        output.append(contentsOf: bytes[start..<index])
        start = index + 1
        escape(byte)
      }
      output.append(contentsOf: bytes[start...])
    }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
    case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
    case 0x0A: output.append(contentsOf: "\\n".utf8)
    case 0x0D: output.append(contentsOf: "\\r".utf8)
    case 0x09: output.append(contentsOf: "\\t".utf8)
    default:
      output.append(contentsOf: "\\u00".utf8)
      for digit in [byte >> 4, byte & 15] {
        output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
