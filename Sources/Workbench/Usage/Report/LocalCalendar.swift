/// Days of the calendar on the wall, counted from 1970-01-01, without time zones: which day an instant belongs to is
/// decided once, by the offset that held when it was written down.
package enum LocalCalendar {
  package struct Civil: Sendable, Hashable {
    package var year: Int
    /// 1 to 12, 1 to 31.
    package var month: Int
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
      (self.year, self.month, self.day) = (year, month, day)
    }
  }

  /// - Parameters: seconds since 1970, and seconds east of Greenwich.
  package static func day(of wallClock: Double, utcOffset: Int) -> Int {
    guard wallClock.isFinite else { return 0 }
    return Int(min(max((wallClock + Double(utcOffset)) / 86_400, -1e9), 1e9).rounded(.down))
  }

  /// Seconds since 1970 at the beginning of the day.
  package static func start(ofDay day: Int, utcOffset: Int) -> Double {
    Double(day) * 86_400 - Double(utcOffset)
  }

  /// In the proleptic Gregorian calendar: eras of 400 years, which begin with March.
  package static func civil(_ day: Int) -> Civil {
    let shifted = day + 719_468
    let era = floored(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return Civil(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * march + 2) / 5 + 1)
  }

  package static func day(_ civil: Civil) -> Int {
    let year = civil.month <= 2 ? civil.year - 1 : civil.year
    let era = floored(year, 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// 0 is Monday.
  package static func weekday(_ day: Int) -> Int { day + 3 - floored(day + 3, 7) * 7 }

  /// `2026-11-23`.
  package static func text(_ day: Int) -> String {
    let civil = civil(day)
    return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
  }

  /// `nil` when there is no such day, or it is not written as `2026-11-23`.
  package static func day(_ text: String) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let dayOfMonth = Int(parts[2])
    else { return nil }
    let wanted = Civil(year: year, month: month, day: dayOfMonth)
    guard (1...12).contains(month), (1...31).contains(dayOfMonth) else { return nil }
    let day = day(wanted)
    return civil(day) == wanted ? day : nil
  }

  /// `2026-11-23T14:09:32Z`, in UTC.
  package static func timestamp(_ wallClock: Double) -> String {
    "\(text(day(of: wallClock, utcOffset: 0)))T\(clock(wallClock, utcOffset: 0))Z"
  }

  /// `14:09:32`.
  package static func clock(_ wallClock: Double, utcOffset: Int) -> String {
    guard wallClock.isFinite else { return "-" }
    let day = day(of: wallClock, utcOffset: utcOffset)
    let second = min(
      86_399, max(0, Int((wallClock - start(ofDay: day, utcOffset: utcOffset)).rounded(.down))))
    return "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
  }

  package static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  static func floored(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
  }

  private static func padded(_ value: Int, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
