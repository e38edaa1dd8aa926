/// Tells where a JSON object or array ends, without reading it: counts brackets outside strings.
package struct JSONExtent: Sendable, Hashable {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// The last bracket was closed; bytes after it do not count.
  private(set) var isComplete = false

  /// Behind the bracket that closes the one at `start`; `nil` when none does.
  package static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var extent = JSONExtent()
    return bytes.indices[start...].first { index in
      extent.feed(CollectionOfOne(bytes[index]))
      return extent.isComplete
    }.map { $0 + 1 }
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes where !isComplete {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        isComplete = depth <= 0
      default: break
      }
    }
  }
}
