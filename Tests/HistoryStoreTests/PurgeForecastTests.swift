import HistorySamples
import RelayKit
import Testing
import Workbench

@testable import HistoryStore

/// What is told before a purge is what the purge does.
struct PurgeForecastTests {
  private func history() throws -> TestHistory {
    let history = try TestHistory()
    for number in 0..<10 {
      history.store.keep(
        image("c\(number)", [String(repeating: "word \(number) ", count: 2000)], at: Double(1000 + number)))
    }
    history.store.flush()
    return history
  }

  @Test func anAgeIsToldExactly() async throws {
    let history = try history()
    try await history.store.change("c0", .star(true))
    let purge = HistoryPurge(olderThan: 1004)
    let forecast = try await history.store.forecast(purge)
    #expect(forecast.going == 3 && forecast.total == 10 && !forecast.isNothing)
    #expect(try await history.store.purge(purge) == 3)
    let after = try await history.store.forecast(purge)
    #expect(after.isNothing && after.total == 7)
  }

  @Test func aSizeIsToldAsFarAsItCanBe() async throws {
    let history = try history()
    let used = try await history.store.size().usedBytes
    #expect(try await history.store.forecast(HistoryPurge(beyondBytes: used)).isNothing)
    let all = try await history.store.forecast(HistoryPurge(beyondBytes: 1))
    #expect(all.going == 10 && all.usedBytes == used)
    let some = try await history.store.forecast(HistoryPurge(beyondBytes: used - 40_000))
    #expect((1..<10).contains(some.going))
  }

  @Test func whatNobodyCanSearchForIsKnown() {
    for text in ["\"", "*", "( %", "+", ""] { #expect(!HistoryStore.hasWords(text), "\(text)") }
    for text in ["a", "\"a\"", "7", "数", "🎈"] { #expect(HistoryStore.hasWords(text), "\(text)") }
  }
}
