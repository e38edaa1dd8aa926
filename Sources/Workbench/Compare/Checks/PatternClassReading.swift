/// Reads `[a-z_]` and `[^…]`.
struct PatternClassReading {
  let signs: [Unicode.Scalar]
  /// Behind the `[`.
  var position: Int

  mutating func set() throws(TextPattern.Problem) -> ScalarSet {
    var set = ScalarSet()
    if position < signs.count, signs[position] == "^" {
      set.isInverted = true
      position += 1
    }
    let start = position
    while position < signs.count {
      // A bracket that comes first stands for itself.
      if signs[position] == "]", position > start {
        position += 1
        return set
      }
      let low = try item()
      guard case .range(let from, _) = low, position + 1 < signs.count, signs[position] == "-",
        signs[position + 1] != "]"
      else {
        set.items.append(low)
        continue
      }
      position += 1
      guard case .range(let to, _) = try item(), from <= to else {
        throw TextPattern.Problem("a range in [ ] ends before it begins.")
      }
      set.items.append(.range(from, to))
    }
    throw TextPattern.Problem("a [ has no ].")
  }

  private mutating func item() throws(TextPattern.Problem) -> ScalarSet.Item {
    let sign = signs[position]
    position += 1
    guard sign == "\\" else { return .range(sign.value, sign.value) }
    if position < signs.count, signs[position] == "b" {
      position += 1
      return .range(8, 8)
    }
    return try PatternEscape.item(signs, &position)
  }
}

/// What stands behind a backslash.
enum PatternEscape {
  static func item(
    _ signs: [Unicode.Scalar], _ position: inout Int
  ) throws(TextPattern.Problem) -> ScalarSet.Item {
    guard position < signs.count else { throw TextPattern.Problem("a \\ ends it.") }
    let sign = signs[position]
    position += 1
    func one(_ value: UInt32) -> ScalarSet.Item { .range(value, value) }
    switch sign {
    case "d", "D": return .kind(.digit, isWanted: sign == "d")
    case "w", "W": return .kind(.word, isWanted: sign == "w")
    case "s", "S": return .kind(.blank, isWanted: sign == "s")
    case "n": return one(0x0A)
    case "r": return one(0x0D)
    case "t": return one(0x09)
    case "f": return one(0x0C)
    case "v": return one(0x0B)
    case "0": return one(0)
    case "x": return one(try number(signs, &position, digits: 2))
    case "u": return one(try number(signs, &position, digits: 4))
    case "p", "P": return .kind(try kind(signs, &position), isWanted: sign == "p")
    default:
      let isLetter = ("a"..."z").contains(sign) || ("A"..."Z").contains(sign) || ("1"..."9").contains(sign)
      if isLetter { throw TextPattern.Problem("\\\(sign) is not known here.") }
      return one(sign.value)
    }
  }

  private static func braced(_ signs: [Unicode.Scalar], _ position: inout Int) -> String? {
    guard position < signs.count, signs[position] == "{", let end = signs[position...].firstIndex(of: "}")
    else {
      return nil
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: signs[position + 1..<end])
    position = end + 1
    return text
  }

  private static func number(
    _ signs: [Unicode.Scalar], _ position: inout Int, digits: Int
  ) throws(TextPattern.Problem) -> UInt32 {
    var text = braced(signs, &position) ?? ""
    if text.isEmpty {
      let end = min(position + digits, signs.count)
      text.unicodeScalars.append(contentsOf: signs[position..<end])
      position = end
      guard text.unicodeScalars.count == digits else {
        throw TextPattern.Problem("a code has too few digits.")
      }
    }
    guard text.first != "+", text.first != "-", let value = UInt32(text, radix: 16),
      Unicode.Scalar(value) != nil
    else { throw TextPattern.Problem("\(text) is the code of no character.") }
    return value
  }

  private static let kinds: [String: ScalarSet.Kind] = [
    "L": .letter, "Lu": .upper, "Ll": .lower, "N": .number, "Nd": .digit, "P": .sign, "S": .symbol,
    "Han": .ideograph,
  ]

  private static func kind(
    _ signs: [Unicode.Scalar], _ position: inout Int
  ) throws(TextPattern.Problem) -> ScalarSet.Kind {
    guard let name = braced(signs, &position), let kind = kinds[name] else {
      throw TextPattern.Problem("\\p wants one of \(kinds.keys.sorted().joined(separator: ", ")) in braces.")
    }
    return kind
  }
}
