import RelayKit
import Testing
import Workbench

@Suite("Schemas and definitions of tools")
struct SchemaProblemsTests {
  @Test(
    "what is wrong with a schema is found where it is",
    arguments: [
      ("[]", [""]), ("true", [""]), ("{}", []), (#"{"type":"object","properties":{"a":true}}"#, []),
      (#"{"type":"strng"}"#, ["/type"]), (#"{"type":["string","float"]}"#, ["/type/1"]),
      (#"{"type":1}"#, ["/type"]),
      (#"{"required":"a"}"#, ["/required"]), (#"{"required":[1,"a","a"]}"#, ["/required/0", "/required/2"]),
      (#"{"properties":{"a":{"required":true}}}"#, ["/properties/a/required"]),
      (#"{"properties":{"a":{}},"required":["b"],"additionalProperties":false}"#, ["/required/0"]),
      (#"{"properties":{"a":{}},"required":["b"]}"#, []), (#"{"properties":[]}"#, ["/properties"]),
      (#"{"properties":{"a":"string"}}"#, ["/properties/a"]), (#"{"items":"x"}"#, ["/items"]),
      (#"{"items":[{"type":"x"}]}"#, ["/items/0/type"]), (#"{"enum":[]}"#, ["/enum"]),
      (#"{"enum":"a"}"#, ["/enum"]),
      (#"{"anyOf":[]}"#, ["/anyOf"]), (#"{"anyOf":[{"type":"x"}]}"#, ["/anyOf/0/type"]),
      (#"{"minLength":-1,"maxItems":1.5}"#, ["/minLength", "/maxItems"]), (#"{"minimum":"1"}"#, ["/minimum"]),
      (#"{"multipleOf":0}"#, ["/multipleOf"]), (#"{"minimum":3,"maximum":1}"#, ["/minimum"]),
      (##"{"$ref":"#/$defs/none"}"##, ["/$ref"]), (##"{"$ref":"#/$defs/a","$defs":{"a":{}}}"##, []),
      (#"{"type":"string","type":"integer"}"#, ["/type"]), (#"{"nullable":1}"#, ["/nullable"]),
    ] as [(String, [String])])
  func schema(text: String, places: [String]) throws {
    let problems = SchemaProblems.of(try JSONValue(parsing: text))
    #expect(problems.map(\.place.text) == places, "\(problems.map(\.line))")
  }

  @Test("the type that was meant is named")
  func meantType() throws {
    #expect(
      SchemaProblems.of(try JSONValue(parsing: #"{"type":"String"}"#)).first?.sentence
        == #""String" is no type: string is meant, most likely."#)
    #expect(
      SchemaProblems.of(try JSONValue(parsing: #"{"type":"dict"}"#)).first?.sentence.contains("object")
        == true)
  }

  @Test(
    "what is wrong with a tool is found where it is",
    arguments: [
      (#"{"type":"function","function":{"name":"get_weather-1","parameters":{"type":"object"}}}"#, []),
      (#"{"type":"function","function":{"name":"f"}}"#, []), (#"{"type":"custom","custom":{}}"#, []),
      ("1", [""]),
      (#"{"function":{"name":"f"}}"#, [""]), (#"{"type":"function","name":"f"}"#, [""]),
      (#"{"type":"function"}"#, [""]), (#"{"type":"function","function":{}}"#, ["/function"]),
      (#"{"type":"function","function":{"name":"get weather"}}"#, ["/function/name"]),
      (#"{"type":"function","function":{"name":"wetter.köln"}}"#, ["/function/name"]),
      (#"{"type":"function","function":{"name":""}}"#, ["/function/name"]),
      (#"{"type":"function","function":{"name":1}}"#, ["/function/name"]),
      (
        #"{"type":"function","function":{"name":"f","parameters":{"type":"array"}}}"#,
        ["/function/parameters/type"]
      ),
      (
        #"{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"int"}}}}}"#,
        ["/function/parameters/properties/a/type"]
      ),
      (
        #"{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{"a":{}}}}}"#,
        ["/function/parameters", "/function/parameters"]
      ),
      (
        #"{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":false}}}"#,
        []
      ),
    ] as [(String, [String])])
  func tool(text: String, places: [String]) throws {
    let problems = ToolDefinitionCheck.problems(of: try JSONValue(parsing: text))
    #expect(problems.map(\.place.text) == places, "\(problems.map(\.line))")
  }

  @Test("a name has at most 64 characters, and two tools never share one")
  func names() {
    func tool(_ name: String) -> JSONValue { ChatTool.function(name: name).json }
    #expect(ToolDefinitionCheck.problems(of: tool(String(repeating: "a", count: 64))).isEmpty)
    #expect(ToolDefinitionCheck.problems(of: tool(String(repeating: "a", count: 65))).count == 1)
    #expect(
      ToolDefinitionCheck.problems(ofList: [tool("a"), tool("b"), tool("a")]).map(\.place.text)
        == ["/2/function/name"])
  }
}
