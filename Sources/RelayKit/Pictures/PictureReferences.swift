/// The words that stand in a text for the pictures that were taken out of it.
enum PictureReferences {
  /// - Parameter number: from 1.
  static func name(_ number: Int) -> String { "picture:\(number)" }

  private static let search = ByteSearch(Array("picture:".utf8))

  /// The text with other words in the place of its references; each number counts once, where it stands first.
  /// - Parameters:
  ///   - count: how many pictures there are.
  ///   - words: for a number from 1; `nil` leaves the reference.
  static func replaced(in text: String, count: Int, with words: (Int) -> String?) -> String {
    guard count > 0 else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var copied = 0
    var position = 0
    var seen: Set<Int> = []
    while let mark = search.first(in: bytes, from: position) {
      position = mark.upperBound
      let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }.prefix(9)
      guard let number = Int(String(decoding: digits, as: UTF8.self)), (1...count).contains(number),
        !seen.contains(number), let words = words(number)
      else { continue }
      seen.insert(number)
      result += bytes[copied..<mark.lowerBound]
      result += words.utf8
      copied = digits.endIndex
      position = copied
    }
    return copied == 0 ? text : String(decoding: result + bytes[copied...], as: UTF8.self)
  }
}

extension AssembledAnswer.Choice {
  /// The text as the model wrote it: with its pictures as data URLs in the place of `picture:1` and so on, to be sent
  /// back to a model. Pictures whose bytes are not there (links, those of a digest) keep their reference, and those
  /// that came beside the text are not in it.
  public var textWithPictures: String {
    PictureReferences.replaced(in: text, count: pictures.count) { number in
      guard case .bytes(let bytes) = pictures[number - 1].content else { return nil }
      return "data:\(pictures[number - 1].type ?? "image/png");base64,\(Base64.encoded(bytes))"
    }
  }
}
