import RelayKit
import Testing

@testable import Workbench

/// What a submitted video counts for limits and books before the relay says anything.
struct VideoCostTests {
  private static func record(
    _ body: String, _ outcome: Outcome, _ prices: TokenPrices?, kind: UsageRecord.Kind = .video
  ) -> UsageRecord {
    let start = MonotonicTime(nanoseconds: 0)
    var exchange = Exchange(
      id: "x",
      request: RecordedRequest(
        method: "POST", url: "https://relay.example/v1/videos", headers: [], body: Array(body.utf8)),
      requestedModel: "film", asksForStream: false, startedAt: 1, start: start)
    exchange.apply(.sending(attempt: 1, start))
    exchange.apply(.ended(outcome, TransportSummary(), start))
    var record = UsageRecord(id: "x", startedAt: 1, model: "film")
    record.kind = kind
    record.end(with: exchange, prices: prices, inputEstimate: nil)
    return record
  }

  private static var prices: TokenPrices {
    var prices = TokenPrices()
    prices.perSecond = 0.15
    return prices
  }

  @Test func aTaskThatWasTakenCountsItsListPrice() {
    let record = Self.record(#"{"model":"film","prompt":"p","seconds":"8"}"#, .done, Self.prices)
    #expect(record.figures.cost.map { ($0 * 100).rounded() } == 120)
    #expect(record.figures.costIsEstimate && record.figures.currency == "USD")
  }

  @Test func whatWasRefusedOrHasNoPriceCountsNothing() {
    let body = #"{"model":"film","prompt":"p","seconds":"8"}"#
    #expect(Self.record(body, .failed(RelayError(kind: .other)), Self.prices).figures.cost == nil)
    #expect(Self.record(body, .done, nil).figures.cost == nil)
    #expect(Self.record(body, .done, Self.prices, kind: .chat).figures.cost == nil)
  }
}
