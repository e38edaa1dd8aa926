/// The words that the index has. A beginning of three signs or more is looked for as the words that begin with it:
/// FTS5 has an index of shorter ones, and puts the texts of longer ones together five times slower than this.
enum SearchVocabulary {
  /// Beyond so many words each look for one costs more than it spares.
  private static let most = 2000
  private static let leastSigns = 3

  /// Once for a connection, while it may still write: the table is its own, and holds nothing.
  static func prepare(_ database: Database) throws {
    try database.execute("CREATE VIRTUAL TABLE temp.search_words USING fts5vocab(main, search, row)")
  }

  /// - Parameter query: of `SearchWords.queries`.
  /// - Returns: queries that together find what it does; `nil` where it is asked as it is.
  static func words(of query: String, _ database: Database) throws -> [String]? {
    guard query.hasPrefix("\""), query.hasSuffix("\" *") else { return nil }
    // Other letters than these are folded in ways that only the tokenizer knows.
    let beginning = query.dropFirst().dropLast(3).lowercased()
    guard beginning.utf8.count >= leastSigns, beginning.utf8.allSatisfy(isPlain),
      let last = beginning.utf8.last
    else { return nil }
    let end = beginning.dropLast() + String(UnicodeScalar(last + 1))
    let words = try database.rows(
      "SELECT term FROM temp.search_words WHERE term >= ? AND term < ? LIMIT ?", beginning, String(end),
      most + 1
    ) { $0.text(0) ?? "" }
    // Where there is none it costs nothing to ask; of a damaged index less may be seen here than there.
    return words.isEmpty || words.count > most ? nil : words.map { "\"\($0)\"" }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
