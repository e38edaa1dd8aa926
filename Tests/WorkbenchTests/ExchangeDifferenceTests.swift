import RelayKit
import Testing

@testable import Workbench

struct ExchangeDifferenceTests {
  private func changes(_ old: String, _ new: String) throws -> [String] {
    try JSONDifference(from: JSONValue(parsing: old), to: JSONValue(parsing: new)).changes.map {
      "\($0.path) \($0.old?.text() ?? "+") \($0.new?.text() ?? "-")"
    }
  }

  @Test func changesAreToldByPointerInTheOrderOfTheBody() throws {
    let old = #"{"model":"a","messages":[{"role":"user","content":"x"}],"temperature":0.7,"n":1}"#
    let new = #"{"model":"b","top_p":1,"messages":[{"role":"user","content":"y"},{"role":"user"}],"n":1}"#
    #expect(
      try changes(old, new) == [
        #"/model "a" "b""#, "/top_p + 1", #"/messages/0/content "x" "y""#, #"/messages/1 + {"role":"user"}"#,
        "/temperature 0.7 -",
      ])
  }

  @Test func keysAreEscapedInPointers() throws {
    #expect(try changes(#"{"a/b~":1}"#, #"{"a/b~":2}"#) == ["/a~1b~0 1 2"])
    #expect(try changes("1", "[1]") == [" 1 [1]"])
  }

  @Test func spellingsOfNumbersAndLettersDiffer() throws {
    #expect(try changes("[0.70]", "[0.7]") == ["/0 0.70 0.7"])
    #expect(try changes("[\"\u{E9}\"]", "[\"e\u{301}\"]").count == 1)
  }

  @Test func endlessChangesAreCutShort() throws {
    let old = JSONValue.array((0..<9000).map(JSONValue.integer))
    let difference = JSONDifference(from: old, to: .array([]))
    #expect(difference.changes.count == JSONDifference.mostChanges && difference.isTruncated)
  }

  @Test func headersAreComparedWithoutCase() {
    let difference = HeaderDifference(
      from: [HTTPHeader("A", "1"), HTTPHeader("Date", "x"), HTTPHeader("Gone", "g"), HTTPHeader("Two", "1")],
      to: [
        HTTPHeader("a", "1"), HTTPHeader("X-New", "n"), HTTPHeader("date", "y"), HTTPHeader("two", "1"),
        HTTPHeader("Two", "2"),
      ])
    #expect(
      difference.changes.map { "\($0.name) \($0.old ?? "+") \($0.new ?? "-")" } == [
        "X-New + n", "date x y", "Gone g -", "Two 1 1, 2",
      ])
    #expect(difference.telling.map(\.name) == ["X-New", "Gone", "Two"])
  }

  private static func time(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: milliseconds * 1_000_000)
  }

  private static func exchange(
    body: String, text: String, status: Int = 200, outcome: Outcome = .done, firstByte: Int64 = 50
  ) -> Exchange {
    var exchange = Exchange(
      id: "x",
      request: RecordedRequest(
        method: "POST", url: "https://h/v1/chat/completions", headers: [], body: Array(body.utf8)),
      requestedModel: "m", asksForStream: false, startedAt: 0, start: time(0))
    exchange.apply(.sending(attempt: 1, time(0)))
    exchange.apply(.mark(.requestSent, time(10)))
    exchange.apply(.mark(.firstByte, time(10 + firstByte)))
    exchange.apply(
      .head(HTTPResponseHead(status: status, version: "HTTP/2", reason: "", headers: []), time(60)))
    var delta = AnswerDelta(instant: time(70))
    delta.parts = [
      .text(choice: 0, text),
      .usage(.object(JSONObject([.init(key: "total_tokens", value: .integer(text.count))]))),
    ]
    exchange.apply(.delta(delta))
    exchange.apply(.ended(outcome, TransportSummary(), time(110)))
    return exchange
  }

  @Test func allFactsOfTwoExchangesStandBesideEachOther() {
    let old = Self.exchange(body: #"{"model":"m","n":1}"#, text: "Hello you")
    let new = Self.exchange(
      body: #"{"model":"m","n":2}"#, text: "Hello all you", status: 400,
      outcome: .failed(RelayError(kind: .badRequest)), firstByte: 90)
    let difference = ExchangeDifference(from: old, to: new)
    #expect(difference.method.isEqual && difference.url.isEqual && !difference.isSameRequest)
    guard case .json(let body) = difference.body else {
      Issue.record("the bodies are JSON")
      return
    }
    #expect(body.changes.map(\.path) == ["/n"])
    #expect(difference.status == .init(200, 400))
    #expect(difference.outcome == .init("done", "failed"))
    #expect(difference.error.new?.kind == .badRequest)
    #expect(difference.timing.firstByte == .init(50, 90))
    #expect(difference.timing.firstToken == .init(nil, nil))
    #expect(difference.timing.total == .init(100, 100))
    #expect(difference.usage.changes.map(\.path) == ["/total_tokens"])
    #expect(difference.answer.pieces.map(\.text) == ["Hello ", "all ", "you"])
  }

  @Test func anExchangeDoesNotDifferFromItself() {
    let exchange = Self.exchange(body: "{}", text: "x")
    let difference = ExchangeDifference(from: exchange, to: exchange)
    #expect(difference.isSameRequest && difference.body == .same && difference.answer.isEmpty)
    #expect(difference.usage.isEmpty && difference.responseHeaders.changes.isEmpty)
  }

  @Test func bodiesThatMeanTheSameDifferInSpelling() {
    let old = Self.exchange(body: #"{"a":1,"b":2}"#, text: "")
    #expect(
      ExchangeDifference(from: old, to: Self.exchange(body: #"{"b":2, "a":1}"#, text: "")).body == .spelling)
    guard case .text(let text) = ExchangeDifference(from: old, to: Self.exchange(body: "no", text: "")).body
    else {
      Issue.record("one body is no JSON")
      return
    }
    #expect(!text.isEmpty)
  }
}
