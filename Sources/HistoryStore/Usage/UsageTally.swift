import CSQLite
import Workbench

/// Rows of sums while they are added up: many of them, so nothing is made of each.
struct UsageTally {
  /// Behind the sums, how many requests ended in which way.
  private static let outcomes = ["done", "stopped", "cut"]
  private static let width = UsageCells.sums.count + outcomes.count + 1
  private var values: [Double]

  /// - Parameter places: how many there are to add to.
  init(places: Int = 0) { values = [Double](repeating: 0, count: places * Self.width) }

  mutating func addPlace() -> Int {
    defer { values.append(contentsOf: repeatElement(0, count: Self.width)) }
    return values.count / Self.width
  }

  /// Where requests of an outcome are counted.
  static func column(ofOutcome outcome: String) -> Int {
    UsageCells.sums.count + (outcomes.firstIndex(of: outcome) ?? outcomes.count)
  }

  /// - Parameters:
  ///   - row: its columns from `column` on are `UsageCells.sums`.
  ///   - outcome: of `column(ofOutcome:)`.
  mutating func add(_ row: Row, from column: Int, outcome: Int, to place: Int) {
    let start = place * Self.width
    values.withUnsafeMutableBufferPointer { values in
      for number in 0..<UsageCells.sums.count {
        values[start + number] += row.number(column + number)
      }
      values[start + outcome] += row.number(column)
    }
  }

  mutating func add(_ other: UsageTally, _ source: Int, to place: Int) {
    for number in 0..<Self.width {
      values[place * Self.width + number] += other.values[source * Self.width + number]
    }
  }

  func requests(_ place: Int) -> Int { Self.whole(values[place * Self.width]) }

  func sums(_ place: Int, currency: String) -> UsageSums {
    let start = place * Self.width
    func count(_ number: Int) -> Int { Self.whole(values[start + number]) }
    func money(_ number: Int) -> Double { max(0, values[start + number]) / UsageCells.moneyUnits }
    func time(_ number: Int) -> Double { max(0, values[start + number]) / UsageCells.timeUnits }
    var sums = UsageSums()
    (sums.requests, sums.unpriced, sums.retried) = (count(0), count(1), count(2))
    (sums.inputTokens, sums.outputTokens) = (count(3), count(4))
    (sums.reasoningTokens, sums.cachedTokens) = (count(5), count(6))
    (sums.estimatedTokens, sums.receipts) = (count(7), count(8))
    let outcomes = UsageCells.sums.count
    (sums.done, sums.stopped) = (count(outcomes), count(outcomes + 1))
    (sums.cut, sums.failed) = (count(outcomes + 2), count(outcomes + 3))
    if !currency.isEmpty || money(11) + money(12) > 0 {
      sums.money.add(money(11), currency: currency, isEstimate: false)
      sums.money.add(money(12), currency: currency, isEstimate: true)
    }
    if money(13) > 0 { sums.saved.add(money(13), currency: currency, isEstimate: true) }
    if money(14) + money(15) > 0 {
      sums.charged.add(money(14), currency: currency, isEstimate: false)
      sums.expected.add(money(15), currency: currency, isEstimate: true)
    }
    sums.firstToken = UsageMean(sum: time(16), count: count(9))
    sums.total = UsageMean(sum: time(17), count: count(10))
    return sums
  }

  private static func whole(_ value: Double) -> Int { Int(min(max(value, 0), 9e18)) }
}
