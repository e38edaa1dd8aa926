import HistoryStore
import Synchronization
import Workbench

/// What was spent before this run of the program, and in others beside it, as the history knows it.
struct HistoryLedger: SpendingLedger {
  let store: HistoryStore

  var isKept: Bool { store.problem == nil }

  func report(at time: Double, utcOffset: Int) async -> SpendingReport? {
    try? await store.spendingReport(at: time)
  }

  func reserve(
    _ request: String, key: String, amount: Double, at time: Double,
    held: @escaping @Sendable (SpendingReport) -> HeldRequest?
  ) -> HeldRequest? {
    let reason = HeldReason()
    let reservation = Reservation(request: request, keyName: key, amount: amount)
    _ = store.reserve(reservation, at: time) { report in reason.take(held(report)) }
    return reason.held
  }

  func settle(_ request: String, key: String, cost: Double?, at time: Double) {
    store.settle(Reservation(request: request, keyName: key, amount: 0), cost: cost, at: time)
    // A command may end at once.
    store.flush()
  }
}

/// The history of the screen, which is opened later in private mode.
final class LateLedger: SpendingLedger {
  private let store = Mutex<HistoryStore?>(nil)

  func take(_ opened: HistoryStore) { store.withLock { $0 = opened } }

  private var ledger: HistoryLedger? { store.withLock { $0 }.map(HistoryLedger.init) }

  var isKept: Bool { ledger?.isKept ?? false }

  func report(at time: Double, utcOffset: Int) async -> SpendingReport? {
    await ledger?.report(at: time, utcOffset: utcOffset)
  }

  func reserve(
    _ request: String, key: String, amount: Double, at time: Double,
    held: @escaping @Sendable (SpendingReport) -> HeldRequest?
  ) -> HeldRequest? { ledger?.reserve(request, key: key, amount: amount, at: time, held: held) }

  func settle(_ request: String, key: String, cost: Double?, at time: Double) {
    ledger?.settle(request, key: key, cost: cost, at: time)
  }
}
