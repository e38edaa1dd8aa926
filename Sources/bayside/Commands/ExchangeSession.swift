import CPlatform
import Glibc
import RelayKit
import Synchronization

/// Updates of one exchange on their way to the main thread.
private final class UpdateQueue: Sendable {
  let descriptor = cp_eventfd_open()
  private let updates = Mutex<[ExchangeUpdate]>([])

  deinit { close(descriptor) }

  func post(_ update: ExchangeUpdate) {
    updates.withLock { $0.append(update) }
    cp_eventfd_post(descriptor)
  }

  func takeAll() -> [ExchangeUpdate] {
    cp_eventfd_drain(descriptor)
    return updates.withLock { updates in
      defer { updates = [] }
      return updates
    }
  }
}

/// Runs one exchange for a command line, live or from a recording: updates are taken on the calling thread,
/// so that a slow reader of the answer holds back the relay and not the signals. One at a time in a process.
final class ExchangeSession {
  /// Why the exchange was stopped from this side.
  enum Interruption: Equatable {
    case signal(Int32)
    /// Nobody reads the answer any more.
    case outputClosed
    /// The answer cannot be written; the number of the system's error.
    case outputFailed(Int32)
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private let queue = UpdateQueue()
  private let signalPipe: Int32
  private let output: AnswerOutput
  private var handle: (any ExchangeHandle)?
  private(set) var interruption: Interruption?
  private var hasSignal = false
  /// Called so many milliseconds after nothing came, again and again.
  private let tick: (milliseconds: Int32, body: () -> Void)?

  init(tick: (milliseconds: Int32, body: () -> Void)? = nil) {
    self.tick = tick
    signal(SIGPIPE, SIG_IGN)
    signalPipe = cp_signal_pipe_open(Self.signals, Self.signals.count)
    output = AnswerOutput(interrupt: signalPipe)
  }

  deinit { cp_signal_pipe_close() }

  /// - Parameters:
  ///   - start: begins the exchange; it gives its updates to the observer, from any thread.
  ///   - take: sees every update and says what is to be written.
  /// - Returns: the whole record.
  func run(
    _ start: (@escaping @Sendable (ExchangeUpdate) -> Void) -> any ExchangeHandle,
    take: (ExchangeUpdate) -> [AnswerOutput.Piece]
  ) -> Exchange {
    let queue = queue
    handle = start { queue.post($0) }
    let recorder = ExchangeRecorder()
    while true {
      wait()
      for update in queue.takeAll() {
        let whole = recorder.apply(update)
        write(take(update))
        if case .delta(let delta) = update { handle?.consumed(bytes: delta.bytes.count) }
        if let whole { return whole }
      }
    }
  }

  /// Writes pieces in order. What came before a signal is still written; only a second signal or a closed
  /// output keeps it back.
  func write(_ pieces: [AnswerOutput.Piece]) {
    for piece in pieces {
      var bytes = output.bytes(of: piece)
      while !bytes.isEmpty, piece.stream == .aside || canWriteAnswer {
        do {
          try output.write(&bytes, to: piece.stream)
        } catch {
          switch error {
          case .signal: takeSignals()
          case .failure(let code):
            interrupt(code == EPIPE || code == EBADF ? .outputClosed : .outputFailed(code))
          }
        }
      }
    }
  }

  private var canWriteAnswer: Bool {
    switch interruption {
    case .outputClosed, .outputFailed: false
    case .signal, nil: true
    }
  }

  /// Until there are updates; signals and a closed output are seen at once.
  private func wait() {
    var watched = [
      pollfd(fd: queue.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signalPipe, events: Int16(POLLIN), revents: 0),
      pollfd(fd: canWriteAnswer && output.canBeClosed ? 1 : -1, events: 0, revents: 0),
    ]
    let count = poll(&watched, nfds_t(watched.count), tick?.milliseconds ?? -1)
    if count == 0 { tick?.body() }
    guard count > 0 else { return }
    if watched[1].revents != 0 { takeSignals() }
    if watched[2].revents != 0 { interrupt(.outputClosed) }
  }

  private func takeSignals() {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(signalPipe, &bytes, bytes.count)
    for byte in bytes.prefix(max(0, count)) {
      // Who asks twice does not want to wait for anything.
      if hasSignal { cp_die_of_signal(Int32(byte)) }
      hasSignal = true
      interrupt(.signal(Int32(byte)))
    }
  }

  private func interrupt(_ reason: Interruption) {
    // An output that failed stays the reason: nothing more can be written.
    if canWriteAnswer { interruption = reason }
    handle?.stop()
  }
}
