import Dispatch
import Synchronization
package import Workbench

/// What was sent and received, in one file of SQLite. All of it may be called on any thread; nothing but `begin`,
/// `flush` and `close` waits for the disk. A file that cannot be used is said so once, and the store goes on
/// without keeping: then reading throws the same problem.
package final class HistoryStore: Sendable {
  /// Everything that is written, in the order in which it was given.
  let writing = DispatchQueue(label: "history.writing")
  let reading = DispatchQueue(label: "history.reading")
  let opening = DispatchGroup()
  let writer: QueueBound<Database?>
  let reader: QueueBound<Database?>
  let file: HistoryFile
  let calendar: LocalDays
  let notices: Notices
  let migrations: [Migration]

  init(
    path: String, utcOffset: Int, migrations: [Migration] = Schema.migrations,
    say: @escaping @Sendable (String) -> Void
  ) {
    file = HistoryFile(path)
    calendar = LocalDays(utcOffset: utcOffset)
    notices = Notices(say)
    writer = QueueBound(nil, on: writing)
    reader = QueueBound(nil, on: reading)
    self.migrations = migrations
  }

  /// Opens the file, or makes it, in the background: returns at once.
  /// - Parameters:
  ///   - path: of the file; empty where there is no place for it.
  ///   - utcOffset: seconds that local time is ahead of UTC, for days and months in the books.
  ///   - say: one sentence for the user, on any thread: why nothing is kept, that the disk is full, that there is
  ///     room again, what was mended. Each is said once until it changes.
  package static func open(
    path: String, utcOffset: Int, say: @escaping @Sendable (String) -> Void
  ) -> HistoryStore {
    let store = HistoryStore(path: path, utcOffset: utcOffset, say: say)
    store.start()
    return store
  }

  func start() {
    opening.enter()
    writing.async { [self] in
      defer { opening.leave() }
      do {
        writer.value = try openFile()
      } catch {
        notices.report(HistoryProblem(error))
      }
    }
  }

  private func openFile() throws -> Database {
    _ = try file.prepare()
    let database = try Database(path: file.path, access: .readWrite)
    try database.setUpForWriting()
    try Schema.migrate(database, with: migrations)
    return database
  }

  /// Why nothing is kept at the moment, or what waits for the disk; `nil` while all is well, and until the file
  /// was opened.
  package var problem: HistoryProblem? { notices.problem }

  /// Runs `body` on the reading queue, in one state of the file.
  /// - Parameter body: may query and must not write.
  /// - Throws: why the file cannot be read.
  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(HistoryProblem) -> Value {
    let result: Result<Value, HistoryProblem> = await withCheckedContinuation { continuation in
      reading.async { [self] in
        opening.wait()
        do {
          let database = try readingConnection()
          continuation.resume(returning: .success(try database.snapshot { try body(database) }))
        } catch {
          continuation.resume(returning: .failure(HistoryProblem(error)))
        }
      }
    }
    return try result.get()
  }

  private func readingConnection() throws -> Database {
    if let open = reader.value { return open }
    if let problem { throw problem }
    let database = try Database(path: file.path, access: .readWrite)
    try database.setUpForReading()
    reader.value = database
    return database
  }

  /// Runs `body` on the writing queue, as one transaction.
  /// - Throws: why nothing of it was written.
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(HistoryProblem) -> Value {
    let result: Result<Value, HistoryProblem> = await withCheckedContinuation { continuation in
      writing.async { [self] in
        do {
          guard let database = writer.value else {
            throw problem ?? HistoryProblem(.other, "The history is closed.")
          }
          continuation.resume(returning: .success(try database.transaction { try body(database) }))
        } catch {
          continuation.resume(returning: .failure(HistoryProblem(error)))
        }
      }
    }
    return try result.get()
  }

  // MARK: The books

  /// - Parameter exchange: its id.
  package func record(_ exchange: String) async throws(HistoryProblem) -> UsageRecord? {
    try await read { database in
      try database.first(
        "SELECT \(UsageRecord.columns) FROM exchange WHERE uid = ?", exchange, read: UsageRecord.init(row:))
    }
  }

  /// Writes down what the relay's log says of a request.
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

extension Database {
  /// Each transaction is on the disk when it ends, and survives the loss of power.
  func setUpForWriting() throws(DatabaseError) {
    try execute("PRAGMA journal_mode = WAL")
    try execute("PRAGMA synchronous = FULL")
    try execute("PRAGMA journal_size_limit = 4194304")
  }

  func setUpForReading() throws(DatabaseError) {
    try execute("PRAGMA query_only = 1")
    try execute("PRAGMA cache_size = -8000")
  }
}
