import RelayKit
import Workbench

/// Rows of `conversation` and what belongs to them.
enum ConversationRows {
  /// Whoever journals an exchange first makes the row; the conversation itself may come later.
  /// - Returns: the row id.
  static func ensure(
    _ uid: String, kind: HistoryEntry.Kind, isDemo: Bool, at instant: Double, _ database: Database
  ) throws -> Int {
    if let row = try id(of: uid, database) {
      try database.run(
        "UPDATE conversation SET updated_at = max(updated_at, ?) WHERE id = ?", instant, row)
      return row
    }
    try database.run(
      "INSERT INTO conversation(uid, kind, created_at, updated_at, is_demo) VALUES(?, ?, ?, ?, ?)",
      uid, kind.rawValue, instant, instant, isDemo)
    return database.lastRow
  }

  static func id(of uid: String, _ database: Database) throws -> Int? {
    try database.first("SELECT id FROM conversation WHERE uid = ?", uid) { $0.int(0) } ?? nil
  }

  /// Title and tags, with the words that they are found by.
  static func setTitle(
    _ row: Int, _ title: String, tags: [String]? = nil, isByHand: Bool = false, _ database: Database
  ) throws {
    guard
      let old = try database.first(
        "SELECT title, tags, is_renamed FROM conversation WHERE id = ?", row,
        read: { (title: $0.text(0) ?? "", tags: $0.text(1) ?? "", isRenamed: $0.flag(2)) })
    else { return }
    // A title that was given by hand stays.
    let title = old.isRenamed && !isByHand ? old.title : title
    let kept = tags.map(TagColumn.text) ?? old.tags
    guard title != old.title || kept != old.tags || isByHand else { return }
    try SearchIndex.remove(.title(of: row), SearchText.text(title: old.title, tags: old.tags), database)
    try database.run(
      "UPDATE conversation SET title = ?, tags = ?, is_renamed = ? WHERE id = ?", title, kept,
      old.isRenamed || isByHand, row)
    try SearchIndex.insert(.title(of: row), SearchText.text(title: title, tags: kept), database)
  }

  /// All that belongs to it. What its requests cost stays in the books, without a word of theirs.
  /// Whether an answer of it runs in another process.
  static func isAnsweredElsewhere(_ row: Int, _ database: Database) throws -> Bool {
    let current = ThisProcess.current
    return try database.rows(
      """
      SELECT pid, boot, run.started FROM exchange JOIN run ON run.id = exchange.run
      WHERE talk = ? AND outcome IS NULL
      """, row
    ) { $0.process(0) }.contains { $0 != current && $0?.isAlive == true }
  }

  static func delete(_ row: Int, _ database: Database) throws {
    if let old = try database.first(
      "SELECT title, tags FROM conversation WHERE id = ?", row, read: { ($0.text(0) ?? "", $0.text(1) ?? "") }
    ) {
      try SearchIndex.remove(.title(of: row), SearchText.text(title: old.0, tags: old.1), database)
    }
    try database.each("SELECT number, text FROM message WHERE conversation = ?", row) { message in
      try SearchIndex.remove(.message(message.int(0) ?? 0, of: row), message.text(1) ?? "", database)
      return true
    }
    try database.each("SELECT seq, data FROM comparison WHERE conversation = ?", row) { piece in
      try SearchIndex.remove(
        .comparison(piece.int(0) ?? 0, of: row), SearchText.text(ofComparison: piece.bytes(1) ?? []), database
      )
      return true
    }
    let exchanges = try database.rows("SELECT id, model, uid FROM exchange WHERE talk = ?", row) {
      ($0.int(0) ?? 0, $0.text(1) ?? "", $0.text(2) ?? "")
    }
    for (exchange, model, uid) in exchanges {
      // A copy of the chat, or one that it was carried to, still shows this answer.
      let heir = try database.first(
        "SELECT conversation FROM message WHERE exchange = ? AND conversation <> ? LIMIT 1", uid, row
      ) { $0.int(0) ?? 0 }
      if let heir {
        try ExchangeRows.move(exchange, model: model, from: row, to: heir, database)
        continue
      }
      try ExchangeRows.removeFromSearch(exchange, talk: row, model: model, database)
      try database.run("DELETE FROM digest WHERE exchange = ?", exchange)
      try database.run("DELETE FROM frames WHERE exchange = ?", exchange)
    }
    try database.run(
      """
      UPDATE exchange SET conversation = NULL, talk = NULL, frames_bytes = 0, error_message = NULL WHERE talk = ?
      """, row)
    try database.run("DELETE FROM message WHERE conversation = ?", row)
    try database.run("DELETE FROM comparison WHERE conversation = ?", row)
    try database.run("DELETE FROM conversation WHERE id = ?", row)
  }
}

/// Tags in a column: each with a line end before and behind it, so that one is found with `instr`.
enum TagColumn {
  static func text(_ tags: [String]) -> String {
    let plain = tags.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.filter {
      !$0.isEmpty
    }
    return plain.isEmpty ? "" : "\n" + plain.joined(separator: "\n") + "\n"
  }

  static func tags(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
