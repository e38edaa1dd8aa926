/// A decimal number of at most 18 digits, so that steps of 0.05 stay steps of 0.05.
struct ExactDecimal: Sendable, Hashable {
  /// The number is `mantissa` divided by ten to the power of `scale`.
  private(set) var mantissa: Int
  private(set) var scale: Int

  private static let most = 999_999_999_999_999_999

  /// A JSON number. - Returns: `nil` when it has more digits than fit.
  init?(literal: String) {
    var digits = 0
    var (isNegative, scale, hasPoint) = (false, 0, false)
    var text = literal[...]
    var exponent = 0
    if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let value = Int(text[text.index(after: mark)...]), value.magnitude < 40 else { return nil }
      exponent = value
      text = text[..<mark]
    }
    for character in text {
      switch character {
      case "-": isNegative = true
      case "+": continue
      case ".": hasPoint = true
      default:
        guard let digit = character.wholeNumberValue, digits <= (Self.most - digit) / 10 else { return nil }
        digits = digits * 10 + digit
        if hasPoint { scale += 1 }
      }
    }
    self.init(mantissa: isNegative ? -digits : digits, scale: scale - exponent)
  }

  private init?(mantissa: Int, scale: Int) {
    (self.mantissa, self.scale) = (mantissa, scale)
    while self.scale < 0 {
      guard self.mantissa.magnitude <= UInt(Self.most / 10) else { return nil }
      self.mantissa *= 10
      self.scale += 1
    }
    while self.scale > 0, self.mantissa.isMultiple(of: 10) {
      self.mantissa /= 10
      self.scale -= 1
    }
    guard self.scale <= 18, self.mantissa.magnitude <= UInt(Self.most) else { return nil }
  }

  private func mantissa(at scale: Int) -> Int? {
    var value = mantissa
    for _ in self.scale..<max(scale, self.scale) {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      if overflows { return nil }
      value = product
    }
    return value
  }

  /// - Returns: `nil` when the sum has too many digits.
  func adding(_ other: ExactDecimal, times factor: Int = 1) -> ExactDecimal? {
    let scale = max(scale, other.scale)
    guard let left = mantissa(at: scale), let right = other.mantissa(at: scale) else { return nil }
    let (product, isLarge) = right.multipliedReportingOverflow(by: factor)
    let (sum, overflows) = left.addingReportingOverflow(product)
    return isLarge || overflows ? nil : ExactDecimal(mantissa: sum, scale: scale)
  }

  /// Without an exponent and without zeros at the end.
  var literal: String {
    guard scale > 0 else { return String(mantissa) }
    var digits = String(mantissa.magnitude)
    if digits.count <= scale { digits = String(repeating: "0", count: scale - digits.count + 1) + digits }
    let whole = digits.dropLast(scale)
    return "\(mantissa < 0 ? "-" : "")\(whole).\(digits.suffix(scale))"
  }
}
