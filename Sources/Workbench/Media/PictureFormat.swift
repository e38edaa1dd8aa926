/// What kind of picture a file holds, told by its first bytes: what a relay announces may be wrong.
package enum PictureFormat: String, Sendable, Hashable, CaseIterable {
  case png, jpeg, gif, webp, bmp
  /// Nothing of these: another format, or no picture at all.
  case other

  /// - Parameter bytes: the beginning of the file; 16 bytes are enough.
  package static func sniff(_ bytes: some Collection<UInt8>) -> PictureFormat {
    let head = Array(bytes.prefix(16))
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if head.starts(with: Array("GIF87a".utf8)) || head.starts(with: Array("GIF89a".utf8)) { return .gif }
    if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return .webp
    }
    // "BM" alone begins many a text; the four bytes behind the size are 0 in every BMP.
    if head.starts(with: Array("BM".utf8)), head.count >= 10, head[6..<10].allSatisfy({ $0 == 0 }) {
      return .bmp
    }
    return .other
  }

  /// `PNG`; empty for what is not known.
  package var title: String {
    switch self {
    case .webp: "WebP"
    case .other: ""
    default: rawValue.uppercased()
    }
  }

  /// Of a file's name, without the point.
  /// - Parameter announced: the MIME type that came with the bytes, for formats that are not known here.
  package func fileEnding(announced: String? = nil) -> String {
    switch self {
    case .jpeg: return "jpg"
    case .other: break
    default: return rawValue
    }
    let type = announced?.prefix { $0 != ";" }.lowercased() ?? ""
    guard type.hasPrefix("image/") else { return "bin" }
    let name = type.dropFirst("image/".count).prefix { $0 != "+" }
    return Self.otherEndings.contains(String(name)) ? String(name) : "bin"
  }

  private static let otherEndings: Set<String> = ["avif", "heic", "heif", "jxl", "svg", "tiff"]

  /// `nil` for what is not known.
  package var mimeType: String? { self == .other ? nil : "image/\(rawValue)" }
}
