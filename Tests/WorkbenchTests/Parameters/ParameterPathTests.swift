import RelayKit
import SeededRandom
import Testing

@testable import Workbench

struct ParameterPathTests {
  private func object(_ text: String) throws -> JSONObject {
    try #require(try JSONValue(parsing: text).objectValue)
  }

  @Test func settingInsideMakesTheObjectsOnTheWay() throws {
    var body = try object(#"{"a":1}"#)
    let did1 = body.set(.bool(true), at: "x.y.z")
    #expect(did1)
    #expect(JSONValue.object(body).text() == #"{"a":1,"x":{"y":{"z":true}}}"#)
    let did2 = body.unset("x.y.z")
    #expect(did2)
    #expect(JSONValue.object(body).text() == #"{"a":1}"#)
  }

  @Test func unsettingKeepsObjectsThatHoldMoreOrWereEmptyBefore() throws {
    var body = try object(#"{"x":{"y":1,"z":2},"e":{}}"#)
    let did3 = body.unset("x.y")
    #expect(did3)
    let did4 = body.unset("e.y")
    #expect(!did4)
    let did5 = body.unset("nothing.here")
    #expect(!did5)
    #expect(JSONValue.object(body).text() == #"{"x":{"z":2},"e":{}}"#)
  }

  @Test func whatTheUserWroteIsNotReplacedByAnObject() throws {
    var body = try object(#"{"x":"text","n":null}"#)
    let did6 = body.set(.integer(1), at: "x.y")
    #expect(!did6)
    #expect(!body.canSet("x.y.z"))
    #expect(body["x"] == .string("text"))
    let did7 = body.set(.integer(1), at: "n.y")
    #expect(did7)
    #expect(JSONValue.object(body).text() == #"{"x":"text","n":{"y":1}}"#)
  }

  @Test func keysWithDotsAreKeysAndNotPaths() throws {
    let path = ParameterPath(key: "a.b")
    #expect(path.keys == ["a.b"])
    #expect(path.description == #""a.b""#)
    #expect(ParameterPath(dotted: "a..b") == nil)
    #expect(ParameterPath(dotted: "a.b")?.keys == ["a", "b"])
  }

  @Test func settingAndUnsettingAnyPathKeepsTheRestAndItsOrder() throws {
    var random = SplitMix(seed: 7)
    let keys = ["a", "b", "c", "d"]
    for _ in 0..<2000 {
      var body = JSONObject()
      for key in keys.shuffled(using: &random) where Bool.random(using: &random) {
        var inner = JSONObject()
        for second in keys where Bool.random(using: &random) { inner[second] = .integer(1) }
        body[key] = inner.members.isEmpty || Bool.random(using: &random) ? .string("s") : .object(inner)
      }
      let length = Int.random(in: 1...3, using: &random)
      let path = try #require(
        ParameterPath(keys: (0..<length).map { _ in keys.randomElement(using: &random) ?? "a" }))
      let before = body
      guard before[path] == nil, body.set(.string("new"), at: path) else {
        if before[path] == nil { #expect(body == before) }
        continue
      }
      #expect(body[path] == .string("new"))
      for member in before.members where member.key != path.keys[0] {
        #expect(body[member.key] == member.value)
      }
      #expect(body.members.map(\.key).filter { before[$0] != nil } == before.members.map(\.key))
      let did8 = body.unset(path)
      #expect(did8)
      #expect(body == before)
    }
  }
}
