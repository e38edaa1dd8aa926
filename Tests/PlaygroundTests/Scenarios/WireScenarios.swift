import RelayKit
import TerminalUI
import Testing
import Workbench

@testable import Playground

/// Looking at an exchange on the wire.
struct WireScenarios {
  /// An answer of a few frames: a pause before the fifth word, two frames in one read, a comment, an end.
  private func answered(_ columns: Int = 120, _ rows: Int = 36) -> Stage {
    var stage = Stage(columns: columns, rows: rows)
    stage.type("q")
    stage.press(.enter)
    stage.begin(body: #"{"model":"m-1","messages":[{"role":"user","content":"q"}],"stream":true}"#)
    stage.head(200, [HTTPHeader("Content-Type", "text/event-stream"), HTTPHeader("X-Request-Id", "req-77")])
    for (number, word) in ["one", " two", " three", " four", " five"].enumerated() {
      stage.pass(seconds: number == 4 ? 1 : 0.02)
      stage.read(Event.text(word))
    }
    stage.pass(seconds: 0.02)
    stage.read(Event.text(" six"), Event.text(" seven"))
    stage.read(Event.comment)
    stage.read(Event.finish, Event.done)
    stage.end(.done, finish: nil)
    return stage
  }

  @Test func itStandsBesideTheTranscriptOrBelowIt() {
    var stage = answered()
    stage.expectNot("[Frames]")
    stage.press(.function(7))
    #expect(stage.grid.text(row: 1).contains("Transcript") && stage.grid.text(row: 1).contains("[Frames]"))
    stage.resize(80, 24)
    #expect(stage.grid.text(row: 1).contains("Transcript") && !stage.grid.text(row: 1).contains("[Frames]"))
    stage.expect("[Frames]")
    stage.press(.function(7))
    stage.expectNot("[Frames]")
  }

  @Test func beforeAnythingWasSentItSaysSo() {
    var stage = Stage(columns: 120, rows: 36)
    stage.press(.function(7))
    stage.expect("Nothing was sent yet.")
  }

  @Test func framesAreListedWithWhatTheyBringAndWhen() {
    var stage = answered()
    stage.press(.escape, .function(7))
    stage.expect("content", #"" three""#, "comment", "\"stop\"", "[DONE]", "10 frames", "1 gap")
    // The second of two frames in one read.
    stage.expect("7=")
    stage.expect("gap", "follow on")
    stage.type("k")
    stage.expect("follow OFF")
    stage.press(Key(.end))
    stage.expect("follow on")
  }

  @Test func theMarkFollowsWhatComes() {
    var stage = Stage(columns: 120, rows: 36)
    stage.type("q")
    stage.press(.enter)
    stage.begin()
    stage.head(200)
    stage.press(.function(7))
    stage.expect("No frame yet.")
    stage.read(Event.text("one"))
    stage.expect("Frame 1")
    stage.read(Event.text(" two"))
    stage.expect("Frame 2", #""content": " two""#)
    stage.press(.escape, Key(.tab))
    stage.type("k")
    stage.read(Event.text(" three"))
    stage.expect("Frame 1")
  }

  @Test func gapsAndErrorsAreFound() {
    var stage = answered()
    stage.press(.escape, .function(7))
    stage.type("g.")
    stage.expect("Frame 5 ")
    stage.type("!")
    stage.expect("No frame is an error or malformed.")
    stage.type("0")
    stage.expect("Frame 1 ")

    var broken = Stage(columns: 120, rows: 36)
    broken.ask("q")
    broken.head(200)
    broken.read(Event.text("a"), Event.malformed)
    broken.read(Event.error)
    broken.press(.escape, .function(7))
    broken.type("g!")
    broken.expect("Frame 2 ", "malformed")
    broken.type("!")
    broken.expect("Frame 3 ", "supplier went away")
  }

  @Test func framesAreFilteredByTextAndKind() {
    var stage = answered()
    stage.press(.escape, .function(7))
    stage.type("/THREE")
    stage.expect("No frame passes the filter.")
    stage.control("u")
    stage.type("three")
    stage.press(.enter)
    stage.expect("1 of 10 frames", "Frame 3 ")
    stage.press(.escape)
    stage.expect("10 frames")
    stage.type("F")
    stage.expect("Show frames", "all frames")
    stage.type("comment")
    stage.press(.enter)
    stage.expect("1 of 10 frames")
  }

  @Test func oneFrameIsShownPrettyAndAsItCame() {
    var stage = answered()
    stage.press(.escape, .function(7))
    stage.type("g")
    stage.press(.enter)
    stage.expect(#""content": "one""#)
    stage.type("v")
    stage.expect(#"data: {"id":"c-1","object""#, #"}\n"#)
    stage.type("y")
    let copied = stage.takeEffects().compactMap { if case .copy(let item) = $0 { item.text } else { nil } }
    #expect(copied == [Event.text("one")])
  }

  @Test func theRequestIsShownByteForByte() {
    var stage = answered()
    stage.press(.escape, .function(7))
    stage.type("]")
    stage.expect("POST https://relay.example/v1/chat", #""content": "q""#, "Body, 72 bytes")
    stage.type("v")
    stage.expect("exactly as sent", #"{"model":"m-1","messages":[{"role":"user","con"#)
    stage.type("y")
    let copied = stage.takeEffects().compactMap { if case .copy(let item) = $0 { item.text } else { nil } }
    #expect(copied == [#"{"model":"m-1","messages":[{"role":"user","content":"q"}],"stream":true}"#])
  }

  @Test func headersResponseTimingAndDifferenceHaveTheirTabs() {
    var stage = answered()
    stage.press(.escape, .function(7))
    stage.type("]]")
    stage.expect("HTTP/1.1 200", "X-Request-Id: req-77", "req-77")
    stage.type("]")
    stage.expect("What the events add up to", "one two three four five six seven", "No usage came")
    stage.type("]")
    stage.expect("Between tokens", "p50 20 ms", "total")
    stage.type("]")
    stage.expect("There is no other exchange yet.")
    stage.type("r")
    stage.begin(body: #"{"model":"m-1","messages":[{"role":"user","content":"q"}],"temperature":0}"#)
    stage.head(500)
    stage.end(.done)
    stage.expect("/temperature", "+ 0", "/stream", "- true", "- 200", "+ 500")
    stage.type("]")
    stage.expect("No logprobs came.")
  }

  @Test func earlierTriesAreKept() {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("q")
    stage.head(429, [HTTPHeader("Retry-After", "2")])
    stage.retry(RelayError(kind: .rateLimited, status: 429, message: "slow down"), after: 2, attempt: 2)
    stage.head(200)
    stage.read(Event.text("fine"))
    stage.press(.escape, .function(7))
    stage.expect("Frame 1 ")
    stage.type("]]")
    stage.expect("Try 1, refused", "429", "slow down", "then waited 2.0 s", "Try 2", "200")
  }

  @Test func percentilesAndStepsAreCountedByHand() {
    var exchange = Exchange(
      id: "x", request: RecordedRequest(method: "POST", url: "u", headers: [], body: []), requestedModel: "m",
      asksForStream: true, startedAt: 0, start: MonotonicTime(nanoseconds: 0))
    exchange.apply(.sending(attempt: 1, MonotonicTime(nanoseconds: 0)))
    exchange.apply(.mark(.firstByte, MonotonicTime(nanoseconds: 30_000_000)))
    // Gaps of 1, 2, ... 10 ms; the last frame came with the one before it.
    var instant: Int64 = 40_000_000
    var frames: [StreamFrame] = []
    for number in 0...10 {
      instant += Int64(number) * 1_000_000
      frames.append(
        StreamFrame(
          offset: 0, length: 1, instant: MonotonicTime(nanoseconds: instant), kind: .content, arrival: number)
      )
    }
    frames.append(
      StreamFrame(
        offset: 0, length: 1, instant: MonotonicTime(nanoseconds: instant), kind: .content, arrival: 10))
    exchange.apply(.delta(AnswerDelta(frames: frames, instant: MonotonicTime(nanoseconds: instant))))
    let timing = WireTiming(exchange, firstVisible: nil, at: MonotonicTime(nanoseconds: 100_000_000))
    #expect(timing.gaps == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    #expect(timing.percentile(0.5) == 5 && timing.percentile(0.95) == 10 && timing.percentile(0.99) == 10)
    #expect(timing.firstByte == 30 && timing.total == 100)
    #expect(timing.histogram.map(\.count) == [1, 3, 5, 1])
  }

  @Test func everyFrameIsLookedAtOnce() {
    var wire = WirePane()
    let list = FrameList()
    var exchange = Exchange(
      id: "x", request: RecordedRequest(method: "POST", url: "u", headers: [], body: []), requestedModel: "m",
      asksForStream: true, startedAt: 0, start: MonotonicTime(nanoseconds: 0))
    for round in 0..<100 {
      let frames = (0..<1000).map { number in
        StreamFrame(
          offset: 0, length: 0, instant: MonotonicTime(nanoseconds: Int64(round * 1000 + number)),
          kind: number % 10 == 0 ? .reasoning : .content, arrival: round)
      }
      exchange.apply(.delta(AnswerDelta(frames: frames, instant: MonotonicTime(nanoseconds: 0))))
      list.take(exchange, wire)
      #expect(list.count == (round + 1) * 1000)
    }
    #expect(list.kinds.map(\.1) == [90_000, 10_000])
    wire.kinds = [.reasoning]
    list.take(exchange, wire)
    #expect(list.count == 10_000 && list.frame(atRow: 3) == 30 && list.row(ofFrame: 31) == 4)
  }
}
