/// What a pattern is made of.
indirect enum PatternNode {
  enum Place: Sendable, Hashable {
    case textStart, textEnd, lineStart, lineEnd, wordEdge, noWordEdge
    /// The end, or before a line break that ends the text.
    case lastLineEnd
  }

  case set(ScalarSet)
  case place(Place)
  case sequence([PatternNode])
  case choice([PatternNode])
  case repetition(PatternNode, least: Int, most: Int?)
}

/// Reads the common part of regular expressions.
struct PatternReading {
  private let signs: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private var flags = Flags()

  private struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotTakesBreaks = false
  }

  static let mostRepetitions = 1000
  private static let mostDepth = 60

  static func node(of text: String) throws(TextPattern.Problem) -> PatternNode {
    var reading = PatternReading(signs: Array(text.unicodeScalars))
    let node = try reading.choice()
    if reading.position < reading.signs.count { throw TextPattern.Problem("a ) has no (.") }
    return node
  }

  private init(signs: [Unicode.Scalar]) { self.signs = signs }

  private var next: Unicode.Scalar? { position < signs.count ? signs[position] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard position + wanted.count <= signs.count,
      signs[position..<position + wanted.count].elementsEqual(wanted)
    else { return false }
    position += wanted.count
    return true
  }

  private mutating func choice() throws(TextPattern.Problem) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.mostDepth else { throw TextPattern.Problem("its groups are nested too deep.") }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(TextPattern.Problem) -> PatternNode {
    var nodes: [PatternNode] = []
    while let sign = next, sign != "|", sign != ")" {
      if let node = try atom() { nodes.append(try repeated(node)) }
    }
    return .sequence(nodes)
  }

  private mutating func repeated(_ node: PatternNode) throws(TextPattern.Problem) -> PatternNode {
    let bounds: (Int, Int?)
    switch next {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case "{":
      guard let counted = try counts() else { return node }
      bounds = counted
      position -= 1
    default: return node
    }
    position += 1
    // A lazy repetition finds the same texts.
    if next == "+" {
      throw TextPattern.Problem("repetitions that give nothing back, as a++, are not known here.")
    }
    _ = take("?")
    if let sign = next, "*+?".unicodeScalars.contains(sign) {
      throw TextPattern.Problem("two repetitions stand behind each other.")
    }
    return .repetition(node, least: bounds.0, most: bounds.1)
  }

  /// `{3}`, `{2,}`, `{2,5}`, `{,5}`; `nil` for a brace that stands for itself. Stands behind it afterwards.
  private mutating func counts() throws(TextPattern.Problem) -> (Int, Int?)? {
    guard let end = signs[position...].firstIndex(of: "}") else { return nil }
    var text = ""
    text.unicodeScalars.append(contentsOf: signs[position + 1..<end])
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    func isCount(_ part: Substring) -> Bool { part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard text.contains(where: \.isNumber), parts.count <= 2, parts.allSatisfy(isCount) else { return nil }
    let numbers = parts.map { $0.isEmpty ? nil : Int($0) ?? .max }
    let least = numbers[0] ?? 0
    let most = numbers.count == 1 ? least : numbers[1]
    guard max(least, most ?? 0) <= Self.mostRepetitions else {
      throw TextPattern.Problem("{\(text)} is more than \(Self.mostRepetitions) repetitions.")
    }
    guard most.map({ least <= $0 }) ?? true else {
      throw TextPattern.Problem("{\(text)} ends before it begins.")
    }
    position = end + 1
    return (least, most)
  }

  /// `nil` for flags, which match nothing themselves.
  private mutating func atom() throws(TextPattern.Problem) -> PatternNode? {
    guard let sign = next else { return nil }
    position += 1
    switch sign {
    case "(": return try group()
    case "[":
      var reading = PatternClassReading(signs: signs, position: position)
      var set = try reading.set()
      position = reading.position
      set.ignoresCase = flags.ignoresCase
      return .set(set)
    case ".":
      if flags.dotTakesBreaks { return .set(ScalarSet(items: [.kind(.any, isWanted: true)])) }
      return .set(ScalarSet(items: [.range(0x0A, 0x0A), .range(0x0D, 0x0D)], isInverted: true))
    case "^": return .place(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .place(flags.isMultiline ? .lineEnd : .lastLineEnd)
    case "*", "+", "?": throw TextPattern.Problem("\(sign) has nothing to repeat.")
    case "\\":
      if let place = try place() { return .place(place) }
      let item = try PatternEscape.item(signs, &position)
      return .set(ScalarSet(items: [item], ignoresCase: flags.ignoresCase))
    default:
      return .set(ScalarSet(items: [.range(sign.value, sign.value)], ignoresCase: flags.ignoresCase))
    }
  }

  private mutating func place() throws(TextPattern.Problem) -> PatternNode.Place? {
    let place: PatternNode.Place? =
      switch next {
      case "A": .textStart
      case "z": .textEnd
      case "Z": .lastLineEnd
      case "b": .wordEdge
      case "B": .noWordEdge
      default: nil
      }
    if let digit = next, ("1"..."9").contains(digit) || digit == "k" {
      throw TextPattern.Problem("\\\(digit), what a group found before, is not known here.")
    }
    if place != nil { position += 1 }
    return place
  }

  /// Stands behind the `(`.
  private mutating func group() throws(TextPattern.Problem) -> PatternNode? {
    let outer = flags
    if take("?") {
      for (sign, name) in [
        ("=", "look-ahead"), ("!", "look-ahead"), ("<=", "look-behind"), ("<!", "look-behind"),
      ]
      where take(sign) {
        throw TextPattern.Problem("\(name), (?\(sign)…), is not known here.")
      }
      if take("<") || take("P<") {
        while let sign = next, sign != ">" { position += sign == ")" ? signs.count : 1 }
        guard take(">") else { throw TextPattern.Problem("the name of a group has no >.") }
      } else if !take(":") {
        if try readFlags() { return nil }
      }
    }
    let node = try choice()
    flags = outer
    guard take(")") else { throw TextPattern.Problem("a ( has no ).") }
    return node
  }

  /// `(?i)` holds for what follows in the group: true. `(?i:…)` has a group of its own: false.
  private mutating func readFlags() throws(TextPattern.Problem) -> Bool {
    var isOn = true
    while let sign = next {
      position += 1
      switch sign {
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiline = isOn
      case "s": flags.dotTakesBreaks = isOn
      case "-": isOn = false
      case ")": return true
      case ":": return false
      default: throw TextPattern.Problem("(?\(sign) is not known here.")
      }
    }
    throw TextPattern.Problem("a ( has no ).")
  }
}
