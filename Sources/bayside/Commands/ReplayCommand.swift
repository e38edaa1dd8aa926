import RelayKit
import Synchronization

/// `bayside replay`: a recorded exchange again, without a network, as it was printed live.
struct ReplayCommand {
  let options: ParsedOptions

  /// - Returns: the exit status, that of the recorded run.
  func run() throws(UsageError) -> Int32 {
    let updates = try Self.updates(options.operands.first ?? "-")
    let isFast = options.has("fast")
    return ExchangeReporter(asJSON: options.has("json"), isReplay: true).run { observer in
      ReplayHandle(updates, isFast: isFast, observer: observer)
    }
  }

  private static func updates(_ path: String) throws(UsageError) -> [ExchangeUpdate] {
    let bytes = try InputFile.bytes(path)
    do {
      return try ExchangeFileReader.updates(from: bytes)
    } catch {
      throw UsageError(sentence: "\(path): \(error.explanation)")
    }
  }
}

/// Plays updates at the pace at which they came.
private final class ReplayHandle: ExchangeHandle {
  private let steps: [ExchangeReplay.Step]
  private let observer: @Sendable (ExchangeUpdate) -> Void
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(_ updates: [ExchangeUpdate], isFast: Bool, observer: @escaping @Sendable (ExchangeUpdate) -> Void) {
    steps = ExchangeReplay(updates).steps
    self.observer = observer
    task.withLock { $0 = Task { [self] in await play(isFast: isFast) } }
  }

  private func play(isFast: Bool) async {
    let start = ContinuousClock.now
    var elapsed = Duration.zero
    for step in steps {
      elapsed += .seconds(step.seconds)
      if !isFast, step.seconds > 0 { try? await Task.sleep(until: start + elapsed, clock: .continuous) }
      if Task.isCancelled {
        observer(.ended(.stopped, TransportSummary(), step.update.instant))
        return
      }
      observer(step.update)
    }
  }

  func stop() { task.withLock { $0 }?.cancel() }
  func retryNow() {}
  func consumed(bytes: Int) {}
}
