/// Text in quotes of a language.
package enum QuotedText {
  /// - Parameter escape: what stands for a scalar; `nil` leaves it as it is.
  package static func make(
    _ text: String, quote: String = "\"", escape: (Unicode.Scalar) -> String?
  ) -> String {
    var result = quote
    result.reserveCapacity(text.utf8.count + 2 * quote.utf8.count)
    for scalar in text.unicodeScalars {
      if let replacement = escape(scalar) {
        result += replacement
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + quote
  }

  /// As JSON and all languages of the family of C write it: `\"`, `\\`, `\n`, `\r`, `\t`; `code` writes whatever else
  /// must not stand there as it is.
  /// - Parameter more: further signs that need a backslash.
  package static func familiar(
    _ text: String, more: Set<Unicode.Scalar> = [], code: (UInt32) -> String
  ) -> String {
    make(text) { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: more.contains(scalar) ? "\\" + String(scalar) : isUnseen(scalar) ? code(scalar.value) : nil
      }
    }
  }

  /// Control characters, and those that change how source is shown without being seen: directions, spaces of no
  /// width, line ends that not every editor knows. Source that shows what it does writes them as codes. What joins
  /// emoji and letters stays.
  package static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0001:
      true
    default: false
    }
  }

  /// At least `digits` hexadecimal digits, in lower case.
  package static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// `\uXXXX`, two of them for what UTF-16 needs two for.
  package static func utf16Codes(_ value: UInt32) -> String {
    guard let scalar = Unicode.Scalar(value) else { return "" }
    return Character(scalar).utf16.map { "\\u" + hexadecimal(UInt32($0), digits: 4) }.joined()
  }
}
