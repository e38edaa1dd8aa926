import Workbench

extension KeptConversation {
  /// Rows and digests as they are kept: nothing is decoded here.
  static func read(_ uid: String, _ database: Database) throws -> KeptConversation? {
    let found = try database.first(
      "SELECT id, kind, title, created_at, updated_at, is_demo, shape, edition FROM conversation WHERE uid = ?",
      uid
    ) { row in
      var image = ConversationImage(
        id: uid, title: row.text(2) ?? "", createdAt: row.double(3) ?? 0, updatedAt: row.double(4) ?? 0,
        shape: row.bytes(6) ?? [], messages: [])
      image.kind = row.text(1).flatMap(HistoryEntry.Kind.init(rawValue:)) ?? .chat
      image.isDemo = row.flag(5)
      return (row.int(0) ?? 0, image, row.text(7) ?? "")
    }
    guard let (row, image, edition) = found else { return nil }
    var kept = KeptConversation(image: image)
    kept.edition = edition
    kept.image.messages = try MessageRows.all(of: row, database)
    try database.each(
      """
      SELECT uid, data FROM exchange JOIN digest ON digest.exchange = exchange.id WHERE exchange.talk = ?
      """, row
    ) {
      kept.digests[$0.text(0) ?? ""] = $0.bytes(1)
      return true
    }
    // An answer may have been taken over from another conversation.
    for exchange in Set(kept.image.messages.compactMap(\.exchange)) where kept.digests[exchange] == nil {
      kept.digests[exchange] =
        try database.first(
          "SELECT data FROM digest JOIN exchange ON exchange.id = digest.exchange WHERE uid = ?", exchange
        ) { $0.bytes(0) } ?? nil
    }
    for exchange in Set(kept.image.messages.compactMap(\.exchange)) where kept.digests[exchange] == nil {
      kept.unended[exchange] = try ExchangeRows.unended(exchange, database)
    }
    try database.each("SELECT data FROM comparison WHERE conversation = ? ORDER BY seq", row) {
      kept.comparison += $0.bytes(0) ?? []
      return true
    }
    return kept
  }
}
