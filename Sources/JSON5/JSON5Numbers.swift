/// Numbers (https://spec.json5.org, section 6).
extension JSON5Scanner {
  mutating func number() throws(SourceProblem) -> JSON5Number {
    let start = offset
    var isNegative = false
    if take("-") { isNegative = true } else { _ = take("+") }
    let number: JSON5Number
    switch plainWord {
    case "Infinity": number = JSON5Number(value: isNegative ? -.infinity : .infinity, json: nil)
    case "NaN": number = JSON5Number(value: .nan, json: nil)
    case let word where word.hasPrefix("0x") || word.hasPrefix("0X"):
      return try hexadecimal(word, isNegative: isNegative, start: start)
    default: return try decimal(isNegative: isNegative, start: start)
    }
    advance(by: plainWord.utf8.count)
    return number
  }

  private mutating func hexadecimal(
    _ word: String, isNegative: Bool, start: Int
  ) throws(SourceProblem) -> JSON5Number {
    let digits = word.dropFirst(2)
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw problem("“\(word.shownShort)” is no number: only digits and a to f may follow 0x.", at: start)
    }
    guard let value = UInt64(digits, radix: 16) else {
      throw problem("“\(word.shownShort)” is too large: 16 hexadecimal digits are the limit.", at: start)
    }
    advance(by: word.utf8.count)
    return JSON5Number(
      value: (isNegative ? -1 : 1) * Double(value), json: (isNegative ? "-" : "") + "\(value)")
  }

  private mutating func decimal(isNegative: Bool, start: Int) throws(SourceProblem) -> JSON5Number {
    let whole = digits()
    var fraction = ""
    var hasPoint = false
    if take(".") {
      hasPoint = true
      fraction = digits()
    }
    guard !whole.isEmpty || !fraction.isEmpty else {
      if hasPoint { throw problem("A number needs a digit before or after its point.", at: start) }
      throw unexpected("a number after the sign")
    }
    guard whole.count < 2 || !whole.hasPrefix("0") else {
      throw problem("A number may not begin with 0 and another digit.", at: start)
    }
    var json = (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole)
    if !fraction.isEmpty { json += "." + fraction }
    if let letter = current, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      advance()
      json += String(Character(Unicode.Scalar(letter)))
      if take("-") { json += "-" } else if take("+") { json += "+" }
      let exponent = digits()
      guard !exponent.isEmpty else { throw problem("A number needs digits after its “e”.", at: start) }
      json += exponent
    }
    guard plainWord.isEmpty else {
      throw problem("Found “\(plainWord.shownShort)” right after a number; text needs quotes.")
    }
    return JSON5Number(value: Double(json) ?? .nan, json: json)
  }

  private mutating func digits() -> String {
    let start = offset
    while let byte = current, byte >= 0x30, byte <= 0x39 { advance() }
    return String(decoding: source.bytes[start..<offset], as: UTF8.self)
  }
}
