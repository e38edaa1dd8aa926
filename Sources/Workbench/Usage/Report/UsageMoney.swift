/// Sums of money, each currency by itself: they are never added together.
package struct UsageMoney: Sendable, Hashable {
  package struct Amount: Sendable, Hashable {
    package var currency: String
    /// What relays charged or told.
    package var told = 0.0
    /// What was worked out here from list prices.
    package var estimated = 0.0

    package var total: Double { told + estimated }
    package var isEstimate: Bool { estimated > 0 }

    /// `~$6.30`.
    package var text: String {
      total == 0 ? "0" : NumberWords.money(total, currency: currency, isEstimate: isEstimate)
    }
  }

  /// By the name of the currency.
  package private(set) var amounts: [Amount] = []

  package init() {}

  package mutating func add(_ amount: Double, currency: String, isEstimate: Bool) {
    guard amount.isFinite, amount >= 0 else { return }
    let name = Self.name(currency)
    let place = amounts.firstIndex { $0.currency >= name } ?? amounts.count
    if place == amounts.count || amounts[place].currency != name {
      amounts.insert(Amount(currency: name), at: place)
    }
    if isEstimate { amounts[place].estimated += amount } else { amounts[place].told += amount }
  }

  package mutating func add(_ other: UsageMoney) {
    for amount in other.amounts {
      add(amount.told, currency: amount.currency, isEstimate: false)
      add(amount.estimated, currency: amount.currency, isEstimate: true)
    }
  }

  package subscript(currency: String) -> Amount? { amounts.first { $0.currency == Self.name(currency) } }

  /// `~$6.30`; of several, the largest number first: `~$6.30 + ¥1.20`. `0` where nothing was paid.
  package var text: String {
    let paid = amounts.filter { $0.total > 0 }.sorted { $0.total > $1.total }
    return paid.isEmpty ? "0" : paid.map(\.text).joined(separator: " + ")
  }

  /// One name for the ways in which a currency is written.
  package static func name(_ currency: String) -> String {
    switch currency {
    case "$": "USD"
    case "¥", "RMB": "CNY"
    case "€": "EUR"
    default: currency
    }
  }
}
