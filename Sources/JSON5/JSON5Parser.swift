/// Reads a JSON5 text (https://spec.json5.org) into a tree.
struct JSON5Parser {
  /// Deeper nesting is refused, so that no file can exhaust the stack.
  static let maximumDepth = 128
  var scanner: JSON5Scanner
  /// At most as many as anybody reads: each holds its line.
  private(set) var repeatedKeys: [SourceProblem] = []
  private static let maximumRepeatedKeys = 20

  init(_ source: SourceText) { scanner = JSON5Scanner(source) }

  mutating func document(blankIsObject: Bool) throws(SourceProblem) -> JSON5Value {
    try scanner.checkEncoding()
    try scanner.skipSpace()
    if blankIsObject, scanner.isAtEnd { return JSON5Value(.object([]), at: scanner.position()) }
    let root = try value(depth: 0)
    try scanner.skipSpace()
    guard scanner.isAtEnd else {
      throw scanner.unexpected("the end of the file: one value is a whole file")
    }
    return root
  }

  private mutating func value(depth: Int) throws(SourceProblem) -> JSON5Value {
    let position = scanner.position()
    guard depth < Self.maximumDepth else {
      throw scanner.problem("Values are nested more than \(Self.maximumDepth) deep here.")
    }
    let content: JSON5Value.Content
    switch scanner.current ?? 0 {
    case UInt8(ascii: "{"): content = .object(try object(depth: depth))
    case UInt8(ascii: "["): content = .array(try array(depth: depth))
    case UInt8(ascii: "\""), UInt8(ascii: "'"): content = .string(try scanner.string())
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
      content = .number(try scanner.number())
    default: content = try word()
    }
    return JSON5Value(content, at: position)
  }

  /// `null`, `true`, `false` and the two numbers that are words.
  private mutating func word() throws(SourceProblem) -> JSON5Value.Content {
    let content: JSON5Value.Content
    let word = scanner.plainWord
    switch word {
    case "null": content = .null
    case "true": content = .bool(true)
    case "false": content = .bool(false)
    case "Infinity", "NaN": return .number(try scanner.number())
    case "": throw scanner.unexpected("a value")
    default: throw scanner.unexpected("a value; text needs quotes: '\(word.shownShort)'")
    }
    scanner.advance(by: word.utf8.count)
    return content
  }

  private mutating func array(depth: Int) throws(SourceProblem) -> [JSON5Value] {
    let opening = scanner.offset
    scanner.advance()
    var elements: [JSON5Value] = []
    while true {
      try scanner.skipSpace()
      if scanner.take("]") { return elements }
      elements.append(try value(depth: depth + 1))
      try scanner.skipSpace()
      if scanner.take(",") { continue }
      if scanner.take("]") { return elements }
      throw scanner.unexpected("“,” or “]” after the value", opening: opening)
    }
  }

  private mutating func object(depth: Int) throws(SourceProblem) -> [JSON5Member] {
    let opening = scanner.offset
    scanner.advance()
    var members: [JSON5Member] = []
    var known: [String: SourcePosition] = [:]
    while true {
      try scanner.skipSpace()
      if scanner.take("}") { return members }
      let position = scanner.position()
      let key = try key(opening: opening)
      if let first = known[key] {
        noteRepeated(key, at: position, first: first)
      } else {
        known[key] = position
      }
      try scanner.skipSpace()
      guard scanner.take(":") else { throw scanner.unexpected("“:” after the key “\(key.shownShort)”") }
      try scanner.skipSpace()
      members.append(JSON5Member(key: key, keyPosition: position, value: try value(depth: depth + 1)))
      try scanner.skipSpace()
      if scanner.take(",") { continue }
      if scanner.take("}") { return members }
      throw scanner.unexpected("“,” or “}” after the value of “\(key.shownShort)”", opening: opening)
    }
  }

  private mutating func noteRepeated(_ key: String, at position: SourcePosition, first: SourcePosition) {
    guard repeatedKeys.count < Self.maximumRepeatedKeys else { return }
    let sentence = "The key “\(key.shownShort)” is here again; it is at \(first) already."
    repeatedKeys.append(scanner.source.problem(at: position, sentence))
  }

  private mutating func key(opening: Int) throws(SourceProblem) -> String {
    switch scanner.current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try scanner.string()
    default: try scanner.identifier(opening: opening)
    }
  }
}

extension String {
  /// As it may stand in a sentence: short and without control characters.
  var shownShort: String {
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(40) {
      text.append(scalar == "\t" ? "\u{2409}" : Excerpt.shown(scalar))
    }
    return String(text) + (unicodeScalars.count > 40 ? "…" : "")
  }
}
