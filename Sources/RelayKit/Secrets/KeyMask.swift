/// Hides whatever looks like a key in text that came from outside.
public enum KeyMask {
  /// How the keys of well-known relays and suppliers begin, and how many more signs of a key make one.
  private static let shapes: [(prefix: [UInt8], rest: Int)] = [
    (Array("sk-".utf8), 8), (Array("gsk_".utf8), 16), (Array("xai-".utf8), 16), (Array("AIza".utf8), 16),
  ]

  /// A key becomes its first three signs, four dots and its last four signs.
  public static func masked(_ text: String) -> String {
    var result: [UInt8] = []
    var copied = 0
    let bytes = Array(text.utf8)
    for key in ranges(in: bytes) {
      result += bytes[copied..<key.lowerBound]
      result += bytes[key].prefix(3) + Array("....".utf8) + bytes[key].suffix(4)
      copied = key.upperBound
    }
    return copied == 0 ? text : String(decoding: result + bytes[copied...], as: UTF8.self)
  }

  /// The same without changing any length, so that places in a body stay right.
  static func maskInPlace(_ bytes: inout [UInt8]) {
    for key in ranges(in: bytes) { hide(key, in: &bytes) }
  }

  /// Dots in place of a key, but for its first three and last four signs if enough remains hidden.
  static func hide(_ key: Range<Int>, in bytes: inout [UInt8]) {
    let shown = key.count >= 11 ? (first: 3, last: 4) : (first: 0, last: 0)
    for index in key.dropFirst(shown.first).dropLast(shown.last) { bytes[index] = UInt8(ascii: ".") }
  }

  static func isKeySign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// Where keys stand. One begins a word, so that "disk-overloaded" is none.
  private static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var position = 0
    while position < bytes.count {
      guard isKeySign(bytes[position]) else {
        position += 1
        continue
      }
      let run = bytes[position...].prefix(while: isKeySign)
      // A sentence may end right behind a key.
      let word = run.dropLast(run.last == UInt8(ascii: ".") ? 1 : 0)
      if shapes.contains(where: { word.starts(with: $0.prefix) && word.count >= $0.prefix.count + $0.rest }) {
        ranges.append(word.startIndex..<word.endIndex)
      }
      position = run.endIndex
    }
    return ranges
  }
}
