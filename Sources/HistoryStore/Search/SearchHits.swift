import CSQLite

/// Row ids of conversations, as bits.
struct ConversationSet {
  private var words: [UInt64] = []
  private(set) var count = 0

  mutating func insert(_ row: Int) {
    guard row >= 0, row < SearchDocument.mostConversations else { return }
    let place = row >> 6
    if place >= words.count {
      words.append(contentsOf: repeatElement(0, count: max(place + 1 - words.count, words.count)))
    }
    let bit: UInt64 = 1 << UInt64(row & 63)
    if words[place] & bit == 0 {
      words[place] |= bit
      count += 1
    }
  }

  func contains(_ row: Int) -> Bool {
    let place = row >> 6
    return row >= 0 && place < words.count && words[place] & (1 << UInt64(row & 63)) != 0
  }

  mutating func formIntersection(_ other: ConversationSet) {
    if words.count > other.words.count { words.removeLast(words.count - other.words.count) }
    for place in words.indices { words[place] &= other.words[place] }
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}

extension ConversationSet {
  mutating func subtract(_ other: ConversationSet) {
    for place in words.indices where place < other.words.count { words[place] &= ~other.words[place] }
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}

/// Conversations in which all words occur, though not all in one text.
struct SearchHits {
  private(set) var conversations = ConversationSet()
  /// Of the texts that have the rarest word, rising.
  private var rows: [Int] = []

  /// - Returns: `nil` when nothing is looked for.
  init?(_ typed: String, _ database: Database) throws {
    // Of each word what it is looked for by: texts need one of these.
    let words = try SearchWords.queries(typed).map { try SearchVocabulary.words(of: $0, database) ?? [$0] }
    guard !words.isEmpty else { return nil }
    if try findTogether(words, database) { return }
    var rarest: [Int]?
    for (place, queries) in words.enumerated() {
      let rows = try Self.rows(queries, database)
      var found = ConversationSet()
      for row in rows { found.insert(row >> 32) }
      if place == 0 { conversations = found } else { conversations.formIntersection(found) }
      if rows.count < rarest?.count ?? .max { rarest = rows }
      if conversations.count == 0 { return }
    }
    self.rows = rarest ?? []
  }

  private static func rows(_ queries: [String], _ database: Database) throws -> [Int] {
    var rows: [Int] = []
    do {
      for query in queries {
        try database.addWholes("SELECT rowid FROM search WHERE search MATCH ?", query, to: &rows)
      }
    } catch let error as DatabaseError where error.primaryCode == SQLITE_ERROR {
      // The tokenizer takes what was typed for several words, which no text has as one.
      return []
    }
    if queries.count > 1 { rows.sort() }
    return rows
  }

  /// Words that nearly all conversations have are mostly in one text together: SQLite finds such texts faster than
  /// those of each word, and the few conversations without one are looked at one by one.
  /// - Returns: false when too many are left.
  private mutating func findTogether(_ words: [[String]], _ database: Database) throws -> Bool {
    guard words.count > 1, words.allSatisfy({ $0.count <= Self.mostTogether }) else { return false }
    let query = words.map { "(\($0.joined(separator: " OR ")))" }.joined(separator: " AND ")
    var rows = try Self.rows([query], database)
    var found = ConversationSet()
    for row in rows { found.insert(row >> 32) }
    let count = try database.first("SELECT count(*) FROM conversation", read: { $0.whole(0) }) ?? 0
    guard count - found.count <= Self.mostLeft else { return false }
    var all: [Int] = []
    try database.addWholes("SELECT id FROM conversation INDEXED BY conversation_kind", to: &all)
    for conversation in all where !found.contains(conversation) {
      let first = try words.map { try Self.firstRow($0, in: conversation, database) }
      guard !first.contains(nil) else { continue }
      found.insert(conversation)
      rows += first.compactMap { $0 }
    }
    (conversations, self.rows) = (found, rows.sorted())
    return true
  }

  private static let mostTogether = 8
  private static let mostLeft = 64

  private static func firstRow(_ queries: [String], in conversation: Int, _ database: Database) throws -> Int?
  {
    let (first, last) = (conversation << 32, conversation << 32 | 0xFFFF_FFFF)
    for query in queries {
      do {
        let row = try database.first(
          "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?", query, first, last,
          read: { $0.whole(0) })
        if let row { return row }
      } catch let error as DatabaseError where error.primaryCode == SQLITE_ERROR {
        continue
      }
    }
    return nil
  }

  /// A text of the conversation that has the rarest word.
  func document(in conversation: Int) -> SearchDocument? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < conversation << 32 { low = middle + 1 } else { high = middle }
    }
    guard low < rows.count, rows[low] >> 32 == conversation else { return nil }
    let first = SearchDocument(row: rows[low])
    // The title is seen anyway.
    if first.kind == .title, low + 1 < rows.count, rows[low + 1] >> 32 == conversation {
      return SearchDocument(row: rows[low + 1])
    }
    return first
  }
}
