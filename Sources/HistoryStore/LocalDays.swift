import Workbench

/// Days and months of the user's clock.
struct LocalDays: Sendable {
  /// Seconds that local time is ahead of UTC.
  let utcOffset: Int

  /// Days from 1970-01-01 to the local day of an instant (seconds since 1970).
  func day(_ instant: Double) -> Int {
    guard !instant.isNaN else { return 0 }
    let seconds = (instant + Double(utcOffset)) / 86400
    // Clocks that are wrong by more than any calendar count as their limits.
    return Int(min(max(seconds, -1e8), 1e8).rounded(.down))
  }

  /// `year * 12 + month - 1` of the local day.
  func month(_ instant: Double) -> Int { Self.month(ofDay: day(instant)) }

  /// The first day of a month that is `year * 12 + month - 1`.
  static func firstDay(ofMonth month: Int) -> Int {
    let year = (month >= 0 ? month : month - 11) / 12
    return LocalCalendar.day(.init(year: year, month: month - year * 12 + 1, day: 1))
  }

  /// Of the Gregorian calendar: years are counted from March, so that the leap day is the last one.
  static func month(ofDay day: Int) -> Int {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    return (yearOfEra + era * 400) * 12 + marchMonth + 2
  }
}
