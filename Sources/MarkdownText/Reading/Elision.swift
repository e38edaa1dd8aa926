/// Long stretches of base64 are left out of what is parsed: pictures of megabytes inside an address. A mark with a
/// number stands for them; where the marks' own scalar is in the text, it is left out likewise.
enum Elision {
  /// U+10FFFF as UTF-8.
  static let mark: [UInt8] = [0xF4, 0x8F, 0xBF, 0xBF]
  /// Characters that stay in front of what is left out.
  static let kept = 64
  /// Shorter stretches are not left out.
  static let shortest = 1024

  static func marked(_ number: Int) -> [UInt8] { mark + Array(String(number).utf8) + mark }

  /// Replaces each mark by what `text` gives for its number.
  static func replacing(_ bytes: [UInt8], with text: (Int) -> [UInt8]) -> [UInt8] {
    guard bytes.contains(mark[0]), var at = next(bytes, from: 0) else { return bytes }
    var result = Array(bytes[..<at])
    while at < bytes.count {
      let end = next(bytes, from: at + mark.count) ?? bytes.count
      let number = Int(String(decoding: bytes[min(at + mark.count, end)..<end], as: UTF8.self))
      if let number { result += text(number) }
      let after = min(end + mark.count, bytes.count)
      at = next(bytes, from: after) ?? bytes.count
      result += bytes[after..<at]
    }
    return result
  }

  /// The text with a size for each mark.
  static func shown(_ bytes: [UInt8], lengths: [Int]) -> [UInt8] {
    replacing(bytes) { number in
      let length = lengths.indices.contains(number) ? lengths[number] : 0
      if length < shortest { return mark }
      return Array("… (\(DataAddress.readable(bytes: (length + kept) * 3 / 4)))".utf8)
    }
  }

  private static func next(_ bytes: [UInt8], from start: Int) -> Int? {
    var at = start
    while at + mark.count <= bytes.count {
      if bytes[at] == mark[0], bytes[at + 1] == mark[1], bytes[at + 2] == mark[2], bytes[at + 3] == mark[3] {
        return at
      }
      at += 1
    }
    return nil
  }
}
