import Glibc

/// How long a relay asks to wait.
enum RetryAfter {
  /// Seconds, never negative: `retry-after-ms`, else `Retry-After` as seconds or as a date. A date counts
  /// from the relay's own clock where it tells it, else from ours.
  static func seconds(in headers: [HTTPHeader], now: () -> Double = { Double(time(nil)) }) -> Double? {
    func number(_ text: String) -> Double? { Double(text).flatMap { (0...1e9).contains($0) ? $0 : nil } }
    if let milliseconds = headers.first("retry-after-ms").flatMap(number) { return milliseconds / 1000 }
    guard let text = headers.first("retry-after") else { return nil }
    if let seconds = number(text) { return seconds }
    guard let date = HTTPDate.seconds(text) else { return nil }
    return max(0, date - (headers.first("date").flatMap(HTTPDate.seconds) ?? now()))
  }
}

/// Dates of HTTP headers, in the three forms that the standard (RFC 9110, 5.6.7) makes clients read.
enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Seconds since 1970; `nil` for anything else.
  static func seconds(_ text: String) -> Double? {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ":") }
    guard let place = words.firstIndex(where: { months.contains(String($0)) }),
      let month = months.firstIndex(of: String(words[place])),
      let clock = words.first(where: { $0.contains(":") })?.split(separator: ":").map({ Int($0) }),
      clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2]
    else { return nil }
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == 2, let day = numbers.first, var year = numbers.last, (1...31).contains(day),
      (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second),
      (0..<10_000).contains(year)
    else { return nil }
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    return Double(days(year, month + 1, day) * 86_400 + hour * 3_600 + minute * 60 + second)
  }

  /// Days since 1970 of a date of the Gregorian calendar: years begin in March, so that the leap day is last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}
