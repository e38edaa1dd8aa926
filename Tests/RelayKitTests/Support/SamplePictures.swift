@testable import RelayKit

/// Pictures for answers: what a decoder would say to them does not matter here.
enum SamplePictures {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// So many bytes behind a PNG's signature, the same every time, others for another number.
  static func png(_ count: Int, number: Int = 1) -> [UInt8] {
    var bytes = signature
    bytes.reserveCapacity(count)
    var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    while bytes.count < count {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      bytes.append(UInt8(truncatingIfNeeded: state))
    }
    return bytes
  }

  static func url(_ bytes: [UInt8], type: String = "image/png") -> String {
    "data:\(type);base64,\(Base64.encoded(bytes))"
  }
}
