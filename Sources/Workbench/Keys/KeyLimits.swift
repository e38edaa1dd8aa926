/// Money in US dollars that one key may cost from this machine. These limits live here: the relay does not know
/// them.
package struct KeyLimits: Sendable, Hashable {
  package enum Period: String, Sendable, Hashable, CaseIterable { case day, month, all }

  package var day: Double?
  package var month: Double?
  package var all: Double?

  package init(day: Double? = nil, month: Double? = nil, all: Double? = nil) {
    (self.day, self.month, self.all) = (day, month, all)
  }

  package static let currency = "USD"

  package var isEmpty: Bool { day == nil && month == nil && all == nil }

  package subscript(period: Period) -> Double? {
    switch period {
    case .day: day
    case .month: month
    case .all: all
    }
  }

  /// `$2.00/day, $30.00/month`, or `none`.
  package var words: String {
    let parts = Period.allCases.compactMap { period in
      self[period].map { GuardMoney.exact($0) + period.suffix }
    }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}

extension KeyLimits.Period {
  /// Behind an amount.
  package var suffix: String {
    switch self {
    case .day: "/day"
    case .month: "/month"
    case .all: " in all"
    }
  }

  /// In a sentence: `spent here today`.
  package var spentWords: String {
    switch self {
    case .day: "today"
    case .month: "this month"
    case .all: "in all"
    }
  }
}

/// Money as limits write it.
package enum GuardMoney {
  /// `$2.00`.
  package static func exact(_ amount: Double) -> String {
    NumberWords.money(amount, currency: KeyLimits.currency, isEstimate: false)
  }

  /// `~$0.36`, or `0` for nothing.
  package static func estimate(_ amount: Double) -> String {
    amount > 0 ? EstimatedMoney.text(amount, currency: KeyLimits.currency) : "0"
  }

  /// An amount as people type it: `2`, `$0.50`. - Returns: `nil` for anything that is no amount.
  package static func amount(_ text: String) -> Double? {
    var digits = text.filter { !$0.isWhitespace }[...]
    if digits.hasPrefix("$") { digits = digits.dropFirst() }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
      let amount = Double(digits), amount.isFinite, amount <= 1e9
    else { return nil }
    return amount
  }
}
