import RelayKit
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    #"{"b":1,"a":[0.70,1e3,-0],"é":"😀","c":{"d":null,"e":true}}"#, "[]", "{}", "\"\"", "-1.5E-7", "false",
  ])
  func whatIsReadIsWrittenUnchanged(text: String) throws {
    #expect(try JSONValue(parsing: text).text() == text)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\" 1}", "01", "1.", "1e", "tru", "\"a", "\"\u{01}\"", "\"\\x\"", "[1] 2", "{a:1}",
    "\"\\u12g4\"", "-", "nul",
  ])
  func whatIsNotJSONIsRefusedWithItsPlace(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
  }

  @Test func escapesAreResolved() throws {
    #expect(try JSONValue(parsing: #""\ud83d\ude00\n\t\/\u0041\ud83d!""#) == .string("😀\n\t/A\u{FFFD}!"))
  }

  @Test func deepNestingIsAnErrorNotATrap() {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
  }

  @Test func hostileStringsSurviveTheRoundTrip() throws {
    let text = "quote\" back\\slash \u{0}\u{1F}\u{7F}\r\n\t $`#{}% \u{2028} עברית 中文 👨‍👩‍👧"
    #expect(try JSONValue(parsing: JSONValue.string(text).encoded()) == .string(text))
  }

  @Test func prettyTextReadsBackEqual() throws {
    let value = try JSONValue(parsing: #"{"a":[1,{"b":[]}],"c":{}}"#)
    #expect(try JSONValue(parsing: value.text(pretty: true)) == value)
    #expect(value.text(pretty: true).hasPrefix("{\n  \"a\": [\n    1,"))
  }

  @Test func settingAKeyKeepsItsPlaceAndRemovingUnsetsIt() throws {
    var object = try #require(try JSONValue(parsing: #"{"a":1,"b":2,"c":3}"#).objectValue)
    object["b"] = .string("two")
    object["a"] = nil
    object["z"] = .null
    #expect(JSONValue.object(object).text() == #"{"b":"two","c":3,"z":null}"#)
  }
}
