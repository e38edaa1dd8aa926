package import RelayKit

/// A picture or text that goes with a message.
package struct Attachment: Sendable, Hashable {
  package enum Problem: Error, Sendable, Hashable {
    case tooLarge(bytes: Int, limit: Int)
    case empty
    /// Neither a picture that models take nor text in UTF-8.
    case unknownKind

    package var sentence: String {
      switch self {
      case .tooLarge(let bytes, let limit):
        "it is too large: \(bytes) bytes, and at most \(limit) are sent."
      case .empty: "it is empty."
      case .unknownKind: "it is neither a PNG, JPEG, GIF or WebP picture nor text in UTF-8."
      }
    }
  }

  package let name: String
  /// Of the file; 0 for a link.
  package let byteCount: Int
  /// As it is sent.
  package let part: ContentPart
  /// For an edit of a picture: what is transparent in it is drawn anew.
  package var isMask = false

  /// Suppliers take pictures up to about 20 MB.
  package static let largestPicture = 20 << 20
  package static let largestText = 1 << 20

  /// One that was kept.
  package init(name: String, byteCount: Int, part: ContentPart) {
    (self.name, self.byteCount, self.part) = (name, byteCount, part)
  }

  /// A file, by what is in it and not by its name.
  package init(name: String, bytes: [UInt8]) throws(Problem) {
    guard !bytes.isEmpty else { throw .empty }
    self.name = name
    byteCount = bytes.count
    let format = PictureFormat.sniff(bytes)
    // Models take no bitmaps.
    if format != .bmp, let type = format.mimeType {
      guard bytes.count <= Self.largestPicture else {
        throw .tooLarge(bytes: bytes.count, limit: Self.largestPicture)
      }
      part = .imageURL("data:\(type);base64,\(Base64.encoded(bytes))")
    } else {
      guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
        throw .unknownKind
      }
      guard bytes.count <= Self.largestText else {
        throw .tooLarge(bytes: bytes.count, limit: Self.largestText)
      }
      part = .text("File \(name):\n\(text)")
    }
  }

  /// A picture that the model's side fetches itself.
  package init(link: String) {
    name = link
    byteCount = 0
    part = .imageURL(link)
  }
}
