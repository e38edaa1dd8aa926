import CurlTransport
import RelayKit

/// Gathers the events of one transfer and lets a test wait for them.
final class Recorder: Sendable {
  let events: AsyncStream<TransportEvent>
  private let continuation: AsyncStream<TransportEvent>.Continuation

  init() { (events, continuation) = AsyncStream.makeStream() }

  func handle(_ event: TransportEvent) {
    continuation.yield(event)
    if case .end = event { continuation.finish() }
  }

  func outcome() async -> Outcome {
    var outcome = Outcome()
    for await event in events { outcome.add(event) }
    return outcome
  }
}

/// A whole transfer.
struct Outcome {
  var marks: [PhaseMark] = []
  var markTimes: [MonotonicTime] = []
  var heads: [HTTPResponseHead] = []
  var reads: [[UInt8]] = []
  var ends: [TransportFailure?] = []
  var summary = TransportSummary()
  var text: String { String(decoding: reads.joined(), as: UTF8.self) }
  /// nil without an end, `.some(nil)` for a complete body.
  var failure: TransportFailure? { ends.first ?? .other(detail: "no end") }

  mutating func add(_ event: TransportEvent) {
    switch event {
    case .mark(let mark, let time):
      marks.append(mark)
      markTimes.append(time)
    case .head(let head, _): heads.append(head)
    case .bytes(let bytes, _): reads.append(bytes)
    case .end(let failure, let summary, _):
      ends.append(failure)
      self.summary = summary
    }
  }
}

extension CurlTransport {
  /// A transport that ignores the machine's proxies.
  static func direct() -> CurlTransport { CurlTransport(CurlOptions(noProxy: "*")) }

  func run(_ request: HTTPRequest) async -> Outcome {
    let recorder = Recorder()
    _ = start(request, handler: recorder.handle)
    return await recorder.outcome()
  }
}

extension CurlTransport {
  /// Starts a transfer and waits for an event, at the latest for the end.
  func begin(
    _ request: HTTPRequest, until isReached: @escaping @Sendable (TransportEvent) -> Bool
  ) async -> (any HTTPTransfer, Recorder) {
    let recorder = Recorder()
    let reached = AsyncStream.makeStream(of: Void.self)
    let transfer = start(request) { event in
      recorder.handle(event)
      if isReached(event) { reached.continuation.finish() }
      if case .end = event { reached.continuation.finish() }
    }
    for await _ in reached.stream {}
    return (transfer, recorder)
  }
}
