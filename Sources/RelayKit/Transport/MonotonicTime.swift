/// A point on the machine's monotonic clock, in nanoseconds. Only differences mean anything.
public struct MonotonicTime: Sendable, Hashable, Comparable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Nanoseconds from `earlier` to `self`.
  public static func - (left: MonotonicTime, earlier: MonotonicTime) -> Int64 {
    left.nanoseconds - earlier.nanoseconds
  }

  public func milliseconds(since earlier: MonotonicTime) -> Double {
    Double(self - earlier) / 1_000_000
  }
}
