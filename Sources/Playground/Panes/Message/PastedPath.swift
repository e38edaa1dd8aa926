/// A pasted line that is the path of a picture, as terminals write it when a file is dropped on them.
enum PastedPath {
  private static let endings = [".png", ".jpg", ".jpeg", ".gif", ".webp"]

  /// The path, without quotes, escapes and `file://`; `nil` for any other text.
  static func picture(in text: String) -> String? {
    var line = text[...]
    while line.last?.isWhitespace == true { line.removeLast() }
    while line.first?.isWhitespace == true { line.removeFirst() }
    guard line.utf8.count < 4096, !line.contains(where: \.isNewline) else { return nil }
    let path: String
    if let quote = line.first, "'\"".contains(quote), line.last == quote, line.count > 2 {
      path = String(line.dropFirst().dropLast())
    } else if line.hasPrefix("file://") {
      guard let decoded = decoded(line.dropFirst(7)) else { return nil }
      path = decoded
    } else {
      path = unescaped(line)
    }
    guard path.hasPrefix("/") || path.hasPrefix("~/") else { return nil }
    let lower = path.lowercased()
    return endings.contains { lower.hasSuffix($0) } ? path : nil
  }

  /// `a\ b` is `a b`.
  private static func unescaped(_ text: Substring) -> String {
    var path = ""
    var isEscaped = false
    for character in text {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        path.append(character)
        isEscaped = false
      }
    }
    return path
  }

  /// `%20` is a space.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
