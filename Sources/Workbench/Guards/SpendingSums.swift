/// What was spent in US dollars, by the periods that limits count in.
package struct SpendingSums: Sendable, Hashable {
  package var day = 0.0
  package var month = 0.0
  package var all = 0.0

  package init(day: Double = 0, month: Double = 0, all: Double = 0) {
    (self.day, self.month, self.all) = (day, month, all)
  }

  package subscript(period: KeyLimits.Period) -> Double {
    switch period {
    case .day: day
    case .month: month
    case .all: all
    }
  }

  package static func + (left: SpendingSums, right: SpendingSums) -> SpendingSums {
    SpendingSums(day: left.day + right.day, month: left.month + right.month, all: left.all + right.all)
  }

  /// What is more than `other`, never less than nothing.
  func beyond(_ other: SpendingSums) -> SpendingSums {
    SpendingSums(
      day: max(0, day - other.day), month: max(0, month - other.month), all: max(0, all - other.all))
  }

  func larger(_ other: SpendingSums) -> SpendingSums {
    SpendingSums(day: max(day, other.day), month: max(month, other.month), all: max(all, other.all))
  }
}

/// What the history says was spent from this machine, when it was read.
package struct SpendingReport: Sendable, Hashable {
  /// The day that `day` sums are of; months are those of this day.
  package var day: LocalDay
  /// By the name of the key; requests of keys without a name are only in `total`.
  package var keys: [String: SpendingSums]
  package var total: SpendingSums
  /// What the last requests cost, in any order, to know what is usual.
  package var recentCosts: [Double]
  /// What requests of other runs of the program may cost that have not ended.
  package var reservedByOthers = Reserved()
  /// Requests whose price is not known, by the name of the key, in the periods of limits.
  package var unpriced: [String: Unpriced] = [:]

  package struct Unpriced: Sendable, Hashable {
    package var day = 0
    package var month = 0
    package var all = 0
    package init(day: Int = 0, month: Int = 0, all: Int = 0) {
      (self.day, self.month, self.all) = (day, month, all)
    }

    package subscript(period: KeyLimits.Period) -> Int {
      switch period {
      case .day: day
      case .month: month
      case .all: all
      }
    }
  }

  /// `~$0.36`; `-` where something was paid and nobody knows how much, and `~$0.36 +?` where that is so of a part.
  package static func words(_ amount: Double, unpriced: Int) -> String {
    if unpriced == 0 { return GuardMoney.estimate(amount) }
    return amount > 0 ? GuardMoney.estimate(amount) + " +?" : NumberWords.unknown
  }

  package struct Reserved: Sendable, Hashable {
    package var keys: [String: Double] = [:]
    package var total = 0.0
    package init() {}
  }

  package init(
    day: LocalDay, keys: [String: SpendingSums] = [:], total: SpendingSums = SpendingSums(),
    recentCosts: [Double] = []
  ) {
    (self.day, self.keys, self.total, self.recentCosts) = (day, keys, total, recentCosts)
  }
}
