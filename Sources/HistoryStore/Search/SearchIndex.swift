/// Writes to the search index. It holds no texts: to remove one, the same text is given again.
enum SearchIndex {
  static func insert(_ document: SearchDocument, _ text: String, _ database: Database) throws {
    guard let row = document.row, !text.isEmpty else { return }
    try database.run("INSERT INTO search(rowid, text) VALUES(?, ?)", row, SearchWords.indexed(text))
  }

  /// - Parameter text: as it was inserted.
  static func remove(_ document: SearchDocument, _ text: String, _ database: Database) throws {
    guard let row = document.row, !text.isEmpty else { return }
    try database.run(
      "INSERT INTO search(search, rowid, text) VALUES('delete', ?, ?)", row, SearchWords.indexed(text))
  }

  /// Makes it anew from the texts that are kept.
  static func rebuild(_ database: Database) throws {
    try database.run("INSERT INTO search(search) VALUES('delete-all')")
    try database.each("SELECT id, title, tags FROM conversation") { row in
      try insert(
        .title(of: row.int(0) ?? 0), SearchText.text(title: row.text(1) ?? "", tags: row.text(2) ?? ""),
        database)
      return true
    }
    try database.each("SELECT conversation, number, text FROM message WHERE text <> ''") { row in
      try insert(.message(row.int(1) ?? 0, of: row.int(0) ?? 0), row.text(2) ?? "", database)
      return true
    }
    try database.each("SELECT conversation, seq, data FROM comparison") { row in
      try insert(
        .comparison(row.int(1) ?? 0, of: row.int(0) ?? 0), SearchText.text(ofComparison: row.bytes(2) ?? []),
        database)
      return true
    }
    try database.each(
      """
      SELECT exchange.id, talk, model, data FROM digest JOIN exchange ON exchange.id = digest.exchange
      WHERE talk IS NOT NULL
      """
    ) { row in
      let answer = ExchangeRows.answer(ofDigest: row.bytes(3) ?? [])
      try insert(
        .exchange(row.int(0) ?? 0, of: row.int(1) ?? 0),
        SearchText.text(of: answer, model: row.text(2) ?? ""), database)
      return true
    }
  }

  /// The same with new tables, when the old ones are damaged.
  static func recreate(_ database: Database) throws {
    let definition = try database.first(
      "SELECT sql FROM sqlite_schema WHERE name = 'search' AND type = 'table'", read: { $0.text(0) ?? "" })
    guard let definition else { return }
    try database.execute("DROP TABLE search")
    try database.execute(definition)
    try rebuild(database)
  }

  /// A part of `optimize`, for which others need not wait long. - Returns: whether there was anything to be done.
  static func mergeSome(_ database: Database) throws -> Bool {
    let before = database.allChanges
    try database.run("INSERT INTO search(search, rank) VALUES('merge', ?)", -pagesAtOnce)
    // The statement counts as one change itself.
    return database.allChanges - before > 1
  }

  private static let pagesAtOnce = 500

  /// One segment instead of many: what was deleted is gone, and searching is faster.
  static func optimize(_ database: Database) throws {
    try database.run("INSERT INTO search(search) VALUES('optimize')")
  }
}
