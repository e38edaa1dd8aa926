import RelayKit
import Testing
import Workbench

@Suite("Checking against a JSON Schema")
struct JSONSchemaCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var schema: String
    var value: String
    /// Places of the problems.
    var places: [String]
    var testDescription: String { "\(schema) on \(value)" }
    init(_ schema: String, _ value: String, _ places: [String] = []) {
      self.schema = schema
      self.value = value
      self.places = places
    }
  }

  static let cases: [Case] = [
    Case("{}", "1"), Case("true", "1"), Case("false", "1", [""]),
    // Types.
    Case(#"{"type":"string"}"#, #""a""#), Case(#"{"type":"string"}"#, "1", [""]),
    Case(#"{"type":"integer"}"#, "1.0"), Case(#"{"type":"integer"}"#, "1.5", [""]),
    Case(#"{"type":"integer"}"#, "1e3"), Case(#"{"type":"number"}"#, "1"),
    Case(#"{"type":["string","null"]}"#, "null"), Case(#"{"type":["string","null"]}"#, "[]", [""]),
    Case(#"{"type":"boolean"}"#, "0", [""]), Case(#"{"type":"null"}"#, "null"),
    Case(#"{"type":"string","nullable":true}"#, "null"),
    Case(#"{"type":"string","nullable":false}"#, "null", [""]),
    // Given values.
    Case(#"{"enum":["a",1,null]}"#, "1.0"), Case(#"{"enum":["a"]}"#, #""b""#, [""]),
    Case(#"{"const":{"a":1,"b":[2]}}"#, #"{"b":[2.0],"a":1}"#), Case(#"{"const":"a"}"#, "null", [""]),
    Case(#"{"const":false}"#, "0", [""]),
    // Numbers.
    Case(#"{"minimum":1,"maximum":3}"#, "3"), Case(#"{"minimum":1}"#, "0.5", [""]),
    Case(#"{"maximum":3}"#, "4", [""]), Case(#"{"exclusiveMinimum":1}"#, "1", [""]),
    Case(#"{"exclusiveMaximum":3}"#, "3", [""]), Case(#"{"exclusiveMaximum":3}"#, "2.9"),
    Case(#"{"minimum":1,"exclusiveMinimum":true}"#, "1", [""]),
    Case(#"{"maximum":1,"exclusiveMaximum":true}"#, "1", [""]), Case(#"{"minimum":1}"#, #""a""#),
    Case(#"{"multipleOf":0.1}"#, "0.3"), Case(#"{"multipleOf":0.1}"#, "0.35", [""]),
    Case(#"{"multipleOf":3}"#, "9"), Case(#"{"multipleOf":3}"#, "10", [""]),
    // Text.
    Case(#"{"minLength":2,"maxLength":2}"#, #""👩‍""#), Case(#"{"minLength":2}"#, #""ä""#, [""]),
    Case(#"{"maxLength":1}"#, #""ab""#, [""]), Case(#"{"maxLength":1}"#, "100"),
    // Lists.
    Case(#"{"items":{"type":"integer"}}"#, #"[1,"a",2,"b"]"#, ["/1", "/3"]),
    Case(#"{"prefixItems":[{"type":"integer"}],"items":{"type":"string"}}"#, #"["a","b",3]"#, ["/0", "/2"]),
    Case(#"{"items":[{"type":"integer"}],"additionalItems":false}"#, "[1,2]", ["/1"]),
    Case(#"{"minItems":2,"maxItems":3}"#, "[1]", [""]), Case(#"{"maxItems":1}"#, "[1,2]", [""]),
    Case(#"{"uniqueItems":true}"#, "[1,2,1.0]", ["/2"]), Case(#"{"uniqueItems":true}"#, "[1,2]"),
    // Objects.
    Case(#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1,"b":2}"#, ["/a"]),
    Case(#"{"required":["a","b"]}"#, #"{"b":null}"#, [""]),
    Case(#"{"properties":{"a":true},"additionalProperties":false}"#, #"{"a":1,"b":2}"#, ["/b"]),
    Case(#"{"additionalProperties":{"type":"string"}}"#, #"{"a":1}"#, ["/a"]),
    Case(#"{"minProperties":1}"#, "{}", [""]), Case(#"{"maxProperties":1}"#, #"{"a":1,"b":2}"#, [""]),
    // Choices.
    Case(#"{"allOf":[{"type":"integer"},{"minimum":5}]}"#, "3", [""]),
    Case(#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#, "1"),
    Case(#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#, "null", ["", ""]),
    Case(#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, "7", [""]),
    Case(#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, "3"),
    Case(#"{"not":{"type":"null"}}"#, "null", [""]), Case(#"{"not":{"type":"null"}}"#, "1"),
    // The nearest choice tells why.
    Case(
      #"{"anyOf":[{"type":"null"},{"type":"object","properties":{"a":{"type":"string"}}}]}"#, #"{"a":1}"#,
      ["", "/a"]),
    // References.
    Case(##"{"$ref":"#/$defs/n","$defs":{"n":{"type":"integer"}}}"##, #""a""#, [""]),
    Case(##"{"$ref":"#/definitions/a~1b","definitions":{"a/b":{"type":"integer"}}}"##, "1"),
    Case(
      ##"{"properties":{"next":{"$ref":"#"},"v":{"type":"integer"}}}"##,
      #"{"v":1,"next":{"next":{"v":"x"}}}"#,
      ["/next/next/v"]),
  ]

  @Test("values fit or have problems at these places", arguments: cases)
  func check(_ row: Case) throws {
    let verdict = JSONSchemaCheck(schema: try JSONValue(parsing: row.schema))
      .check(try JSONValue(parsing: row.value))
    #expect(verdict.problems.map(\.place.text) == row.places, "\(verdict.problems.map(\.line))")
    #expect(verdict.caveat == nil)
  }

  @Test("what is not understood is named, and does not make a value wrong")
  func unchecked() throws {
    let schema = #"""
      {"type":"string","pattern":"^a","format":"date","properties":{"x":{"$ref":"https://example.com/s"}}}
      """#
    let verdict = JSONSchemaCheck(schema: try JSONValue(parsing: schema)).check(.string("b"))
    #expect(verdict.isValid)
    #expect(verdict.unchecked == ["format", "pattern"])
    #expect(verdict.caveat == "Not checked: format, pattern.")
    let outside = JSONSchemaCheck(schema: try JSONValue(parsing: schema)).check(
      try JSONValue(parsing: #"{"x":1}"#))
    #expect(outside.unchecked.contains("$ref https://example.com/s"))
  }

  @Test("with patterned keys nothing is said about additional ones")
  func patternProperties() throws {
    let schema = try JSONValue(
      parsing:
        #"{"patternProperties":{"^x":{}},"additionalProperties":false,"properties":{"a":{"type":"null"}}}"#)
    let verdict = JSONSchemaCheck(schema: schema).check(try JSONValue(parsing: #"{"xy":1,"a":1}"#))
    #expect(verdict.problems.map(\.place.text) == ["/a"])
    #expect(verdict.unchecked == ["patternProperties"])
  }

  @Test(
    "a schema that refers to itself ends",
    arguments: [
      ##"{"$ref":"#"}"##, ##"{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}"##,
      ##"{"allOf":[{"$ref":"#"},{"$ref":"#"},{"$ref":"#"}]}"##,
      ##"{"not":{"$ref":"#"}}"##,
    ])
  func recursion(schema: String) throws {
    let verdict = JSONSchemaCheck(schema: try JSONValue(parsing: schema)).check(.null)
    #expect(verdict.isUnfinished)
    #expect(verdict.caveat != nil)
  }

  @Test("no more problems are listed than the limit")
  func limit() throws {
    var check = JSONSchemaCheck(schema: try JSONValue(parsing: #"{"items":{"type":"string"}}"#))
    check.maximumProblems = 3
    let verdict = check.check(.array(Array(repeating: .null, count: 10)))
    #expect(verdict.problems.count == 3)
    #expect(verdict.isShortened)
  }

  @Test("sentences say what is there and what is wanted")
  func sentences() throws {
    func lines(_ schema: String, _ value: String) throws -> [String] {
      JSONSchemaCheck(schema: try JSONValue(parsing: schema)).check(try JSONValue(parsing: value)).problems
        .map(\.line)
    }
    #expect(
      try lines(#"{"properties":{"n":{"type":["integer","null"]}}}"#, #"{"n":"a"}"#)
        == ["n: This is a string, and must be an integer or null."])
    #expect(try lines(#"{"required":["city"]}"#, "{}") == [#""city" is missing."#])
    #expect(try lines(#"{"enum":["a","b"]}"#, #""c""#) == [#"This is "c", and must be one of "a", "b"."#])
    #expect(try lines(#"{"items":{"maximum":2}}"#, "[3]") == ["[0]: 3 is too large: it must be at most 2."])
  }
}
