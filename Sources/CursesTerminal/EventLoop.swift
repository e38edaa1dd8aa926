internal import CPlatform
internal import Glibc

/// Wakes the main loop from any thread.
package final class Wake: Sendable {
  let descriptor: Int32
  package init() { descriptor = cp_eventfd_open() }
  deinit { close(descriptor) }
  package func post() { cp_eventfd_post(descriptor) }
}

/// What the main loop woke up for.
package struct LoopEvents: Sendable {
  package var input: [UInt8] = []
  /// The terminal is gone.
  package var inputEnded = false
  package var signals: [Int32] = []
  package var woken = false

  /// The deadline passed.
  package var isEmpty: Bool { input.isEmpty && !inputEnded && signals.isEmpty && !woken }
}

/// One blocking `poll` over the terminal, the wake descriptor, signals and a deadline. Main thread.
package final class EventLoop {
  private let signalPipe: Int32
  private let wake: Wake
  private var buffer = [UInt8](repeating: 0, count: 65536)

  package init(wake: Wake) {
    self.wake = wake
    let signals = [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT]
    signalPipe = cp_signal_pipe_open(signals, signals.count)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Nanoseconds of the monotonic clock.
  package static var now: UInt64 { clock_gettime_nsec() }

  /// Waits for the next thing.
  /// - Parameters:
  ///   - deadline: monotonic nanoseconds; `nil` waits for ever.
  ///   - listensToWake: false leaves a wake-up for a later call, or for `forgetWake`.
  package func next(deadline: UInt64?, listensToWake: Bool = true) -> LoopEvents {
    var events = LoopEvents()
    var descriptors = [
      pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
      pollfd(fd: listensToWake ? wake.descriptor : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signalPipe, events: Int16(POLLIN), revents: 0),
    ]
    var timeout: Int32 = -1
    if let deadline {
      let now = Self.now
      timeout = deadline <= now ? 0 : Int32(clamping: (deadline - now + 999_999) / 1_000_000)
    }
    guard poll(&descriptors, 3, timeout) > 0 else { return events }
    if descriptors[2].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(signalPipe, &bytes, bytes.count)
      if count > 0 { events.signals = bytes[..<count].map { Int32($0) } }
    }
    if descriptors[1].revents != 0 {
      cp_eventfd_drain(wake.descriptor)
      events.woken = true
    }
    if descriptors[0].revents != 0 {
      let count = read(0, &buffer, buffer.count)
      if count > 0 {
        events.input = Array(buffer[..<count])
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        events.inputEnded = true
      }
    }
    return events
  }

  /// Before the inbox is taken: a wake-up that came for what is in it is not needed any more.
  package func forgetWake() { cp_eventfd_drain(wake.descriptor) }

  /// Ends the process as the signal would have, so that the parent sees the right status.
  package static func die(of signal: Int32) { cp_die_of_signal(signal) }

  private static func clock_gettime_nsec() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
