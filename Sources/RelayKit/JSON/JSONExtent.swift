/// Tells where a JSON object or array ends, without reading it: counts brackets outside strings.
struct JSONExtent: Sendable, Hashable {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// The last bracket was closed; bytes after it do not count.
  private(set) var isComplete = false

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
