package import RelayKit

/// When to paint: what a key did at once, what streams in at the next slot, and nothing while nothing happens.
package struct FrameClock: Sendable, Hashable {
  /// Nanoseconds from one frame of a stream to the next.
  private let interval: Int64
  private var lastFrame: MonotonicTime?
  /// Something came that the last frame does not show.
  private var hasNews = false

  package init(interval: Int64) { self.interval = interval }

  package mutating func newsCame() { hasNews = true }
  package mutating func painted(at now: MonotonicTime) {
    lastFrame = now
    hasNews = false
  }

  /// When the next frame must be painted; `nil`: not before something happens.
  package var due: MonotonicTime? {
    guard hasNews else { return nil }
    return lastFrame.map { MonotonicTime(nanoseconds: $0.nanoseconds + interval) }
      ?? MonotonicTime(nanoseconds: 0)
  }

  package func isDue(at now: MonotonicTime) -> Bool { due.map { now >= $0 } ?? false }

  /// News need not wake anybody: a frame is due soon that will take them along.
  package func canWait(at now: MonotonicTime) -> Bool { due.map { now < $0 } ?? false }
}
