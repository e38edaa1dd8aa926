import Workbench

/// Days as options name them: `2026-11-23`, `today`, `yesterday`, or so many days ago, `7d`.
enum DayOption {
  /// - Returns: the local day; `nil` when the option was not given.
  static func day(_ name: String, _ options: ParsedOptions) throws(UsageError) -> Int? {
    guard let text = options[name] else { return nil }
    guard let day = day(text, today: LocalClock.today) else {
      throw UsageError(
        sentence: "--\(name) needs a day like 2026-11-23, or a time ago like 7d, 4w or 12m, not “\(text)”.")
    }
    return day
  }

  static func day(_ text: String, today: Int) -> Int? {
    if let day = LocalCalendar.day(text) { return day }
    if text == "today" { return today }
    if text == "yesterday" { return today - 1 }
    return days(text).map { today - $0 }
  }

  /// `90d`, `12w`, `6m`, `2y` as days; a month has 30, a year 365.
  static func days(_ text: String) -> Int? {
    let sizes: [Character: Int] = ["d": 1, "w": 7, "m": 30, "y": 365]
    guard let unit = text.last, let size = sizes[unit], let count = Int(text.dropLast()),
      (0...100_000).contains(count)
    else { return nil }
    return count * size
  }
}
