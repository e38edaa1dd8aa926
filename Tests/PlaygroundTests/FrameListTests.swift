import RelayKit
import Testing
import Workbench

@testable import Playground

@Suite("The list of frames")
struct FrameListTests {
  private static func exchange(id: String = "x") -> Exchange {
    let request = RecordedRequest(method: "POST", url: "https://relay.example/v1", headers: [], body: [])
    var exchange = Exchange(
      id: id, request: request, requestedModel: "m-1", asksForStream: true, startedAt: 0,
      start: MonotonicTime(nanoseconds: 0))
    exchange.apply(.sending(attempt: 1, MonotonicTime(nanoseconds: 0)))
    return exchange
  }

  private static func add(_ count: Int, _ kind: StreamFrame.Kind, to exchange: inout Exchange) {
    let instant = MonotonicTime(nanoseconds: 1)
    let frames = [StreamFrame](
      repeating: StreamFrame(offset: 0, length: 0, instant: instant, kind: kind, arrival: 0), count: count)
    exchange.apply(.delta(AnswerDelta(frames: frames, instant: instant)))
  }

  private static func kinds(_ list: FrameList) -> [StreamFrame.Kind: Int] {
    Dictionary(uniqueKeysWithValues: list.kinds)
  }

  @Test("looks at each of many frames once, however often it is asked")
  func once() {
    var first = Self.exchange()
    Self.add(100_000, .content, to: &first)
    let list = FrameList()
    let pane = WirePane()
    list.take(first, pane)
    #expect(Self.kinds(list) == [.content: 100_000])
    // The same exchange, but for what its first frames were: had any of them been looked at again, it would show.
    var other = Self.exchange()
    Self.add(100_000, .reasoning, to: &other)
    for turn in 1...100 {
      Self.add(1, .comment, to: &other)
      list.take(other, pane)
      list.take(other, pane)
      #expect(list.count == 100_000 + turn)
    }
    #expect(Self.kinds(list) == [.content: 100_000, .comment: 100])
    #expect(list.frame(atRow: 99_999) == 99_999)
    #expect(list.row(ofFrame: 50_000) == 50_000)
  }

  @Test("of a filtered list only new frames are looked at too")
  func onceFiltered() {
    var pane = WirePane()
    pane.kinds = [.comment]
    var first = Self.exchange()
    for _ in 0..<1000 {
      Self.add(99, .content, to: &first)
      Self.add(1, .comment, to: &first)
    }
    let list = FrameList()
    list.take(first, pane)
    #expect(list.count == 1000)
    #expect(list.frame(atRow: 999) == 99_999)
    #expect(list.row(ofFrame: 99) == 0)
    // The next listed frame after one that is not.
    #expect(list.row(ofFrame: 100) == 1)
    var other = Self.exchange()
    Self.add(100_000, .comment, to: &other)
    Self.add(1, .comment, to: &other)
    list.take(other, pane)
    #expect(list.count == 1001)
    pane.kinds = []
    list.take(other, pane)
    #expect(Self.kinds(list) == [.comment: 100_001])
  }

  @Test("begins anew with another exchange and with another try")
  func anew() {
    var first = Self.exchange()
    Self.add(2, .error, to: &first)
    let list = FrameList()
    list.take(first, WirePane())
    #expect(list.troubles == [0, 1])
    var other = Self.exchange(id: "y")
    Self.add(3, .content, to: &other)
    list.take(other, WirePane())
    #expect(list.troubles.isEmpty)
    list.take(first, WirePane())
    let instant = MonotonicTime(nanoseconds: 2)
    first.apply(.retrying(RelayError(kind: .overloaded, status: 503), seconds: 0, nextAttempt: 2, instant))
    first.apply(.sending(attempt: 2, instant))
    Self.add(2, .content, to: &first)
    list.take(first, WirePane())
    #expect(list.troubles.isEmpty)
    #expect(Self.kinds(list) == [.content: 2])
    #expect(list.firstToken == 0)
  }
}
