extension ComparisonExport {
  /// A row for each run as of RFC 4180. Columns keep their places; new ones come at the end. Text that a
  /// spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
  package static func csv(_ record: ComparisonRecord) -> String {
    var lines = [columns.joined(separator: ",")]
    for run in record.results {
      lines.append(fields(run, record).map(\.csv).joined(separator: ","))
    }
    return lines.map { $0 + "\r\n" }.joined()
  }

  static let columns = [
    "lane", "model", "differs", "turn", "repeat", "row", "outcome", "finish_reason", "served_model",
    "first_token_ms", "total_ms", "tokens_per_second", "input_tokens", "input_is_estimate", "output_tokens",
    "output_is_estimate", "reasoning_tokens", "cached_tokens", "cost", "currency", "cost_is_estimate",
    "characters", "words", "attempts", "checks_passed", "checks_not_passed", "judge_score", "judge_reason",
    "error_status", "error", "request_id", "asked_at", "prompt", "text", "reasoning",
  ]

  private enum Field {
    case text(String?)
    case number(Double?)
    case flag(Bool?)

    var csv: String {
      switch self {
      case .text(let text): SpreadsheetText.quoted(text ?? "")
      case .number(let value): value.flatMap(SpreadsheetText.number) ?? ""
      case .flag(let flag): flag.map { $0 ? "true" : "false" } ?? ""
      }
    }
  }

  private static func fields(_ run: ComparisonRun, _ record: ComparisonRecord) -> [Field] {
    let lane = record.lane(run.key.lane)
    let figures = run.figures
    func count(_ value: Int?) -> Field { .number(value.map(Double.init)) }
    let judgement = record.judgement(of: run.key)
    let error = run.failure.map { $0.message.isEmpty ? $0.title : "\($0.title): \($0.message)" }
    return [
      .text(run.key.lane), .text(lane?.model), .text(lane?.differs.joined(separator: ", ")),
      count(run.key.turn), count(run.key.repetition), count(run.key.row), .text(run.outcome),
      .text(run.finishReason), .text(run.servedModel), .number(figures.firstTokenMilliseconds),
      .number(figures.totalMilliseconds), .number(figures.tokensPerSecond), count(figures.inputTokens),
      .flag(figures.inputTokens == nil ? nil : figures.inputIsEstimate), count(figures.outputTokens),
      .flag(figures.outputTokens == nil ? nil : figures.outputIsEstimate), count(figures.reasoningTokens),
      count(figures.cachedTokens), .number(figures.cost), .text(figures.currency),
      .flag(figures.cost == nil ? nil : figures.costIsEstimate), count(figures.length?.characters),
      count(figures.length?.words), count(figures.attempts),
      count(run.checks.isEmpty ? nil : CheckTally(run.checks).passed),
      .text(run.checks.filter { $0.passed != true }.map(\.line).joined(separator: "; ")),
      .number(judgement?.score), .text(judgement?.reason), count(run.failure?.status), .text(error),
      .text(run.failure?.requestID), .number(run.askedAt), .text(record.prompt(of: run.key)),
      .text(run.text), .text(run.reasoning),
    ]
  }
}

/// Cells of spreadsheets.
enum SpreadsheetText {
  /// What spreadsheets read as the beginning of a formula, in either width.
  private static let triggers: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  static func quoted(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, triggers.contains(first) { text = "'" + text }
    let needsQuotes =
      text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) } || text.hasPrefix(" ")
      || text.hasSuffix(" ")
    guard needsQuotes else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// At most three decimals; `nil` for what is no number.
  static func number(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    if value.magnitude < 1e12, value.magnitude >= 1 {
      let thousandths = Int((value * 1000).rounded())
      let rest = thousandths.magnitude % 1000
      let whole = thousandths / 1000
      guard rest > 0 else { return "\(whole)" }
      var digits = "\(1000 + rest)".dropFirst()
      while digits.last == "0" { digits.removeLast() }
      return "\(value < 0 && whole == 0 ? "-" : "")\(whole).\(digits)"
    }
    return value == 0 ? "0" : plain(value)
  }

  /// Small numbers without an exponent, which not every program reads.
  private static func plain(_ value: Double) -> String {
    let text = "\(value)"
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
      return text
    }
    guard exponent < 0, exponent > -30 else { return text }
    let digits = text[..<mark].filter { $0.isNumber }
    return (value < 0 ? "-" : "") + "0." + String(repeating: "0", count: -exponent - 1) + digits
  }
}
