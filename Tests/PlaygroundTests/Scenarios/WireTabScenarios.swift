import RelayKit
import TerminalUI
import Testing
import Workbench

@testable import Playground

/// One frame alone, and the tabs beside the frames.
struct WireTabScenarios {
  @Test func enterShowsOneFrameAndVItsBytes() {
    var stage = Stage.onTheWire()
    stage.read(Event.text("one"), Event.text("two"))
    stage.type("g")
    stage.press(.enter)
    #expect(stage.wireRows(with: "kind      data").isEmpty)
    #expect(stage.wireRows(with: "Frame 1 ").count == 1)
    stage.expect("same read: 2 frames", "\"content\": \"one\"")
    stage.type("v")
    stage.expect("data: {\"id\":\"c-1\"", "\\n")
    stage.expectNot("\"content\": \"one\"")
    stage.type("v")
    stage.expect("\"content\": \"one\"")
    stage.press(.escape)
    #expect(stage.wireRows(with: "kind      data").count == 1)
    stage.press(.enter, .enter)
    #expect(!stage.playground.wire.showsDetail)
  }

  @Test func yCopiesTheMarkedFrame() {
    var stage = Stage.onTheWire()
    stage.read(Event.text("one"), Event.text("two"))
    stage.type("ky")
    let payload = String(Event.text("one").dropFirst("data: ".count).dropLast(2))
    #expect(stage.takeCopy()?.text == payload)
    stage.type("vy")
    #expect(stage.takeCopy() == CopyItem(name: "frame 1", text: Event.text("one"), fileName: "frame.json"))
  }

  @Test func bracketsWalkTheTabs() {
    var stage = Stage.onTheWire(columns: 160)
    let titles = ["Request", "Headers", "Response", "Timing", "Diff", "Logprobs", "Frames"]
    for title in titles {
      stage.type("]")
      stage.expect("[\(title)]")
    }
    for title in titles.dropLast().reversed() {
      stage.type("[")
      stage.expect("[\(title)]")
    }
    stage.type("l")
    stage.expect("[Headers]")
    stage.type("h")
    stage.expect("[Request]")
    // With less room the names are shorter, and all are still there.
    stage.resize(120, 36)
    stage.type("ll")
    #expect(stage.wireRows.first?.contains("Frames Request Head [Reply] Tim") == true)
  }

  private static let body =
    #"{"model":"m-1","temperature":0.10,"seed":12345678901234567890,"top_p":1e-3,"note":"a \"b\" \u00e9 é\\","#
    + #""messages":[{"role":"user","content":"one\ntwo"}],"empty":{},"none":[]}"#

  @Test func theRequestTabShowsTheBodyThatWasSent() {
    var stage = Stage.onTheWire(body: Self.body)
    stage.type("]")
    stage.expect(
      "POST https://relay.example/v1/chat/", "\(Self.body.utf8.count) bytes, indented",
      "\"temperature\": 0.10",
      "\"seed\": 12345678901234567890", "\"top_p\": 1e-3")
    stage.type("v")
    stage.expect("exactly as sent")
    #expect(stage.wireRows(with: String(Self.body.prefix(40))).count == 1)
    stage.type("y")
    #expect(stage.takeCopy()?.text == Self.body)
    stage.type("vy")
    #expect(stage.takeCopy()?.text == Self.body)
  }

  @Test(arguments: [12, 50, 10_000])
  func theRawBodyIsShownByteForByteAndTheIndentedOneMeansTheSame(columns: Int) throws {
    let request = RecordedRequest(
      method: "POST", url: "https://relay.example/v1/chat/completions", headers: [],
      body: Array(Self.body.utf8))
    let exchange = Exchange(
      id: "x", request: request, requestedModel: "m-1", asksForStream: true, startedAt: 0,
      start: MonotonicTime(nanoseconds: 0))
    var raw = WireText(columns: columns)
    raw.addRequest(exchange, raw: true)
    let rawText = raw.lines.map { $0.map(\.text).joined() }.joined()
    #expect(rawText.hasSuffix(Self.body))
    var pretty = WireText(columns: columns)
    pretty.addRequest(exchange, raw: false)
    let lines = pretty.lines.map { $0.map(\.text).joined() }
    let start = try #require(lines.firstIndex { $0 == "{" })
    let value = try JSONValue(parsing: lines[start...].joined())
    #expect(try value == JSONValue(parsing: Self.body))
  }

  @Test func theResponseTabShowsWhatTheEventsAddUpTo() throws {
    var stage = Stage.onTheWire()
    let usage =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"extra\":0.50}}\n\n"
    let events = [
      Event.reasoning("hm"), Event.text("one"), Event.text(" two"), Event.finish, usage, Event.done,
    ]
    for event in events.prefix(3) { stage.read(event) }
    stage.type("]]]")
    stage.expect("\"content\": \"one two\"", "\"finish_reason\": null", "It is still running.")
    stage.read(events[3], events[4], events[5])
    stage.end(.done, finish: nil)
    stage.expect(
      "\"reasoning_content\": \"hm\"", "\"finish_reason\": \"stop\"", "\"extra\": 0.50", "Done: the answer is"
    )
    stage.type("y")
    let object = try JSONValue(parsing: stage.takeCopy()?.text ?? "")
    #expect(object["id"] == .string("c-1"))
    #expect(object["model"] == .string("m-1"))
    #expect(object["choices"]?.arrayValue?.first?["message"]?["content"] == .string("one two"))
    #expect(object["usage"]?["extra"] == .number("0.50"))
    stage.type("v")
    stage.expect("exactly as it came")
    stage.type("y")
    #expect(stage.takeCopy()?.text == events.joined())
  }

  @Test func theTimingTabShowsPhasesAndPercentiles() {
    var stage = Stage(columns: 120, rows: 40)
    stage.ask("q")
    stage.press(.escape, Key(.function(7)))
    stage.pass(seconds: 0.3)
    stage.readTokens(every: [100, 10, 20, 30, 40])
    stage.type("]]]]")
    // Sent at 0, first byte and token at 400 ms; gaps of 10, 20, 30 and 40 ms.
    stage.expect("p50 20 ms   p95 40 ms   p99 40", "so far", "< 20 ms", "< 50 ms")
    #expect(words(stage.wireRows(with: "first byte")[0]) == ["first", "byte", "400", "ms"])
    #expect(words(stage.wireRows(with: "< 50 ms")[0]).last == "3")
    stage.end(.done)
    stage.expectNot("so far")
    #expect(words(stage.wireRows(with: "total")[0]) == ["total", "500", "ms"])
  }
}
