extension Schema {
  /// All changes, oldest first.
  static let migrations = [
    Migration("first tables", sql: firstTables), UsageRollup.migration,
    Migration(
      "messages by exchange",
      sql: "CREATE INDEX message_exchange ON message(exchange) WHERE exchange IS NOT NULL"),
    UsageCells.migration,
    Migration(
      "narrow indexes",
      sql: """
        CREATE INDEX conversation_kind ON conversation(kind);
        -- What the list of requests is filtered and sorted by.
        CREATE INDEX exchange_order ON exchange(
          day, started_at, cell, cost, charged, input_tokens, output_tokens, total_ms, first_token_ms);
        DROP INDEX exchange_sums;
        """),
    mediaTables,
    sharing,
    Drafts.migration,
    Erasing.migration,
    UsageCells.failures,
  ]

  /// Bytes that can be long stand in tables of their own or last in a row, so that lists and sums read few pages.
  /// Row ids are never given twice (AUTOINCREMENT) where the search index holds them.
  private static let firstTables = """
    -- Processes that write, by what tells them from others that get the same number later.
    CREATE TABLE run(
      id INTEGER PRIMARY KEY AUTOINCREMENT, pid INTEGER NOT NULL, boot TEXT NOT NULL, started TEXT NOT NULL);

    CREATE TABLE conversation(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uid TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      title TEXT NOT NULL DEFAULT '',
      -- The title was given by hand: none that is made of the text replaces it.
      is_renamed INTEGER NOT NULL DEFAULT 0,
      created_at REAL NOT NULL,
      updated_at REAL NOT NULL,
      is_starred INTEGER NOT NULL DEFAULT 0,
      is_demo INTEGER NOT NULL DEFAULT 0,
      -- Each with a line end before and behind it.
      tags TEXT NOT NULL DEFAULT '',
      shape BLOB NOT NULL DEFAULT x'');
    CREATE INDEX conversation_list ON conversation(updated_at, id, kind, is_starred, tags);

    CREATE TABLE message(
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL,
      number INTEGER NOT NULL,
      exchange TEXT,
      text TEXT NOT NULL DEFAULT '',
      content BLOB NOT NULL DEFAULT x'',
      UNIQUE(conversation, number));

    -- Lines of a comparison's file, as they were added.
    CREATE TABLE comparison(
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      data BLOB NOT NULL,
      UNIQUE(conversation, seq));

    -- The books: a row for each request. It stays when the conversation goes (then `conversation` and `talk` are
    -- NULL), so that what was spent stays true.
    CREATE TABLE exchange(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uid TEXT NOT NULL UNIQUE,
      -- Of the conversation, as `uid` and as `id`.
      conversation TEXT,
      talk INTEGER,
      run INTEGER,
      started_at REAL NOT NULL,
      day INTEGER NOT NULL,
      month INTEGER NOT NULL,
      profile TEXT NOT NULL DEFAULT '',
      key_name TEXT NOT NULL DEFAULT '',
      key_label TEXT NOT NULL DEFAULT '',
      relay TEXT NOT NULL DEFAULT '',
      is_demo INTEGER NOT NULL DEFAULT 0,
      kind TEXT NOT NULL,
      project TEXT NOT NULL DEFAULT '',
      model TEXT NOT NULL,
      served_model TEXT,
      input_tokens INTEGER, input_is_estimate INTEGER,
      output_tokens INTEGER, output_is_estimate INTEGER,
      reasoning_tokens INTEGER, cached_tokens INTEGER,
      cost REAL, currency TEXT, cost_is_estimate INTEGER, saved REAL,
      first_token_ms REAL, total_ms REAL, tokens_per_second REAL,
      attempts INTEGER,
      -- NULL while it runs.
      outcome TEXT,
      -- bayside ended before the answer did.
      is_interrupted INTEGER NOT NULL DEFAULT 0,
      finish_reason TEXT,
      status INTEGER,
      error_kind TEXT,
      request_id TEXT,
      charged REAL, charged_currency TEXT,
      -- Of its lines in `frames`; 0 once they are pruned.
      frames_bytes INTEGER NOT NULL DEFAULT 0,
      input_estimate INTEGER,
      error_message TEXT,
      receipt TEXT,
      prices TEXT,
      figures TEXT);
    CREATE INDEX exchange_time ON exchange(started_at);
    -- What the list of conversations reads, and filters it by.
    CREATE INDEX exchange_talk ON exchange(
      talk, id, model, served_model, key_name, outcome, is_interrupted, cost, currency, cost_is_estimate,
      output_tokens) WHERE talk IS NOT NULL;
    CREATE INDEX exchange_running ON exchange(run) WHERE outcome IS NULL;
    CREATE INDEX exchange_frames ON exchange(started_at, frames_bytes) WHERE frames_bytes > 0;
    CREATE INDEX exchange_request ON exchange(request_id) WHERE request_id IS NOT NULL;
    -- What sums and filters read, without the rest of the rows.
    CREATE INDEX exchange_sums ON exchange(
      day, month, started_at, is_demo, kind, profile, key_name, key_label, relay, project, model, served_model,
      outcome, error_kind, status, cost, currency, cost_is_estimate, saved, charged, charged_currency,
      input_tokens, input_is_estimate, output_tokens, output_is_estimate, reasoning_tokens, cached_tokens,
      first_token_ms, total_ms, tokens_per_second, attempts, is_interrupted, finish_reason);

    -- Exchanges without their bytes, to show answers.
    CREATE TABLE digest(exchange INTEGER PRIMARY KEY, data BLOB NOT NULL);

    -- Lines of exchange files, as they came.
    CREATE TABLE frames(
      id INTEGER PRIMARY KEY,
      exchange INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      data BLOB NOT NULL,
      UNIQUE(exchange, seq));

    -- Words only: texts are read from the tables above. Row ids are those of `SearchDocument`.
    CREATE VIRTUAL TABLE search USING fts5(
      text, content = '', columnsize = 0, detail = none, prefix = '1 2',
      tokenize = 'unicode61 remove_diacritics 2');
    """
}
