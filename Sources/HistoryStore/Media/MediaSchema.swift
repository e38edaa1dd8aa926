extension Schema {
  /// Pictures and videos: what is known of files, and the tasks that make videos.
  static let mediaTables = Migration(
    "media files and video tasks",
    sql: """
      -- Files themselves belong to the user and are never touched.
      CREATE TABLE media_file(
        id INTEGER PRIMARY KEY,
        -- `uid` of the exchange.
        exchange TEXT NOT NULL,
        position INTEGER NOT NULL,
        path TEXT NOT NULL,
        format TEXT NOT NULL,
        width INTEGER, height INTEGER,
        byte_count INTEGER NOT NULL,
        is_complete INTEGER NOT NULL,
        note TEXT NOT NULL,
        saved_at REAL NOT NULL,
        UNIQUE(exchange, position));
      CREATE TRIGGER media_file_left AFTER UPDATE OF talk ON exchange
      WHEN OLD.talk IS NOT NULL AND NEW.talk IS NULL BEGIN DELETE FROM media_file WHERE exchange = OLD.uid; END;
      CREATE TRIGGER media_file_removed AFTER DELETE ON exchange
      BEGIN DELETE FROM media_file WHERE exchange = OLD.uid; END;

      CREATE TABLE video_task(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        exchange TEXT NOT NULL,
        started_at REAL NOT NULL,
        -- Something is left to be done by itself.
        is_unfinished INTEGER NOT NULL,
        -- Row id of the process that does it.
        run INTEGER,
        data TEXT NOT NULL,
        answer BLOB NOT NULL);
      CREATE INDEX video_task_time ON video_task(started_at);
      CREATE INDEX video_task_unfinished ON video_task(run) WHERE is_unfinished;
      """)
}
