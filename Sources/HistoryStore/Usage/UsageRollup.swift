import Workbench

/// Sums by day that know one dimension at a time: the first way of summing up, which `UsageCells` replaces. It stays
/// because changes of the tables are never edited.
enum UsageRollup {
  static let migration = Migration("usage by day", sql: sql)

  private static let sums = [
    "requests", "done", "stopped", "cut", "failed", "unpriced", "retried", "input_tokens", "output_tokens",
    "reasoning_tokens", "cached_tokens", "estimated_tokens", "receipts", "first_token_count", "total_count",
    "told", "estimated", "saved", "charged", "expected", "first_token_ms", "total_ms",
  ]

  private static let sql = """
    CREATE TABLE usage_day(
      is_demo INTEGER NOT NULL, dimension TEXT NOT NULL, day INTEGER NOT NULL, value TEXT NOT NULL,
      currency TEXT NOT NULL,
      \(sums.map { "\($0) NUMERIC NOT NULL" }.joined(separator: ", ")),
      PRIMARY KEY(is_demo, dimension, day, value, currency)) WITHOUT ROWID;

    CREATE TRIGGER usage_day_changed AFTER UPDATE OF \(counted.joined(separator: ", ")) ON exchange
    WHEN NEW.outcome IS NOT NULL BEGIN \(adding("NEW", "1")) END;
    -- What is in the books already is counted as if it had ended now.
    UPDATE exchange SET outcome = outcome WHERE outcome IS NOT NULL;

    CREATE TRIGGER usage_day_left AFTER UPDATE OF \(counted.joined(separator: ", ")) ON exchange
    WHEN OLD.outcome IS NOT NULL BEGIN \(adding("OLD", "-1")) END;
    CREATE TRIGGER usage_day_added AFTER INSERT ON exchange
    WHEN NEW.outcome IS NOT NULL BEGIN \(adding("NEW", "1")) END;
    CREATE TRIGGER usage_day_removed AFTER DELETE ON exchange
    WHEN OLD.outcome IS NOT NULL BEGIN \(adding("OLD", "-1")) END;
    """

  /// A change of these changes the sums.
  private static let counted = [
    "day", "profile", "key_name", "is_demo", "kind", "project", "model", "input_tokens", "input_is_estimate",
    "output_tokens", "output_is_estimate", "reasoning_tokens", "cached_tokens", "cost", "currency",
    "cost_is_estimate", "saved", "first_token_ms", "total_ms", "attempts", "outcome", "status", "charged",
    "charged_currency",
  ]

  /// Adds a row of the books to its sums, or takes it away.
  private static func adding(_ row: String, _ sign: String) -> String {
    let values = dimensions(row).map { "SELECT '\($0)' AS dimension, \($1) AS value" }
    let columns = expressions(row)
    let added = sums.map { "\(sign) * (\(columns[$0] ?? "0"))" }.joined(separator: ", ")
    let updated = sums.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
    return """
      INSERT INTO usage_day(is_demo, dimension, day, value, currency, \(sums.joined(separator: ", ")))
      SELECT \(row).is_demo, split.dimension, \(row).day, split.value, \(currency(row)), \(added)
      FROM (\(values.joined(separator: " UNION ALL "))) AS split WHERE true
      ON CONFLICT(is_demo, dimension, day, value, currency) DO UPDATE SET \(updated);
      """
  }

  private static func dimensions(_ row: String) -> [(String, String)] {
    [("all", "''")] + UsageDimension.allCases.map { ($0.rawValue, column($0, of: row)) }
  }

  /// What stands for a dimension in a row of the books.
  static func column(_ dimension: UsageDimension, of row: String) -> String {
    switch dimension {
    case .model: "\(row).model"
    case .key: "\(row).key_name"
    case .profile: "\(row).profile"
    case .project: "\(row).project"
    case .kind: "\(row).kind"
    case .result:
      "\(row).outcome || CASE WHEN \(row).status IS NULL THEN '' ELSE ' ' || \(row).status END"
    }
  }

  /// Of what was paid: the relay's charge goes before everything else.
  private static func currency(_ row: String) -> String {
    """
    CASE WHEN \(row).is_demo THEN '' WHEN \(row).charged IS NOT NULL THEN coalesce(\(row).charged_currency, '') \
    WHEN \(row).cost IS NOT NULL THEN coalesce(\(row).currency, '') ELSE '' END
    """
  }

  private static func expressions(_ row: String) -> [String: String] {
    let isEstimate = "coalesce(\(row).cost_is_estimate, 0)"
    // Money of two currencies is not compared.
    let isOne = "(\(row).charged IS NULL OR \(row).charged_currency IS \(row).currency)"
    let isExpected =
      "NOT \(row).is_demo AND \(row).charged IS NOT NULL AND \(row).cost IS NOT NULL AND \(isEstimate) AND \(isOne)"
    func when(_ condition: String, _ value: String) -> String {
      "CASE WHEN \(condition) THEN \(value) ELSE 0 END"
    }
    return [
      "requests": "1",
      "done": "\(row).outcome = 'done'",
      "stopped": "\(row).outcome = 'stopped'",
      "cut": "\(row).outcome = 'cut'",
      "failed": "\(row).outcome NOT IN ('done', 'stopped', 'cut')",
      "unpriced":
        "NOT \(row).is_demo AND \(row).charged IS NULL AND \(row).cost IS NULL AND \(row).outcome <> 'failed'",
      "retried": "coalesce(\(row).attempts, 1) > 1",
      "input_tokens": "coalesce(\(row).input_tokens, 0)",
      "output_tokens": "coalesce(\(row).output_tokens, 0)",
      "reasoning_tokens": "coalesce(\(row).reasoning_tokens, 0)",
      "cached_tokens": "coalesce(\(row).cached_tokens, 0)",
      "estimated_tokens": """
      (\(row).input_tokens IS NOT NULL AND coalesce(\(row).input_is_estimate, 0)) \
      OR (\(row).output_tokens IS NOT NULL AND coalesce(\(row).output_is_estimate, 0))
      """,
      "receipts": "\(row).charged IS NOT NULL",
      "first_token_count": "\(row).first_token_ms IS NOT NULL",
      "total_count": "\(row).total_ms IS NOT NULL",
      "told": """
      CASE WHEN \(row).is_demo THEN 0 WHEN \(row).charged IS NOT NULL THEN \(row).charged \
      WHEN \(isEstimate) THEN 0 ELSE coalesce(\(row).cost, 0) END
      """,
      "estimated": when(
        "NOT \(row).is_demo AND \(row).charged IS NULL AND \(isEstimate)", "coalesce(\(row).cost, 0)"),
      "saved": when(
        "NOT \(row).is_demo AND \(row).cost IS NOT NULL AND \(isOne)", "coalesce(\(row).saved, 0)"),
      "charged": when(isExpected, "\(row).charged"),
      "expected": when(isExpected, "\(row).cost"),
      "first_token_ms": "coalesce(\(row).first_token_ms, 0)",
      "total_ms": "coalesce(\(row).total_ms, 0)",
    ]
  }
}
