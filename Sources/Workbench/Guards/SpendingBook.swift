/// What was spent and what may be, for guards. Requests of this run of the program are counted here when they
/// leave and when they end, so that a history that lags behind lets nothing slip through twice; what other
/// runs spent, and have under way, comes from the history.
package struct SpendingBook<ID: Hashable & Sendable>: Sendable {
  private struct Open: Sendable {
    var key: String
    /// The most that it may cost; what is known of it where no bound is.
    var reserved: Double
    var day: LocalDay
    var hasLeft: Bool
  }

  private struct Spent: Sendable {
    var key: String
    var day: LocalDay
    var amount: Double
  }

  private var open: [ID: Open] = [:]
  /// One sum for each key and day.
  private var own: [Spent] = []
  private var others: SpendingReport?
  private var reservedByOthers = SpendingReport.Reserved()
  private var recent: [Double] = []
  private static var mostRecent: Int { 100 }
  /// Requests of this run whose cost nobody knows, by key and day.
  private var unknown: [Unknown: Int] = [:]
  private struct Unknown: Hashable {
    var key: String
    var day: LocalDay
  }
  package var unknownCount: Int { unknown.values.reduce(0, +) }

  package init() {}

  /// Whether the history told what was spent before.
  package var knowsHistory: Bool { others != nil }

  // MARK: Requests

  /// A request is about to leave, or waits for its turn.
  package mutating func begin(
    _ id: ID, key: String, reserving amount: Double, on day: LocalDay, hasLeft: Bool = true
  ) {
    open[id] = Open(key: key, reserved: max(0, amount), day: day, hasLeft: hasLeft)
  }

  package func isOpen(_ id: ID) -> Bool { open[id] != nil }
  package func key(of id: ID) -> String? { open[id]?.key }

  /// One that waited leaves now.
  package mutating func left(_ id: ID) { open[id]?.hasLeft = true }

  /// One that did not leave after all.
  package mutating func drop(_ id: ID) { open[id] = nil }

  /// Forgets those that never left and do not wait any more.
  package mutating func dropWaiting(where isGone: (ID) -> Bool) {
    for (id, entry) in open where !entry.hasLeft && isGone(id) { open[id] = nil }
  }

  /// - Parameter cost: US dollars; `nil` when nobody knows.
  package mutating func end(_ id: ID, cost: Double?) {
    guard let entry = open.removeValue(forKey: id) else { return }
    guard let cost, cost.isFinite, cost >= 0 else {
      unknown[Unknown(key: entry.key, day: entry.day), default: 0] += 1
      return
    }
    add(cost, key: entry.key, day: entry.day)
    recent.append(cost)
    if recent.count > Self.mostRecent { recent.removeFirst() }
  }

  private mutating func add(_ amount: Double, key: String, day: LocalDay) {
    if let place = own.firstIndex(where: { $0.key == key && $0.day == day }) {
      own[place].amount += amount
    } else {
      own.append(Spent(key: key, day: day, amount: amount))
    }
  }

  // MARK: History

  /// Takes over what the history says. It may not have heard of our last requests yet, and it may have heard of
  /// all: what it knows beyond our own counts as spent by others, and never becomes less within a day.
  package mutating func take(_ report: SpendingReport) {
    reservedByOthers = report.reservedByOthers
    var next = SpendingReport(day: report.day, recentCosts: report.recentCosts)
    next.unpriced = report.unpriced
    next.total = report.total.beyond(ownSums(of: nil, on: report.day))
    for (key, sums) in report.keys { next.keys[key] = sums.beyond(ownSums(of: key, on: report.day)) }
    if let others, others.day == report.day {
      next.total = next.total.larger(others.total)
      for (key, sums) in others.keys { next.keys[key] = (next.keys[key] ?? SpendingSums()).larger(sums) }
    }
    others = next
  }

  // MARK: Sums

  /// - Parameter key: `nil` for all keys together.
  private func ownSums(of key: String?, on day: LocalDay) -> SpendingSums {
    own.reduce(SpendingSums()) { sums, spent in
      guard key == nil || spent.key == key else { return sums }
      return sums
        + SpendingSums(
          day: spent.day == day ? spent.amount : 0, month: spent.day.month == day.month ? spent.amount : 0,
          all: spent.amount)
    }
  }

  /// What a key (`nil`: all keys) has cost, requests that have ended.
  package func spent(by key: String?, on day: LocalDay) -> SpendingSums {
    let sums = ownSums(of: key, on: day)
    guard let others else { return sums }
    var before = key.map { others.keys[$0] ?? SpendingSums() } ?? others.total
    // Yesterday's report still knows the month and all.
    if others.day != day { before.day = 0 }
    if others.day.month != day.month { before.month = 0 }
    return sums + before
  }

  /// How many requests of a key are in no sum, as nobody knows what they cost. The history may have heard of some of
  /// this run: the larger number counts.
  package func unpriced(by key: String, in period: KeyLimits.Period, on day: LocalDay) -> Int {
    let own = unknown.reduce(0) { count, entry in
      let (place, number) = (entry.key, entry.value)
      guard place.key == key else { return count }
      switch period {
      case .day: return place.day == day ? count + number : count
      case .month: return place.day.month == day.month ? count + number : count
      case .all: return count + number
      }
    }
    guard let others, others.day == day else { return own }
    return max(own, others.unpriced[key]?[period] ?? 0)
  }

  /// What a key has cost, in words that tell what is not known.
  package func words(of key: String, in period: KeyLimits.Period, on day: LocalDay) -> String {
    SpendingReport.words(
      spent(by: key, on: day)[period], unpriced: unpriced(by: key, in: period, on: day))
  }

  /// What requests that have not ended may cost.
  package func reserved(by key: String?) -> Double {
    let others = key.map { reservedByOthers.keys[$0] ?? 0 } ?? reservedByOthers.total
    return open.values.reduce(others) { key == nil || $1.key == key ? $0 + $1.reserved : $0 }
  }

  /// What others had under way may have ended since the history was read: who asks before each request anyway must
  /// not hold one back for it.
  package mutating func forgetReservationsOfOthers() { reservedByOthers = SpendingReport.Reserved() }

  /// What a request usually costs; `nil` while too few are known to say so.
  package var usualCost: Double? {
    let costs = ((others?.recentCosts ?? []) + recent).filter { $0.isFinite && $0 > 0 }.sorted()
    guard costs.count >= 5 else { return nil }
    return costs[costs.count / 2]
  }
}
