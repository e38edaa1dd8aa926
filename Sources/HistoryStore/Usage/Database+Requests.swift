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
    let last = limit < 0 ? Int.max : offset + limit
    guard offset < last else { return }
    let found = try requests(question, first: last)
    let sql = "SELECT \(UsageRecord.columns) FROM exchange WHERE id = ?"
    for id in found.dropFirst(offset) {
      if let record = try first(sql, id, read: UsageRecord.init(row:)) { try body(record) }
    }
  }

  /// Row ids of the first ones in the question's order. An index is read from the newest on that has all that counts:
  /// SQLite would sort what is read from the oldest on, which costs several times as much where many are equal.
  private func requests(_ question: UsageQuestion, first count: Int) throws -> [Int] {
    let cells = try UsageCellChoice(question.filter, self)
    let running = try runningRows(question)
    let days = question.counted
    var best = FirstOfMany(count)
    let isByTime = question.order == .newest
    try each(
      """
      SELECT id, cell, \(question.order.key) FROM exchange INDEXED BY exchange_order WHERE day BETWEEN ? AND ?
      ORDER BY day DESC, started_at DESC
      """, days.lowerBound, days.upperBound
    ) { row in
      // Row ids begin with 1: one that runs is in no cell.
      let cell = row.whole(1)
      guard cell == 0 ? running.contains(row.whole(0)) : cells.place(of: cell) != nil else { return true }
      best.add(row.whole(0), by: row.double(2) ?? -.infinity)
      return !isByTime || best.hasRoom
    }
    return best.rows
  }

  private func runningRows(_ question: UsageQuestion) throws -> Set<Int> {
    let conditions = UsageConditions(question.filter, days: question.counted, isListed: true)
    var rows: Set<Int> = []
    try each(
      "SELECT id FROM exchange INDEXED BY exchange_running WHERE outcome IS NULL AND \(conditions.sql)",
      values: conditions.values
    ) { row in
      rows.insert(row.whole(0))
      return true
    }
    return rows
  }
}

extension UsageOrder {
  /// What is largest comes first, and of equal ones the newest.
  fileprivate var key: String {
    switch self {
    case .newest: "0"
    case .cost: "coalesce(charged, cost)"
    case .tokens: "coalesce(input_tokens, 0) + coalesce(output_tokens, 0)"
    case .slowest: "total_ms"
    case .firstToken: "first_token_ms"
    }
  }
}

/// The first of many rows by a key, the largest first, and of equal ones as they come.
struct FirstOfMany {
  private let count: Int
  private var kept: [(key: Double, place: Int, row: Int)] = []
  private var seen = 0
  /// What is not above it cannot be among the first.
  private var bound: Double?

  init(_ count: Int) { self.count = count }

  /// Whether one more may be among the first, where keys are equal.
  var hasRoom: Bool { seen < count }

  mutating func add(_ row: Int, by key: Double) {
    seen += 1
    if let bound, key <= bound { return }
    kept.append((key, seen, row))
    // Sorted now and then, so that each row costs little.
    if count < .max / 2, kept.count >= 2 * max(count, 500) { cut() }
  }

  private mutating func cut() {
    sort()
    kept.removeLast(max(0, kept.count - count))
    bound = kept.last?.key
  }

  private mutating func sort() {
    kept.sort { $0.key != $1.key ? $0.key > $1.key : $0.place < $1.place }
  }

  var rows: [Int] {
    var copy = self
    copy.sort()
    return copy.kept.prefix(count).map(\.row)
  }
}
