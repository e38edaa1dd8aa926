import SeededRandom
@testable import RelayKit
import Testing

@Suite struct ExchangeFileTests {
  static func time(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: 5_000_000_000 + milliseconds * 1_000_000 + 7)
  }

  static func began(body: [UInt8] = Array(#"{"model":"m"}"#.utf8)) -> ExchangeUpdate {
    .began(
      Exchange(
        id: "x1",
        request: RecordedRequest(
          method: "POST", url: "https://relay.example/v1/chat/completions",
          headers: [HTTPHeader("Authorization", "Bearer sk-....cdef"), HTTPHeader("X-Empty", "")],
          body: body),
        requestedModel: "m", asksForStream: true, startedAt: 1_790_000_000.125, start: time(0)))
  }

  /// The updates of an answer in these reads, decoded as the client decodes them.
  static func answer(_ reads: [[UInt8]], status: Int = 200, from start: Int64 = 100) -> [ExchangeUpdate] {
    let head = HTTPResponseHead(
      status: status, version: "HTTP/2", reason: "", headers: [HTTPHeader("x-request-id", "r \"1\"")])
    var reader = AnswerReader(head: head)
    var updates: [ExchangeUpdate] = [.head(head, time(start))]
    for (index, read) in reads.enumerated() {
      updates.append(.delta(reader.feed(read, at: time(start + 10 * Int64(index + 1)))))
    }
    let end = time(start + 10 * Int64(reads.count) + 5)
    let (last, _) = reader.finish(at: end)
    if !last.parts.isEmpty || !last.frames.isEmpty { updates.append(.delta(last)) }
    return updates
  }

  static let stream = Array(
    ("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"añ😀\"}}]}\n\n"
      + ": ping\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n").utf8)

  /// A refused try, then an answer whose reads split a character.
  static var retried: [ExchangeUpdate] {
    let error = RelayError(
      kind: .rateLimited, status: 429, code: "c", type: "t", parameter: "p", message: "slow \u{0} down\n",
      requestID: "r", retryAfter: 1.5, isRetryable: true, details: ["host": "h", "port": "1"])
    var summary = TransportSummary()
    summary.reusedConnection = true
    summary.remoteAddress = "[::1]:443"
    let split = (stream.firstIndex(of: 0xF0) ?? 0) + 2
    let reads = [Array(stream[..<split]), Array(stream[split...])]
    return [began(), .sending(attempt: 1, time(1)), .mark(.queued, time(1)), .mark(.firstByte, time(20))]
      + answer([Array(#"{"error":{"message":"slow"}}"#.utf8)], status: 429, from: 20)
      + [
        .retrying(error, seconds: 1.25, nextAttempt: 2, time(35)), .sending(attempt: 2, time(90)),
        .mark(.firstToken, time(100)),
      ]
      + answer(reads) + [.mark(.lastByte, time(125)), .ended(.done, summary, time(125))]
  }

  static func written(_ updates: [ExchangeUpdate]) -> [UInt8] {
    var writer = ExchangeFileWriter()
    return updates.flatMap { writer.bytes(for: $0) }
  }

  static func folded(_ updates: [ExchangeUpdate]) -> Exchange? {
    let recorder = ExchangeRecorder()
    var whole: Exchange?
    for update in updates { whole = recorder.apply(update) }
    return whole
  }

  @Test func aRecordWithRetriesSurvivesTheRoundTrip() throws {
    let read = try ExchangeFileReader.updates(from: Self.written(Self.retried))
    #expect(read == Self.retried)
    let exchange = try #require(Self.folded(read))
    #expect(exchange == Self.folded(Self.retried))
    #expect(exchange.answer.text == "añ😀")
    #expect(exchange.attempts.first?.error?.details == ["host": "h", "port": "1"])
  }

  @Test(arguments: [
    Outcome.stopped, .cut(nil), .cut(RelayError(kind: .connectionLost)),
    .failed(RelayError(kind: .tls, details: ["host": "h"])),
  ])
  func everyOutcomeSurvivesTheRoundTrip(outcome: Outcome) throws {
    let updates = [Self.began(), .ended(outcome, TransportSummary(), Self.time(9))]
    #expect(try ExchangeFileReader.updates(from: Self.written(updates)) == updates)
  }

  @Test func bytesThatAreNoTextSurviveTheRoundTrip() throws {
    let everyByte = (0...255).map { UInt8($0) }
    for count in 0...5 {
      let updates: [ExchangeUpdate] =
        [Self.began(body: Array(everyByte.suffix(count)))] + Self.answer([everyByte, everyByte])
        + [.ended(.stopped, TransportSummary(), Self.time(125))]
      #expect(try ExchangeFileReader.updates(from: Self.written(updates)) == updates)
    }
  }

  @Test func linesAreAppendedAsTheExchangeRuns() {
    let lines = Self.written(Self.retried).split(separator: 0x0A)
    #expect(Self.written(Self.retried).last == 0x0A)
    // One line for the header and for every fact; what is decoded from bytes has none.
    let facts = Self.retried.count { update in
      if case .delta(let delta) = update { !delta.bytes.isEmpty } else { true }
    }
    #expect(lines.count == facts)
    #expect(String(decoding: lines[1], as: UTF8.self) == #"{"t":1000000,"sending":1}"#)
  }

  @Test func aFileThatEndsEarlyEndsAsCutAndKeepsWhatCame() throws {
    let bytes = Self.written(Self.retried)
    let headerEnd = try #require(bytes.firstIndex(of: 0x0A))
    for end in stride(from: headerEnd, to: bytes.count - 1, by: 3) {
      let updates = try ExchangeFileReader.updates(from: bytes[..<end])
      let exchange = try #require(Self.folded(updates), "\(end)")
      #expect(exchange.outcome?.name == "cut")
      #expect(exchange.outcome?.error?.details["cause"] == "recording")
    }
    let last = try #require(bytes.dropLast().lastIndex(of: 0x0A))
    #expect(Self.folded(try ExchangeFileReader.updates(from: bytes[...last]))?.answer.text == "añ😀")
  }

  @Test func aNewerFileIsRefusedByName() {
    let file = #"{"format":"bayside-exchange","version":2}"#
    #expect(throws: ExchangeFile.Problem.newerVersion(2)) { try ExchangeFileReader.updates(from: file.utf8) }
    #expect(ExchangeFile.Problem.newerVersion(2).explanation.contains("version 2"))
  }

  @Test(arguments: ["", "\n\n", "{}", "[]", "data: x", #"{"format":"other","version":1}"#])
  func whatIsNoExchangeIsRefused(text: String) {
    #expect(throws: ExchangeFile.Problem.notAnExchange) { try ExchangeFileReader.updates(from: text.utf8) }
  }

  @Test func linesAndKeysOfUnknownKindAreSkipped() throws {
    var lines = Self.written(Self.retried).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    lines.insert(#"{"t":1,"weather":"fine"}"#, at: 3)
    lines.insert(#"{"t":1,"mark":"lunch"}"#, at: 4)
    lines[1] = #"{"new":true,"t":1000000,"sending":1}"#
    let read = try ExchangeFileReader.updates(from: Array(lines.joined(separator: "\n").utf8))
    #expect(read == Self.retried)
  }

  @Test func nothingAfterADamagedLineIsTrusted() throws {
    var lines = Self.written(Self.retried).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    lines[2] = "{\"t\":1,"
    let read = try ExchangeFileReader.updates(from: Array(lines.joined(separator: "\n").utf8))
    #expect(read.count == 3)
    #expect(Self.folded(read)?.outcome?.name == "cut")
  }

  @Test func hostileNumbersDoNotTrap() throws {
    let header =
      #"{"format":"bayside-exchange","version":1,"clock":-9223372036854775808,"started_at":1e999}"#
    for line in [
      #"{"t":9223372036854775807,"mark":"queued"}"#, #"{"t":-1e300,"mark":"queued"}"#,
      #"{"t":2305843009213693951,"sending":9223372036854775807}"#,
      #"{"t":0,"retrying":{"seconds":1e999,"error":{"kind":"x","retry_after":1e999}}}"#,
    ] {
      let updates = try ExchangeFileReader.updates(from: Array("\(header)\n\(line)".utf8))
      #expect(Self.folded(updates)?.outcome?.name == "cut")
      #expect(ExchangeReplay(updates, startingAt: Self.time(0)).steps.count == updates.count)
    }
  }

  @Test func mutatedFilesNeverTrap() throws {
    let file = Self.written(Self.retried)
    var random = SplitMix(seed: 1)
    var readable = 0
    for _ in 0..<2_000 {
      var bytes = file
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[max(0, place - 40)..<place], at: place)
        }
      }
      guard let updates = try? ExchangeFileReader.updates(from: bytes) else { continue }
      readable += 1
      #expect(Self.folded(updates)?.outcome != nil)
    }
    #expect(readable > 500)
  }

  @Test func aReplayKeepsTheRecordedPaceAndMayBeginNow() {
    let replay = ExchangeReplay(Self.retried)
    #expect(replay.steps.map(\.update) == Self.retried)
    let total = replay.steps.reduce(0) { $0 + $1.seconds }
    #expect(abs(total - 0.125) < 1e-9)
    #expect(replay.steps.allSatisfy { $0.seconds >= 0 })
    let now = MonotonicTime(nanoseconds: 99)
    let moved = ExchangeReplay(Self.retried, startingAt: now)
    #expect(moved.steps.first?.update.instant == now)
    #expect(moved.steps.map(\.seconds) == replay.steps.map(\.seconds))
    let whole = Self.folded(moved.steps.map(\.update))
    #expect(whole?.answer == Self.folded(Self.retried)?.answer)
    #expect(whole?.end.map { $0 - now } == 125_000_000)
  }
}
