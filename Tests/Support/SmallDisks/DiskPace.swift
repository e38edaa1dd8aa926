internal import CPlatform
internal import Dispatch
internal import Glibc
internal import Synchronization

/// What the disk and the clock of a busy machine can do: it waits as long as the history waits and brings a page to
/// the disk, again and again, until it is stopped.
package final class DiskPace: Sendable {
  /// The history promises it, on a machine that has a moment for it.
  private static let promised: UInt64 = 250_000_000
  /// Of the history, before it writes what came.
  private static let delay: UInt64 = 120_000_000

  private let state = Mutex((worst: UInt64(0), since: DiskPace.now, isOver: false))

  /// - Parameter directory: a file of it is written to.
  package init(_ directory: String) {
    DispatchQueue(label: "disk pace").async { [self] in
      let file = open(directory + "/pace", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      defer { close(file) }
      let page = [UInt8](repeating: 1, count: 4096)
      while !state.withLock({ $0.isOver }) {
        let start = Self.now
        state.withLock { $0.since = start }
        poll(nil, 0, Int32(Self.delay / 1_000_000))
        pwrite(file, page, page.count, 0)
        fsync(file)
        state.withLock { $0.worst = max($0.worst, Self.now - start) }
      }
    }
  }

  /// How old something must be to be on the disk for sure, in nanoseconds: what is promised, and twice what this
  /// machine has ever been late.
  package func age(at instant: UInt64) -> UInt64 {
    let slowest = state.withLock { max($0.worst, instant - min(instant, $0.since)) }
    return Self.promised + 2 * (max(slowest, Self.delay) - Self.delay)
  }

  package func stop() { state.withLock { $0.isOver = true } }

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
