/// Places of answers by one figure: 1 is the best, equal values share a place, and the next one is left out
/// for each that shares (1, 1, 3). Only values that will not change are ranked, and none before there are two.
package struct Ranking<Key: Hashable & Sendable>: Sendable {
  package typealias Entry = (key: Key, value: Double?, isFinal: Bool)

  package let ranks: [Key: Int]

  package init(_ entries: [Entry], better preference: RunMetric.Preference?) {
    let final = entries.compactMap { entry -> (key: Key, value: Double)? in
      guard entry.isFinal, let value = entry.value, !value.isNaN else { return nil }
      return (entry.key, value)
    }
    guard let preference, final.count > 1 else {
      ranks = [:]
      return
    }
    var ranks: [Key: Int] = [:]
    for (key, value) in final {
      let better = final.count { preference == .less ? $0.value < value : $0.value > value }
      // A key that occurs twice has the better of its places.
      ranks[key] = min(ranks[key] ?? .max, better + 1)
    }
    self.ranks = ranks
  }

  /// Costs in different currencies are not ranked.
  package init(_ metric: RunMetric, _ runs: [(key: Key, figures: RunFigures)]) {
    let ranked = runs.filter { metric.isFinal(in: $0.figures) }
    let isMixed = metric == .cost && Set(ranked.map(\.figures.currency)).count > 1
    self.init(
      ranked.map { ($0.key, metric.value(of: $0.figures).map(metric.asShown), true) },
      better: isMixed ? nil : metric.preference)
  }

  package subscript(key: Key) -> Int? { ranks[key] }

  /// `1st`, `2nd`, `3rd`, `11th`.
  package static func ordinal(_ rank: Int) -> String {
    let ending =
      switch (rank % 10, rank % 100) {
      case (_, 11...13): "th"
      case (1, _): "st"
      case (2, _): "nd"
      case (3, _): "rd"
      default: "th"
      }
    return "\(rank)\(ending)"
  }
}
