package import Workbench

extension HistoryStore {
  /// What a purge would delete. Of a size it is as good as its estimate: deleting also frees room of the index.
  package func forecast(_ purge: HistoryPurge) async throws(HistoryProblem) -> PurgeForecast {
    try await read { try Purging.forecast(purge, $0) }
  }
}

extension Purging {
  /// The same steps without deleting anything.
  static func forecast(_ purge: HistoryPurge, _ database: Database) throws -> PurgeForecast {
    let size = try HistorySize.read(database)
    var forecast = PurgeForecast(going: 0, total: size.conversations, usedBytes: size.usedBytes)
    var excess = purge.beyondBytes.map { size.usedBytes - max(0, $0) } ?? 0
    if excess > 0, size.frameBytes > 0 {
      forecast.takesExchanges = true
      excess -= size.frameBytes
    }
    let oldest = try database.rows(
      """
      SELECT id, updated_at FROM conversation INDEXED BY conversation_list
      WHERE \(purge.keepsStarred ? "NOT is_starred" : "1") ORDER BY updated_at, id
      """
    ) { (id: $0.int(0) ?? 0, instant: $0.double(1) ?? 0) }
    for conversation in oldest {
      let isOld = purge.olderThan.map { conversation.instant < $0 } ?? false
      guard isOld || excess > 0 else { break }
      let isRunning = try database.first(
        "SELECT 1 FROM exchange WHERE talk = ? AND outcome IS NULL", conversation.id, read: { _ in true })
      if isRunning != nil { continue }
      if excess > 0 { excess -= try bytes(of: conversation.id, database) }
      forecast.going += 1
    }
    return forecast
  }
}
