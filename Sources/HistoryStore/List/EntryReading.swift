import RelayKit
import Workbench

/// Reads entries of the list with what their requests add up to.
struct EntryReading {
  let words: [String]
  let hits: SearchHits?
  /// Long answers are read for one line of them: no more than this for a page.
  private static let mostBytes = 4 << 20

  init(filter: HistoryFilter, hits: SearchHits?) {
    words = hits == nil ? [] : SearchWords.plainWords(filter.text)
    self.hits = hits
  }

  func entries(_ rows: [Int], _ database: Database) throws -> [HistoryEntry] {
    var bytes = 0
    return try rows.compactMap { row in
      guard var entry = try Self.entry(row, database) else { return nil }
      try Self.addRequests(to: &entry, row, database)
      if bytes < Self.mostBytes, let document = hits?.document(in: row),
        let text = try Self.text(document, database)
      {
        bytes += text.utf8.count
        entry.found = Snippet.line(of: text, around: words)
      }
      return entry
    }
  }

  private static func entry(_ row: Int, _ database: Database) throws -> HistoryEntry? {
    try database.first(
      "SELECT uid, kind, title, created_at, updated_at, is_starred, is_demo, tags FROM conversation WHERE id = ?",
      row
    ) { row in
      var entry = HistoryEntry(
        id: row.text(0) ?? "", kind: row.text(1).flatMap(HistoryEntry.Kind.init(rawValue:)) ?? .chat,
        title: row.text(2) ?? "", createdAt: row.double(3) ?? 0, updatedAt: row.double(4) ?? 0)
      entry.isStarred = row.flag(5)
      entry.isDemo = row.flag(6)
      entry.tags = TagColumn.tags(row.text(7) ?? "")
      return entry
    }
  }

  private static func addRequests(to entry: inout HistoryEntry, _ row: Int, _ database: Database) throws {
    var currencies: Set<String> = []
    var cost = 0.0
    var demoCost: Double?
    var demoRequests = 0
    try database.each(
      """
      SELECT model, outcome, is_interrupted, cost, currency, cost_is_estimate, output_tokens,
        charged, charged_currency, is_demo
      FROM exchange WHERE talk = ? ORDER BY id DESC
      """, row
    ) { row in
      let model = row.text(0) ?? ""
      if !entry.models.contains(model) { entry.models.append(model) }
      if entry.requests == 0 {
        entry.lastOutcome = row.text(1)
        entry.wasInterrupted = row.flag(2)
      }
      entry.requests += 1
      if row.flag(9) {
        // Simulated money is never added to real money.
        demoRequests += 1
        if let amount = row.double(3) { demoCost = (demoCost ?? 0) + amount }
        return true
      }
      if let charged = row.double(7) {
        currencies.insert(row.text(8) ?? "")
        cost += charged
      } else if let amount = row.double(3) {
        currencies.insert(row.text(4) ?? "")
        cost += amount
        if row.flag(5) { entry.costIsEstimate = true }
      } else if (row.int(6) ?? 0) > 0 {
        // It cost something, and nobody knows what.
        entry.costIsEstimate = true
      }
      return true
    }
    if entry.requests > 0 { entry.isDemo = demoRequests == entry.requests }
    if entry.isDemo, entry.requests > 0 {
      (entry.cost, entry.currency, entry.costIsEstimate) = (demoCost, "USD", true)
    } else if currencies.count == 1 {
      entry.cost = cost
      entry.currency = currencies.first ?? ""
    } else {
      entry.costIsEstimate = false
    }
  }

  private static func text(_ document: SearchDocument, _ database: Database) throws -> String? {
    switch document.kind {
    case .title:
      try database.first(
        "SELECT title, tags FROM conversation WHERE id = ?", document.conversation
      ) { SearchText.text(title: $0.text(0) ?? "", tags: $0.text(1) ?? "") }
    case .message:
      try database.first(
        "SELECT text FROM message WHERE conversation = ? AND number = ?", document.conversation,
        document.number
      ) { $0.text(0) } ?? nil
    case .comparison:
      try database.first(
        "SELECT data FROM comparison WHERE conversation = ? AND seq = ?", document.conversation,
        document.number
      ) { SearchText.text(ofComparison: $0.bytes(0) ?? []) }
    case .exchange:
      try database.first(
        """
        SELECT data, model FROM digest JOIN exchange ON exchange.id = digest.exchange
        WHERE digest.exchange = ? AND length(data) < \(mostBytes)
        """, document.number
      ) { row in
        SearchText.text(of: ExchangeRows.answer(ofDigest: row.bytes(0) ?? []), model: row.text(1) ?? "")
      }
    }
  }
}
