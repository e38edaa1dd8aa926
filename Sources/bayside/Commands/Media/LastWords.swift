import CPlatform
import Dispatch
import Glibc

/// Says a sentence when a signal ends the program, which then ends as the signal would have ended it.
enum LastWords {
  /// From now on, until the program ends.
  /// - Parameter say: does what is to be done before; a second signal does not wait for it.
  static func arm(_ say: @escaping @Sendable () -> Void) {
    signal(SIGPIPE, SIG_IGN)
    let signals = [SIGINT, SIGTERM, SIGHUP]
    let pipe = cp_signal_pipe_open(signals, signals.count)
    guard pipe >= 0 else { return }
    let queue = DispatchQueue(label: "signals")
    queue.async {
      let first = next(pipe)
      DispatchQueue.global().async {
        say()
        cp_die_of_signal(first)
      }
      cp_die_of_signal(next(pipe))
    }
  }

  private static func next(_ pipe: Int32) -> Int32 {
    var watched = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    while read(pipe, &byte, 1) != 1 { poll(&watched, 1, -1) }
    return Int32(byte)
  }
}
