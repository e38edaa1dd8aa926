package import RelayKit

/// When to paint: what a key did at once, what streams in at the next slot, and nothing while nothing happens.
package struct FrameClock: Sendable, Hashable {
  /// Nanoseconds from one frame of a stream to the next, at least.
  private let interval: Int64
  /// Of the last frame.
  private var cost: Int64 = 0
  /// Frames that take long, on large screens, come less often: painting has at most this share of the time.
  private static let share: Int64 = 16
  private static let longest: Int64 = 200_000_000
  private var lastFrame: MonotonicTime?
  /// Something came that the last frame does not show.
  private var hasNews = false

  package init(interval: Int64) { self.interval = interval }

  package mutating func newsCame() { hasNews = true }
  /// - Parameter cost: nanoseconds that the frame took.
  package mutating func painted(at now: MonotonicTime, cost: Int64 = 0) {
    lastFrame = now
    self.cost = cost
    hasNews = false
  }

  /// When the next frame must be painted; `nil`: not before something happens.
  package var due: MonotonicTime? {
    guard hasNews else { return nil }
    let interval = max(interval, min(cost * Self.share, Self.longest))
    return lastFrame.map { MonotonicTime(nanoseconds: $0.nanoseconds + interval) }
      ?? MonotonicTime(nanoseconds: 0)
  }

  package func isDue(at now: MonotonicTime) -> Bool { due.map { now >= $0 } ?? false }

  /// News need not wake anybody: a frame is due soon that will take them along.
  package func canWait(at now: MonotonicTime) -> Bool { due.map { now < $0 } ?? false }
}
