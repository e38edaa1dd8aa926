import Workbench

/// Sums of the books, kept by triggers. A cell is a combination that requests had: model, key, tag, result and so on;
/// each request that has ended belongs to one, so that any filter is a choice among cells. Sums of a cell are kept by
/// day, by month and in all, and sums of all cells by day: a report over years reads a few thousand rows, whatever it
/// is filtered by.
///
/// Money is kept in units of 10^-12, times in microseconds: whole numbers, which come to nothing again when what was
/// added is taken away.
enum UsageCells {
  static let migration = Migration("usage by cell", sql: sql)

  static let moneyUnits = 1e12
  static let timeUnits = 1e3

  /// Sums, in the order in which they are read.
  static let sums = [
    "requests", "unpriced", "retried", "input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens",
    "estimated_tokens", "receipts", "first_token_count", "total_count", "told", "estimated", "saved",
    "charged",
    "expected", "first_token_us", "total_us",
  ]

  /// What tells cells apart, in the order in which it is read.
  static let keys = [
    "is_demo", "model", "served_model", "key_name", "profile", "project", "kind", "outcome", "status",
    "currency",
  ]

  /// Of `usage_sum`.
  enum Span: Int {
    case day, month
    /// Its number is 0.
    case ever
  }

  /// One request in so many is in the index of samples. A change of the number needs another index.
  private static let sampled = UsageSpread.sampledEvery
  /// By a hash of its number (times 2^32 by the golden ratio): requests that are sent in turns, as the lanes of
  /// comparisons are, are all met as often.
  static let isSampled = "((id * 2654435769) >> 20) & \(sampled - 1) = 0"

  private static let columns = sums.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
  private static let names = sums.joined(separator: ", ")
  private static let keyNames = keys.joined(separator: ", ")

  private static let sql = """
    DROP TRIGGER usage_day_changed;
    DROP TRIGGER usage_day_left;
    DROP TRIGGER usage_day_added;
    DROP TRIGGER usage_day_removed;
    DROP TABLE usage_day;

    CREATE TABLE usage_cell(
      id INTEGER PRIMARY KEY, is_demo INTEGER NOT NULL, model TEXT NOT NULL, served_model TEXT NOT NULL,
      key_name TEXT NOT NULL, profile TEXT NOT NULL, project TEXT NOT NULL, kind TEXT NOT NULL,
      outcome TEXT NOT NULL,
      -- Below 0 where there is none.
      status INTEGER NOT NULL,
      -- Of what was paid.
      currency TEXT NOT NULL,
      UNIQUE(\(keyNames)));
    CREATE TABLE usage_sum(
      span INTEGER NOT NULL, at INTEGER NOT NULL, cell INTEGER NOT NULL, \(columns),
      PRIMARY KEY(span, at, cell)) WITHOUT ROWID;
    CREATE TABLE usage_total(
      is_demo INTEGER NOT NULL, day INTEGER NOT NULL, outcome TEXT NOT NULL, currency TEXT NOT NULL, \(columns),
      PRIMARY KEY(is_demo, day, outcome, currency)) WITHOUT ROWID;

    -- NULL while it runs.
    ALTER TABLE exchange ADD COLUMN cell INTEGER;
    -- What a request that has ended adds to the sums.
    \(view(expressions))

    -- What is in the books already.
    INSERT INTO usage_cell(\(keyNames)) SELECT DISTINCT \(keyNames) FROM usage_line;
    \(placing("exchange.id")) WHERE outcome IS NOT NULL;
    \(filling("usage_sum(span, at, cell", "0, day, cell", by: "day, cell"))
    \(filling("usage_sum(span, at, cell", "1, month, cell", by: "month, cell"))
    \(filling("usage_sum(span, at, cell", "2, 0, cell", by: "cell"))
    \(filling("usage_total(\(totalKeys)", totalKeys, by: totalKeys))

    -- How fast answers were, and which conversations have requests of a cell.
    CREATE INDEX exchange_cell ON exchange(cell, day, first_token_ms, total_ms, talk) WHERE cell IS NOT NULL;
    CREATE INDEX exchange_sample ON exchange(cell, day, first_token_ms, total_ms)
    WHERE cell IS NOT NULL AND \(isSampled);

    -- What a row was is read before it changes, what it is behind that.
    CREATE TRIGGER usage_left BEFORE UPDATE OF \(counted) ON exchange
    WHEN OLD.outcome IS NOT NULL BEGIN \(adding("OLD", sign: "-")) END;
    CREATE TRIGGER usage_changed AFTER UPDATE OF \(counted) ON exchange
    WHEN OLD.outcome IS NOT NULL OR NEW.outcome IS NOT NULL BEGIN \(entering) END;
    CREATE TRIGGER usage_added AFTER INSERT ON exchange
    WHEN NEW.outcome IS NOT NULL BEGIN \(entering) END;
    CREATE TRIGGER usage_removed BEFORE DELETE ON exchange
    WHEN OLD.outcome IS NOT NULL BEGIN \(adding("OLD", sign: "-")) END;
    """

  private static let totalKeys = "is_demo, day, outcome, currency"

  /// A change of these changes the sums.
  private static let counted = """
    day, month, profile, key_name, is_demo, kind, project, model, served_model, input_tokens, input_is_estimate, \
    output_tokens, output_is_estimate, reasoning_tokens, cached_tokens, cost, currency, cost_is_estimate, saved, \
    first_token_ms, total_ms, attempts, outcome, status, charged, charged_currency
    """

