/// What the bytes of a picture tell without decoding them.
extension PictureFormat {
  /// Width and height in pixels, from the beginning of the file; `nil` where it does not tell.
  package static func pixelSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    if sniff(bytes) == .bmp { return bitmapSize(bytes) }
    return PictureSize(bytes: bytes).map { ($0.width, $0.height) }
  }

  /// Whether the file ends as its format does, or is as long as it says: one that was cut off is not. `true` for
  /// formats that are not known.
  package func isComplete(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .png: Self.endsWithPNGEnd(bytes)
    case .jpeg: Self.lastMarker(bytes, [0xFF, 0xD9])
    case .gif: bytes.last == 0x3B || Self.lastMarker(bytes, [0x00, 0x3B])
    case .webp: bytes.count >= 12 && bytes.count >= 8 + Self.little(bytes, 4)
    case .bmp: bytes.count >= 26 && bytes.count >= Self.little(bytes, 2)
    case .other: true
    }
  }

  /// Whether these are words instead of a picture: a web page or JSON, as relays and proxies send with any status
  /// and any announced type. An SVG is none.
  package static func looksLikePage(_ bytes: some Collection<UInt8>) -> Bool {
    var head = bytes.prefix(1024)
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
    let text = head.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    guard let first = text.first else { return false }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return true }
    guard first == UInt8(ascii: "<") else { return false }
    let words = String(decoding: text, as: UTF8.self).lowercased()
    return !words.contains("<svg")
  }

  // MARK: Endings

  /// The last chunk of a PNG: its length 0, its name, its checksum. Some writers put bytes behind it.
  private static func endsWithPNGEnd(_ bytes: [UInt8]) -> Bool {
    lastMarker(bytes, [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
  }

  /// Whether `marker` stands in the last kilobyte.
  private static func lastMarker(_ bytes: [UInt8], _ marker: [UInt8]) -> Bool {
    let tail = bytes.suffix(1024)
    guard tail.count >= marker.count else { return false }
    for start in (tail.startIndex...(tail.endIndex - marker.count)).reversed()
    where tail[start..<start + marker.count].elementsEqual(marker) {
      return true
    }
    return false
  }

  private static func bitmapSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.count >= 26 else { return nil }
    let isOld = little(bytes, 14) == 12
    let width = isOld ? little(bytes, 18) & 0xFFFF : little(bytes, 18)
    // A height below zero means that rows run from the top.
    let height =
      isOld ? little(bytes, 20) & 0xFFFF : Int(Int32(truncatingIfNeeded: little(bytes, 22)).magnitude)
    guard (1...1 << 24).contains(width), (1...1 << 24).contains(height) else { return nil }
    return (width, height)
  }

  private static func little(_ bytes: [UInt8], _ start: Int) -> Int {
    guard start + 4 <= bytes.count else { return 0 }
    return bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
