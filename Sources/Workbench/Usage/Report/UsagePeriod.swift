/// How time is split into bars.
package enum UsageSplit: String, Sendable, Hashable, CaseIterable {
  case day, week, month

  package var title: String {
    switch self {
    case .day: "Day"
    case .week: "Week"
    case .month: "Month"
    }
  }
}

/// A day, a week from Monday to Sunday, or a month.
package struct UsagePeriod: Sendable, Hashable, Comparable {
  package var split: UsageSplit
  /// Days since 1970-01-01; weeks since that which holds it; year × 12 + month − 1.
  package var number: Int

  package init(_ split: UsageSplit, number: Int) {
    self.split = split
    self.number = number
  }

  package init(_ split: UsageSplit, containing day: Int) {
    switch split {
    case .day: self.init(.day, number: day)
    case .week: self.init(.week, number: LocalCalendar.floored(day + 3, 7))
    case .month:
      let civil = LocalCalendar.civil(day)
      self.init(.month, number: civil.year * 12 + civil.month - 1)
    }
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// Its days.
  package var days: ClosedRange<Int> { firstDay...(advanced(1).firstDay - 1) }

  package var firstDay: Int {
    switch split {
    case .day: number
    case .week: number * 7 - 3
    case .month:
      LocalCalendar.day(
        .init(
          year: LocalCalendar.floored(number, 12), month: number - LocalCalendar.floored(number, 12) * 12 + 1,
          day: 1))
    }
  }

  package func advanced(_ count: Int) -> UsagePeriod { UsagePeriod(split, number: number + count) }

  /// For people: `Mon 16`, `16 Nov` (the Monday), `Nov 2026`.
  package var title: String {
    let civil = LocalCalendar.civil(firstDay)
    let month = LocalCalendar.months[civil.month - 1]
    switch split {
    case .day: return "\(LocalCalendar.weekdays[LocalCalendar.weekday(firstDay)]) \(civil.day)"
    case .week: return "\(civil.day) \(month)"
    case .month: return "\(month) \(civil.year)"
    }
  }

  /// For files: `2026-11-16`, the same of the Monday, `2026-11`.
  package var label: String {
    let text = LocalCalendar.text(firstDay)
    return split == .month ? String(text.dropLast(3)) : text
  }

  /// All of them that have a day of the range, in order.
  package static func all(_ split: UsageSplit, in days: ClosedRange<Int>) -> [UsagePeriod] {
    let first = UsagePeriod(split, containing: days.lowerBound)
    let last = UsagePeriod(split, containing: days.upperBound)
    return (first.number...last.number).map { UsagePeriod(split, number: $0) }
  }

  /// `16 to 23 Nov`, `28 Oct to 4 Nov`, `28 Dec 2025 to 4 Jan 2026`, `16 Nov`.
  package static func words(_ days: ClosedRange<Int>) -> String {
    let (first, last) = (LocalCalendar.civil(days.lowerBound), LocalCalendar.civil(days.upperBound))
    func month(_ civil: LocalCalendar.Civil) -> String { LocalCalendar.months[civil.month - 1] }
    if days.count == 1 { return "\(first.day) \(month(first))" }
    if first.year != last.year {
      return "\(first.day) \(month(first)) \(first.year) to \(last.day) \(month(last)) \(last.year)"
    }
    if first.month != last.month { return "\(first.day) \(month(first)) to \(last.day) \(month(last))" }
    return "\(first.day) to \(last.day) \(month(last))"
  }
}
