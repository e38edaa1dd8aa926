/// Bytes as one word of a shell's command line.
package enum ShellQuoting {
  /// In single quotes, as every POSIX shell reads them; in `$'…'` when there are control bytes or bytes that are
  /// no text, which would not survive a terminal or a clipboard.
  package static func word(_ bytes: [UInt8]) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(where: isControl) else {
      return "$'" + escaped(bytes, isText: String(validating: bytes, as: UTF8.self) != nil) + "'"
    }
    var quoted = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }

  package static func word(_ text: String) -> String { word(Array(text.utf8)) }

  /// For the format of `printf`, which alone can give a byte of value 0.
  package static func printfWord(_ bytes: [UInt8]) -> String {
    var text = "'"
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "%"), UInt8(ascii: "\\"), 0..<0x20, 0x7F...0xFF:
        text += octal(byte)
      default: text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return text + "'"
  }

  /// In double quotes, where `$NAME` stands for the value of a variable: the text itself is not read so.
  package static func word(_ text: String, thenVariable name: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar == "$" || scalar == "`" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "$" + name + "\""
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    (byte < 0x20 && byte != 0x0A && byte != 0x09) || byte == 0x7F
  }

  private static func escaped(_ bytes: [UInt8], isText: Bool) -> String {
    var output: [UInt8] = []
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0x0A: output += Array("\\n".utf8)
      case 0x0D: output += Array("\\r".utf8)
      case 0x09: output += Array("\\t".utf8)
      case 0..<0x20, 0x7F: output += Array(octal(byte).utf8)
      case 0x80...0xFF where !isText: output += Array(octal(byte).utf8)
      default: output.append(byte)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Three digits, so that a digit behind it is not read as a part of it.
  private static func octal(_ byte: UInt8) -> String { "\\\(byte >> 6)\(byte >> 3 & 7)\(byte & 7)" }
}
