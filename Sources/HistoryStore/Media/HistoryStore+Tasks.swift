import RelayKit
package import Workbench

/// Video tasks. Several bayside programs may run at once: a task belongs to the one that claimed it, as long as that
/// lives, and only that one asks for it and writes it.
extension HistoryStore {
  /// Writes a task down as it is now; it is on the disk when this returns. A task that is not known yet is claimed.
  /// - Returns: whether it was written: false when another program has claimed it meanwhile, or it was forgotten.
  /// - Throws: why nothing was written.
  @discardableResult
  package func keep(_ task: VideoTask, isNew: Bool = false) async throws(HistoryProblem) -> Bool {
    try await claiming { run, database in
      if isNew {
        try database.run(
          """
          INSERT INTO video_task(uid, exchange, started_at, is_unfinished, run, data, answer)
          VALUES(?, ?, ?, ?, ?, ?, ?)
          """, task.id, task.exchange, task.startedAt, task.isUnfinished, run, task.json.text(),
          task.lastAnswer)
      } else {
        try database.run(
          """
          UPDATE video_task SET is_unfinished = ?, run = ?, data = ?, answer = ?
          WHERE uid = ? AND (run IS NULL OR run = ? OR run NOT IN (SELECT id FROM run))
          """, task.isUnfinished, run, task.json.text(), task.lastAnswer, task.id, run)
      }
      return database.changes > 0
    }
  }

  /// Newest first.
  package func tasks(limit: Int = 500) async throws(HistoryProblem) -> [VideoTask] {
    try await read { try VideoTaskRows.read("ORDER BY started_at DESC, id DESC LIMIT ?", limit, $0) }
  }

  /// - Parameter id: ours, or the relay's; of several with it the newest.
  package func task(_ id: String) async throws(HistoryProblem) -> VideoTask? {
    try await read { database in
      try VideoTaskRows.read("WHERE uid = ?", id, database).first
        ?? VideoTaskRows.read(
          "WHERE json_extract(data, '$.server_id') = ? ORDER BY started_at DESC LIMIT 1", id, database
        ).first
    }
  }

  /// Takes over all that is unfinished and that no living program has, this one's own among them.
  package func claimTasks() async throws(HistoryProblem) -> [VideoTask] {
    try await claiming { run, database in
      let free = try VideoTaskRows.free("is_unfinished", run, database)
      for id in free { try database.run("UPDATE video_task SET run = ? WHERE id = ?", run, id) }
      return try free.flatMap { try VideoTaskRows.read("WHERE id = ?", $0, database) }
    }
  }

  /// Takes over one task, finished or not. - Returns: `nil` when another living program has it, or there is none.
  package func claim(_ id: String) async throws(HistoryProblem) -> VideoTask? {
    try await claiming { run, database in
      guard
        let row = try database.first("SELECT id FROM video_task WHERE uid = ?", id, read: { $0.int(0) ?? 0 }),
        try VideoTaskRows.free("video_task.id = \(row)", run, database) == [row]
      else { return nil }
      try database.run("UPDATE video_task SET run = ? WHERE id = ?", run, row)
      return try VideoTaskRows.read("WHERE id = ?", row, database).first
    }
  }

  /// Lets another program have it. - Parameter id: ours.
  package func release(_ id: String) async throws(HistoryProblem) {
    try await claiming { run, database in
      try database.run("UPDATE video_task SET run = NULL WHERE uid = ? AND run = ?", id, run)
    }
  }

  /// Deletes the row of a task; the relay and files know nothing of it. - Parameter id: ours.
  package func forgetTask(_ id: String) async throws(HistoryProblem) {
    try await write { try $0.run("DELETE FROM video_task WHERE uid = ?", id) }
  }

  /// One transaction on the writing queue, with the row of this process.
  private func claiming<Value: Sendable>(
    _ body: @escaping @Sendable (_ run: Int, Database) throws -> Value
  ) async throws(HistoryProblem) -> Value {
    try await onWriter { [self] database in
      var run = journal.value.run
      let value = try database.transaction {
        let row = try run ?? ThisProcess.insertRow(database)
        run = row
        return try body(row, database)
      }
      journal.value.run = run
      return value
    }
  }
}

enum VideoTaskRows {
  /// What cannot be read, as a later bayside may write it, is left out.
  static func read(_ rest: String, _ value: any SQLBindable, _ database: Database) throws -> [VideoTask] {
    try database.rows("SELECT data, answer FROM video_task \(rest)", value) { row -> VideoTask? in
      guard let json = try? JSONValue(parsing: (row.text(0) ?? "").utf8) else { return nil }
      return VideoTask(json: json, lastAnswer: row.bytes(1) ?? [])
    }.compactMap(\.self)
  }

  /// Row ids of tasks that no other living process has.
  static func free(_ condition: String, _ own: Int, _ database: Database) throws -> [Int] {
    try database.rows(
      """
      SELECT video_task.id, run.pid, run.boot, run.started FROM video_task LEFT JOIN run ON run.id = video_task.run
      WHERE \(condition) AND run.id IS NOT ? ORDER BY video_task.id
      """, own
    ) { (id: $0.int(0) ?? 0, isTaken: $0.process(1)?.isAlive ?? false) }.filter { !$0.isTaken }.map(\.id)
      + database.rows("SELECT id FROM video_task WHERE \(condition) AND run = ?", own) { $0.int(0) ?? 0 }
  }
}
