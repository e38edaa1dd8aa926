import HistorySamples
@testable import HistoryStore
import RelayKit
import Testing
import Workbench

@Suite struct ListTests {
  /// Ten chats, each with a request more than the one before, and a comparison.
  private func library() throws -> TestHistory {
    let history = try TestHistory()
    for number in 0..<10 {
      let id = "c\(number)"
      for request in 0...number {
        var stream = SampleStream("\(id)-\(request)", conversation: id)
        stream.startedAt = 1000 * Double(number) + Double(request)
        stream.model = request == 0 ? "first-model" : number % 2 == 0 ? "even_model" : "odd%model"
        var record = stream.record
        record.keyName = number < 5 ? "low" : "high"
        history.store.begin(
          record, exchange: stream.exchange, prices: TokenPrices(input: 0, output: 1e6, currency: "USD"),
          inputEstimate: nil)
        history.store.end(
          stream.id, with: stream.folded(stream.opening + [stream.word("a")] + stream.closing(output: 1)))
      }
      history.store.keep(image(id, title: "Talk \(number)", ["q"], at: 1000 * Double(number) + 500))
    }
    history.store.appendComparison("k", title: "Compared", isDemo: true, Array("{}\n".utf8))
    history.store.flush()
    return history
  }

  @Test func theNewestIsFirstAndPagesFitTogether() async throws {
    let history = try library()
    let all = try await history.ids()
    #expect(all == ["k"] + (0..<10).reversed().map { "c\($0)" })
    var pages: [String] = []
    for offset in stride(from: 0, to: 12, by: 4) {
      let page = try await history.store.entries(HistoryFilter(), offset: offset, limit: 4)
      #expect(page.total == 11)
      #expect(page.offset == offset)
      #expect(page.chats == 10)
      #expect(page.comparisons == 1)
      pages += page.entries.map(\.id)
    }
    #expect(pages == all)
    let beyond = try await history.store.entries(HistoryFilter(), offset: 50, limit: 4)
    #expect(beyond.entries.isEmpty && beyond.total == 11)
    let hostile = try await history.store.entries(HistoryFilter(), offset: -5, limit: -1)
    #expect(hostile.entries.isEmpty && hostile.offset == 0)
  }

  @Test func anEntrySaysWhatItsRequestsAddUpTo() async throws {
    let history = try library()
    let page = try await history.store.entries(HistoryFilter(), offset: 1, limit: 1)
    let entry = try #require(page.entries.first)
    #expect(entry.title == "Talk 9")
    #expect(entry.models == ["odd%model", "first-model"])
    #expect(entry.requests == 10)
    #expect(entry.lastOutcome == "done")
    #expect(!entry.wasInterrupted)
    #expect(entry.cost == 10)
    #expect(entry.currency == "USD")
    #expect(entry.costIsEstimate)
  }

  @Test func costsInTwoCurrenciesAreNoSum() async throws {
    let history = try TestHistory()
    for (id, currency) in [("x1", "USD"), ("x2", "CNY")] {
      let stream = SampleStream(id, conversation: "c")
      history.store.begin(
        stream.record, exchange: stream.exchange,
        prices: TokenPrices(input: 1, output: 1, currency: currency),
        inputEstimate: nil)
      history.store.end(id, with: stream.folded(stream.opening + [stream.word("a")] + stream.closing()))
    }
    history.store.flush()
    let entry = try #require(
      try await history.store.entries(HistoryFilter(), offset: 0, limit: 1).entries.first)
    #expect(entry.cost == nil)
    #expect(entry.currency == "")
    #expect(!entry.costIsEstimate)
    #expect(try await history.ids { $0.leastCost = 0 } == [])
  }

  @Test func requestsThatRunCountForFilters() async throws {
    let history = try TestHistory()
    var stream = SampleStream("x1", conversation: "c")
    stream.model = "slow-model"
    history.store.begin(stream.record, exchange: stream.exchange, prices: nil, inputEstimate: nil)
    history.store.flush()
    #expect(try await history.ids { $0.model = "SLOW" } == ["c"])
    #expect(try await history.ids { $0.outcome = "done" } == [])
    try await history.store.write { database in
      try database.run("UPDATE exchange SET outcome = 'done', served_model = 'Other-2' WHERE uid = 'x1'")
    }
    #expect(try await history.ids { $0.model = "slow" } == ["c"])
    #expect(try await history.ids { $0.model = "other-" } == ["c"])
    #expect(try await history.ids { $0.outcome = "done" } == ["c"])
    #expect(try await history.ids { $0.outcome = "failed" } == [])
  }

  @Test func filtersLetThroughWhatTheySay() async throws {
    let history = try library()
    func total(_ change: (inout HistoryFilter) -> Void) async throws -> Int {
      var filter = HistoryFilter()
      change(&filter)
      let page = try await history.store.entries(filter, offset: 0, limit: 3)
      #expect(page.entries.count == min(3, page.total))
      return page.total
    }
    #expect(try await total { $0.kind = .comparison } == 1)
    #expect(try await total { $0.kind = .chat } == 10)
    #expect(try await total { $0.model = "FIRST" } == 10)
    #expect(try await total { $0.model = "even" } == 4)
    // Signs of SQL's patterns are signs.
    #expect(try await total { $0.model = "n_m" } == 4)
    #expect(try await total { $0.model = "d%m" } == 5)
    #expect(try await total { $0.model = "n%m" } == 0)
    #expect(try await total { $0.model = "\\" } == 0)
    #expect(try await total { $0.keyName = "low" } == 5)
    #expect(try await total { $0.keyName = "nobody" } == 0)
    #expect(try await total { $0.outcome = "done" } == 10)
    #expect(try await total { $0.outcome = "failed" } == 0)
    #expect(try await total { $0.leastCost = 5 } == 6)
    #expect(try await total { $0.since = 5500 } == 6)
    #expect(try await total { $0.until = 5500 } == 5)
    #expect(
      try await total {
        $0.since = 2500
        $0.until = 7500
        $0.keyName = "low"
        $0.leastCost = 4
        $0.text = "talk"
      } == 2)
  }
}
