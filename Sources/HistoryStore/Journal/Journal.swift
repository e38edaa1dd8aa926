import RelayKit
import Workbench

/// What the writing queue knows of what it has written. A value: when a transaction is rolled back, so is this.
struct Journal {
  /// An exchange that runs.
  struct Running {
    /// Row id.
    let row: Int
    var record: UsageRecord
    let prices: TokenPrices?
    let inputEstimate: Int?
    var writer: ExchangeFileWriter
    /// Of the next piece.
    var seq = 0
    var isEnded = false
    /// Lines of it are lost, so that all are written anew at its end.
    var isTorn = false
    var bytes = 0
    /// Lines that are not in a row yet.
    var lines: [UInt8] = []
  }

  var running: [String: Running] = [:]
  /// The row of this process; made with its first exchange.
  var run: Int?
  var images = RememberedImages()
  var editions = Editions()
  /// What is in `frames`, since it was counted.
  var addedBytes = 0
  let calendar: LocalDays

  init(calendar: LocalDays) { self.calendar = calendar }

  /// Writes jobs down, within a transaction of the caller.
  mutating func write(_ jobs: [JournalJob], to database: Database) throws {
    for job in jobs {
      switch job {
      case .begin(let record, let exchange, let prices, let inputEstimate):
        try begin(record, exchange, prices, inputEstimate, database)
      case .update(let update, let id): take(update, of: id)
      case .end(let id, let exchange, let isWhole):
        try end(id, exchange, isWhole: isWhole, database)
      case .keep(let image): try keep(image, database)
      case .draft(let text): try keepDraft(text, database)
      case .compare(let id, let title, let isDemo, let lines):
        try appendComparison(id, title, isDemo: isDemo, lines, database)
      }
    }
    for id in Array(running.keys) { try writeLines(of: id, database) }
  }

  private mutating func keepDraft(_ text: String, _ database: Database) throws {
    // Who never wrote anything has nothing to take back.
    if text.isEmpty, run == nil { return }
    try Drafts.keep(text, of: ownRow(database), database)
  }

  /// Of this process.
  mutating func ownRow(_ database: Database) throws -> Int {
    let row = try run ?? ThisProcess.insertRow(database)
    run = row
    return row
  }

  // MARK: Exchanges

  private mutating func begin(
    _ record: UsageRecord, _ exchange: Exchange, _ prices: TokenPrices?, _ inputEstimate: Int?,
    _ database: Database
  ) throws {
    let run = try ownRow(database)
    let talk = try record.conversation.map { uid in
      try ConversationRows.ensure(
        uid, kind: record.kind.entryKind, isDemo: record.isDemo, at: record.startedAt, database)
    }
    let row = try ExchangeRows.insert(
      record, talk: talk, run: run, prices: prices, inputEstimate: inputEstimate, calendar, database)
    var running = Running(
      row: row, record: record, prices: prices, inputEstimate: inputEstimate, writer: ExchangeFileWriter())
    running.lines = running.writer.bytes(for: .began(exchange))
    self.running[record.id] = running
  }

  private mutating func take(_ update: ExchangeUpdate, of id: String) {
    // The first line was written when it began.
    if case .began = update { return }
    guard var exchange = running.removeValue(forKey: id) else { return }
    if case .ended = update { exchange.isEnded = true }
    exchange.lines += exchange.writer.bytes(for: update)
    running[id] = exchange
  }

  private mutating func end(_ id: String, _ exchange: Exchange, isWhole: Bool, _ database: Database) throws {
    guard var known = running.removeValue(forKey: id) else { return }
    if isWhole, !known.isTorn {
      if !known.isEnded, let outcome = exchange.outcome {
        let instant = exchange.end ?? exchange.lastStart
        known.lines += known.writer.bytes(for: .ended(outcome, exchange.summary, instant))
      }
    } else {
      try database.run("DELETE FROM frames WHERE exchange = ?", known.row)
      (known.seq, known.bytes, known.lines) = (0, 0, exchange.file)
    }
    try known.writeLines(database)
    known.record.end(with: exchange, prices: known.prices, inputEstimate: known.inputEstimate)
    try ExchangeRows.end(
      known.row, known.record, exchange, framesBytes: known.bytes, isInterrupted: false, database)
    addedBytes += known.bytes
  }

  private mutating func writeLines(of id: String, _ database: Database) throws {
    guard running[id]?.lines.isEmpty == false, var exchange = running.removeValue(forKey: id) else { return }
    try exchange.writeLines(database)
    running[id] = exchange
  }
}

extension Journal.Running {
  /// Large pieces are split, so that reading and pruning never need one piece of memory for all.
  private static var largestPiece: Int { 1 << 20 }

  fileprivate mutating func writeLines(_ database: Database) throws {
    var start = 0
    while start < lines.count {
      let end = min(start + Self.largestPiece, lines.count)
      try database.run(
        "INSERT INTO frames(exchange, seq, data) VALUES(?, ?, ?)", row, seq, Array(lines[start..<end]))
      seq += 1
      start = end
    }
    bytes += lines.count
    lines = []
  }
}

extension UsageRecord.Kind {
  /// Of the conversation that such a request belongs to.
  var entryKind: HistoryEntry.Kind {
    switch self {
    case .lane, .judge: .comparison
    case .chat, .image, .edit, .video: .chat
    }
  }
}
