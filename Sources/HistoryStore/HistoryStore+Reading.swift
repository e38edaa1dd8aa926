package import Workbench

/// Looking at what is kept. Each on the reading queue; what was given a moment ago may still wait to be written.
extension HistoryStore {
  /// A part of the list, newest first.
  /// - Parameters:
  ///   - offset: of the first entry, from 0.
  ///   - limit: entries at most.
  package func entries(
    _ filter: HistoryFilter, offset: Int, limit: Int
  ) async throws(HistoryProblem) -> HistoryPage {
    try await read { try EntryList.page(filter, offset: offset, limit: limit, $0) }
  }

  /// A conversation with its answers as digests; `nil` when there is none of that id.
  package func conversation(_ id: String) async throws(HistoryProblem) -> KeptConversation? {
    try await read { try KeptConversation.read(id, $0) }
  }

  /// The exchange's file as `ExchangeFileReader` reads it, as far as it was written; `nil` once its bytes are
  /// pruned and for one that is not known.
  package func exchangeFile(_ id: String) async throws(HistoryProblem) -> [UInt8]? {
    try await read { database in
      guard
        let row = try database.first("SELECT id FROM exchange WHERE uid = ?", id, read: { $0.int(0) ?? 0 })
      else { return nil }
      let file = try ExchangeRows.file(row, database)
      return file.isEmpty ? nil : file
    }
  }

  /// - Parameter exchange: its id.
  package func record(_ exchange: String) async throws(HistoryProblem) -> UsageRecord? {
    try await read { database in
      try database.first(
        "SELECT \(UsageRecord.columns) FROM exchange WHERE uid = ?", exchange, read: UsageRecord.init(row:))
    }
  }
}

/// Changes by the user. Each is on the disk when it returns.
extension HistoryStore {
  /// What is deleted leaves the bytes of the files a little later, or when `eraseDeleted` returns.
  /// - Parameter id: of the conversation; one that is not known changes nothing.
  package func change(_ id: String, _ change: HistoryChange) async throws(HistoryProblem) {
    try await write { database in
      guard let row = try ConversationRows.id(of: id, database) else { return }
      switch change {
      case .rename(let title): try ConversationRows.setTitle(row, title, isByHand: true, database)
      case .star(let isStarred):
        try database.run("UPDATE conversation SET is_starred = ? WHERE id = ?", isStarred, row)
      case .tags(let tags):
        let title = try database.first("SELECT title FROM conversation WHERE id = ?", row) { $0.text(0) }
        try ConversationRows.setTitle(row, (title ?? nil) ?? "", tags: tags, database)
      case .delete:
        guard try !ConversationRows.isAnsweredElsewhere(row, database) else {
          throw HistoryProblem(
            .busy, "An answer of it comes in another bayside, which would keep it again. Stop it there first."
          )
        }
        try ConversationRows.delete(row, database)
      }
    }
    if case .delete = change { eraseLater() }
  }

  /// Writes down what the relay's log says of a request.
  /// - Parameter exchange: its id.
  /// - Returns: whether the request is in the books.
  @discardableResult
  package func setReceipt(_ receipt: Receipt, of exchange: String) async throws(HistoryProblem) -> Bool {
    try await write { database in
      try database.run(
        "UPDATE exchange SET charged = ?, charged_currency = ?, receipt = ? WHERE uid = ?",
        receipt.charged, receipt.currency, receipt.columnText, exchange)
      return database.changes > 0
    }
  }
}
