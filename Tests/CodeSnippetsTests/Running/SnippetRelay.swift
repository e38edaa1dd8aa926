import MockRelay
import RelayKit
import Synchronization

/// What a snippet sent.
struct ArrivedRequest: Sendable {
  /// Of the run.
  var baseURL: String
  var method: String
  /// Without what tells the cases apart: `/v1/chat/completions`.
  var path: String
  var headers: [HTTPHeader]
  var body: [UInt8]
}

/// One relay for all snippets that run at the same time: every run has a base URL of its own.
final class SnippetRelay: Sendable {
  /// The answer to the request of this number (from 0) of a run.
  typealias Answer = @Sendable (_ request: ArrivedRequest, _ number: Int) -> Script

  private struct Run {
    var answer: Answer
    var arrived: [ArrivedRequest] = []
  }
  private final class Runs: Sendable {
    let state = Mutex<[Run]>([])
  }

  private let runs: Runs
  private let relay: MockRelay

  init() throws {
    let runs = Runs()
    self.runs = runs
    relay = try MockRelay { request in
      let parts = request.path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true)
      guard parts.count == 2, let number = Int(parts[0].dropFirst()) else {
        return .answer("{}", status: 404)
      }
      let arrived = ArrivedRequest(
        baseURL: "http://\(request.headers.first("Host") ?? "")/\(parts[0])/v1", method: request.method,
        path: "/" + parts[1], headers: request.headers, body: request.body)
      let found: (Answer, Int)? = runs.state.withLock { runs in
        guard runs.indices.contains(number) else { return nil }
        runs[number].arrived.append(arrived)
        return (runs[number].answer, runs[number].arrived.count - 1)
      }
      guard let found else { return .answer("{}", status: 404) }
      return found.0(arrived, found.1)
    }
  }

  /// - Returns: the number of the run and its base URL.
  func begin(_ answer: @escaping Answer) -> (number: Int, baseURL: String) {
    let number = runs.state.withLock { runs in
      runs.append(Run(answer: answer))
      return runs.count - 1
    }
    return (number, "\(relay.origin)/r\(number)/v1")
  }

  func arrived(_ number: Int) -> [ArrivedRequest] { runs.state.withLock { $0[number].arrived } }

  func stop() { relay.stop() }
}
