/// Decodes base64 that comes in pieces, in both alphabets, with or without padding. Work is linear, and nothing but
/// the result is kept.
struct Base64Decoder: Sendable {
  private(set) var bytes: [UInt8] = []
  private var group: UInt32 = 0
  private var heldBits: UInt32 = 0

  private static let pad: UInt8 = 0xFE
  private static let other: UInt8 = 0xFF
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: other, count: 256)
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    for (value, sign) in (letters + "+/").utf8.enumerated() { values[Int(sign)] = UInt8(value) }
    (values[Int(UInt8(ascii: "-"))], values[Int(UInt8(ascii: "_"))]) = (62, 63)
    values[Int(UInt8(ascii: "="))] = pad
    return values
  }()

  /// Whether a byte may stand in base64, padding included.
  static func isSign(_ byte: UInt8) -> Bool { values[Int(byte)] != other }

  /// Takes signs up to the first byte that is none. - Returns: how many they were.
  mutating func feed(_ signs: UnsafeBufferPointer<UInt8>) -> Int {
    Self.values.withUnsafeBufferPointer { values in
      var position = 0
      while position < signs.count {
        if heldBits == 0 { position = quads(signs, from: position, values) }
        guard position < signs.count else { break }
        let value = values[Int(signs[position])]
        if value == Self.other { break }
        if value < 64 { take(value) }
        position += 1
      }
      return position
    }
  }

  /// Four signs are three bytes, as long as there are four.
  private mutating func quads(
    _ signs: UnsafeBufferPointer<UInt8>, from start: Int, _ values: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var position = start
    while position + 4 <= signs.count {
      let (a, b) = (values[Int(signs[position])], values[Int(signs[position + 1])])
      let (c, d) = (values[Int(signs[position + 2])], values[Int(signs[position + 3])])
      guard (a | b | c | d) < 64 else { break }
      bytes.append(a << 2 | b >> 4)
      bytes.append(b << 4 | c >> 2)
      bytes.append(c << 6 | d)
      position += 4
    }
    return position
  }

  private mutating func take(_ value: UInt8) {
    group = group << 6 | UInt32(value)
    heldBits += 6
    guard heldBits >= 8 else { return }
    heldBits -= 8
    bytes.append(UInt8(truncatingIfNeeded: group >> heldBits))
    group &= (1 << heldBits) - 1
  }

  /// The whole of a text; white space in it is passed over. `nil` when it holds anything else.
  static func decoded(_ text: Substring) -> [UInt8]? {
    var text = text
    return text.withUTF8 { signs -> [UInt8]? in
      var decoder = Base64Decoder()
      decoder.bytes.reserveCapacity(signs.count / 4 * 3 + 3)
      var position = 0
      while position < signs.count {
        position += decoder.feed(UnsafeBufferPointer(rebasing: signs[position...]))
        guard position < signs.count else { break }
        guard [0x09, 0x0A, 0x0D, 0x20].contains(signs[position]) else { return nil }
        position += 1
      }
      return decoder.bytes
    }
  }
}
