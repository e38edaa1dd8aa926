import Workbench

/// A condition on rows of the books, with the values of its parameters.
struct UsageConditions {
  private(set) var parts: [String] = []
  private(set) var values: [(any SQLBindable)?] = []

  var sql: String { parts.joined(separator: " AND ") }

  mutating func add(_ part: String, _ values: (any SQLBindable)?...) {
    parts.append(part)
    self.values += values
  }

  /// - Parameter isListed: requests that run are among them.
  init(_ filter: UsageFilter, days: ClosedRange<Int>, isListed: Bool) {
    add("exchange.day BETWEEN ? AND ?", days.lowerBound, days.upperBound)
    add("exchange.is_demo = ?", filter.isDemo)
    if let outcome = filter.outcome {
      let words = UsageFilter.outcomes(outcome)
      parts.append("exchange.outcome IN (\(words.map { _ in "?" }.joined(separator: ", ")))")
      values += words.map { $0 as (any SQLBindable)? }
    } else if !isListed {
      add("exchange.outcome IS NOT NULL")
    }
    for dimension in UsageDimension.allCases {
      guard let wanted = filter[dimension] else { continue }
      if dimension == .model, wanted.contains("*") {
        add("exchange.model GLOB ?", Self.glob(wanted))
      } else {
        add("\(UsageRollup.column(dimension, of: "exchange")) = ?", wanted)
      }
    }
  }

  /// Only `*` has a meaning of its own in a filter.
  static func glob(_ pattern: String) -> String {
    String(pattern.flatMap { "?[".contains($0) ? Array("[\($0)]") : [$0] })
  }
}
