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
    for conversation in try oldest(purge, database) {
      let isOld = purge.olderThan.map { conversation.instant < $0 } ?? false
      guard isOld || excess > 0 else { break }
      if try isInUse(conversation.id, database) { continue }
      if excess > 0 { excess -= try bytes(of: conversation.id, database) }
      forecast.going += 1
    }
    return forecast
  }
}
