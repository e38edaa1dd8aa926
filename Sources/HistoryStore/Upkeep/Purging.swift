/// What is to be deleted of the oldest. Both may be set.
package struct HistoryPurge: Sendable, Hashable {
  /// Conversations that were changed last before this instant go (wall clock, seconds since 1970).
  package var olderThan: Double?
  /// As many of the oldest go as it takes until what is kept needs no more bytes: bytes of exchanges first.
  package var beyondBytes: Int?
  /// Starred ones stay.
  package var keepsStarred = true

  package init(olderThan: Double? = nil, beyondBytes: Int? = nil) {
    self.olderThan = olderThan
    self.beyondBytes = beyondBytes
  }
}

/// How much room the history takes.
package struct HistorySize: Sendable, Hashable {
  /// Of the file, without its log.
  package var fileBytes = 0
  /// Of it in use; `vacuum` gives the rest back.
  package var usedBytes = 0
  /// Bytes of exchanges that are still kept.
  package var frameBytes = 0
  package var conversations = 0
  package var exchanges = 0
  /// When the oldest conversation was changed last.
  package var oldest: Double?

  package init() {}
}

extension HistoryStore {
  package func size() async throws(HistoryProblem) -> HistorySize {
    try await read { try HistorySize.read($0) }
  }

  /// Deletes the oldest, in steps between which others are written. What requests cost stays in the books.
  /// - Returns: conversations that were deleted.
  package func purge(_ purge: HistoryPurge) async throws(HistoryProblem) -> Int {
    var deleted = 0
    if purge.beyondBytes != nil {
      while try await write({ try Purging.pruneFrames(purge, $0) }) {}
    }
    while true {
      let step = try await write { try Purging.step(purge, $0) }
      guard step > 0 else { break }
      deleted += step
    }
    if let instant = purge.olderThan {
      while try await write({ try Purging.forgetLoose(before: instant, $0) }) {}
      try await forgetMedia(before: instant)
    }
    if deleted > 0 { eraseLater() }
    return deleted
  }

  /// Gives room that is not needed any more back to the system, and overwrites what was deleted. Needs as much room
  /// again for a while, and holds up whatever begins meanwhile.
  /// - Returns: bytes of the file before and after.
  package func vacuum() async throws(HistoryProblem) -> (before: Int, after: Int) {
    let sizes = try await onWriter { database in
      let before = try HistorySize.read(database).fileBytes
      try database.transaction { try SearchIndex.optimize(database) }
      try database.run("VACUUM")
      _ = try database.emptyLog()
      return [before, try HistorySize.read(database).fileBytes]
    }
    return (sizes[0], sizes[1])
  }
}

extension HistorySize {
  static func read(_ database: Database) throws -> HistorySize {
    func number(_ sql: String) throws -> Int { try database.first(sql) { $0.int(0) ?? 0 } ?? 0 }
    var size = HistorySize()
    let page = try number("PRAGMA page_size")
    let pages = try number("PRAGMA page_count")
    size.fileBytes = page * pages
    size.usedBytes = page * (pages - (try number("PRAGMA freelist_count")))
    size.frameBytes = try number(
      "SELECT sum(frames_bytes) FROM exchange INDEXED BY exchange_frames WHERE frames_bytes > 0")
    size.conversations = try number("SELECT count(*) FROM conversation")
    size.exchanges = try number("SELECT count(*) FROM exchange")
    size.oldest = try database.first("SELECT min(updated_at) FROM conversation") { $0.double(0) } ?? nil
    return size
  }
}

/// Steps of a purge, each one short transaction.
enum Purging {
  private static let most = 20

  /// Conversations in the order in which they go.
  static func oldest(
    _ purge: HistoryPurge, most: Int? = nil, _ database: Database
  ) throws -> [(id: Int, instant: Double)] {
    try database.rows(
      """
      SELECT id, updated_at FROM conversation INDEXED BY conversation_list
      WHERE \(purge.keepsStarred ? "NOT is_starred" : "1") ORDER BY updated_at, id LIMIT \(most ?? -1)
      """
    ) { (id: $0.int(0) ?? 0, instant: $0.double(1) ?? 0) }
  }

  /// An answer of it is coming.
  static func isInUse(_ conversation: Int, _ database: Database) throws -> Bool {
    try database.first(
      "SELECT 1 FROM exchange WHERE talk = ? AND outcome IS NULL", conversation, read: { _ in true }) ?? false
  }

  /// - Returns: conversations that were deleted; 0 when none is left that must go.
  static func step(_ purge: HistoryPurge, _ database: Database) throws -> Int {
    var excess = 0
    if let bytes = purge.beyondBytes { excess = try HistorySize.read(database).usedBytes - max(0, bytes) }
    guard purge.olderThan != nil || excess > 0 else { return 0 }
    var deleted = 0
    for conversation in try oldest(purge, most: most, database) {
      let isOld = purge.olderThan.map { conversation.instant < $0 } ?? false
      guard isOld || excess > 0 else { break }
      if try isInUse(conversation.id, database) { continue }
      excess -= try bytes(of: conversation.id, database)
      try ConversationRows.delete(conversation.id, database)
      deleted += 1
    }
    return deleted
  }

  static func bytes(of conversation: Int, _ database: Database) throws -> Int {
    try database.first(
      """
      SELECT (SELECT ifnull(sum(length(content) + length(text)), 0) FROM message WHERE conversation = ?1)
        + (SELECT ifnull(sum(length(data)), 0) FROM comparison WHERE conversation = ?1)
        + (SELECT ifnull(sum(length(data)), 0) FROM digest JOIN exchange ON exchange.id = digest.exchange
          WHERE talk = ?1)
      """, conversation
    ) { $0.int(0) ?? 0 } ?? 0
  }

  /// - Returns: whether more may have to go.
  static func pruneFrames(_ purge: HistoryPurge, _ database: Database) throws -> Bool {
    guard let bytes = purge.beyondBytes else { return false }
    let size = try HistorySize.read(database)
    let excess = size.usedBytes - max(0, bytes)
    guard excess > 0, size.frameBytes > 0 else { return false }
    let policy = FramePolicy(days: 1e6, bytes: max(0, size.frameBytes - excess))
    return try FramePruning.step(policy, now: WallClock.now, database)
  }

  /// Texts of old requests that belong to no conversation. - Returns: whether there may be more.
  static func forgetLoose(before instant: Double, _ database: Database) throws -> Bool {
    let rows = try database.rows(
      """
      SELECT exchange.id FROM exchange JOIN digest ON digest.exchange = exchange.id
      WHERE talk IS NULL AND outcome IS NOT NULL AND started_at < ? LIMIT \(most)
      """, instant
    ) { $0.int(0) ?? 0 }
    for row in rows {
      try database.run("DELETE FROM digest WHERE exchange = ?", row)
      try database.run("DELETE FROM frames WHERE exchange = ?", row)
      try database.run("UPDATE exchange SET frames_bytes = 0, error_message = NULL WHERE id = ?", row)
    }
    return rows.count == most
  }
}
