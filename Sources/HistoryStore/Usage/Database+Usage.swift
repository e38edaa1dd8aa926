import Workbench

extension Database {
  func usageReport(_ question: UsageQuestion) throws -> UsageReport {
    var builder = UsageReportBuilder(question)
    let cells = try UsageCellChoice(question.filter, self)
    try addBars(&builder, question, cells)
    try addShares(&builder, question, cells)
    let days = question.counted
    builder.addRunning(try running(question.filter, days: days))
    try each(
      "SELECT sum(requests) FROM usage_total WHERE is_demo = ? AND day BETWEEN ? AND ?",
      !question.filter.isDemo, days.lowerBound, days.upperBound
    ) { row in
      builder.addOthers(row.whole(0))
      return true
    }
    return builder.finished()
  }

  private func addBars(
    _ builder: inout UsageReportBuilder, _ question: UsageQuestion, _ cells: UsageCellChoice
  ) throws {
    var tally = UsageTally()
    // By bar and by currency.
    var places: [Int: [String: Int]] = [:]
    func place(_ period: Int, _ currency: String) -> Int {
      if let known = places[period]?[currency] { return known }
      let new = tally.addPlace()
      places[period, default: [:]][currency] = new
      return new
    }
    func period(_ day: Int) -> Int { UsagePeriod(question.split, containing: day).number }
    if question.filter.isEmpty {
      try each(
        """
        SELECT day, outcome, currency, \(UsageCells.sums.joined(separator: ", ")) FROM usage_total
        WHERE is_demo = ? AND day BETWEEN ? AND ?
        """, question.filter.isDemo, question.days.lowerBound, question.days.upperBound
      ) { row in
        let place = place(period(row.whole(0)), row.text(2) ?? "")
        tally.add(row, from: 3, outcome: UsageTally.column(ofOutcome: row.text(1) ?? ""), to: place)
        return true
      }
    } else {
      let outcomes = cells.cells.map { UsageTally.column(ofOutcome: $0.line.result.outcome) }
      var (lastDay, lastPeriod) = (Int.min, 0)
      try cells.each(
        in: question.days, months: question.split == .month, columns: UsageCells.sums.joined(separator: ", "),
        self
      ) { row, day, cell in
        if day != lastDay { (lastDay, lastPeriod) = (day, period(day)) }
        tally.add(row, from: 2, outcome: outcomes[cell], to: place(lastPeriod, cells.cells[cell].currency))
      }
    }
    for (period, currencies) in places {
      for (currency, place) in currencies where tally.requests(place) > 0 {
        builder.add(tally.sums(place, currency: currency), toPeriod: period)
      }
    }
  }

  private func addShares(
    _ builder: inout UsageReportBuilder, _ question: UsageQuestion, _ cells: UsageCellChoice
  ) throws {
    let days = question.counted
    let outcomes = cells.cells.map { UsageTally.column(ofOutcome: $0.line.result.outcome) }
    var ofCells = UsageTally(places: cells.cells.count)
    try cells.each(
      in: days, months: true, columns: UsageCells.sums.joined(separator: ", "), self
    ) { row, _, cell in
      ofCells.add(row, from: 2, outcome: outcomes[cell], to: cell)
    }
    var tally = UsageTally()
    var places: [UsageDimension: [String: [String: Int]]] = [:]
    var totals: [String: Int] = [:]
    var requests = 0
    for (number, cell) in cells.cells.enumerated() where ofCells.requests(number) > 0 {
      requests += ofCells.requests(number)
      let total = totals[cell.currency] ?? tally.addPlace()
      totals[cell.currency] = total
      tally.add(ofCells, number, to: total)
      for dimension in UsageDimension.allCases {
        let value = cell.line.value(of: dimension)
        let place = places[dimension]?[value]?[cell.currency] ?? tally.addPlace()
        places[dimension, default: [:]][value, default: [:]][cell.currency] = place
        tally.add(ofCells, number, to: place)
      }
    }
    for (currency, place) in totals { builder.addToTotal(tally.sums(place, currency: currency)) }
    for (dimension, values) in places {
      for (value, currencies) in values {
        for (currency, place) in currencies {
          builder.add(tally.sums(place, currency: currency), dimension, value)
        }
      }
    }
    let used = cells.cells.indices.filter { ofCells.requests($0) > 0 }.map { cells.cells[$0] }
    try addSpeeds(&builder, of: used, requests: requests, days: days)
  }

  /// Requests that run now.
  func running(_ filter: UsageFilter, days: ClosedRange<Int>, since: Double? = nil) throws -> Int {
    var running = UsageConditions(filter, days: days, isListed: true)
    running.add("exchange.outcome IS NULL")
    if let since { running.add("exchange.started_at >= ?", since) }
    var count = 0
    try each(
      "SELECT count(*) FROM exchange INDEXED BY exchange_running WHERE \(running.sql)", values: running.values
    ) { row in
      count = row.whole(0)
      return true
    }
    return count
  }
}
