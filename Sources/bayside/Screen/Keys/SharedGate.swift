import HistoryStore
import Playground
import Synchronization
import Workbench

/// Asks, before a request leaves, whether limits let it out beside what other processes spend. Not on the main
/// thread.
struct SharedGate: Sendable {
  let store: HistoryStore
  let reservation: Reservation
  let check: SharedCheck

  init(_ store: HistoryStore, _ request: String, _ check: SharedCheck) {
    (self.store, self.check) = (store, check)
    reservation = Reservation(request: request, keyName: check.keyName, amount: check.amount)
  }

  /// - Returns: why it may not leave; `nil` when it may, and where no history can be asked: then the sums of this
  ///   process have decided.
  func held() -> HeldRequest? {
    let reason = HeldReason()
    _ = store.reserve(reservation, at: check.time) { report in reason.take(check.held(report)) }
    return reason.held
  }
}

/// What a check said, brought out of the transaction that it was made in.
final class HeldReason: Sendable {
  private let value = Mutex<HeldRequest?>(nil)
  var held: HeldRequest? { value.withLock { $0 } }

  /// - Returns: whether it was let through.
  func take(_ held: HeldRequest?) -> Bool {
    value.withLock { $0 = held }
    return held == nil
  }
}
