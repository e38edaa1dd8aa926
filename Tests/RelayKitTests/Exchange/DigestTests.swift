import RelayKit
import Testing

@Suite struct DigestTests {
  /// A reasoning answer with a tool call, as it came.
  private static let recorded: Exchange = {
    var exchange = Exchange(
      id: "x",
      request: RecordedRequest(
        method: "POST", url: "http://127.0.0.1/v1/chat/completions", headers: [], body: [1]),
      requestedModel: "m", asksForStream: true, startedAt: 5, start: MonotonicTime(nanoseconds: 1000))
    func time(_ milliseconds: Int64) -> MonotonicTime {
      MonotonicTime(nanoseconds: 1000 + milliseconds * 1_000_000)
    }
    exchange.apply(.sending(attempt: 1, time(0)))
    exchange.apply(.mark(.requestSent, time(1)))
    exchange.apply(
      .head(
        HTTPResponseHead(
          status: 200, version: "1.1", reason: "OK", headers: [HTTPHeader("x-request-id", "r1")]), time(2)))
    exchange.apply(.mark(.firstToken, time(3)))
    let chunks: [(Int64, AnswerPart, StreamFrame.Kind)] = [
      (3, .reasoning(choice: 0, "hm"), .reasoning), (9, .text(choice: 0, "Hel"), .content),
      (12, .text(choice: 0, "lo"), .content), (13, .finish(choice: 0, "stop"), .finish),
    ]
    for (index, (at, part, kind)) in chunks.enumerated() {
      exchange.apply(
        .delta(
          AnswerDelta(
            parts: [part],
            frames: [StreamFrame(offset: index, length: 1, instant: time(at), kind: kind, arrival: index)],
            tokenEvents: kind == .finish ? 0 : 1, bytes: [0x41], instant: time(at))))
    }
    exchange.apply(.delta(AnswerDelta(parts: [.usage(.object(JSONObject()))], instant: time(14))))
    exchange.apply(.ended(.done, TransportSummary(), time(15)))
    return exchange
  }()

  @Test func addsUpToTheSameAnswer() throws {
    let exchange = Self.recorded
    var read: Exchange?
    for update in try ExchangeFileReader.updates(from: exchange.digest) {
      if case .began(let record) = update { read = record } else { read?.apply(update) }
    }
    let back = try #require(read)
    #expect(back.answer == exchange.answer)
    #expect(back.marks == exchange.marks)
    #expect(back.outcome == exchange.outcome)
    #expect(back.end == exchange.end)
    #expect(back.requestID == "r1")
    #expect(back.bytes.isEmpty && back.request.body.isEmpty)
  }

  @Test func tellsReasoningAndTextApartInTime() {
    let deltas = Self.recorded.digestUpdates.compactMap { update -> MonotonicTime? in
      if case .delta(let delta) = update { delta.instant } else { nil }
    }
    #expect(deltas.map { $0.milliseconds(since: Self.recorded.start) } == [3, 9, 12])
  }
}
