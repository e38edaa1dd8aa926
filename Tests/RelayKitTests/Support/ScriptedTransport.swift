import RelayKit
import Synchronization

/// A transport without a network: the test says what comes, on whichever thread it likes.
final class ScriptedTransport: HTTPTransport {
  /// One transfer that a client started.
  final class Transfer: HTTPTransfer {
    let request: HTTPRequest
    private let handler: @Sendable (TransportEvent) -> Void
    private let state = Mutex((isOver: false, isPaused: false, pauses: 0))
    private let clock: @Sendable () -> MonotonicTime

    init(
      _ request: HTTPRequest, clock: @escaping @Sendable () -> MonotonicTime,
      handler: @escaping @Sendable (TransportEvent) -> Void
    ) {
      self.request = request
      self.clock = clock
      self.handler = handler
    }

    var isPaused: Bool { state.withLock { $0.isPaused } }
    var pauses: Int { state.withLock { $0.pauses } }
    var isOver: Bool { state.withLock { $0.isOver } }

    func cancel() { end(.cancelled) }
    func setPaused(_ paused: Bool) {
      state.withLock { state in
        state.isPaused = paused
        if paused { state.pauses += 1 }
      }
    }

    func head(_ status: Int, _ headers: [HTTPHeader] = []) {
      guard !isOver else { return }
      handler(
        .head(HTTPResponseHead(status: status, version: "HTTP/1.1", reason: "", headers: headers), clock()))
    }
    func bytes(_ text: String) {
      guard !isOver else { return }
      handler(.bytes(Array(text.utf8), clock()))
    }
    func end(_ failure: TransportFailure? = nil) {
      let isFirst = state.withLock { state in
        defer { state.isOver = true }
        return !state.isOver
      }
      if isFirst { handler(.end(failure, TransportSummary(), clock())) }
    }
  }

  private let ticks = Mutex<Int64>(0)
  private let started = Mutex<[Transfer]>([])
  /// Called for every transfer, with its number from 1, before `start` returns.
  private let script: @Sendable (Int, Transfer) -> Void

  init(_ script: @escaping @Sendable (Int, Transfer) -> Void = { _, _ in }) { self.script = script }

  var transfers: [Transfer] { started.withLock { $0 } }

  func start(
    _ request: HTTPRequest, handler: @escaping @Sendable (TransportEvent) -> Void
  ) -> any HTTPTransfer {
    let transfer = Transfer(request, clock: { [self] in now() }, handler: handler)
    let number = started.withLock { started in
      started.append(transfer)
      return started.count
    }
    script(number, transfer)
    return transfer
  }

  func now() -> MonotonicTime {
    ticks.withLock { ticks in
      ticks += 1_000
      return MonotonicTime(nanoseconds: ticks)
    }
  }
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
