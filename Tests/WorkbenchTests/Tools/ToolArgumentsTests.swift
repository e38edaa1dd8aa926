import RelayKit
import Testing
import Workbench

@Suite("Arguments of a tool call")
struct ToolArgumentsTests {
  @Test("JSON is shown indented, its numbers as they came")
  func pretty() {
    let arguments = ToolArguments(text: #"{"city":"Köln","t":1.50}"#)
    #expect(arguments.shown == "{\n  \"city\": \"Köln\",\n  \"t\": 1.50\n}")
    #expect(arguments.isUsable)
    #expect(arguments.fault == nil)
  }

  @Test("every beginning of JSON counts as unfinished, never as broken")
  func beginnings() throws {
    let whole = #"{"a":[true,null,-1.5e3,"x\u00e4\n"],"b":{}}"#
    for length in 1..<whole.utf8.count {
      let text = String(decoding: whole.utf8.prefix(length), as: UTF8.self)
      let arguments = ToolArguments(text: text)
      guard case .unfinished = arguments.reading else {
        Issue.record("\(text): \(arguments.reading)")
        continue
      }
      #expect(arguments.shown == text)
    }
  }

  @Test("broken JSON is shown as it came, with the place")
  func broken() {
    let text = "{\n  \"ä\": 'x'\n}"
    let arguments = ToolArguments(text: text)
    #expect(arguments.shown == text)
    #expect(arguments.fault?.line == 2)
    #expect(arguments.fault?.column == 8)
    #expect(!arguments.isUsable)
    guard case .broken = arguments.reading else {
      Issue.record("\(arguments.reading)")
      return
    }
  }

  @Test("text behind the JSON is broken")
  func trailing() {
    let arguments = ToolArguments(text: #"{"a":1}{"a":1}"#)
    #expect(arguments.fault?.offset == 7)
    #expect(arguments.fault?.column == 8)
  }

  @Test("no arguments are an empty object for the schema")
  func empty() throws {
    #expect(ToolArguments(text: "").reading == .empty)
    #expect(ToolArguments(text: " \n").isUsable)
    let schema = try JSONValue(parsing: #"{"type":"object","required":["a"]}"#)
    #expect(!ToolArguments(text: "", schema: schema).isUsable)
  }

  @Test("the schema is that of the tool with the call's name")
  func schema() throws {
    let parameters = try JSONValue(
      parsing: #"{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"#)
    let tools = [
      ChatTool.function(name: "time").json, ChatTool.function(name: "weather", parameters: parameters).json,
    ]
    var call = AssembledAnswer.ToolCall()
    call.name = "weather"
    call.arguments = #"{"city":5}"#
    let arguments = ToolArguments(call: call, tools: tools)
    #expect(arguments.verdict?.problems.map(\.place.text) == ["/city"])
    #expect(!arguments.isUsable)
    call.name = "time"
    #expect(ToolArguments(call: call, tools: tools).verdict == nil)
    #expect(ToolArguments(call: call, tools: tools).isUsable)
  }
}
