package import RelayKit

/// How far repeated runs of one thing lie apart. Figures are of whole answers only.
package struct Spread: Sendable, Hashable {
  package struct Extent: Sendable, Hashable {
    /// Runs that have the figure.
    package var count: Int
    /// The mean of the two in the middle, where there are two.
    package var median: Double
    package var minimum: Double
    package var maximum: Double
    /// At least one of the values is.
    package var isEstimate: Bool

    init?(_ values: [Double], isEstimate: Bool) {
      let sorted = values.filter(\.isFinite).sorted()
      guard let first = sorted.first, let last = sorted.last else { return nil }
      let middle = sorted.count / 2
      count = sorted.count
      median =
        sorted.count % 2 == 1
        ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
      (minimum, maximum) = (first, last)
      self.isEstimate = isEstimate
    }
  }

  package static let metrics: [RunMetric] = [.firstToken, .rate, .total, .output, .cost, .length]

  package private(set) var count = 0
  /// Refused, broken off or without an answer.
  package private(set) var failed = 0
  /// By the user.
  package private(set) var stopped = 0
  package private(set) var running = 0
  /// Whole answers.
  package private(set) var answered = 0
  package private(set) var extents: [RunMetric: Extent] = [:]
  /// Empty where the costs are unknown, or in several currencies.
  package private(set) var currency = ""
  /// Answers that differ from each other in at least a byte; blanks around them do not count.
  package private(set) var distinctAnswers = 0
  /// Answers that are the same as the most frequent one, itself included.
  package private(set) var largestGroup = 0

  /// From 0 to 1; `nil` before there are two answers.
  package var identicalShare: Double? {
    answered > 1 ? Double(largestGroup) / Double(answered) : nil
  }

  package init(_ runs: [(figures: RunFigures, text: String)]) {
    count = runs.count
    var whole: [RunFigures] = []
    var groups: [[UInt8]: Int] = [:]
    for (figures, text) in runs {
      switch figures.outcome {
      case nil: running += 1
      case "done":
        whole.append(figures)
        groups[Array(Parameter.trimmed(text).utf8), default: 0] += 1
      case "stopped": stopped += 1
      default: failed += 1
      }
    }
    answered = whole.count
    distinctAnswers = groups.count
    largestGroup = groups.values.max() ?? 0
    let currencies = Set(whole.filter { $0.cost != nil }.map(\.currency))
    currency = currencies.count == 1 ? currencies.first ?? "" : ""
    for metric in Self.metrics where metric != .cost || currencies.count == 1 {
      let known = whole.filter { metric.value(of: $0) != nil }
      extents[metric] = Extent(
        known.compactMap { metric.value(of: $0) },
        isEstimate: known.contains { metric.isEstimate(in: $0) })
    }
  }

  package subscript(metric: RunMetric) -> Extent? { extents[metric] }

  /// `412 ms (380 ms to 1.3 s)`, `412 ms` where all are alike, `-` where none is known.
  package func text(_ metric: RunMetric) -> String {
    guard let extent = extents[metric] else { return NumberWords.unknown }
    func word(_ value: Double) -> String {
      metric.text(value, currency: currency, isEstimate: metric != .rate && extent.isEstimate)
    }
    let (median, low, high) = (word(extent.median), word(extent.minimum), word(extent.maximum))
    return low == high && low == median ? median : "\(median) (\(low) to \(high))"
  }

  /// `5 runs, 1 failed · TTFT 412 ms (380 ms to 1.3 s) · … · 75 % identical, 2 different`.
  package var line: String {
    var head = [NumberWords.counted(count, "run")]
    if failed > 0 { head.append("\(failed) failed") }
    if stopped > 0 { head.append("\(stopped) stopped") }
    if running > 0 { head.append("\(running) not ended") }
    var parts = [head.joined(separator: ", ")]
    parts += Self.metrics.compactMap { extents[$0] == nil ? nil : "\($0.shortTitle) \(text($0))" }
    if let identicalShare {
      // Rounded down: 100 % is said of nothing less.
      parts.append("\(Int(identicalShare * 100)) % identical, \(distinctAnswers) different")
    }
    return parts.joined(separator: " · ")
  }

  package var json: JSONValue {
    var object = JSONObject()
    for (key, value) in [
      ("runs", count), ("answered", answered), ("failed", failed), ("stopped", stopped), ("running", running),
    ] {
      object[key] = .integer(value)
    }
    for (metric, key) in zip(Self.metrics, Self.keys) {
      guard let extent = extents[metric] else { continue }
      object[key] = .object(
        JSONObject([
          .init(key: "count", value: .integer(extent.count)),
          .init(key: "median", value: .double(extent.median)),
          .init(key: "min", value: .double(extent.minimum)),
          .init(key: "max", value: .double(extent.maximum)),
          .init(key: "is_estimate", value: .bool(extent.isEstimate)),
        ]))
    }
    if extents[.cost] != nil { object["currency"] = .string(currency) }
    object["distinct_answers"] = .integer(distinctAnswers)
    object["identical_share"] = identicalShare.map(JSONValue.double)
    return .object(object)
  }

  /// In the order of `metrics`; the names that the figures of a run have.
  private static let keys = [
    "first_token_ms", "tokens_per_second", "total_ms", "output_tokens", "cost", "characters",
  ]
}
