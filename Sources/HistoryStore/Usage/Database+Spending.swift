import Workbench

extension Database {
  func spending(
    _ wanted: [UsageDimension: String], since: Double, calendar: LocalDays
  ) throws -> UsageSpending {
    var filter = UsageFilter()
    filter.values = wanted
    var spending = UsageSpending()
    let firstDay = calendar.day(since)
    let isWholeDay = since <= Double(firstDay) * 86_400 - Double(calendar.utcOffset)
    let cells = try UsageCellChoice(filter, self)
    var money = [(told: Double, estimated: Double)](repeating: (0, 0), count: cells.cells.count)
    try cells.each(
      in: (isWholeDay ? firstDay : firstDay + 1)...(.max / 2), months: true,
      columns: "requests, unpriced, told, estimated", self
    ) { row, _, cell in
      spending.requests += row.whole(2)
      spending.unpriced += row.whole(3)
      money[cell].told += row.number(4)
      money[cell].estimated += row.number(5)
    }
    for (cell, sums) in zip(cells.cells, money) {
      spending.money.add(sums.told / UsageCells.moneyUnits, currency: cell.currency, isEstimate: false)
      spending.money.add(sums.estimated / UsageCells.moneyUnits, currency: cell.currency, isEstimate: true)
    }
    if !isWholeDay {
      var conditions = UsageConditions(filter, days: firstDay...firstDay, isListed: false)
      conditions.add("exchange.started_at >= ?", since)
      try each(
        "SELECT \(UsageLine.columns) FROM exchange WHERE \(conditions.sql)", values: conditions.values
      ) { row in
        var sums = UsageSums()
        sums.add(UsageLine(row: row))
        spending.money.add(sums.money)
        spending.requests += sums.requests
        spending.unpriced += sums.unpriced
        return true
      }
    }
    spending.running = try running(filter, days: firstDay...(.max / 2), since: since)
    return spending
  }
}

extension UsageLine {
  /// What `init(row:)` reads, all of it in the index of sums.
  fileprivate static let columns = """
    day, model, outcome, status, is_demo, cost, currency, cost_is_estimate, charged, charged_currency
    """

  /// What it cost, and how it ended.
  fileprivate init(row: Row) {
    self.init(
      day: row.int(0) ?? 0, model: row.text(1) ?? "",
      result: UsageResult(outcome: row.text(2) ?? "", status: row.int(3)))
    isDemo = row.flag(4)
    guard !isDemo else { return }
    let (known, charged) = (row.double(5), row.double(8))
    cost = charged ?? known
    currency = charged != nil ? row.text(9) ?? "" : known != nil ? row.text(6) ?? "" : ""
    costIsEstimate = charged == nil && known != nil && row.flag(7)
  }
}
