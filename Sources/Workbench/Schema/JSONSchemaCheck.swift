package import RelayKit

/// Checks a value against a JSON Schema: the part of draft 2020-12 that relays and their models work with. What
/// is met and not understood is named in the verdict, so that "valid" never claims more than was checked.
package struct JSONSchemaCheck: Sendable {
  package var schema: JSONValue
  package var maximumProblems = 50

  /// Deepest nesting of schemas, references included.
  static let maximumDepth = 96
  /// Most subschemas that one check applies: choices within choices would take for ever.
  static let maximumSteps = 50_000

  package init(schema: JSONValue) { self.schema = schema }

  package func check(_ value: JSONValue) -> SchemaVerdict {
    var run = SchemaRun(root: schema, maximumProblems: maximumProblems)
    run.apply(schema, to: value, at: JSONPointer(), depth: 0)
    return run.verdict
  }
}

/// One check in progress.
struct SchemaRun {
  let root: JSONValue
  let maximumProblems: Int
  private var found = SchemaVerdict()
  private var unchecked: Set<String> = []
  private var steps = 0

  init(root: JSONValue, maximumProblems: Int) {
    self.root = root
    self.maximumProblems = maximumProblems
  }

  var verdict: SchemaVerdict {
    var verdict = found
    verdict.unchecked = unchecked.sorted()
    return verdict
  }

  mutating func report(_ sentence: String, at place: JSONPointer) {
    if found.problems.count < maximumProblems {
      found.problems.append(SchemaProblem(place: place, sentence: sentence))
    } else {
      found.isShortened = true
    }
  }

  mutating func note(unchecked keyword: String) { unchecked.insert(keyword) }

  /// The problems of a schema that is only tried, as a choice of several.
  mutating func problems(
    of schema: JSONValue, in value: JSONValue, at place: JSONPointer, depth: Int
  ) -> [SchemaProblem] {
    let kept = found
    found = SchemaVerdict()
    found.isUnfinished = kept.isUnfinished
    apply(schema, to: value, at: place, depth: depth)
    defer {
      let isUnfinished = found.isUnfinished
      found = kept
      found.isUnfinished = isUnfinished
    }
    return found.problems
  }

  mutating func apply(_ schema: JSONValue, to value: JSONValue, at place: JSONPointer, depth: Int) {
    steps += 1
    guard depth < JSONSchemaCheck.maximumDepth, steps <= JSONSchemaCheck.maximumSteps else {
      found.isUnfinished = true
      return
    }
    switch schema {
    case .bool(true): return
    case .bool(false): report("Nothing is allowed here.", at: place)
    case .object(let rules):
      for member in rules.members where SchemaKeywords.unchecked.contains(member.key) {
        unchecked.insert(member.key)
      }
      follow(rules, value, place, depth)
      checkKind(rules, value, place)
      checkNumber(rules, value, place)
      checkText(rules, value, place)
      checkArray(rules, value, place, depth)
      checkObject(rules, value, place, depth)
      checkChoices(rules, value, place, depth)
    default: note(unchecked: "a schema that is no object")
    }
  }

  /// `$ref` into the schema itself.
  private mutating func follow(
    _ rules: JSONObject, _ value: JSONValue, _ place: JSONPointer, _ depth: Int
  ) {
    guard let reference = rules["$ref"]?.stringValue else { return }
    guard let target = SchemaReference.target(of: reference, in: root) else {
      note(unchecked: "$ref \(reference)")
      return
    }
    apply(target, to: value, at: place, depth: depth + 1)
  }
}

/// References within one schema.
enum SchemaReference {
  /// What `#`, `#/$defs/x` or another place in the schema stands for; `nil` for what is not in it.
  static func target(of reference: String, in root: JSONValue) -> JSONValue? {
    guard reference.first == "#" else { return nil }
    return JSONPointer(text: percentDecoded(reference.dropFirst())).flatMap { root[$0] }
  }

  private static func percentDecoded(_ text: Substring) -> String {
    guard text.contains("%") else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
