package import Workbench

extension HistoryStore {
  /// What was spent in US dollars, by key, for the limits of today, this month and in all.
  /// - Parameter time: seconds since 1970.
  package func spendingReport(at time: Double) async throws(HistoryProblem) -> SpendingReport {
    // What a bayside that was killed had under way is settled first: nobody is spending it any more.
    if try await read({ try Reservations.areAbandoned($0) }) {
      _ = try? await onWriter { [self] in try endAbandoned($0) }
    }
    let calendar = settings.calendar
    return try await read { database in
      let day = LocalDay(time: time, utcOffset: calendar.utcOffset)
      return try database.sharedSpendingReport(day)
    }
  }
}

extension Database {
  private static let recentRequests = 30

  /// Of the books alone.
  func spendingReport(_ day: LocalDay) throws -> SpendingReport {
    var report = SpendingReport(day: day)
    let cells = try UsageCellChoice(UsageFilter(), self)
    let month = LocalDays.month(ofDay: day.number)
    typealias Unpriced = SpendingReport.Unpriced
    for (span, number, sum, count) in [
      (UsageCells.Span.day, day.number, \SpendingSums.day, \Unpriced.day), (.month, month, \.month, \.month),
      (.ever, 0, \.all, \.all),
    ] {
      try each(
        "SELECT cell, told, estimated, unpriced FROM usage_sum WHERE span = ? AND at = ?", span.rawValue,
        number
      ) { row in
        guard let place = cells.place(of: row.whole(0)) else { return true }
        let cell = cells.cells[place]
        if row.whole(3) > 0 {
          report.unpriced[cell.line.keyName, default: Unpriced(day: 0, month: 0, all: 0)][keyPath: count] +=
            row.whole(3)
        }
        let paid = row.number(1) + row.number(2)
        guard UsageMoney.name(cell.currency) == "USD", paid > 0 else { return true }
        report.total[keyPath: sum] += paid / UsageCells.moneyUnits
        let key = cell.line.keyName
        if !key.isEmpty {
          report.keys[key, default: SpendingSums()][keyPath: sum] += paid / UsageCells.moneyUnits
        }
        return true
      }
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
