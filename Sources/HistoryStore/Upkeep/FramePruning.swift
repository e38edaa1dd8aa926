import Dispatch

/// When the bytes of exchanges go, which only the inspector and replays need. Answers, digests and figures stay.
package struct FramePolicy: Sendable, Hashable {
  /// Bytes of exchanges that began longer ago go.
  package var days: Double
  /// Beyond so many bytes in all, those of the oldest exchanges go.
  package var bytes: Int

  package init(days: Double = 30, bytes: Int = 512 << 20) {
    self.days = days
    self.bytes = bytes
  }

  static var bytesBetweenChecks: Int { 16 << 20 }
}

enum FramePruning {
  /// Exchanges in one transaction.
  private static let most = 50

  /// Prunes some of the oldest. - Returns: whether there may be more.
  static func step(_ policy: FramePolicy, now: Double, _ database: Database) throws -> Bool {
    let oldest = now - policy.days * 86400
    var excess =
      (try database.first(
        "SELECT sum(frames_bytes) FROM exchange INDEXED BY exchange_frames WHERE frames_bytes > 0",
        read: { $0.int(0) ?? 0 }) ?? 0) - policy.bytes
    let rows = try database.rows(
      """
      SELECT id, started_at, frames_bytes FROM exchange INDEXED BY exchange_frames
      WHERE frames_bytes > 0 AND outcome IS NOT NULL ORDER BY started_at LIMIT \(most)
      """
    ) { (id: $0.int(0) ?? 0, start: $0.double(1) ?? 0, bytes: $0.int(2) ?? 0) }
    var pruned = 0
    for row in rows {
      guard row.start < oldest || excess > 0 else { break }
      try database.run("DELETE FROM frames WHERE exchange = ?", row.id)
      try database.run("UPDATE exchange SET frames_bytes = 0 WHERE id = ?", row.id)
      excess -= row.bytes
      pruned += 1
    }
    return pruned == most
  }
}

extension HistoryStore {
  /// In short transactions, between which others are written. On the writing queue.
  func pruneFrames() {
    guard let database = writer.value else { return }
    journal.value.addedBytes = 0
    do {
      let isMore = try database.transaction {
        try FramePruning.step(settings.frames, now: WallClock.now, database)
      }
      if isMore { writing.async { [self] in pruneFrames() } }
    } catch {
      // It is tried again when more has come.
      mendLater(error)
    }
  }
}
