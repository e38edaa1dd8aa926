import CurlTransport
import HistoryStore
import MockRelay
import RelayKit
import Testing
import Workbench

@testable import bayside

/// Receipts beside the history.
@Suite(.timeLimit(.minutes(10)))
struct ReceiptBookTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private let home = ScratchDirectory()

  private func news(_ relay: MockRelay) async throws -> ReceiptNews {
    let target = MoneyTarget(
      relay: RelayConfiguration(baseURL: try BaseURL(relay.origin), apiKey: Self.key),
      curl: CurlOptions(noProxy: "*"), keyLabel: KeyText.label(Self.key))
    return await MoneyQuestion(target, ProcessEnvironment(variables: ["HOME": home.path])).log()
  }

  private func relay(_ rows: String) throws -> MockRelay {
    try MockRelay { request in
      switch request.path {
      case "/api/log/token": .answer(#"{"success":true,"data":[\#(rows)]}"#)
      case "/api/status": .answer(#"{"data":{"system_name":"T","quota_per_unit":500000}}"#)
      case "/v1/chat/completions":
        .answer(
          #"{"id":"c","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":400,"completion_tokens":100}}"#,
          headers: [HTTPHeader("X-Oneapi-Request-Id", "r\(request.number)")])
      default: .answer("{}", status: 404)
      }
    }
  }

  @Test func aRequestOfTheHistoryGetsItsReceiptByItsID() async throws {
    let relay = try relay(
      #"{"created_at":1790000000,"type":2,"quota":2500,"request_id":"r0","model_name":"m-1"},{"created_at":1790000001,"type":2,"quota":1,"request_id":"foreign","model_name":"m-1"}"#
    )
    let store = HistoryStore.open(path: home.path + "/history.sqlite3", utcOffset: 0) { _ in }
    var configuration = RelayConfiguration(baseURL: try BaseURL(relay.origin), apiKey: Self.key)
    configuration.limits.totalSeconds = 10
    let client = RelayClient(
      configuration: configuration, transport: CurlTransport(CurlOptions(noProxy: "*")))
    for id in ["a", "b"] {
      let request = ChatRequest(model: "m-1", messages: [ChatMessage(role: "user", text: "hello")])
      let exchange = await client.chat(request, id: id, startedAt: 1_790_000_000)
      var record = UsageRecord(id: id, startedAt: 1_790_000_000, model: "m-1")
      record.relay = configuration.baseURL.description
      record.keyLabel = KeyText.label(Self.key)
      let prices = TokenPrices(input: 2.5, output: 15)
      store.begin(record, exchange: exchange, prices: prices, inputEstimate: nil)
      store.end(id, with: exchange)
    }
    var news = try await news(relay)
    await news.match(with: ReceiptBooks(store))
    let summary = try #require(news.summary)
    #expect(summary.matches.map(\.id) == ["a"] && summary.notMatched == 1 && summary.foreign == 1)
    #expect(abs(summary.estimated - 0.0025) < 1e-9 && summary.charged == 0.005 && news.notKept == nil)
    #expect(summary.count(.chargedMore) == 1)
    let record = try #require(try await store.record("a"))
    #expect(record.receipt?.charged == 0.005 && record.receipt?.source == .log)
    #expect(try await store.record("b")?.receipt == nil)
    // A second time nothing is new.
    await news.match(with: ReceiptBooks(store))
    #expect(news.summary?.matches.first?.isKnown == true)
  }

  @Test func whatCannotBeReadIsSaid() async throws {
    let relay = try relay(#"{"created_at":1790000000,"type":2,"quota":2500,"request_id":"r0"}"#)
    var news = try await news(relay)
    await news.match(
      with: ReceiptBooks(
        records: { _ async throws(HistoryProblem) in throw HistoryProblem(.damaged, "History: broken.") },
        keep: { _ async throws(HistoryProblem) in }))
    #expect(news.summary == nil && news.notKept == "History: broken.")
    #expect(news.sentence(at: 0).hasSuffix("Receipts are not kept. History: broken."))
  }
}
