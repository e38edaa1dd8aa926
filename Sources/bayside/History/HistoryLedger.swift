import HistoryStore
import Workbench

/// What was spent before this run of the program, and in others beside it, as the history knows it.
struct HistoryLedger: SpendingLedger {
  let store: HistoryStore

  var isKept: Bool { store.problem == nil }

  func report(at time: Double, utcOffset: Int) async -> SpendingReport? {
    try? await store.spendingReport(at: time)
  }
}
