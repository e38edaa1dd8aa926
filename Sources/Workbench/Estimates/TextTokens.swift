/// Tokens of a text, without the tables of a model: an estimate. Measured tokenisers lie within about a third of
/// it for prose; code and tables differ more.
package enum TextTokens {
  /// How it is made, for the screen.
  package static let method =
    "4 bytes of ASCII, 2 letters of other alphabets or 1 Chinese, Japanese or Korean character a token; 2 for an emoji"

  /// One walk over the bytes.
  package static func estimate(_ text: String) -> Int {
    var text = text
    return text.withUTF8(estimate)
  }

  static func estimate(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    // First bytes of scalars by their length; what follows them is not counted.
    var (ascii, two, three, four) = (0, 0, 0, 0)
    for byte in bytes {
      ascii &+= byte < 0x80 ? 1 : 0
      two &+= byte >= 0xC0 && byte < 0xE0 ? 1 : 0
      three &+= byte >= 0xE0 && byte < 0xF0 ? 1 : 0
      four &+= byte >= 0xF0 ? 1 : 0
    }
    return (ascii + 3) / 4 + (two + 1) / 2 + three + four * 2
  }
}
