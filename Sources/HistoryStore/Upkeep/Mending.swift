import Dispatch
import Glibc
import RelayKit
import Synchronization
import Workbench

/// What is done about a damaged file: it is moved aside, never deleted, and what can be read of it is taken over
/// into a new one.
extension HistoryStore {
  /// Does something about damage that was met, when the writing queue comes to it. Any thread.
  func mendLater(_ error: any Error) {
    guard let error = error as? DatabaseError, error.isDamage || error.isSearchDamage else { return }
    writing.async { [self] in mend(error) }
  }

  /// On the writing queue.
  func mend(_ error: DatabaseError) {
    guard let damaged = writer.value else { return }
    do {
      if try error.isSearchDamage || Salvage.isSound(damaged), (try? recreateSearch(damaged)) != nil {
        return notices.tell("The search index of the history was damaged and was made anew.")
      }
      try replaceConnection { try mendFile() }
    } catch {
      giveUp(error)
    }
  }

  /// Where the file was removed, or another process has mended it, goes on in the one that has its name now. On the
  /// writing queue.
  func followFile() {
    guard writer.value != nil, file.identity != identity.value else { return }
    do {
      try replaceConnection {
        let lock = DirectoryLock(file.directory)
        defer { lock.unlock() }
        _ = try file.prepare()
        return try openDatabase()
      }
      notices.tell(
        "The history file was removed or replaced; what comes is kept in \(file.path) as it is now.")
    } catch {
      giveUp(error)
    }
  }

  private func replaceConnection(_ open: () throws -> Database) throws {
    writer.value = nil
    reading.sync { reader.value = nil }
    let database = try open()
    writer.value = database
    var next = journal.value
    try database.transaction { try next.reattach(to: database) }
    journal.value = next
  }

  private func giveUp(_ error: any Error) {
    writer.value = nil
    state.withLock { if $0 != .closed { $0 = .off } }
    notices.report(HistoryProblem(error))
  }

  private func recreateSearch(_ database: Database) throws {
    try database.transaction { try SearchIndex.recreate(database) }
  }

  /// - Returns: a connection to a new file with all that could be read of the damaged one.
  func mendFile() throws -> Database {
    let lock = DirectoryLock(file.directory)
    defer { lock.unlock() }
    // Another process may have done it already.
    if let opened = identity.value, let now = file.identity, now != opened { return try openDatabase() }
    let moved = file.freePath(".damaged-\(WallClock.stamp)")
    for companion in [""] + HistoryFile.companions { rename(file.path + companion, moved + companion) }
    guard try file.prepare() else {
      throw HistoryProblem(.damaged, "The history is damaged and cannot be moved aside. Nothing is kept.")
    }
    let database = try openDatabase()
    let found = try Salvage.copy(from: moved, to: database)
    notices.tell("The history was damaged. The file was moved to \(moved); " + found.sentence)
    return database
  }
}

/// Held by the one process that moves files about in a directory.
private struct DirectoryLock {
  private let descriptor: Int32

  init(_ directory: String) {
    descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    flock(descriptor, LOCK_EX)
  }

  func unlock() { Glibc.close(descriptor) }
}

extension Journal {
  /// Goes on with exchanges that run, in a file that may not have them.
  mutating func reattach(to database: Database) throws {
    images = RememberedImages()
    let run = running.isEmpty ? nil : try ThisProcess.insertRow(database)
    self.run = run
    for (id, old) in running {
      let known = try database.first("SELECT id FROM exchange WHERE uid = ?", id) { $0.int(0) ?? 0 }
      let talk = try old.record.conversation.map { uid in
        try ConversationRows.ensure(
          uid, kind: old.record.kind.entryKind, isDemo: old.record.isDemo, at: old.record.startedAt, database)
      }
      let row =
        try known
        ?? ExchangeRows.insert(
          old.record, talk: talk, run: run, prices: old.prices, inputEstimate: old.inputEstimate, calendar,
          database)
      try database.run("UPDATE exchange SET run = ? WHERE id = ?", run, row)
      let last = try database.first("SELECT max(seq) FROM frames WHERE exchange = ?", row) { $0.int(0) }
      var new = Running(
        row: row, record: old.record, prices: old.prices, inputEstimate: old.inputEstimate, writer: old.writer
      )
      new.seq = ((last ?? nil) ?? -1) + 1
      new.isEnded = old.isEnded
      new.isTorn = true
      running[id] = new
    }
  }
}

/// Reads what can be read of a damaged file.
struct Salvage {
  private(set) var conversations = 0
  private(set) var exchanges = 0

  var sentence: String {
    conversations + exchanges == 0
      ? "nothing could be read of it."
      : "\(conversations) conversations and \(exchanges) requests could be read of it and are here."
  }

  static func isSound(_ database: Database) throws -> Bool {
    try database.first("PRAGMA quick_check(1)") { $0.text(0) } == "ok"
  }

