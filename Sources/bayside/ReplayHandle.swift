import RelayKit
import Synchronization

/// Plays updates at the pace at which they came.
final class ReplayHandle: ExchangeHandle {
  private let steps: [ExchangeReplay.Step]
  private let observer: @Sendable (ExchangeUpdate) -> Void
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// - Parameter start: when it begins on the clock that the observer goes by; `nil` keeps the recorded instants.
  init(
    _ updates: [ExchangeUpdate], isFast: Bool, startingAt start: MonotonicTime? = nil,
    observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) {
    steps = ExchangeReplay(updates, startingAt: start).steps
    self.observer = observer
    task.withLock { $0 = Task { [self] in await play(isFast: isFast) } }
  }

  private func play(isFast: Bool) async {
    let start = ContinuousClock.now
    var elapsed = Duration.zero
    for step in steps {
      elapsed += .seconds(step.seconds)
      if !isFast, step.seconds > 0 { try? await Task.sleep(until: start + elapsed, clock: .continuous) }
      if Task.isCancelled {
        observer(.ended(.stopped, TransportSummary(), step.update.instant))
        return
      }
      observer(step.update)
    }
  }

  func stop() { task.withLock { $0 }?.cancel() }
  func retryNow() {}
  func consumed(bytes: Int) {}
}
