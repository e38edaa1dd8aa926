/// Reads one UTF-8 scalar a byte at a time, so that it may be split over reads anywhere.
/// Bad bytes are found as the Unicode standard advises: one U+FFFD for each maximal part.
struct UTF8Scanner: Sendable {
  enum Outcome: Sendable, Hashable {
    case incomplete
    case scalar(Unicode.Scalar)
    /// The byte can begin nothing and is used up.
    case invalid
    /// The bytes before this one are bad; this byte is not used up.
    case invalidBefore
  }

  private var value: UInt32 = 0
  private var missing = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  mutating func take(_ byte: UInt8) -> Outcome {
    missing == 0 ? begin(byte) : resume(byte)
  }

  private mutating func begin(_ byte: UInt8) -> Outcome {
    allowed = 0x80...0xBF
    switch byte {
    case 0x00...0x7F:
      return .scalar(Unicode.Scalar(byte))
    case 0xC2...0xDF:
      (value, missing) = (UInt32(byte & 0x1F), 1)
    case 0xE0...0xEF:
      (value, missing) = (UInt32(byte & 0x0F), 2)
      if byte == 0xE0 { allowed = 0xA0...0xBF }
      if byte == 0xED { allowed = 0x80...0x9F }
    case 0xF0...0xF4:
      (value, missing) = (UInt32(byte & 0x07), 3)
      if byte == 0xF0 { allowed = 0x90...0xBF }
      if byte == 0xF4 { allowed = 0x80...0x8F }
    default:
      return .invalid
    }
    return .incomplete
  }

  private mutating func resume(_ byte: UInt8) -> Outcome {
    guard allowed.contains(byte) else {
      missing = 0
      return .invalidBefore
    }
    allowed = 0x80...0xBF
    value = value << 6 | UInt32(byte & 0x3F)
    missing -= 1
    guard missing == 0 else { return .incomplete }
    return Unicode.Scalar(value).map(Outcome.scalar) ?? .invalid
  }
}
