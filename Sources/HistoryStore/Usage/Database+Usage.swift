import Workbench

extension Database {
  /// Percentiles look at every request; beyond so many there is only a mean.
  private static let mostForSpread = 20_000

  func usageReport(_ question: UsageQuestion) throws -> UsageReport {
    var builder = UsageReportBuilder(question)
    if question.filter.isEmpty {
      try addSums(&builder, question)
    } else {
      try addLines(&builder, question)
    }
    let days = question.counted
    var running = UsageConditions(question.filter, days: days, isListed: true)
    running.add("exchange.outcome IS NULL")
    try each("SELECT count(*) FROM exchange WHERE \(running.sql)", values: running.values) { row in
      builder.addRunning(row.int(0) ?? 0)
      return true
    }
    try each(
      """
      SELECT coalesce(sum(requests), 0) FROM usage_day
      WHERE is_demo = ? AND dimension = 'all' AND day BETWEEN ? AND ?
      """, !question.filter.isDemo, days.lowerBound, days.upperBound
    ) { row in
      builder.addOthers(row.int(0) ?? 0)
      return true
    }
    return builder.finished()
  }

  /// Without a filter the sums by day tell everything but percentiles.
  private func addSums(_ builder: inout UsageReportBuilder, _ question: UsageQuestion) throws {
    let days = question.counted
    let all = min(days.lowerBound, question.days.lowerBound)...max(days.upperBound, question.days.upperBound)
    let sums = UsageRollup.sums.joined(separator: ", ")
    var requests = 0
    try each(
      """
      SELECT day, currency, \(sums) FROM usage_day
      WHERE is_demo = ? AND dimension = 'all' AND day BETWEEN ? AND ?
      """, question.filter.isDemo, all.lowerBound, all.upperBound
    ) { row in
      let day = row.int(0) ?? 0
      let read = UsageSums(row: row, from: 2, currency: row.text(1) ?? "")
      builder.add(read, on: day)
      if days.contains(day) { requests += read.requests }
      return true
    }
    let added = UsageRollup.sums.map { "sum(\($0))" }.joined(separator: ", ")
    try each(
      """
      SELECT dimension, value, currency, \(added) FROM usage_day
      WHERE is_demo = ? AND dimension <> 'all' AND day BETWEEN ? AND ?
      GROUP BY dimension, value, currency
      """, question.filter.isDemo, days.lowerBound, days.upperBound
    ) { row in
      guard let dimension = row.text(0).flatMap(UsageDimension.init(rawValue:)) else { return true }
      let read = UsageSums(row: row, from: 3, currency: row.text(2) ?? "")
      builder.add(read, dimension, row.text(1) ?? "", on: days.lowerBound)
      return true
    }
    guard requests <= Self.mostForSpread else { return }
    try each(
      """
      SELECT model, first_token_ms, total_ms FROM exchange
      WHERE day BETWEEN ? AND ? AND is_demo = ? AND outcome IS NOT NULL
      """, days.lowerBound, days.upperBound, question.filter.isDemo
    ) { row in
      builder.addSpeed(row.text(0) ?? "", firstToken: row.double(1), total: row.double(2))
      return true
    }
  }

  /// With a filter, requests are counted one by one, from the index that holds all that counts.
  private func addLines(_ builder: inout UsageReportBuilder, _ question: UsageQuestion) throws {
    let (days, counted) = (question.days, question.counted)
    let all =
      min(counted.lowerBound, days.lowerBound)...max(counted.upperBound, days.upperBound)
    let conditions = UsageConditions(question.filter, days: all, isListed: false)
    try each(
      "SELECT \(UsageLine.columns) FROM exchange WHERE \(conditions.sql)", values: conditions.values
    ) { row in
      builder.add(UsageLine(row: row))
      return true
    }
  }

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
    let conditions = UsageConditions(question.filter, days: question.counted, isListed: true)
    // Which ones they are is found in the index alone; it has the order of time.
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

