import RelayKit
import Testing
import Workbench

@Suite("Places in JSON")
struct JSONPointerTests {
  @Test("text is read and written back", arguments: ["", "/a", "/a/0/b", "/a~1b/c~0d", "/", "/~01"])
  func roundTrip(text: String) {
    #expect(JSONPointer(text: text)?.text == text)
  }

  @Test("escapes stand for their signs")
  func escapes() {
    #expect(JSONPointer(text: "/a~1b/~0")?.steps == ["a/b", "~"])
    #expect(JSONPointer(text: "a") == nil)
  }

  @Test("a place is found in objects and lists, and nowhere else")
  func lookup() throws {
    let value = try JSONValue(parsing: #"{"a":[{"b":1},2],"":3}"#)
    #expect(value[JSONPointer(["a", "0", "b"])] == .integer(1))
    #expect(value[JSONPointer([""])] == .integer(3))
    #expect(value[JSONPointer()] == value)
    for steps in [["a", "2"], ["a", "x"], ["a", "-1"], ["c"], ["a", "1", "b"]] {
      #expect(value[JSONPointer(steps)] == nil)
    }
  }

  @Test("setting, removing and renaming keep everything else as it is")
  func changes() throws {
    let value = try JSONValue(parsing: #"{"x":0.70,"a":[{"b":1,"c":2},5],"y":1e3}"#)
    func text(_ value: JSONValue) -> String { value.text() }
    #expect(
      text(value.setting(.bool(true), at: JSONPointer(["a", "0", "b"])))
        == #"{"x":0.70,"a":[{"b":true,"c":2},5],"y":1e3}"#)
    #expect(text(value.setting(nil, at: JSONPointer(["a", "0"]))) == #"{"x":0.70,"a":[5],"y":1e3}"#)
    #expect(text(value.setting(nil, at: JSONPointer(["x"]))) == #"{"a":[{"b":1,"c":2},5],"y":1e3}"#)
    #expect(
      text(value.renaming(JSONPointer(["a", "0", "b"]), to: "z"))
        == #"{"x":0.70,"a":[{"z":1,"c":2},5],"y":1e3}"#)
    #expect(value.setting(.null, at: JSONPointer(["x", "b"])) == value)
    #expect(value.setting(.null, at: JSONPointer(["a", "7"])) == value)
    #expect(value.renaming(JSONPointer(["none"]), to: "z") == value)
  }

  @Test("renaming onto a key that is there keeps that key's value")
  func renamingOnto() throws {
    let value = try JSONValue(parsing: #"{"max_tokens":1,"max_completion_tokens":2}"#)
    #expect(
      value.renaming(JSONPointer(["max_tokens"]), to: "max_completion_tokens").text()
        == #"{"max_completion_tokens":2}"#)
  }

  @Test("reads as people write it")
  func readable() {
    #expect(JSONPointer(["messages", "0", "content", "1", "type"]).readable == "messages[0].content[1].type")
    #expect(JSONPointer().readable == "")
  }
}
