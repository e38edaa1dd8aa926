import CPlatform
import Glibc
import Workbench

/// The clock on the wall.
enum LocalClock {
  /// Seconds since 1970, with their fractions: what follows within a second is later.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Seconds that local time is ahead of UTC now.
  static var utcOffset: Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }

  /// The local day, as `LocalCalendar` counts it.
  static var today: Int { LocalCalendar.day(of: LocalClock.now, utcOffset: utcOffset) }
}