  /// Puts a row of the books into its cell, or in none, and adds it to the sums.
  private static let entering = """
    INSERT INTO usage_cell(\(keyNames)) SELECT \(keyNames) FROM usage_line WHERE usage_line.id = NEW.id
    ON CONFLICT DO NOTHING;
    \(placing("NEW.id")) WHERE id = NEW.id;
    \(adding("NEW", sign: ""))
    """

  private static func placing(_ id: String) -> String {
    let isCell = keys.map { "usage_cell.\($0) = usage_line.\($0)" }.joined(separator: " AND ")
    return """
      UPDATE exchange SET cell = (
        SELECT usage_cell.id FROM usage_line JOIN usage_cell ON \(isCell) WHERE usage_line.id = \(id))
      """
  }

  /// Adds a row of the books to the sums, or takes it away.
  private static func adding(_ row: String, sign: String) -> String {
    let added = sums.map { "\(sign)\($0)" }.joined(separator: ", ")
    let updated = sums.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
    return """
      INSERT INTO usage_sum(span, at, cell, \(names))
      SELECT spans.span, spans.at, cell, \(added)
      FROM usage_line, (SELECT 0 AS span, \(row).day AS at UNION ALL SELECT 1, \(row).month UNION ALL SELECT 2, 0)
        AS spans
      WHERE usage_line.id = \(row).id ON CONFLICT DO UPDATE SET \(updated);
      INSERT INTO usage_total(\(totalKeys), \(names)) SELECT \(totalKeys), \(added)
      FROM usage_line WHERE usage_line.id = \(row).id ON CONFLICT DO UPDATE SET \(updated);
      """
  }

  private static func filling(_ table: String, _ values: String, by group: String) -> String {
    // `sum` of whole numbers gives an error where it grows too large.
    let added = sums.map { "CAST(total(\($0)) AS INTEGER)" }.joined(separator: ", ")
    return "INSERT INTO \(table), \(names)) SELECT \(values), \(added) FROM usage_line GROUP BY \(group);"
  }

  // MARK: What a request counts

  /// - Parameter expressions: of what is summed up.
  static func view(_ expressions: [String: String]) -> String {
    """
    CREATE VIEW usage_line AS SELECT id, cell, day, month, \(columns(keyExpressions, keys)),
      \(columns(expressions, sums)) FROM exchange WHERE outcome IS NOT NULL;
    """
  }

  private static func columns(_ expressions: [String: String], _ names: [String]) -> String {
    names.map { "\(expressions[$0] ?? $0) AS \($0)" }.joined(separator: ", ")
  }

  private static let keyExpressions = [
    "served_model": "coalesce(served_model, '')",
    "status": "coalesce(status, -1)",
    // Of what was paid: the relay's charge goes before everything else.
    "currency": """
    CASE WHEN is_demo THEN '' WHEN charged IS NOT NULL THEN coalesce(charged_currency, '') \
    WHEN cost IS NOT NULL THEN coalesce(currency, '') ELSE '' END
    """,
  ]

  /// As they were first; `failures` changes one.
  static let expressions: [String: String] = {
    let isEstimate = "coalesce(cost_is_estimate, 0)"
    // Money of two currencies is not compared.
    let isOne = "(charged IS NULL OR charged_currency IS currency)"
    let isExpected = "NOT is_demo AND charged IS NOT NULL AND cost IS NOT NULL AND \(isEstimate) AND \(isOne)"
    func money(_ condition: String, _ column: String) -> String {
      "CASE WHEN \(condition) THEN coalesce(CAST(round(max(0, \(column)) * \(moneyUnits)) AS INTEGER), 0) ELSE 0 END"
    }
    func time(_ column: String) -> String {
      "coalesce(CAST(round(max(0, \(column)) * \(timeUnits)) AS INTEGER), 0)"
    }
    return [
      "requests": "1",
      "unpriced": "NOT is_demo AND charged IS NULL AND cost IS NULL AND outcome <> 'failed'",
      "retried": "coalesce(attempts, 1) > 1",
      "input_tokens": "coalesce(input_tokens, 0)",
      "output_tokens": "coalesce(output_tokens, 0)",
      "reasoning_tokens": "coalesce(reasoning_tokens, 0)",
      "cached_tokens": "coalesce(cached_tokens, 0)",
      "estimated_tokens": """
      (input_tokens IS NOT NULL AND coalesce(input_is_estimate, 0)) \
      OR (output_tokens IS NOT NULL AND coalesce(output_is_estimate, 0))
      """,
      "receipts": "charged IS NOT NULL",
      "first_token_count": "coalesce(first_token_ms >= 0, 0)",
      "total_count": "coalesce(total_ms >= 0, 0)",
      "told": """
      CASE WHEN charged IS NOT NULL THEN \(money("NOT is_demo", "charged")) \
      ELSE \(money("NOT is_demo AND NOT \(isEstimate)", "cost")) END
      """,
      "estimated": money("NOT is_demo AND charged IS NULL AND \(isEstimate)", "cost"),
      "saved": money("NOT is_demo AND cost IS NOT NULL AND \(isOne)", "saved"),
      "charged": money(isExpected, "charged"),
      "expected": money(isExpected, "cost"),
      "first_token_us": time("first_token_ms"),
      "total_us": time("total_ms"),
    ]
  }()
}
