package import Workbench

/// What is known of files of pictures. The files are the user's: no row of theirs takes them along.
extension HistoryStore {
  /// In place of what was known of the same pictures. All are on the disk when it returns, or none.
  package func keep(_ files: [PictureFile]) async throws(HistoryProblem) {
    guard !files.isEmpty else { return }
    try await write { database in
      for file in files {
        try database.run(
          """
          INSERT OR REPLACE INTO media_file(
            exchange, position, path, format, width, height, byte_count, is_complete, note, saved_at)
          VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """, file.exchange, file.position, file.path, file.format.rawValue, file.width, file.height,
          file.byteCount, file.isComplete, file.note, file.savedAt)
      }
    }
  }

  /// Of one answer, in its order.
  package func pictureFiles(of exchange: String) async throws(HistoryProblem) -> [PictureFile] {
    try await read { database in
      try database.rows(
        """
        SELECT exchange, position, path, format, width, height, byte_count, is_complete, note, saved_at
        FROM media_file WHERE exchange = ? ORDER BY position
        """, exchange
      ) { row in
        PictureFile(
          exchange: row.text(0) ?? "", position: row.int(1) ?? 0, path: row.text(2) ?? "",
          format: row.text(3).flatMap(PictureFormat.init(rawValue:)) ?? .other, width: row.int(4),
          height: row.int(5), byteCount: row.int(6) ?? 0, isComplete: row.flag(7), note: row.text(8) ?? "",
          savedAt: row.double(9) ?? 0)
      }
    }
  }

  /// Deletes rows of tasks and files that belong to nothing else and are older; the files stay.
  /// - Parameter instant: wall clock, seconds since 1970.
  func forgetMedia(before instant: Double) async throws(HistoryProblem) {
    try await write { database in
      try database.run("DELETE FROM video_task WHERE started_at < ? AND NOT is_unfinished", instant)
      try database.run(
        """
        DELETE FROM media_file WHERE saved_at < ? AND exchange NOT IN
          (SELECT uid FROM exchange WHERE talk IS NOT NULL AND uid = media_file.exchange)
        """, instant)
    }
  }
}
