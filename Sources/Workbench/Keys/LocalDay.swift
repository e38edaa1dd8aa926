/// A day of the place where the program runs, as the books count it: days since 1970-01-01 by the local clock.
package struct LocalDay: Sendable, Hashable, Comparable {
  package var number: Int

  package init(_ number: Int) { self.number = number }

  /// - Parameters:
  ///   - time: seconds since 1970.
  ///   - utcOffset: seconds east of Greenwich.
  package init(time: Double, utcOffset: Int) {
    let local = min(max(time, -1e12), 1e12) + Double(utcOffset)
    number = Int((local / 86_400).rounded(.down))
  }

  /// `2026-11-23`. - Returns: `nil` when there is no such day.
  package init?(_ text: String) {
    guard let seconds = ModelDay.seconds(text) else { return nil }
    number = Int(seconds / 86_400)
  }

  package var text: String { ModelDay.text(Double(number) * 86_400) ?? "-" }

  /// Year times twelve and the month from 0, so that months can be counted on.
  package var month: Int {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? parts[0] * 12 + parts[1] - 1 : 0
  }

  /// Seconds since 1970 at its beginning.
  package func start(utcOffset: Int) -> Double { Double(number) * 86_400 - Double(utcOffset) }

  package var next: LocalDay { LocalDay(number + 1) }

  /// The first day of the month after.
  package var nextMonth: LocalDay {
    let next = month + 1
    let (year, month) = (next / 12, next % 12 + 1)
    return LocalDay("\(year)-\(month < 10 ? "0" : "")\(month)-01") ?? self.next
  }

  package static func < (left: LocalDay, right: LocalDay) -> Bool { left.number < right.number }
}
