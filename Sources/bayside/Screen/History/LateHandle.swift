import RelayKit
import Synchronization

/// Stands for an exchange that begins a moment later, once it is written down: what is asked of it meanwhile is done
/// then. Any thread.
final class LateHandle: ExchangeHandle {
  private struct State {
    var handle: (any ExchangeHandle)?
    var waiting: [@Sendable (any ExchangeHandle) -> Void] = []
  }
  private let state = Mutex(State())

  /// The exchange has begun.
  func take(_ handle: any ExchangeHandle) {
    let waiting = state.withLock { state in
      state.handle = handle
      defer { state.waiting = [] }
      return state.waiting
    }
    for act in waiting { act(handle) }
  }

  private func act(_ body: @escaping @Sendable (any ExchangeHandle) -> Void) {
    let handle = state.withLock { state in
      if state.handle == nil { state.waiting.append(body) }
      return state.handle
    }
    if let handle { body(handle) }
  }

  func stop() { act { $0.stop() } }
  func retryNow() { act { $0.retryNow() } }
  func consumed(bytes: Int) { act { $0.consumed(bytes: bytes) } }
  func waitLonger(seconds: Double) { act { $0.waitLonger(seconds: seconds) } }
}
