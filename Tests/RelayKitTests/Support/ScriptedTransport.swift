import RelayKit
import Synchronization

/// A transport without a network: the test says what comes, on whichever thread it likes.
final class ScriptedTransport: HTTPTransport {
  /// One transfer that a client started.
  final class Transfer: HTTPTransfer {
    let request: HTTPRequest
    private struct Handler: Sendable { let tell: @Sendable (TransportEvent) -> Void }
    /// Released with the end, as a transport does.
    private let handler: Mutex<Handler?>
    private let state = Mutex((isPaused: false, pauses: 0))
    private let clock: Clock

    init(
      _ request: HTTPRequest, clock: Clock,
      handler: @escaping @Sendable (TransportEvent) -> Void
    ) {
      self.request = request
      self.clock = clock
      self.handler = Mutex(Handler(tell: handler))
    }

    var isPaused: Bool { state.withLock { $0.isPaused } }
    var pauses: Int { state.withLock { $0.pauses } }
    var isOver: Bool { handler.withLock { $0 == nil } }

    func cancel() { end(.cancelled) }
    func setPaused(_ paused: Bool) {
      state.withLock { state in
        state.isPaused = paused
        if paused { state.pauses += 1 }
      }
    }

    func head(_ status: Int, _ headers: [HTTPHeader] = []) {
      let head = HTTPResponseHead(status: status, version: "HTTP/1.1", reason: "", headers: headers)
      handler.withLock { $0 }?.tell(.head(head, clock.now()))
    }
    func bytes(_ text: String) { handler.withLock { $0 }?.tell(.bytes(Array(text.utf8), clock.now())) }
    func end(_ failure: TransportFailure? = nil) {
      let handler = handler.withLock { handler in
        defer { handler = nil }
        return handler
      }
      handler?.tell(.end(failure, TransportSummary(), clock.now()))
    }
  }

  /// A microsecond passes whenever it is looked at.
  final class Clock: Sendable {
    private let ticks = Mutex<Int64>(0)

    func now() -> MonotonicTime {
      ticks.withLock { ticks in
        ticks += 1_000
        return MonotonicTime(nanoseconds: ticks)
      }
    }
  }

  private let clock = Clock()
  private let started = Mutex<[Transfer]>([])
  /// Called for every transfer, with its number from 1, before `start` returns.
  private let script: @Sendable (Int, Transfer) -> Void

  init(_ script: @escaping @Sendable (Int, Transfer) -> Void = { _, _ in }) { self.script = script }

  var transfers: [Transfer] { started.withLock { $0 } }

  func start(
    _ request: HTTPRequest, handler: @escaping @Sendable (TransportEvent) -> Void
  ) -> any HTTPTransfer {
    let transfer = Transfer(request, clock: clock, handler: handler)
    let number = started.withLock { started in
      started.append(transfer)
      return started.count
    }
    script(number, transfer)
    return transfer
  }

  func now() -> MonotonicTime { clock.now() }
}

/// Keeps updates in the order of their arrival and lets a test wait for the last.
final class UpdateLog: Sendable {
  private let updates = Mutex<[ExchangeUpdate]>([])
  private let ended = AsyncStream.makeStream(of: Void.self)
  private let isBusy = Mutex(false)
  private let overlaps = Mutex(0)

  func take(_ update: ExchangeUpdate) {
    let wasBusy = isBusy.withLock { isBusy in
      defer { isBusy = true }
      return isBusy
    }
    if wasBusy { overlaps.withLock { $0 += 1 } }
    updates.withLock { $0.append(update) }
    isBusy.withLock { $0 = false }
    if case .ended = update { ended.continuation.finish() }
  }

  var all: [ExchangeUpdate] { updates.withLock { $0 } }
  /// How often two threads told at the same time.
  var overlapCount: Int { overlaps.withLock { $0 } }
  var ends: Int { all.count { if case .ended = $0 { true } else { false } } }
  var outcome: Outcome? {
    all.lazy.compactMap { if case .ended(let outcome, _, _) = $0 { outcome } else { nil } }.first
  }

  func whole() async -> Exchange? {
    for await _ in ended.stream {}
    let recorder = ExchangeRecorder()
    return all.lazy.compactMap { recorder.apply($0) }.first
  }
}
