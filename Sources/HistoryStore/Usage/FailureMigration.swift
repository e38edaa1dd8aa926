import RelayKit
import Workbench

extension UsageCells {
  /// Failures that may be billed count among the requests without a price. Before, no failure did, and none had a cost:
  /// those that were not billed get theirs, which is nothing.
  static let failures = Migration("failures without a price") { database in
    try judge(database)
    try database.execute(countingFailures)
  }

  private static func judge(_ database: Database) throws {
    let failed = try database.rows(
      """
      SELECT id, error_kind, figures FROM exchange
      WHERE outcome = 'failed' AND cost IS NULL AND error_kind IS NOT NULL
      """
    ) { row in (row: row.whole(0), kind: row.text(1), figures: row.text(2)) }
    for failure in failed {
      var figures =
        failure.figures.flatMap { try? JSONValue(parsing: $0.utf8) }.flatMap(RunFigures.init(json:))
        ?? RunFigures()
      figures.outcome = "failed"
      figures.judge(failure: failure.kind)
      guard let cost = figures.cost else { continue }
      try database.run(
        """
        UPDATE exchange SET input_tokens = NULL, input_is_estimate = NULL, output_tokens = NULL,
          output_is_estimate = NULL, reasoning_tokens = NULL, cached_tokens = NULL, saved = NULL, cost = ?,
          currency = ?, cost_is_estimate = ?, figures = ? WHERE id = ?
        """, cost, figures.currency, figures.costIsEstimate, figures.json.text(), failure.row)
    }
  }

  private static let countingFailures = """
    DROP VIEW usage_line;
    \(view(expressions.merging(["unpriced": "NOT is_demo AND charged IS NULL AND cost IS NULL"]) { $1 }))

    -- What changes with it are sums of failures alone.
    UPDATE usage_sum SET unpriced = coalesce((
      SELECT sum(usage_line.unpriced) FROM usage_line WHERE usage_line.cell = usage_sum.cell AND CASE usage_sum.span
        WHEN 0 THEN usage_line.day = usage_sum.at WHEN 1 THEN usage_line.month = usage_sum.at ELSE 1 END), 0)
    WHERE cell IN (SELECT id FROM usage_cell WHERE outcome = 'failed');
    UPDATE usage_total SET unpriced = coalesce((
      SELECT sum(usage_line.unpriced) FROM usage_line WHERE usage_line.day = usage_total.day
        AND usage_line.outcome = usage_total.outcome AND usage_line.is_demo = usage_total.is_demo
        AND usage_line.currency = usage_total.currency), 0)
    WHERE outcome = 'failed';
    """
}
