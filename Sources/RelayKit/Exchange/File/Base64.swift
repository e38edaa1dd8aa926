/// Base64 as of RFC 4648, with padding. Here, because the library needs nothing else of Foundation.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, sign) in alphabet.enumerated() { values[Int(sign)] = UInt8(value) }
    return values
  }()

  package static func encoded(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for index in 0..<3 { group = group << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
      for index in 0..<4 {
        let sign = alphabet[Int(group >> UInt32(18 - 6 * index) & 63)]
        output.append(index <= count ? sign : UInt8(ascii: "="))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// `nil` for anything that `encoded` does not write.
  package static func decoded(_ text: String) -> [UInt8]? {
    let signs = Array(text.utf8)
    guard signs.count.isMultiple(of: 4) else { return nil }
    let padding = signs.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(signs.count / 4 * 3)
    var group: UInt32 = 0
    var bits = 0
    for sign in signs.dropLast(padding) {
      let value = values[Int(sign)]
      guard value != 0xFF else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return output
  }
}
