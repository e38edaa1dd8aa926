/// Which single characters of a text a place in a pattern takes.
struct ScalarSet: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case any, digit, word, blank, letter, upper, lower, number, sign, symbol, ideograph
  }

  enum Item: Sendable, Hashable {
    case range(UInt32, UInt32)
    case kind(Kind, isWanted: Bool)
  }

  var items: [Item] = []
  var isInverted = false
  var ignoresCase = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isIn = holds(scalar)
    if !isIn, ignoresCase {
      isIn =
        Self.single(scalar.properties.lowercaseMapping).map(holds) ?? false
        || Self.single(scalar.properties.uppercaseMapping).map(holds) ?? false
    }
    return isIn != isInverted
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    items.contains { item in
      switch item {
      case .range(let low, let high): low <= scalar.value && scalar.value <= high
      case .kind(let kind, let isWanted): Self.is(scalar, kind) == isWanted
      }
    }
  }

  private static func single(_ text: String) -> Unicode.Scalar? {
    text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
  }

  static func isWord(_ scalar: Unicode.Scalar) -> Bool { Self.is(scalar, .word) }

  private static func `is`(_ scalar: Unicode.Scalar, _ kind: Kind) -> Bool {
    let properties = scalar.properties
    switch kind {
    case .any: return true
    case .digit: return properties.generalCategory == .decimalNumber
    case .word:
      if scalar.isASCII {
        return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value & 0xDF)
          || scalar == "_"
      }
      return properties.isAlphabetic || properties.numericType != nil || isMark(scalar)
    case .blank: return properties.isWhitespace
    case .letter:
      switch properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
      default: return false
      }
    case .upper: return properties.generalCategory == .uppercaseLetter
    case .lower: return properties.generalCategory == .lowercaseLetter
    case .number:
      switch properties.generalCategory {
      case .decimalNumber, .letterNumber, .otherNumber: return true
      default: return false
      }
    case .sign:
      switch properties.generalCategory {
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
        .finalPunctuation, .otherPunctuation:
        return true
      default: return false
      }
    case .symbol:
      switch properties.generalCategory {
      case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return true
      default: return false
      }
    case .ideograph: return properties.isIdeographic
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}
