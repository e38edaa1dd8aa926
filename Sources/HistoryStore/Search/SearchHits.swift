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
    let queries = SearchWords.queries(typed)
    guard !queries.isEmpty else { return nil }
    var rarest: [Int]?
    for (place, query) in queries.enumerated() {
      let rows = try Self.rows(query, database)
      var found = ConversationSet()
      for row in rows { found.insert(row >> 32) }
      if place == 0 { conversations = found } else { conversations.formIntersection(found) }
      if rows.count < rarest?.count ?? .max { rarest = rows }
      if conversations.count == 0 { return }
    }
    self.rows = rarest ?? []
  }

  private static func rows(_ query: String, _ database: Database) throws -> [Int] {
    var rows: [Int] = []
    do {
      let queries = try SearchVocabulary.words(of: query, database) ?? [query]
      for query in queries {
        try database.addWholes("SELECT rowid FROM search WHERE search MATCH ?", query, to: &rows)
      }
      if queries.count > 1 { rows.sort() }
    } catch let error as DatabaseError where error.primaryCode == SQLITE_ERROR {
      // The tokenizer takes what was typed for several words, which no text has as one.
      return []
    }
    return rows
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
