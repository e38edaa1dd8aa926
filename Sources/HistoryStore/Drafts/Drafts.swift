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

  /// Takes out those of processes that are no more, oldest first. A process that ended as it should has no row any
  /// more, and its draft stays all the same.
  static func takeLeft(_ database: Database) throws -> [String] {
    let left = try database.rows(
      """
      SELECT draft.run, text, pid, boot, started FROM draft LEFT JOIN run ON run.id = draft.run ORDER BY at
      """
    ) { row in
      let process = row.int(2).map {
        ThisProcess(pid: $0, boot: row.text(3) ?? "", started: row.text(4) ?? "")
      }
      return (run: row.int(0) ?? 0, text: row.text(1) ?? "", isAlive: process?.isAlive ?? false)
    }.filter { !$0.isAlive }
    for draft in left { try keep("", of: draft.run, database) }
    return left.map(\.text)
  }
}

extension HistoryStore {
  /// What earlier runs of bayside left in their message boxes when they ended, oldest first. Each is given out once.
  package func takeLeftDrafts() async throws(HistoryProblem) -> [String] {
    try await write { try Drafts.takeLeft($0) }
  }
}
