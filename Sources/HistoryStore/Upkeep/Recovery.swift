import CSQLite
import Dispatch
import RelayKit
import Workbench

/// What processes that are no more left open: partial answers are read back from their lines and end as cut.
enum Recovery {
  /// Row ids of exchanges that nobody will end.
  static func abandoned(_ database: Database) throws -> [Int] {
    // Sorted by SQLite, it would look through all that was ever asked.
    let open = try database.rows(
      "SELECT id, run FROM exchange INDEXED BY exchange_running WHERE outcome IS NULL"
    ) { (row: $0.int(0) ?? 0, run: $0.int(1) ?? 0) }
    guard !open.isEmpty else { return [] }
    // Read behind them: a process that had just begun is there, and its answers are not taken for abandoned ones.
    let alive = try runs(database).filter(\.isAlive).map(\.id)
    return open.filter { !alive.contains($0.run) }.map(\.row).sorted()
  }

  private static func runs(_ database: Database) throws -> [(id: Int, isAlive: Bool)] {
    try database.rows("SELECT id, pid, boot, started FROM run") {
      (id: $0.int(0) ?? 0, isAlive: $0.process(1)?.isAlive ?? false)
    }
  }

  /// Ends one of them. - Returns: whether it had not ended by itself.
  static func end(_ row: Int, _ database: Database) throws -> Bool {
    let found = try database.first(
      "SELECT \(UsageRecord.columns), prices, input_estimate FROM exchange WHERE id = ? AND outcome IS NULL",
      row
    ) { row in
      (UsageRecord(row: row), row.text(19).flatMap(TokenPrices.init(columnText:)), row.int(20))
    }
    // Another process may have been faster.
    guard let (begun, prices, inputEstimate) = found else { return false }
    var record = begun
    let file = try ExchangeRows.file(row, database)
    guard let exchange = ExchangeRows.exchange(of: file) else {
      record.figures.outcome = "cut"
      try ExchangeRows.setFigures(row, record, isInterrupted: true, database)
      return true
    }
    // The end may have been written, and only the rest not.
    let isInterrupted = exchange.outcome?.error?.details["cause"] == "program ended"
    record.end(with: exchange, prices: prices, inputEstimate: inputEstimate)
    try ExchangeRows.end(
      row, record, exchange, framesBytes: file.count, isInterrupted: isInterrupted, database)
    return isInterrupted
  }

  /// Rows of processes that are no more and left nothing open.
  static func forgetProcesses(_ database: Database) throws {
    for id in try runs(database).filter({ !$0.isAlive }).map(\.id) {
      try database.run(
        """
        DELETE FROM run WHERE id = ? AND NOT EXISTS(SELECT 1 FROM exchange WHERE run = ? AND outcome IS NULL)
        """, id, id)
    }
  }
}

extension HistoryStore {
  /// Ends what processes left open that are no more, each exchange in a transaction of its own. On the writing queue.
  /// - Returns: whether there were exchanges among it.
  @discardableResult
  func endAbandoned(_ database: Database) throws -> Bool {
    let abandoned = try Recovery.abandoned(database)
    var cut = 0
    for row in abandoned where try database.transaction({ try Recovery.end(row, database) }) { cut += 1 }
    if try database.first("SELECT 1 FROM run", read: { _ in true }) != nil {
      try database.transaction {
        try Reservations.settleAbandoned(database)
        try Recovery.forgetProcesses(database)
      }
    }
    if cut > 0 {
      notices.tell(
        "bayside ended while \(cut == 1 ? "an answer" : "\(cut) answers") came; what had come is in the history."
      )
    }
    return !abandoned.isEmpty
  }

  /// What there is to be done when the file was opened. On the writing queue.
  func recover() {
    guard let database = writer.value else { return }
    do {
      if try endAbandoned(database) { checkInBackground() }
      if (try? Erasing.isOwed(database)) == true { eraseLater() }
    } catch {
      mendLater(error)
      notices.report(HistoryProblem(error))
    }
    pruneFrames()
    // What opening needed is not needed again.
    database.releaseMemory()
    sq_return_memory()
  }
}
