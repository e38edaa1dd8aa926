import Glibc
import RelayKit
import Synchronization

/// A relay without any model behind it, for trying the program out: its models are simulated, their answers
/// are canned text that says so. It listens on 127.0.0.1 only.
package final class DemoRelay: Sendable {
  /// What `/v1/models` lists.
  package static let models = DemoModels.all.filter(\.isListed).map(\.id)
  /// The names of the endpoints that a model is asked through, as its list has them.
  package static func endpoints(of model: String) -> [String] {
    DemoModels.all.first { $0.id == model }.map(DemoModels.endpoints) ?? []
  }

  private let relay: MockRelay

  /// The base URL to configure, with `/v1`.
  package var baseURL: String { relay.origin + "/v1" }
  package var port: Int { relay.port }

  /// `tokensPerSecond` is the pace of `demo-writer`, and of pictures and videos beside it; 0 answers without any
  /// delay, and a video then moves on with every look at it.
  package init(tokensPerSecond: Int = 60) throws(MockRelay.StartFailure) {
    let pace = tokensPerSecond > 0 ? max(1, 1000 / tokensPerSecond) : 0
    // Request ids are matched with receipts, so that no two relays may give the same.
    let run =
      "\(String(time(nil), radix: 36))\(String(getpid(), radix: 36))\(String(UInt16.random(in: 0...UInt16.max), radix: 36))"
    let desk = DemoDesk(run: run, tokenMilliseconds: pace)
    relay = try MockRelay { desk.script(for: $0) }
  }

  package func stop() { relay.stop() }
  package func nextRequest() async -> RecordedRequest? { await relay.nextRequest() }
  package func connectionClosed() async -> ClosedConnection? { await relay.connectionClosed() }
}

/// Which failures of the kind that passes were shown once.
final class DemoRefusals: Sendable {
  private let shown = Mutex<[String: Int]>([:])

  /// True so many times, then false once, and so on.
  func isDue(_ word: String, times: Int = 1) -> Bool {
    shown.withLock { shown in
      let count = shown[word, default: 0]
      shown[word] = count < times ? count + 1 : 0
      return count < times
    }
  }

  /// Counts answers that may vary.
  func next() -> Int {
    shown.withLock { shown in
      shown["", default: -1] += 1
      return shown["", default: 0]
    }
  }
}
