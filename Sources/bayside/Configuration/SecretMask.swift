import JSON5
import RelayKit

/// Hides keys in what is shown of a configuration file: a mistake on the line of a key must not print it. What looks
/// like a key goes, and whatever stands where a key or a header does; names of settings stay, and so do other values.
enum SecretMask {
  /// Signs that keys are made of. A run that is long and holds letters and digits may be one.
  private static let suspiciousLength = 20
  /// What stands in the place of a key is one however it looks, unless it is as short as a number or a word.
  private static let secretLength = 6
  private static let prefix = Array("sk-".utf8)

  /// A sentence keeps its words; only what looks like a key goes.
  static func sentence(_ text: String) -> String {
    var bytes = Array(KeyMask.masked(text).utf8)
    hide(&bytes, in: bytes.indices, signs: isKeySign, where: looksLikeKey)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The file with stars in place of keys. No place in it moves, so that a caret below a line stays where it belongs.
  static func file(_ bytes: [UInt8]) -> [UInt8] {
    var places = SecretPlaces(bytes)
    places.scan()
    var bytes = bytes
    for range in places.ranges {
      hide(&bytes, in: range, signs: isSecretSign) { $0.count >= secretLength }
    }
    hide(&bytes, in: bytes.indices, signs: isKeySign, where: looksLikeKey)
    return bytes
  }

  /// Puts stars in place of runs of signs.
  private static func hide(
    _ bytes: inout [UInt8], in range: Range<Int>, signs: (UInt8) -> Bool,
    where isHidden: (ArraySlice<UInt8>) -> Bool
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, signs(bytes[end]) { end += 1 }
      if end > start, isHidden(bytes[start..<end]) {
        for place in start..<end { bytes[place] = UInt8(ascii: "*") }
      }
      start = max(end, start + 1)
    }
  }

  private static func looksLikeKey(_ run: ArraySlice<UInt8>) -> Bool {
    if run.starts(with: prefix), run.count >= secretLength { return true }
    return run.count >= suspiciousLength && run.contains(where: isDigit) && run.contains(where: isLetter)
  }

  static func isKeySign(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || [0x2D, 0x5F, 0x2B, 0x3D].contains(byte)
  }

  /// Any that can be seen, but for those that part names and values.
  private static func isSecretSign(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && ![0x22, 0x27, 0x2C, 0x3A, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D].contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

/// Where secrets stand in a file that may be broken anywhere: the values of settings whose names say so, and all that
/// is inside of them. It reads what JSON5 would, and goes on where JSON5 does not.
struct SecretPlaces {
  private static let words: Set<String> = [
    "key", "apikey", "headers", "authorization", "auth", "bearer", "token", "secret", "cookie", "password",
  ]

  /// An object or an array that is open.
  private struct Level {
    /// All of it is secret.
    var isSecret: Bool
    /// What stands behind the last name is.
    var isValueSecret: Bool
    /// So was that before the last comma: a comma inside of a key must not show its end.
    var wasValueSecret = false
    /// Where the name of that value ends; `nil` behind a comma.
    var secretName: Int?

    init(isSecret: Bool) { (self.isSecret, self.isValueSecret) = (isSecret, isSecret) }
  }

  private let bytes: [UInt8]
  private var place = 0
  private var levels = [Level(isSecret: false)]
  /// In order, none empty.
  private(set) var ranges: [Range<Int>] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func scan() {
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        levels.append(Level(isSecret: levels[levels.count - 1].isValueSecret))
        place += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if levels.count > 1 { levels.removeLast() }
        place += 1
      case UInt8(ascii: ","):
        let level = levels[levels.count - 1]
        levels[levels.count - 1].wasValueSecret = level.isValueSecret
        levels[levels.count - 1].isValueSecret = level.isSecret
        levels[levels.count - 1].secretName = nil
        place += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/") || byte(1) == UInt8(ascii: "*"): comment()
      case UInt8(ascii: "'"), UInt8(ascii: "\""): string()
      case let byte where SecretMask.isKeySign(byte): word()
      default: place += 1
      }
    }
  }

  private func byte(_ distance: Int) -> UInt8? {
    place + distance < bytes.count ? bytes[place + distance] : nil
  }

  // MARK: What stands there

