/// One line for each lane: what came of it, for people. Figures of several runs are their median, with the range
/// where they lie apart.
package struct ComparisonSummary: Sendable {
  /// Of the columns, in their order; columns that nobody has anything for are left out.
  package private(set) var headings: [String] = []
  /// As many cells as there are headings; the first is the letter.
  package private(set) var rows: [[String]] = []
  /// Whether a column holds figures, which stand to the right.
  package private(set) var isFigure: [Bool] = []
  package private(set) var spreads: [String: Spread] = [:]

  private static let always: Set<String> = ["", "model", "answers"]

  package init(_ record: ComparisonRecord) {
    let results = Dictionary(grouping: record.results, by: \.key.lane)
    let planned = Dictionary(grouping: record.plan, by: \.lane).mapValues(\.count)
    var table: [[String]] = []
    for lane in record.lanes {
      let runs = results[lane.letter] ?? []
      let spread = Spread(runs.map { ($0.figures, $0.text) })
      spreads[lane.letter] = spread
      let whole = runs.filter(\.isWhole).map(\.figures)
      let marks = CheckTally(runs.flatMap(\.checks))
      let scores = runs.compactMap { record.judgement(of: $0.key)?.score }
      table.append([
        lane.letter, lane.model, lane.differs.joined(separator: ", "),
        "\(spread.answered)/\(max(planned[lane.letter] ?? 0, runs.count))",
        spread.text(.firstToken), spread.text(.rate), Self.median(.input, whole), spread.text(.output),
        Self.median(.reasoning, whole), Self.sum(runs),
        // Answers to different rows are answers to different questions.
        record.rows.count > 1 ? "" : spread.identicalShare.map { "\(Int($0 * 100)) %" } ?? "",
        marks.count == 0 ? "" : "\(marks.passed)/\(marks.count)",
        scores.isEmpty ? "" : NumberWords.oneDecimal(scores.reduce(0, +) / Double(scores.count)),
        Self.trouble(runs, winner: record.winner == lane.letter),
      ])
    }
    let names = [
      "", "model", "differs", "answers", "first token", "tok/s", "in", "out", "reasoning", "cost", "same",
      "checks",
      "judge", "notes",
    ]
    let kept = names.indices.filter { column in
      Self.always.contains(names[column])
        || table.contains { !$0[column].isEmpty && $0[column] != NumberWords.unknown }
    }
    headings = kept.map { names[$0] }
    isFigure = kept.map { (3...12).contains($0) }
    rows = table.map { row in kept.map { row[$0] } }
  }

  private static func median(_ metric: RunMetric, _ figures: [RunFigures]) -> String {
    let known = figures.filter { metric.value(of: $0) != nil }
    let isEstimate = known.contains { metric.isEstimate(in: $0) }
    guard let extent = Spread.Extent(known.compactMap { metric.value(of: $0) }, isEstimate: isEstimate) else {
      return NumberWords.unknown
    }
    return metric.text(extent.median, isEstimate: isEstimate)
  }

  /// What all runs of the lane cost together, those that failed too; `+` where some are not known.
  private static func sum(_ runs: [ComparisonRun]) -> String {
    let spent = SpentMoney(runs.map(\.figures))
    if spent.amounts.isEmpty { return spent.unknown > 0 || runs.isEmpty ? NumberWords.unknown : "0" }
    return spent.text
  }

  private static func trouble(_ runs: [ComparisonRun], winner: Bool) -> String {
    var words = winner ? ["winner"] : []
    let served = Set(runs.compactMap(\.figures.servedModel)).sorted()
    if let first = served.first {
      words.append("served by \(ShortLabel.cut(first))\(served.count > 1 ? " and others" : "")")
    }
    for outcome in ["failed", "cut", "stopped"] {
      let of = runs.filter { $0.outcome == outcome }
      guard let first = of.first else { continue }
      let reason = first.failure.map { failure in
        (failure.troubleStatus.map { ["\($0)"] } ?? []) + [failure.title]
      }
      let count = of.count > 1 ? "\(of.count) \(outcome)" : outcome
      words.append(reason.map { "\(count): \($0.joined(separator: " "))" } ?? count)
    }
    let limited = runs.count { $0.finishReason == "length" }
    if limited > 0 { words.append("\(limited > 1 ? "\(limited) " : "")at the token limit") }
    return words.joined(separator: "; ")
  }
}

/// Money that is known to be spent, by currency, and how often it is not known.
package struct SpentMoney: Sendable, Hashable {
  package struct Amount: Sendable, Hashable {
    package var currency: String
    package var amount: Double
  }

  package private(set) var amounts: [Amount] = []
  package private(set) var isEstimate = false
  /// Answers, whole or not, whose cost nobody told.
  package private(set) var unknown = 0

  package init(_ figures: [RunFigures] = []) { for one in figures { add(one) } }

  package mutating func add(_ figures: RunFigures) {
    guard let cost = figures.cost else {
      unknown += 1
      return
    }
    // What was refused is not charged, and is no sum.
    if figures.isUnbilled { return }
    if figures.costIsEstimate { isEstimate = true }
    if let place = amounts.firstIndex(where: { $0.currency == figures.currency }) {
      amounts[place].amount += cost
    } else {
      amounts.append(Amount(currency: figures.currency, amount: cost))
    }
  }

  /// In a currency.
  package func amount(in currency: String) -> Double {
    amounts.first { $0.currency == currency }?.amount ?? 0
  }

  /// `~$0.012`, `~$0.012+` where some costs are not known, `unknown`.
  package var text: String {
    guard !amounts.isEmpty else { return unknown > 0 ? "unknown" : "nothing" }
    let words = amounts.map { NumberWords.money($0.amount, currency: $0.currency, isEstimate: isEstimate) }
    return words.joined(separator: " + ") + (unknown > 0 ? "+" : "")
  }

  package var line: String { line(of: nil) }

  /// `~$0.012 spent`, `~$0.012 of at most $0.50 spent, and 2 costs are unknown`, `the cost is unknown`.
  package func line(of cap: String?) -> String {
    guard !amounts.isEmpty else { return unknown > 0 ? "the cost is unknown" : "nothing spent" }
    let words = amounts.map { NumberWords.money($0.amount, currency: $0.currency, isEstimate: isEstimate) }
    let rest =
      unknown > 0
      ? ", and \(NumberWords.counted(unknown, "cost")) \(unknown == 1 ? "is" : "are") unknown" : ""
    return "\(words.joined(separator: " + "))\(cap.map { " of at most \($0)" } ?? "") spent\(rest)"
  }
}
