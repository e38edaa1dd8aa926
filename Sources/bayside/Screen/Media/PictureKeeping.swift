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
    asked = order.request.fields.members.compactMap { member in
      guard !["model", "prompt"].contains(member.key) else { return nil }
      return Asked(name: member.key, value: Self.words(member.value))
    }
    asked += order.request.files.map { Asked(name: $0.field, value: "\($0.name), \(NumberWords.bytes($0.bytes.count))") }
  }

  private static func words(_ value: JSONValue) -> String {
    let text = value.stringValue ?? value.text()
    if text.hasPrefix("data:") { return "a picture, \(NumberWords.bytes(text.utf8.count * 3 / 4))" }
    return text.count > 60 ? text.prefix(57) + "..." : text
  }
}
