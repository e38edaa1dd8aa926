import RelayKit

/// The innermost words of a refusal, cut into what can be looked for. Relays wrap the words of their suppliers,
/// often more than once, and often as JSON inside a sentence.
struct ErrorWords: Sendable, Hashable {
  let text: String
  let lower: String
  /// What stands in quotes or backticks, in order.
  let quoted: [String]
  let tokens: [ErrorToken]

  init(_ message: String) {
    text = Self.trimmed(Self.innermost(message, depth: 0))
    lower = text.lowercased()
    quoted = Self.quoted(text)
    tokens = ErrorToken.all(in: lower)
  }

  func says(_ phrases: String...) -> Bool { says(anyOf: phrases) }
  func says(anyOf phrases: [String]) -> Bool { phrases.contains { lower.contains($0) } }

  // MARK: Unwrapping

  private static func innermost(_ message: String, depth: Int) -> String {
    guard depth < 4, let open = message.firstIndex(of: "{"), let close = message.lastIndex(of: "}"),
      open < close,
      let value = try? JSONValue(parsing: unescaped(message[open...close])),
      let inner = words(value, depth: 0), !inner.isEmpty
    else { return message }
    return innermost(inner, depth: depth + 1)
  }

  /// Quotes of JSON that was printed inside a text carry a backslash each.
  private static func unescaped(_ text: Substring) -> String {
    guard text.hasPrefix("{\\\"") else { return String(text) }
    var plain = ""
    var rest = text
    while let letter = rest.popFirst() {
      if letter == "\\", let next = rest.first, next == "\"" || next == "\\" {
        plain.append(rest.removeFirst())
      } else {
        plain.append(letter)
      }
    }
    return plain
  }

  private static func words(_ value: JSONValue, depth: Int) -> String? {
    guard depth < 5 else { return nil }
    switch value {
    case .string(let text): return text
    case .array(let items): return items.lazy.compactMap { words($0, depth: depth + 1) }.first
    case .object:
      return ["message", "msg", "error", "detail", "errors"].lazy
        .compactMap { key in value[key].flatMap { words($0, depth: depth + 1) } }.first
    default: return nil
    }
  }

  /// Without what relays append: their request id, and the routes they tried.
  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    for mark in ["(request id:", "Received Model Group=", "For more information", "https://"] {
      if let place = text.firstRange(of: mark), place.lowerBound > text.startIndex {
        text = text[..<place.lowerBound]
      }
    }
    return String(text)
  }

  // MARK: Quotes

  private static let closing: [Character: Character] = ["'": "'", "\"": "\"", "`": "`", "‘": "’", "“": "”"]

  private static func quoted(_ text: String) -> [String] {
    let letters = Array(text.filter { $0 != "\\" })
    var found: [String] = []
    var index = 0
    while index < letters.count {
      let isInWord = index > 0 && (letters[index - 1].isLetter || letters[index - 1].isNumber)
      guard let end = closing[letters[index]], !isInWord else {
        index += 1
        continue
      }
      var last = index + 1
      while last < letters.count, letters[last] != "\n", last - index < 160 {
        let next = last + 1 < letters.count ? letters[last + 1] : " "
        // An apostrophe inside a word closes nothing.
        if letters[last] == end, !(end == "'" && (next.isLetter || next.isNumber)) { break }
        last += 1
      }
      guard last < letters.count, letters[last] == end else {
        index += 1
        continue
      }
      found.append(String(letters[index + 1..<last]))
      index = last + 1
    }
    return found
  }
}

/// A word, a number or a sign of a refusal, in small letters and without quotes.
enum ErrorToken: Sendable, Hashable {
  case word(String)
  /// The literal, without separators of thousands.
  case number(String)
  case sign(String)

  var number: String? { if case .number(let literal) = self { literal } else { nil } }

  static func all(in text: String) -> [ErrorToken] {
    var scanner = TokenScanner(bytes: Array(text.utf8))
    return scanner.all()
  }
}

private struct TokenScanner {
  let bytes: [UInt8]
  var position = 0
  var tokens: [ErrorToken] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func all() -> [ErrorToken] {
    while position < bytes.count { step() }
    return tokens
  }

  private func byte(_ offset: Int) -> UInt8 {
    let index = position + offset
    return bytes.indices.contains(index) ? bytes[index] : 0
  }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private mutating func step() {
    let first = byte(0)
    if Self.isDigit(first) || (first == UInt8(ascii: "-") && Self.isDigit(byte(1)) && !followsValue) {
      return number()
    }
    if Self.isLetter(first) {
      let start = position
      while Self.isLetter(byte(0)) || Self.isDigit(byte(0)) { position += 1 }
      return tokens.append(.word(String(decoding: bytes[start..<position], as: UTF8.self)))
    }
    if (first == UInt8(ascii: "<") || first == UInt8(ascii: ">")) && byte(1) == UInt8(ascii: "=") {
      return sign(2)
    }
    if first == UInt8(ascii: ".") {
      var length = 1
      while byte(length) == first { length += 1 }
      return length > 1 ? sign(length) : (position += 1)
    }
    if "<>[](),:+-=".utf8.contains(first) { return sign(1) }
    position += 1
  }

  /// A minus after a value takes away, or stands between the ends of a range.
  private var followsValue: Bool {
    guard position > 0 else { return false }
    return Self.isDigit(bytes[position - 1]) || Self.isLetter(bytes[position - 1])
  }

  private mutating func sign(_ length: Int) {
    tokens.append(.sign(String(decoding: bytes[position..<position + length], as: UTF8.self)))
    position += length
  }

  private mutating func number() {
    let start = position
    if byte(0) == UInt8(ascii: "-") { position += 1 }
    while Self.isDigit(byte(0)) { position += 1 }
    let isInBrackets = tokens.last == .sign("[") || tokens.last == .sign("(")
    let isThousands = position - start <= 3 && bytes[start] != UInt8(ascii: "0") && !isInBrackets
    while isThousands, byte(0) == UInt8(ascii: ","), (1...3).allSatisfy({ Self.isDigit(byte($0)) }),
      !Self.isDigit(byte(4))
    { position += 4 }
    if byte(0) == UInt8(ascii: "."), Self.isDigit(byte(1)) {
      position += 1
      while Self.isDigit(byte(0)) { position += 1 }
    }
    let literal = bytes[start..<position].filter { $0 != UInt8(ascii: ",") }
    // `4k` or `5xx` is a word that begins with a digit.
    guard !Self.isLetter(byte(0)) else {
      while Self.isLetter(byte(0)) || Self.isDigit(byte(0)) { position += 1 }
      return tokens.append(.word(String(decoding: bytes[start..<position], as: UTF8.self)))
    }
    tokens.append(.number(String(decoding: literal, as: UTF8.self)))
  }
}
