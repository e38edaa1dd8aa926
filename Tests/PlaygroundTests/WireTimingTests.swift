import RelayKit
import Testing
import Workbench

@testable import Playground

@Suite("Timing of an exchange")
struct WireTimingTests {
  private static let start: Int64 = 5_000_000_000

  private static func instant(_ milliseconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: start + Int64(milliseconds * 1e6))
  }

  private static func exchange(marks: [(PhaseMark, Double)] = []) -> Exchange {
    let request = RecordedRequest(method: "POST", url: "https://relay.example/v1", headers: [], body: [])
    var exchange = Exchange(
      id: "x", request: request, requestedModel: "m-1", asksForStream: true, startedAt: 0, start: instant(0))
    exchange.apply(.sending(attempt: 1, instant(0)))
    for (mark, milliseconds) in marks { exchange.apply(.mark(mark, instant(milliseconds))) }
    return exchange
  }

  /// Tokens at so many milliseconds; those that are given together came in one read.
  private static func exchange(tokensAt reads: [[Double]]) -> Exchange {
    var exchange = exchange()
    for (arrival, read) in reads.enumerated() {
      let frames = read.map {
        StreamFrame(offset: 0, length: 1, instant: instant($0), kind: .content, arrival: arrival)
      }
      exchange.apply(.delta(AnswerDelta(frames: frames, bytes: [0], instant: instant(read[0]))))
    }
    return exchange
  }

  private static func timing(gaps: [Double]) -> WireTiming {
    var at = 0.0
    var reads = [[0.0]]
    for gap in gaps {
      at += gap
      reads.append([at])
    }
    return WireTiming(exchange(tokensAt: reads), firstVisible: nil, at: instant(at))
  }

  @Test("tokens of one read have no gap between them")
  func sameRead() {
    let timing = WireTiming(
      Self.exchange(tokensAt: [[0], [10, 10, 10], [30], [60, 60], [100]]), firstVisible: nil,
      at: Self.instant(100))
    #expect(timing.gaps == [10, 20, 30, 40])
  }

  @Test("frames without a token count as no end of a gap")
  func onlyTokens() {
    var exchange = Self.exchange(tokensAt: [[0]])
    let comment = StreamFrame(offset: 0, length: 1, instant: Self.instant(50), kind: .comment, arrival: 1)
    exchange.apply(.delta(AnswerDelta(frames: [comment], bytes: [0], instant: Self.instant(50))))
    let token = StreamFrame(offset: 0, length: 1, instant: Self.instant(80), kind: .reasoning, arrival: 2)
    exchange.apply(.delta(AnswerDelta(frames: [token], bytes: [0], instant: Self.instant(80))))
    #expect(WireTiming(exchange, firstVisible: nil, at: Self.instant(80)).gaps == [80])
  }

  @Test("a percentile is the smallest gap that so many are no longer than")
  func percentiles() {
    let four = Self.timing(gaps: [30, 10, 40, 20])
    #expect(four.percentile(0.25) == 10)
    #expect(four.percentile(0.5) == 20)
    #expect(four.percentile(0.51) == 30)
    #expect(four.percentile(0.95) == 40)
    #expect(four.percentile(0.99) == 40)
    #expect(four.percentile(0) == 10)
    #expect(four.percentile(1) == 40)
    let hundred = Self.timing(gaps: (1...100).reversed().map(Double.init))
    #expect(hundred.percentile(0.5) == 50)
    #expect(hundred.percentile(0.95) == 95)
    #expect(hundred.percentile(0.99) == 99)
    // 199 of 200 are no longer than 199 ms; 198 are the share of 0.99.
    #expect(Self.timing(gaps: (1...200).map(Double.init)).percentile(0.99) == 198)
    #expect(Self.timing(gaps: [7]).percentile(0.5) == 7)
  }

  @Test("without two tokens there is no percentile and no histogram")
  func fewTokens() {
    for exchange in [Self.exchange(), Self.exchange(tokensAt: [[5]]), Self.exchange(tokensAt: [[5, 5]])] {
      let timing = WireTiming(exchange, firstVisible: nil, at: Self.instant(9))
      #expect(timing.gaps.isEmpty)
      #expect(timing.percentile(0.5) == nil)
      #expect(timing.histogram.isEmpty)
    }
  }

  private static func words(_ histogram: [(label: String, count: Int)]) -> [String] {
    histogram.map { "\($0.label): \($0.count)" }
  }

  @Test("a histogram counts every gap once, and names empty steps only between full ones")
  func histogram() {
    let hundred = Self.timing(gaps: (1...100).map(Double.init)).histogram
    #expect(
      Self.words(hundred) == [
        "< 2 ms: 1", "< 5 ms: 3", "< 10 ms: 5", "< 20 ms: 10", "< 50 ms: 30", "< 100 ms: 50", "< 200 ms: 1",
      ])
    #expect(
      Self.words(Self.timing(gaps: [700, 20_000, 0.5, 800]).histogram) == [
        "< 1 ms: 1", "< 2 ms: 0", "< 5 ms: 0", "< 10 ms: 0", "< 20 ms: 0", "< 50 ms: 0", "< 100 ms: 0",
        "< 200 ms: 0", "< 500 ms: 0", "< 1.0 s: 2", "< 2.0 s: 0", "< 5.0 s: 0", "< 10.0 s: 0", ">= 10.0 s: 1",
      ])
    // A limit itself belongs to the next step.
    #expect(Self.words(Self.timing(gaps: [10_000]).histogram) == [">= 10.0 s: 1"])
    #expect(Self.words(Self.timing(gaps: [10]).histogram) == ["< 20 ms: 1"])
  }

  private static func words(_ spans: [WireTiming.Span]) -> [String] {
    spans.map { "\($0.name) \(Int($0.start))-\(Int($0.end))" }
  }

  @Test("phases follow each other without holes; what did not happen is left out")
  func spans() {
    let marks: [(PhaseMark, Double)] = [
      (.queued, 5), (.nameResolved, 10), (.connected, 30), (.requestSent, 35), (.firstByte, 135),
      (.firstToken, 150),
    ]
    var exchange = Self.exchange(marks: marks)
    exchange.apply(.ended(.done, TransportSummary(), Self.instant(400)))
    let timing = WireTiming(exchange, firstVisible: Self.instant(180), at: Self.instant(9000))
    #expect(
      Self.words(timing.spans) == [
        "waiting its turn 0-5", "name lookup 5-10", "connecting 10-30", "sending 30-35", "waiting 35-135",
        "first token 135-150", "receiving 150-400",
      ])
    #expect(timing.total == 400)
    #expect(timing.firstByte == 135)
    #expect(timing.firstToken == 150)
    #expect(timing.firstVisible == 180)
  }

  @Test("while it runs, it lasts until now")
  func running() {
    let timing = WireTiming(
      Self.exchange(marks: [(.requestSent, 4)]), firstVisible: nil, at: Self.instant(70))
    #expect(timing.total == 70)
    #expect(Self.words(timing.spans) == ["sending 0-4"])
    #expect(timing.firstByte == nil)
  }

  @Test("times are those of the last try")
  func tries() {
    var exchange = Self.exchange(marks: [(.requestSent, 4), (.firstByte, 50)])
    exchange.apply(
      .retrying(RelayError(kind: .overloaded, status: 503), seconds: 1, nextAttempt: 2, Self.instant(60)))
    exchange.apply(.sending(attempt: 2, Self.instant(1060)))
    exchange.apply(.mark(.requestSent, Self.instant(1061)))
    exchange.apply(.mark(.firstByte, Self.instant(1100)))
    exchange.apply(.ended(.done, TransportSummary(), Self.instant(1160)))
    let timing = WireTiming(exchange, firstVisible: nil, at: Self.instant(1160))
    #expect(Self.words(timing.spans) == ["sending 0-1", "waiting 1-40", "receiving 40-100"])
    #expect(timing.total == 100)
  }

  @Test("a bar covers its share of the width, and never nothing")
  func bars() {
    #expect(WireText.bar(0, 100, of: 400, columns: 8) == "##......")
    #expect(WireText.bar(100, 400, of: 400, columns: 8) == "..######")
    #expect(WireText.bar(400, 400, of: 400, columns: 8) == ".......#")
    #expect(WireText.bar(10, 10, of: 400, columns: 8) == "#.......")
    #expect(WireText.bar(0, 0, of: 0, columns: 8) == "#.......")
  }
}
