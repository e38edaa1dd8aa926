/// What was written in message boxes and not sent: one text for each process.
enum Drafts {
  static let migration = Migration(
    "drafts", sql: "CREATE TABLE draft(run INTEGER PRIMARY KEY, text TEXT NOT NULL, at REAL NOT NULL)")

  /// - Parameters:
  ///   - text: in place of the one that is there; empty for none.
  ///   - run: row id of the process.
  static func keep(_ text: String, of run: Int, _ database: Database) throws {
    if text.isEmpty {
      try database.run("DELETE FROM draft WHERE run = ?", run)
    } else {
      try database.run(
        "INSERT OR REPLACE INTO draft(run, text, at) VALUES(?, ?, ?)", run, text, WallClock.now)
    }
  }

  /// The newest one of a process that is no more. A process that ended as it should has no row any more, and its draft
  /// stays all the same.
  fileprivate static func newestLeft(_ database: Database) throws -> (run: Int, text: String)? {
    try database.rows(
      """
      SELECT draft.run, text, pid, boot, started FROM draft LEFT JOIN run ON run.id = draft.run ORDER BY at DESC
      """
    ) { (run: $0.int(0) ?? 0, text: $0.text(1) ?? "", isAlive: $0.process(2)?.isAlive ?? false) }
    .first { !$0.isAlive }.map { ($0.run, $0.text) }
  }
}

extension HistoryStore {
  /// The newest text that an earlier run of bayside left in its message box; `nil` without one, and where this run
  /// keeps one already. It is this run's from now on, so that it stays kept until it is sent or cleared. Older ones
  /// wait for later starts.
  package func takeLeftDraft() async throws(HistoryProblem) -> String? {
    try await onWriter { [self] database in
      var next = journal.value
      let text = try database.transaction { () -> String? in
        guard let left = try Drafts.newestLeft(database) else { return nil }
        let run = try next.ownRow(database)
        let hasOwn = try database.first("SELECT 1 FROM draft WHERE run = ?", run) { _ in true } ?? false
        guard !hasOwn else { return nil }
        try database.run("UPDATE draft SET run = ? WHERE run = ?", run, left.run)
        return left.text
      }
      journal.value = next
      return text
    }
  }

  /// What was kept of the message box goes, out of the log of the file as well: it became private.
  package func forgetDraft() {
    keepDraft("")
    eraseLater()
  }
}
