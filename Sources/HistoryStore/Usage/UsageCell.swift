import Workbench

/// A combination that requests had, and where it stands among those that were read.
struct UsageCell {
  /// Row id.
  let id: Int
  /// What its requests have in common; nothing else of it is meant.
  let line: UsageLine
  let currency: String

  static let columns = (["id"] + UsageCells.keys).joined(separator: ", ")

  /// - Parameter row: its columns are `columns`.
  init(row: Row) {
    id = row.int(0) ?? 0
    let status = row.int(9) ?? -1
    var line = UsageLine(
      day: 0, model: row.text(2) ?? "",
      result: UsageResult(outcome: row.text(8) ?? "", status: status < 0 ? nil : status))
    line.isDemo = row.flag(1)
    (line.keyName, line.profile, line.project) = (row.text(4) ?? "", row.text(5) ?? "", row.text(6) ?? "")
    line.kind = row.text(7) ?? ""
    self.line = line
    currency = row.text(10) ?? ""
  }
}

/// The cells that pass a filter, each with a place, to be found by their row ids.
struct UsageCellChoice {
  private(set) var cells: [UsageCell] = []
  /// By row id; below 0 for those that do not pass.
  private var places: [Int32] = []

  /// As JSON where not all cells are among them.
  private let ids: String?

  init(_ filter: UsageFilter, _ database: Database) throws {
    var parts = ["is_demo = ?"]
    var values: [(any SQLBindable)?] = [filter.isDemo]
    // What is asked most is left out before it is read; what passes is for the filter to say.
    for (dimension, column) in [(UsageDimension.key, "key_name"), (.project, "project")] {
      guard let wanted = filter[dimension] else { continue }
      parts.append("\(column) = ?")
      values.append(wanted)
    }
    var (cells, places): ([UsageCell], [Int32]) = ([], [])
    let condition = parts.joined(separator: " AND ")
    try database.each("SELECT \(UsageCell.columns) FROM usage_cell WHERE \(condition)", values: values) {
      row in
      let cell = UsageCell(row: row)
      if cell.line.passes(filter), cell.id >= 0 {
        if cell.id >= places.count {
          places.append(contentsOf: repeatElement(-1, count: max(cell.id + 1 - places.count, places.count)))
        }
        places[cell.id] = Int32(cells.count)
        cells.append(cell)
      }
      return true
    }
    (self.cells, self.places) = (cells, places)
    ids = filter.isEmpty ? nil : "[\(cells.map { String($0.id) }.joined(separator: ","))]"
  }

  func place(of id: Int) -> Int? {
    guard places.indices.contains(id), places[id] >= 0 else { return nil }
    return Int(places[id])
  }

  /// Rows of sums of these cells within days: of whole months where `months` allows it, of days for the rest.
  /// - Parameters:
  ///   - columns: what is read behind the day, which is the first one of a month, and the cell.
  ///   - body: is given the row, the day, and the place of the cell.
  func each(
    in days: ClosedRange<Int>, months: Bool, columns: String, _ database: Database,
    _ body: (Row, _ day: Int, _ place: Int) -> Void
  ) throws {
    for part in DayParts(days, months: months).parts {
      var sql = "SELECT at, cell, \(columns) FROM usage_sum WHERE span = ? AND at BETWEEN ? AND ?"
      var values: [(any SQLBindable)?] = [
        part.span.rawValue, part.numbers.lowerBound, part.numbers.upperBound,
      ]
      if let ids {
        sql += " AND cell IN (SELECT value FROM json_each(?))"
        values.append(ids)
      }
      try database.each(sql, values: values) { row in
        guard let place = place(of: row.whole(1)) else { return true }
        let number = row.whole(0)
        body(row, part.span == .month ? LocalDays.firstDay(ofMonth: number) : number, place)
        return true
      }
    }
  }
}

/// Days as months that lie within them, and the days before and behind those.
struct DayParts {
  private(set) var parts: [(span: UsageCells.Span, numbers: ClosedRange<Int>)] = []

  init(_ days: ClosedRange<Int>, months: Bool) {
    // No clock is further off.
    let (first, last) = (max(days.lowerBound, -100_000_000), min(days.upperBound, 100_000_000))
    guard first <= last else { return }
    var firstMonth = LocalDays.month(ofDay: first)
    if LocalDays.firstDay(ofMonth: firstMonth) < first { firstMonth += 1 }
    var lastMonth = LocalDays.month(ofDay: last)
    if LocalDays.firstDay(ofMonth: lastMonth + 1) - 1 > last { lastMonth -= 1 }
    guard months, firstMonth <= lastMonth else {
      parts = [(.day, first...last)]
      return
    }
    let (start, end) = (
      LocalDays.firstDay(ofMonth: firstMonth), LocalDays.firstDay(ofMonth: lastMonth + 1) - 1
    )
    if first < start { parts.append((.day, first...(start - 1))) }
    parts.append((.month, firstMonth...lastMonth))
    if end < last { parts.append((.day, (end + 1)...last)) }
  }
}
