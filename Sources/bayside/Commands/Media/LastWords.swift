import CPlatform
import Dispatch
import Glibc

/// Says a sentence when a signal ends the program, and ends it as the signal would. While it lives.
final class LastWords: Sendable {
  private let source: any DispatchSourceRead & Sendable

  /// - Parameter say: does what is to be done before; a second signal does not wait for it.
  init(_ say: @escaping @Sendable () -> Void) {
    let signals = [SIGINT, SIGTERM, SIGHUP]
    let pipe = cp_signal_pipe_open(signals, signals.count)
    let source = DispatchSource.makeReadSource(fileDescriptor: pipe, queue: DispatchQueue(label: "signals"))
    let hasSignal = Flag()
    source.setEventHandler {
      var byte: UInt8 = 0
      guard read(pipe, &byte, 1) == 1 else { return }
      let signal = Int32(byte)
      if hasSignal.set() { cp_die_of_signal(signal) }
      DispatchQueue.global().async {
        say()
        cp_die_of_signal(signal)
      }
    }
    source.setCancelHandler { cp_signal_pipe_close() }
    source.activate()
    self.source = source
  }

  deinit { source.cancel() }
}

/// Set once.
private final class Flag: Sendable {
  private let value = DispatchSemaphore(value: 1)
  /// - Returns: whether it was set before.
  func set() -> Bool { value.wait(timeout: .now()) != .success }
}
