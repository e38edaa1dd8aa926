package import Workbench

/// Receipts beside the requests that they are for.
extension HistoryStore {
  /// No log of a relay names more requests, by far.
  private static let mostRequests = 20_000

  /// Requests of a relay and key that have ended, newest first.
  /// - Parameters:
  ///   - relay: the base URL.
  ///   - since: seconds since 1970.
  package func endedRequests(
    relay: String, keyLabel: String, since: Double
  ) async throws(HistoryProblem) -> [UsageRecord] {
    // What ended a moment ago is written first; a file that cannot be written can still be read.
    _ = try? await write { _ in true }
    return try await read { database in
      try database.rows(
        """
        SELECT \(UsageRecord.columns) FROM exchange
        WHERE started_at >= ? AND relay = ? AND key_label = ? AND outcome IS NOT NULL
        ORDER BY started_at DESC LIMIT ?
        """, since, relay, keyLabel, Self.mostRequests, read: UsageRecord.init)
    }
  }

  /// Puts receipts to their requests, all or none of them. Those of requests that were deleted are left out.
  package func keep(_ receipts: [(exchange: String, receipt: Receipt)]) async throws(HistoryProblem) {
    guard !receipts.isEmpty else { return }
    try await write { database in
      for (exchange, receipt) in receipts {
        try database.run(
          "UPDATE exchange SET charged = ?, charged_currency = ?, receipt = ? WHERE uid = ?", receipt.charged,
          receipt.currency, receipt.columnText, exchange)
      }
    }
  }
}
