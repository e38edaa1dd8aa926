import Glibc

/// Notices that the machine slept: one clock counts the time asleep, the other does not.
struct SleepDetector {
  private var asleep = Self.secondsAsleep()

  /// Seconds asleep since the last call, if they are worth telling.
  mutating func newSeconds() -> Double? {
    let total = Self.secondsAsleep()
    let new = total - asleep
    guard new >= 2 else { return nil }
    asleep = total
    return new
  }

  private static func secondsAsleep() -> Double {
    var (boot, monotonic) = (timespec(), timespec())
    clock_gettime(CLOCK_BOOTTIME, &boot)
    clock_gettime(CLOCK_MONOTONIC, &monotonic)
    return Double(boot.tv_sec - monotonic.tv_sec) + Double(boot.tv_nsec - monotonic.tv_nsec) / 1e9
  }
}
