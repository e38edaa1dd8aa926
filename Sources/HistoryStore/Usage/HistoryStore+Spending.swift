package import Workbench

extension HistoryStore {
  /// What was spent in US dollars, by key, for the limits of today, this month and in all.
  /// - Parameter time: seconds since 1970.
  package func spendingReport(at time: Double) async throws(HistoryProblem) -> SpendingReport {
    let calendar = settings.calendar
    return try await read { database in
      let day = LocalDay(time: time, utcOffset: calendar.utcOffset)
      return try database.spendingReport(day)
    }
  }
}

extension Database {
  private static let recentRequests = 30

  fileprivate func spendingReport(_ day: LocalDay) throws -> SpendingReport {
    var report = SpendingReport(day: day)
    // Days of this month are those of its number, whatever its length.
    let first = day.number - day.dayOfMonth + 1
    try each(
      """
      SELECT dimension, value, sum(CASE WHEN day = ? THEN told + estimated ELSE 0 END),
        sum(CASE WHEN day >= ? THEN told + estimated ELSE 0 END), sum(told + estimated)
      FROM usage_day WHERE is_demo = 0 AND dimension IN ('all', ?) AND currency IN ('USD', '$')
      GROUP BY dimension, value
      """, day.number, first, UsageDimension.key.rawValue
    ) { row in
      let sums = SpendingSums(
        day: row.double(2) ?? 0, month: row.double(3) ?? 0, all: row.double(4) ?? 0)
      if row.text(0) == "all" {
        report.total = sums
      } else if let key = row.text(1), !key.isEmpty {
        report.keys[key] = sums
      }
      return true
    }
    try each(
      """
      SELECT coalesce(charged, cost) FROM exchange
      WHERE is_demo = 0 AND outcome = 'done' AND coalesce(charged, cost) IS NOT NULL
      ORDER BY started_at DESC LIMIT \(Self.recentRequests)
      """
    ) { row in
      if let cost = row.double(0) { report.recentCosts.append(cost) }
      return true
    }
    return report
  }
}

extension LocalDay {
  /// From 1.
  fileprivate var dayOfMonth: Int { Int(text.suffix(2)) ?? 1 }
}
