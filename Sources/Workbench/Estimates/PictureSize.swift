import RelayKit

/// Width and height of a picture, from the beginning of its file.
struct PictureSize: Sendable, Hashable {
  var width: Int
  var height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Bytes that are looked at: cameras put previews before the size of a JPEG.
  private static let most = 256 << 10

  /// - Parameter url: `data:image/…;base64,…`; a link tells nothing.
  init?(dataURL url: String) {
    guard url.hasPrefix("data:"), let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else { return nil }
    let signs = url.utf8[url.utf8.index(after: comma)...].prefix(Self.most / 3 * 4)
    let whole = signs.prefix(signs.count / 4 * 4)
    guard let bytes = Base64.decoded(String(decoding: whole, as: UTF8.self)) else { return nil }
    self.init(bytes: bytes)
  }

  /// PNG, GIF, JPEG and WebP.
  init?(bytes: [UInt8]) {
    guard let size = Self.png(bytes) ?? Self.gif(bytes) ?? Self.webP(bytes) ?? Self.jpeg(bytes),
      (1...1 << 24).contains(size.width), (1...1 << 24).contains(size.height)
    else { return nil }
    self = size
  }

  private static func png(_ bytes: [UInt8]) -> PictureSize? {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count >= 24 else { return nil }
    return PictureSize(width: big(bytes, 16, 4), height: big(bytes, 20, 4))
  }

  private static func gif(_ bytes: [UInt8]) -> PictureSize? {
    guard bytes.starts(with: Array("GIF8".utf8)), bytes.count >= 10 else { return nil }
    return PictureSize(width: little(bytes, 6, 2), height: little(bytes, 8, 2))
  }

  private static func webP(_ bytes: [UInt8]) -> PictureSize? {
    guard bytes.starts(with: Array("RIFF".utf8)), bytes.count >= 30,
      bytes[8..<12].elementsEqual("WEBP".utf8)
    else { return nil }
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8X": return PictureSize(width: little(bytes, 24, 3) + 1, height: little(bytes, 27, 3) + 1)
    case "VP8 ":
      return PictureSize(width: little(bytes, 26, 2) & 0x3FFF, height: little(bytes, 28, 2) & 0x3FFF)
    case "VP8L":
      let bits = little(bytes, 21, 4)
      return PictureSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
    default: return nil
    }
  }

  private static func jpeg(_ bytes: [UInt8]) -> PictureSize? {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var index = 2
    while index + 9 <= bytes.count {
      guard bytes[index] == 0xFF else { return nil }
      let marker = bytes[index + 1]
      switch marker {
      case 0xFF: index += 1
      // Frames; three markers among them mean something else.
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
        return PictureSize(width: big(bytes, index + 7, 2), height: big(bytes, index + 5, 2))
      case 0x01, 0xD0...0xD7: index += 2
      default: index += 2 + max(2, big(bytes, index + 2, 2))
      }
    }
    return nil
  }

  private static func big(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    bytes[start..<min(start + count, bytes.count)].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func little(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    bytes[start..<min(start + count, bytes.count)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