  /// - Throws: only what the new file refuses.
  static func copy(from path: String, to database: Database) throws -> Salvage {
    var found = Salvage()
    guard let source = readable(path) else { return found }
    try database.transaction {
      found.conversations = try copy("conversation", from: source, to: database)
      found.exchanges = try copy("exchange", from: source, to: database)
      for table in ["message", "comparison", "frames", "media_file", "video_task"] {
        _ = try copy(table, from: source, to: database)
      }
      _ = try copy("digest", key: "exchange", from: source, to: database)
      _ = try copy("draft", key: "run", from: source, to: database)
      // Numbers of processes begin anew: these are of none that runs.
      try database.run("UPDATE draft SET run = -run - 1")
      try copySpending(from: source, to: database)
      found.conversations += try restoreLostConversations(database)
      try skipTakenRows(database)
      try SearchIndex.rebuild(database)
    }
    return found
  }

  /// What was spent in private mode, which no request tells.
  private static func copySpending(from source: Database, to database: Database) throws {
    var rows: [(day: Int, key: String, amount: Double)] = []
    try? source.each("SELECT day, key_name, amount FROM private_spending") { row in
      rows.append((row.int(0) ?? 0, row.text(1) ?? "", row.double(2) ?? 0))
      return true
    }
    for row in rows {
      try Reservations.addPrivate(row.amount, day: row.day, keyName: row.key, database)
    }
  }

  /// Makes rows of conversations again whose messages, answers or lines were read.
  private static func restoreLostConversations(_ database: Database) throws -> Int {
    let statements = [
      """
      SELECT talk, conversation, CASE WHEN kind IN ('lane', 'judge') THEN 'comparison' ELSE 'chat' END, '',
        min(started_at), max(started_at) FROM exchange WHERE talk IS NOT NULL AND conversation IS NOT NULL GROUP BY talk
      """,
      "SELECT DISTINCT conversation, 'found-' || conversation, 'chat', '', unixepoch(), unixepoch() FROM message",
      """
      SELECT DISTINCT conversation, 'found-' || conversation, 'comparison', '', unixepoch(), unixepoch()
      FROM comparison
      """,
    ]
    var restored = 0
    for statement in statements {
      try database.run(
        "INSERT OR IGNORE INTO conversation(id, uid, kind, title, created_at, updated_at) \(statement)")
      restored += database.changes
    }
    // Their names went with their rows; the first words name them again.
    try database.run(
      """
      UPDATE conversation SET title = coalesce(
        (SELECT substr(replace(text, char(10), ' '), 1, 80) FROM message
          WHERE message.conversation = conversation.id AND text <> '' ORDER BY number LIMIT 1), '')
      WHERE title = ''
      """)
    return restored
  }

  /// Bytes may have been read of requests whose rows were not: their row ids must not be given to new requests.
  private static func skipTakenRows(_ database: Database) throws {
    // Numbers beyond these are damaged themselves, and those of no request.
    let ids =
      "SELECT id FROM exchange UNION ALL SELECT exchange FROM frames UNION ALL SELECT exchange FROM digest"
    let taken = try database.first(
      "SELECT max(id) FROM (\(ids)) WHERE id < ?", SearchDocument.mostNumber, read: { $0.whole(0) })
    try database.run("DELETE FROM sqlite_sequence WHERE name = 'exchange'")
    try database.run("INSERT INTO sqlite_sequence(name, seq) VALUES('exchange', ?)", taken ?? 0)
  }

  /// With what was written last, if that can be read; `nil` when nothing can.
  private static func readable(_ path: String) -> Database? {
    for database in [
      try? Database(path: path, access: .readOnly), try? HistoryFile(path).openWithoutLog(),
    ] {
      guard let database else { continue }
      // Of a file that is shorter than it should be SQLite reads nothing unless it is told to be lenient. Nothing can
      // be written through this connection.
      try? database.setDefensive(false)
      try? database.execute("PRAGMA trusted_schema = OFF; PRAGMA writable_schema = ON")
      if (try? database.first("SELECT count(*) FROM sqlite_schema", read: { $0.int(0) })) != nil {
        return database
      }
    }
    return nil
  }

  /// - Returns: rows that were taken over.
  private static func copy(
    _ table: String, key: String = "id", from source: Database, to target: Database
  ) throws -> Int {
    let known = try columns(of: table, target)
    guard let there = try? columns(of: table, source), there.contains(key) else { return 0 }
    let names = [key] + known.filter { there.contains($0) && $0 != key }
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let insert = "INSERT OR IGNORE INTO \(table)(\(names.joined(separator: ", "))) VALUES(\(marks))"
    let select =
      "SELECT \(names.joined(separator: ", ")) FROM \(table) NOT INDEXED WHERE \(key) > ? ORDER BY \(key) LIMIT 64"
    var copied = 0
    var last = -1
    // Behind a place that cannot be read the next one is looked for in growing steps.
    var step = 1
    while last < 1 << 40 {
      var batch: [[(any SQLBindable)?]] = []
      do {
        try source.each(select, last) { row in
          batch.append(names.indices.map(row.value))
          last = row.int(0) ?? last
          return true
        }
        if batch.isEmpty { break }
      } catch {
        if batch.isEmpty {
          last += step
          step *= 2
        }
      }
      if !batch.isEmpty { step = 1 }
      for values in batch {
        try target.run(insert, values: values)
        copied += target.changes
      }
    }
    return copied
  }

  private static func columns(of table: String, _ database: Database) throws -> [String] {
    try database.rows("SELECT name FROM pragma_table_info(?)", table) { $0.text(0) ?? "" }
  }
}