  /// To its quote, or to the end of the line where it has none.
  private mutating func string() {
    let quote = bytes[place]
    let start = place
    place += 1
    while let byte = byte(0), byte != quote, byte != 0x0A, byte != 0x0D {
      place += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    place = min(place, bytes.count)
    let end = place
    if byte(0) == quote { place += 1 }
    token(start + 1..<max(start + 1, end), isQuoted: true)
  }

  private mutating func word() {
    let start = place
    while let byte = byte(0), SecretMask.isKeySign(byte) || byte == UInt8(ascii: "$") { place += 1 }
    token(start..<place, isQuoted: false)
  }

  /// What was left out of the file is as secret as what is in it.
  private mutating func comment() {
    let start = place
    let isLine = byte(1) == UInt8(ascii: "/")
    place += 2
    while let byte = byte(0) {
      if isLine, byte == 0x0A || byte == 0x0D { break }
      if !isLine, byte == UInt8(ascii: "*"), self.byte(1) == UInt8(ascii: "/") {
        place += 2
        break
      }
      place += 1
    }
    place = min(place, bytes.count)
    if let hidden = behindSecretName(in: start..<place) { ranges.append(hidden) }
  }

  private mutating func token(_ range: Range<Int>, isQuoted: Bool) {
    let level = levels.count - 1
    let isSecretName = Self.isSecretName(bytes[range])
    // Behind a secret name, in its line, a colon may be one of the key.
    let isInSecret =
      !isQuoted && levels[level].secretName.map { !bytes[$0..<range.lowerBound].contains(0x0A) } ?? false
    if isName, !isInSecret {
      levels[level].wasValueSecret = false
      levels[level].isValueSecret = levels[level].isSecret || isSecretName
      levels[level].secretName = isSecretName ? range.upperBound : nil
      return
    }
    let isStray = isQuoted && levels[level].wasValueSecret
    if levels[level].isValueSecret || isStray {
      if !range.isEmpty { ranges.append(range) }
    } else if let hidden = behindSecretName(in: range) {
      // A quote is missing before: names stand inside of a text, and their values may stand behind it.
      ranges.append(hidden)
      levels[level].isValueSecret = true
    } else if isSecretName {
      // The colon behind a name may be what is missing.
      levels[level].isValueSecret = true
    }
  }

  /// Whether a colon follows, which is not that of an address.
  private var isName: Bool {
    var next = place
    while next < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[next]) { next += 1 }
    guard next < bytes.count, bytes[next] == UInt8(ascii: ":") else { return false }
    return next + 1 >= bytes.count || bytes[next + 1] != UInt8(ascii: "/")
  }

  // MARK: Names

  /// `key`, `api_key`, `X-Auth-Token`, `apiKey`, and a base URL, by which keys were kept once.
  private static func isSecretName(_ name: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: name, as: UTF8.self)
    if text.contains("://") { return true }
    var words: [String] = []
    var word = ""
    for character in text {
      if character.isUppercase, word.last?.isLowercase == true {
        words.append(word)
        word = ""
      }
      if character.isLetter {
        word.append(character)
      } else {
        words.append(word)
        word = ""
      }
    }
    return (words + [word]).contains { Self.words.contains($0.lowercased()) }
  }

  /// All that follows the first secret name with a colon behind it.
  private func behindSecretName(in range: Range<Int>) -> Range<Int>? {
    var place = range.lowerBound
    while place < range.upperBound {
      guard SecretMask.isKeySign(bytes[place]) else {
        place += 1
        continue
      }
      var end = place
      while end < range.upperBound, SecretMask.isKeySign(bytes[end]) { end += 1 }
      var next = end
      while next < range.upperBound, [0x20, 0x22, 0x27].contains(bytes[next]) { next += 1 }
      if next < range.upperBound, bytes[next] == UInt8(ascii: ":"), Self.isSecretName(bytes[place..<end]) {
        return next + 1 < range.upperBound ? next + 1..<range.upperBound : nil
      }
      place = end
    }
    return nil
  }
}

extension SourceText {
  /// The same places without keys.
  var withoutSecrets: SourceText { SourceText(bytes: SecretMask.file(bytes), name: name) }
}

extension SourceProblem {
  /// - Parameter source: without secrets.
  func shown(of source: SourceText) -> SourceProblem {
    source.problem(at: position, SecretMask.sentence(sentence))
  }
}
