import RelayKit

/// Checks as they are written on a command line.
extension AnswerCheck {
  /// One form of each, for help.
  package static let forms = [
    "contains:TEXT", "!contains:TEXT", "equals:TEXT", "regex:PATTERN", "!regex:PATTERN", "json", "json+fence",
    "schema:FILE", "schema+fence:FILE", "length<=200w", "length>=10c", "tokens<=300", "latency<=2s",
    "ttft<=500ms", "rate>=20", "cost<=0.01", "finish=stop",
  ]

  private static let names = [
    "contains", "equals", "regex", "json", "json+fence", "schema", "schema+fence", "length", "tokens",
    "latency",
    "ttft", "rate", "cost", "finish",
  ]

  /// - Parameters:
  ///   - word: as `contains:TEXT`; a schema is a file, or JSON that begins with a brace.
  ///   - readFile: the bytes of a schema's file.
  package init(
    _ word: String, readFile: (String) throws -> [UInt8]
  ) throws(Problem) {
    let parts = WordParts(word)
    guard Self.names.contains(parts.name) else { throw Self.unknown(parts) }
    let negatable: Set = ["contains", "equals", "regex"]
    if parts.isNegated, !negatable.contains(parts.name) {
      throw Problem("“!” goes with contains, equals and regex only.")
    }
    let rule: Rule
    switch parts.name {
    case "contains": rule = .contains(try parts.text("TEXT"), isWanted: !parts.isNegated)
    case "equals": rule = .equals(try parts.text("TEXT", mayBeEmpty: true), isWanted: !parts.isNegated)
    case "regex":
      let source = try parts.text("PATTERN")
      do {
        rule = .matches(try TextPattern(source), isWanted: !parts.isNegated)
      } catch {
        throw Problem("“\(source)” is no regular expression: \(error.reason)")
      }
    case "json", "json+fence":
      guard parts.sign.isEmpty else {
        throw Problem("\(parts.name) stands alone; to check against a schema, write schema:FILE.")
      }
      rule = .json(mayBeFenced: parts.name.hasSuffix("+fence"))
    case "schema", "schema+fence":
      let schema = try Self.schema(try parts.text("FILE"), readFile)
      rule = .schema(schema, mayBeFenced: parts.name.hasSuffix("+fence"))
    case "finish":
      guard ["=", "!="].contains(parts.sign), !parts.argument.isEmpty else {
        throw Problem("finish wants a reason: finish=stop, or finish!=length.")
      }
      rule = .finish(parts.argument, isWanted: parts.sign == "=")
    default: rule = .bound(try Self.bound(parts))
    }
    self.init(word: word, rule: rule)
  }

  private static func unknown(_ parts: WordParts) -> Problem {
    let closest = EditDistance.closest(to: parts.name, in: names).map { " Did you mean \($0)?" } ?? ""
    let known = names.joined(separator: ", ")
    guard !parts.name.isEmpty else { return Problem("A check begins with its name: \(known).") }
    return Problem("There is no check “\(parts.name)”.\(closest) There are \(known).")
  }

  private static func schema(
    _ place: String, _ readFile: (String) throws -> [UInt8]
  ) throws(Problem) -> JSONValue {
    let isInline = place.first == "{"
    let name = isInline ? "The schema" : "The schema \(place)"
    let bytes: [UInt8]
    do {
      bytes = isInline ? Array(place.utf8) : try readFile(place)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem("\(name) cannot be read.")
    }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch let error as JSONSyntaxError {
      let place = TextPlace(offset: error.offset, in: String(decoding: bytes, as: UTF8.self))
      throw Problem("\(name) is no JSON: line \(place.line), column \(place.column): \(error.reason).")
    } catch {
      throw Problem("\(name) is no JSON.")
    }
    switch value {
    case .object, .bool: return value
    default: throw Problem("\(name) is \(value.brief), and a JSON Schema is an object.")
    }
  }

  private static func bound(_ parts: WordParts) throws(Problem) -> Bound {
    let example = forms.first { $0.hasPrefix(parts.name) } ?? parts.name
    guard let comparison = Bound.Comparison(rawValue: parts.sign) else {
      throw Problem("\(parts.name) wants a bound with <=, >=, < or >: \(example).")
    }
    let digits = parts.argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(String(digits)), number.isFinite else {
      throw Problem("\(parts.name) wants a number: \(example).")
    }
    let unit = parts.argument.dropFirst(digits.count).drop { $0 == " " }
    func measure(_ units: String, _ known: Bound.Measure?) throws(Problem) -> Bound.Measure {
      if let known { return known }
      throw Problem("\(parts.name) wants \(units): \(example).")
    }
    switch parts.name {
    case "length":
      let measures: [Bound.Measure: Set<Substring>] = [
        .characters: ["c", "char", "chars", "characters"], .words: ["w", "word", "words"],
        .tokens: ["t", "tok", "token", "tokens"],
      ]
      let known = measures.first { $0.value.contains(unit) }?.key
      let found = try measure("a unit, c for characters, w for words or t for tokens", known)
      return Bound(measure: found, comparison: comparison, limit: number)
    case "latency", "ttft":
      let factor: Double? =
        switch unit {
        case "ms": 1
        case "s": 1000
        default: nil
        }
      guard let factor else { throw Problem("\(parts.name) wants a unit, ms or s: \(example).") }
      let found = parts.name == "ttft" ? Bound.Measure.firstToken : .total
      return Bound(measure: found, comparison: comparison, limit: number * factor)
    default:
      let measures: [String: Bound.Measure] = ["tokens": .tokens, "rate": .rate, "cost": .cost]
      let found = try measure("a number without a unit", unit.isEmpty ? measures[parts.name] : nil)
      return Bound(measure: found, comparison: comparison, limit: number)
    }
  }
}

/// A word divided at the first sign behind its name.
private struct WordParts {
  let isNegated: Bool
  let name: String
  /// `:`, a comparison, or empty.
  let sign: String
  let argument: String

  init(_ word: String) {
    isNegated = word.first == "!"
    let rest = word.drop { $0 == "!" }
    let end = rest.firstIndex { ":<>=!".contains($0) } ?? rest.endIndex
    name = rest[..<end].lowercased()
    let tail = rest[end...]
    sign = ["<=", ">=", "!=", "==", ":", "<", ">", "="].first { tail.hasPrefix($0) } ?? ""
    argument = String(tail.dropFirst(sign.count))
  }

  func text(_ wanted: String, mayBeEmpty: Bool = false) throws(AnswerCheck.Problem) -> String {
    guard sign == ":", mayBeEmpty || !argument.isEmpty else {
      throw AnswerCheck.Problem("\(name) wants a colon and what to look for: \(name):\(wanted).")
    }
    return argument
  }
}
