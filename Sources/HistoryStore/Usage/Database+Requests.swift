import RelayKit
import Workbench

/// The list of single requests.
extension Database {
  func usageRequests(_ question: UsageQuestion) throws -> [UsageRecord] {
    var records: [UsageRecord] = []
    try eachRequest(question, limit: max(0, question.limit), offset: max(0, question.offset)) {
      records.append($0)
    }
    return records
  }

  /// - Parameter limit: below 0 there is none.
  func eachRequest(
    _ question: UsageQuestion, limit: Int, offset: Int, _ body: (UsageRecord) throws -> Void
  ) throws {
    var conditions = UsageConditions(question.filter, days: question.counted, isListed: true)
    if let few = try few(question, conditions) {
      conditions = UsageConditions(ids: few)
    }
    // Which ones they are is found without most of their columns; the index has the order of time.
    let order = question.order.sql
    let sql = """
      SELECT \(UsageRecord.columns)
      FROM (SELECT exchange.id AS found FROM exchange WHERE \(conditions.sql)
        ORDER BY \(order) LIMIT ? OFFSET ?) AS listed
      JOIN exchange ON exchange.id = listed.found ORDER BY \(order)
      """
    try each(sql, values: conditions.values + [limit, offset]) { row in
      try body(UsageRecord(row: row))
      return true
    }
  }

  private static let mostOfFew = 2000

  /// Row ids of what passes a filter that lets little through: the index by time would be read to its end for it.
  /// `nil` where there may be more.
  private func few(_ question: UsageQuestion, _ conditions: UsageConditions) throws -> [Int]? {
    guard !question.filter.isEmpty else { return nil }
    let cells = try UsageCellChoice(question.filter, self)
    var used: [Int] = []
    var requests = 0
    try each(
      "SELECT cell, requests FROM usage_sum WHERE span = ? AND at = 0 AND requests > 0",
      UsageCells.Span.ever.rawValue
    ) { row in
      guard cells.place(of: row.whole(0)) != nil else { return true }
      used.append(row.whole(0))
      requests += row.whole(1)
      return requests <= Self.mostOfFew
    }
    guard requests <= Self.mostOfFew else { return nil }
    var found: [Int] = []
    let days = question.counted
    for cell in used {
      try addWholes(
        "SELECT id FROM exchange INDEXED BY exchange_cell WHERE cell = ? AND day BETWEEN ? AND ?", cell,
        days.lowerBound, days.upperBound, to: &found)
    }
    try each(
      "SELECT id FROM exchange INDEXED BY exchange_running WHERE outcome IS NULL AND \(conditions.sql)",
      values: conditions.values
    ) { row in
      found.append(row.whole(0))
      return true
    }
    return found
  }
}

extension UsageOrder {
  /// What comes first, and of equal ones the newest.
  fileprivate var sql: String {
    let time = "exchange.day DESC, exchange.month DESC, exchange.started_at DESC"
    switch self {
    case .newest: return time
    case .cost: return "coalesce(exchange.charged, exchange.cost) DESC NULLS LAST, " + time
    case .tokens:
      return "coalesce(exchange.input_tokens, 0) + coalesce(exchange.output_tokens, 0) DESC, " + time
    case .slowest: return "exchange.total_ms DESC NULLS LAST, " + time
    case .firstToken: return "exchange.first_token_ms DESC NULLS LAST, " + time
    }
  }
}
