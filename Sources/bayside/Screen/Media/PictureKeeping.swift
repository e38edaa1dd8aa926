import Playground
import RelayKit
import Synchronization
import Workbench

/// Counts what is being saved, so that leaving waits for it a little. Any thread.
final class PictureKeeping: Sendable {
  private let count = Mutex(0)
  var isBusy: Bool { count.withLock { $0 > 0 } }
  func begin() { count.withLock { $0 += 1 } }
  func end() { count.withLock { $0 -= 1 } }
}

extension VideoTask {
  /// A task that is about to be submitted.
  init(_ order: VideoOrder, id: String, exchange: String, _ relay: RelayIdentity, at time: Double) {
    self.init(
      id: id, exchange: exchange, startedAt: time, relay: relay.baseURL, model: order.request.model,
      prompt: order.prompt, path: order.request.path)
    (profile, keyName, keyLabel) = (relay.profile, relay.keyName, relay.keyLabel)
    (project, isDemo) = (relay.project, relay.isDemo)
    (estimate, currency) = (order.estimate, order.currency)
    asked = Self.asked(of: order.request)
  }
}
