import Glibc
import Workbench

/// The clock on the wall.
enum LocalClock {
  /// Seconds that local time is ahead of UTC now.
  static var utcOffset: Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }

  /// The local day, as `LocalCalendar` counts it.
  static var today: Int { LocalCalendar.day(of: Double(time(nil)), utcOffset: utcOffset) }
}
