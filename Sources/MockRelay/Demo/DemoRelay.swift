import Glibc
import RelayKit
import Synchronization

/// A relay without any model behind it, for trying the program out: its models are simulated, their answers
/// are canned text that says so. It listens on 127.0.0.1 only.
package final class DemoRelay: Sendable {
  /// What `/v1/models` lists.
  package static let models = DemoModels.all.filter(\.isListed).map(\.id)

  private let relay: MockRelay

  /// The base URL to configure, with `/v1`.
  package var baseURL: String { relay.origin + "/v1" }
  package var port: Int { relay.port }

  /// `tokensPerSecond` is the pace of `demo-writer`; 0 streams without any delay.
  package init(tokensPerSecond: Int = 60) throws(MockRelay.StartFailure) {
    let pace = tokensPerSecond > 0 ? max(1, 1000 / tokensPerSecond) : 0
    let (refusals, ledger) = (DemoRefusals(), DemoLedger())
    // Request ids are matched with receipts, so that no two relays may give the same.
    let run =
      "\(String(time(nil), radix: 36))\(String(getpid(), radix: 36))\(String(UInt16.random(in: 0...UInt16.max), radix: 36))"
    relay = try MockRelay {
      let wire = DemoWire(requestID: "demo-\(run)-\($0.number + 1)")
      return Self.script(for: $0, wire, tokenMilliseconds: pace, refusals, ledger)
    }
  }

  package func stop() { relay.stop() }
  package func nextRequest() async -> RecordedRequest? { await relay.nextRequest() }
  package func connectionClosed() async -> ClosedConnection? { await relay.connectionClosed() }

  private static func script(
    for request: RecordedRequest, _ wire: DemoWire, tokenMilliseconds: Int, _ refusals: DemoRefusals,
    _ ledger: DemoLedger
  ) -> Script {
    let path = request.path.split(separator: "?").first.map(String.init) ?? ""
    switch (request.method, path) {
    case ("GET", "/v1/models"): return wire.answer(DemoModels.list)
    case ("GET", "/api/pricing"): return wire.answer(DemoModels.pricing)
    case ("GET", "/api/status"): return wire.answer(DemoModels.status)
    case ("GET", "/api/usage/token/"): return wire.answer(ledger.usage)
    case ("GET", "/api/log/token"): return wire.answer(ledger.log)
    case ("POST", "/v1/chat/completions"):
      guard let chat = try? ChatRequest(body: request.body) else {
        return wire.error(400, "The body is not a chat request", code: "invalid_request")
      }
      let asked = DemoChat(
        chat: chat, wire: wire.serving(chat.model), tokenMilliseconds: tokenMilliseconds, refusals: refusals)
      return ledger.charging(asked.script, for: asked)
    case (_, _) where path.hasPrefix("/v1/"):
      return wire.error(
        404, "Invalid URL (\(request.method) \(path))", type: "invalid_request_error", code: "")
    default: return .htmlPage()
    }
  }
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
