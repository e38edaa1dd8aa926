/// A number by its digits, so that two ways of writing it are one: `1,000`, `1 000` and `1000`; `2.50` and `2.5`.
struct DecimalNumber {
  private var isNegative = false
  private var whole: [UInt8] = []
  private var fraction: [UInt8] = []
  /// Numbers with more points than one, such as versions, stay as they are written.
  private var literal: String?

  /// The same for equal numbers.
  var key: String {
    if let literal { return literal }
    let digits = whole.drop { $0 == Self.zero }
    var rest = fraction[...]
    while rest.last == Self.zero { rest.removeLast() }
    let text = String(decoding: digits.isEmpty ? [Self.zero] : digits, as: UTF8.self)
    let isZero = digits.isEmpty && rest.isEmpty
    return (isNegative && !isZero ? "-" : "") + text
      + (rest.isEmpty ? "" : "." + String(decoding: rest, as: UTF8.self))
  }

  /// The number a thousand times as large is `scaled(by: 3)`.
  mutating func scale(by zeros: Int) {
    guard literal == nil else { return }
    whole += fraction.prefix(zeros)
    whole += [UInt8](repeating: Self.zero, count: max(0, zeros - fraction.count))
    fraction = Array(fraction.dropFirst(zeros))
  }

  mutating func negate() { isNegative.toggle() }

  /// A number of JSON.
  init?(literal: String) {
    var bytes = Array(literal.utf8)
    if bytes.first == UInt8(ascii: "-") {
      isNegative = true
      bytes.removeFirst()
    }
    guard !bytes.isEmpty, bytes.allSatisfy({ Self.isDigit($0) || $0 == UInt8(ascii: ".") }) else {
      return nil
    }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    whole = Array(parts[0])
    fraction = parts.count > 1 ? Array(parts[1]) : []
  }

  /// Reads at a digit. `place` is behind the number then.
  init(_ bytes: [UInt8], at place: inout Int, end: Int, isGerman: Bool) {
    let start = place
    func digits(_ from: Int) -> Int {
      var index = from
      while index < end, Self.isDigit(bytes[index]) { index += 1 }
      return index - from
    }
    let first = digits(place)
    whole = Array(bytes[place..<(place + first)])
    place += first
    let groupSign = first <= 3 ? Self.separator(bytes, place, end) : nil
    if let groupSign, Self.mayGroup(groupSign.sign, isGerman: isGerman) {
      var groups: [UInt8] = []
      var index = place
      while let sign = Self.separator(bytes, index, end), sign.sign == groupSign.sign,
        digits(index + sign.length) == 3
      {
        groups += bytes[(index + sign.length)..<(index + sign.length + 3)]
        index += sign.length + 3
      }
      let isPoint = groupSign.sign == UInt8(ascii: ".")
      // One group behind a point is a fraction, but in German.
      if groups.count > 3 || !isPoint || isGerman || Self.hasFraction(bytes, index, end, UInt8(ascii: ",")) {
        whole += groups
        place = index
      }
    }
    readFraction(bytes, &place, end, start: start, isGerman: isGerman)
  }

  private mutating func readFraction(
    _ bytes: [UInt8], _ place: inout Int, _ end: Int, start: Int, isGerman: Bool
  ) {
    guard place < end, bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: ","),
      Self.hasFraction(bytes, place, end, bytes[place])
    else { return }
    let sign = bytes[place]
    var index = place + 1
    while index < end, Self.isDigit(bytes[index]) { index += 1 }
    if Self.hasFraction(bytes, index, end, sign) {
      // `1,2,3` is a list, `1.2.3` a version.
      if sign == UInt8(ascii: ",") { return }
      while Self.hasFraction(bytes, index, end, sign) {
        index += 1
        while index < end, Self.isDigit(bytes[index]) { index += 1 }
      }
      literal = String(decoding: bytes[start..<index], as: UTF8.self)
    }
    fraction = Array(bytes[(place + 1)..<index])
    place = index
  }

  private static let zero = UInt8(ascii: "0")
  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func hasFraction(_ bytes: [UInt8], _ place: Int, _ end: Int, _ sign: UInt8) -> Bool {
    place + 1 < end && bytes[place] == sign && isDigit(bytes[place + 1])
  }

  private static func mayGroup(_ sign: UInt8, isGerman: Bool) -> Bool {
    sign != UInt8(ascii: ",") || !isGerman
  }

  /// A sign that may divide thousands; blanks of all widths are one sign.
  private static func separator(_ bytes: [UInt8], _ place: Int, _ end: Int) -> (sign: UInt8, length: Int)? {
    guard place < end else { return nil }
    switch bytes[place] {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "_"): return (bytes[place], 1)
    case 0x20: return (0x20, 1)
    case 0xC2 where place + 1 < end && bytes[place + 1] == 0xA0: return (0x20, 2)
    case 0xE2 where place + 2 < end && bytes[place + 1] == 0x80 && [0x89, 0xAF].contains(bytes[place + 2]):
      return (0x20, 3)
    case 0xE2 where place + 2 < end && bytes[place + 1] == 0x80 && bytes[place + 2] == 0x99: return (0x27, 3)
    default: return nil
    }
  }
}