  func spending(
    _ wanted: [UsageDimension: String], since: Double, calendar: LocalDays
  ) throws -> UsageSpending {
    var spending = UsageSpending()
    func add(_ sums: UsageSums) {
      spending.money.add(sums.money)
      spending.requests += sums.requests
      spending.unpriced += sums.unpriced
    }
    let firstDay = calendar.day(since)
    let isWholeDay = since <= Double(firstDay) * 86_400 - Double(calendar.utcOffset)
    // Sums know one dimension at a time.
    let known = wanted.count <= 1
    if known {
      let sums = UsageRollup.sums.map { "sum(\($0))" }.joined(separator: ", ")
      try each(
        """
        SELECT currency, \(sums) FROM usage_day
        WHERE is_demo = 0 AND dimension = ? AND value = ? AND day >= ? GROUP BY currency
        """, wanted.keys.first?.rawValue ?? "all", wanted.values.first ?? "",
        isWholeDay ? firstDay : firstDay + 1
      ) { row in
        add(UsageSums(row: row, from: 1, currency: row.text(0) ?? ""))
        return true
      }
    }
    var filter = UsageFilter()
    filter.values = wanted
    if !known || !isWholeDay {
      var conditions = UsageConditions(
        filter, days: firstDay...(known ? firstDay : .max / 2), isListed: false)
      conditions.add("exchange.started_at >= ?", since)
      try each(
        "SELECT \(UsageLine.columns) FROM exchange WHERE \(conditions.sql)", values: conditions.values
      ) { row in
        var sums = UsageSums()
        sums.add(UsageLine(row: row))
        add(sums)
        return true
      }
    }
    var running = UsageConditions(filter, days: firstDay...(.max / 2), isListed: true)
    running.add("exchange.outcome IS NULL")
    running.add("exchange.started_at >= ?", since)
    try each("SELECT count(*) FROM exchange WHERE \(running.sql)", values: running.values) { row in
      spending.running = row.int(0) ?? 0
      return true
    }
    return spending
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

extension UsageLine {
  /// What `init(row:)` reads, all of it in the index of sums.
  fileprivate static let columns = """
    day, model, outcome, status, is_demo, key_name, profile, project, kind, input_tokens, input_is_estimate, \
    output_tokens, output_is_estimate, reasoning_tokens, cached_tokens, cost, currency, cost_is_estimate, charged, \
    charged_currency, saved, first_token_ms, total_ms, attempts
    """

  fileprivate init(row: Row) {
    self.init(
      day: row.int(0) ?? 0, model: row.text(1) ?? "",
      result: UsageResult(outcome: row.text(2) ?? "", status: row.int(3)))
    isDemo = row.flag(4)
    keyName = row.text(5) ?? ""
    profile = row.text(6) ?? ""
    project = row.text(7) ?? ""
    kind = row.text(8) ?? ""
    (inputTokens, outputTokens) = (row.int(9), row.int(11))
    tokensAreEstimate = inputTokens != nil && row.flag(10) || outputTokens != nil && row.flag(12)
    (reasoningTokens, cachedTokens) = (row.int(13), row.int(14))
    let (cost, currency, isEstimate) = (row.double(15), row.text(16) ?? "", row.flag(17))
    let charged = row.double(18)
    hasReceipt = charged != nil
    let isOneCurrency = charged == nil || row.text(19) ?? "" == currency
    if !isDemo {
      self.cost = charged ?? cost
      self.currency = charged == nil ? (cost == nil ? "" : currency) : row.text(19) ?? ""
      costIsEstimate = charged == nil && cost != nil && isEstimate
    }
    if charged != nil, isOneCurrency, isEstimate { expected = cost }
    if isOneCurrency, cost != nil { saved = row.double(20) }
    (firstTokenMilliseconds, totalMilliseconds, attempts) = (row.double(21), row.double(22), row.int(23))
  }
}
