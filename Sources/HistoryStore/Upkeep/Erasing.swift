import Dispatch

/// Words of what was deleted leave the bytes of the files too. Rows are written over when they go; the search index
/// only notes that a text is gone until its parts are merged, and the log holds pages as they were.
enum Erasing {
  enum Step { case more, done, isHeld }

  /// A row says that it is still to be done, also after a crash.
  static let migration = Migration("erasing", sql: "CREATE TABLE chore(name TEXT PRIMARY KEY) WITHOUT ROWID")

  static func isOwed(_ database: Database) throws -> Bool {
    try database.first("SELECT 1 FROM chore WHERE name = 'erase'", read: { _ in true }) ?? false
  }

  static func owe(_ database: Database) throws {
    try database.run("INSERT OR IGNORE INTO chore(name) VALUES('erase')")
  }

  /// Some of it, so that others can write between two steps. Not within a transaction.
  /// - Returns: `isHeld` when another process reads the log, so that it cannot be emptied now.
  static func step(_ database: Database) throws -> Step {
    if try database.transaction({ try SearchIndex.mergeSome(database) }) { return .more }
    guard try database.emptyLog() else { return .isHeld }
    try database.run("DELETE FROM chore WHERE name = 'erase'")
    return .done
  }
}

extension HistoryStore {
  /// Waits until words of what was deleted are in no file any more.
  /// - Returns: false when another process reads the history, so that its log still has some; they go with the next
  ///   start, or when the last bayside ends.
  package func eraseDeleted() async throws(HistoryProblem) -> Bool {
    try await onWriter { try Erasing.owe($0) }
    while true {
      switch try await onWriter({ try Erasing.step($0) }) {
      case .more: continue
      case .done: return true
      case .isHeld: return false
      }
    }
  }

  /// The same a little later and beside everything else, so that what is deleted meanwhile goes with it. What is not
  /// done when bayside ends is done at the next start.
  func eraseLater() {
    writing.async { [self] in
      guard !isErasing.value else { return }
      isErasing.value = true
      if let database = writer.value { try? Erasing.owe(database) }
      writing.asyncAfter(deadline: .now() + settings.eraseSeconds) { [weak self] in self?.eraseSome() }
    }
  }

  /// On the writing queue.
  private func eraseSome() {
    guard isErasing.value, let database = writer.value else { return }
    do {
      switch try Erasing.step(database) {
      case .more: writing.async { [weak self] in self?.eraseSome() }
      case .done, .isHeld: isErasing.value = false
      }
    } catch {
      isErasing.value = false
      mendLater(error)
    }
  }

  /// Ends what was begun, unless it takes so long that somebody waits for it. On the writing queue.
  func eraseRest(_ database: Database) {
    guard isErasing.value else { return }
    isErasing.value = false
    let start = WallClock.now
    while WallClock.now - start < 0.3, let step = try? Erasing.step(database), step == .more {}
  }
}

extension Database {
  /// Takes all that is in the log over into the file. - Returns: whether nothing is in it any more.
  /// Others who read are not waited for long: whoever wants to send stands behind this.
  func emptyLog() throws -> Bool {
    let patience = try first("PRAGMA busy_timeout") { $0.int(0) ?? 0 } ?? 0
    try execute("PRAGMA busy_timeout = 100")
    defer { try? execute("PRAGMA busy_timeout = \(patience)") }
    return try first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.int(0) } == 0
  }
}
