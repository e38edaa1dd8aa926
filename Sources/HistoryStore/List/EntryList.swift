import RelayKit
import Workbench

/// Pages of the list of what was done before.
enum EntryList {
  static func page(
    _ filter: HistoryFilter, offset: Int, limit: Int, _ database: Database
  ) throws -> HistoryPage {
    var page = HistoryPage()
    page.offset = max(0, offset)
    try database.each(
      "SELECT kind, count(*) FROM conversation INDEXED BY conversation_kind GROUP BY kind"
    ) { row in
      let count = row.int(1) ?? 0
      if row.text(0) == HistoryEntry.Kind.chat.rawValue {
        page.chats = count
      } else {
        page.comparisons = count
      }
      return true
    }
    let hits = try SearchHits(filter.text, database)
    var allowed = hits?.conversations
    if let matching = try ExchangeConditions(filter).conversations(database) {
      if allowed == nil { allowed = matching } else { allowed?.formIntersection(matching) }
    }
    if let least = filter.leastCost {
      let costly = try conversations(costing: least, database)
      if allowed == nil { allowed = costly } else { allowed?.formIntersection(costly) }
    }
    let rows = try rows(filter, allowed: allowed, page: &page, limit: max(0, limit), database)
    page.entries = try EntryReading(filter: filter, hits: hits).entries(rows, database)
    return page
  }

  /// Row ids of the page; counts all that the filter lets through.
  private static func rows(
    _ filter: HistoryFilter, allowed: ConversationSet?, page: inout HistoryPage, limit: Int,
    _ database: Database
  ) throws -> [Int] {
    if let allowed, allowed.count == 0 { return [] }
    let (condition, values) = conditions(filter)
    var rows: [Int] = []
    var total = 0
    let offset = page.offset
    // Read from the index alone, so that counting all of them costs little.
    try database.each(
      """
      SELECT id FROM conversation INDEXED BY conversation_list WHERE \(condition)
      ORDER BY updated_at DESC, id DESC
      """, values: values
    ) { row in
      let id = row.int(0) ?? 0
      guard allowed?.contains(id) ?? true else { return true }
      if total >= offset, rows.count < limit { rows.append(id) }
      total += 1
      return true
    }
    page.total = total
    return rows
  }

  private static func conditions(_ filter: HistoryFilter) -> (String, [(any SQLBindable)?]) {
    // The index begins with the time, and nothing is older than this.
    var parts = ["updated_at >= ?"]
    var values: [(any SQLBindable)?] = [filter.since ?? -1e300]
    if let until = filter.until {
      parts.append("updated_at < ?")
      values.append(until)
    }
    if let kind = filter.kind {
      parts.append("kind = ?")
      values.append(kind.rawValue)
    }
    if filter.onlyStarred { parts.append("is_starred") }
    if let tag = filter.tag {
      parts.append("instr(lower(tags), lower(?))")
      values.append(TagColumn.text([tag]))
    }
    return (parts.joined(separator: " AND "), values)
  }

  /// Those whose requests cost as much together, in one currency.
  private static func conversations(costing least: Double, _ database: Database) throws -> ConversationSet {
    let paid = "talk IS NOT NULL AND NOT is_demo AND (cost IS NOT NULL OR charged IS NOT NULL)"
    var result = ConversationSet()
    let currencies = try database.first(
      "SELECT count(DISTINCT currency) FROM usage_total WHERE NOT is_demo AND currency <> ''"
    ) { $0.int(0) ?? 0 }
    // Nearly everybody pays in one currency; then nothing need be compared, which takes half as long. Else one
    // comparison a row tells who needs another look; two took twice as long.
    let counts =
      (currencies ?? 0) <= 1 ? "0, 0" : "sum(coalesce(charged_currency, currency) <> 'USD'), count(*)"
    var others: [Int] = []
    try database.each(
      """
      SELECT talk, sum(coalesce(charged, cost)) AS paid, \(counts)
      FROM exchange INDEXED BY exchange_cost WHERE \(paid) GROUP BY talk HAVING paid >= ?
      """, least
    ) { row in
      if row.whole(2) == 0 {
        result.insert(row.whole(0))
      } else if row.whole(2) == row.whole(3) {
        others.append(row.whole(0))
      }
      return true
    }
    for talk in others {
      let units = try database.first(
        """
        SELECT count(DISTINCT coalesce(charged_currency, currency)) FROM exchange INDEXED BY exchange_cost
        WHERE talk = ? AND \(paid)
        """, talk, read: { $0.int(0) ?? 0 })
      if units == 1 { result.insert(talk) }
    }
    return result
  }
}

/// What one request of a conversation must have.
struct ExchangeConditions {
  private var parts: [String] = []
  private var values: [(any SQLBindable)?] = []

  init(_ filter: HistoryFilter) {
    if let model = filter.model, !model.isEmpty {
      let escaped = model.map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined()
      parts.append("(model LIKE ? ESCAPE '\\' OR served_model LIKE ? ESCAPE '\\')")
      let pattern = "%" + escaped + "%"
      values += [pattern, pattern]
    }
    if let key = filter.keyName {
      parts.append("key_name = ?")
      values.append(key)
    }
    if let outcome = filter.outcome {
      parts.append("outcome = ?")
      values.append(outcome)
    }
  }

  /// `nil` when nothing is asked of them.
  func conversations(_ database: Database) throws -> ConversationSet? {
    guard !parts.isEmpty else { return nil }
    let condition = parts.joined(separator: " AND ")
    var cells: [Int] = []
    try database.each("SELECT id FROM usage_cell WHERE \(condition)", values: values) { row in
      cells.append(row.whole(0))
      return true
    }
    var talks: [Int] = []
    for cell in cells {
      try database.addWholes(
        """
        SELECT talk FROM exchange INDEXED BY exchange_cell
        WHERE cell = ? AND talk IS NOT NULL
        """, cell, to: &talks)
    }
    var result = ConversationSet()
    for talk in talks { result.insert(talk) }
    // Those that run are in no cell yet.
    try database.each(
      """
      SELECT talk FROM exchange INDEXED BY exchange_running
      WHERE outcome IS NULL AND talk IS NOT NULL AND \(condition)
      """, values: values
    ) { row in
      result.insert(row.whole(0))
      return true
    }
    return result
  }
}
