import RelayKit

/// How much of what was sent the supplier had cached, and what that saved at list price. Always an estimate.
package struct CacheSaving: Sendable, Hashable {
  package private(set) var cachedTokens = 0
  /// All that was sent by the requests that the share is of.
  package private(set) var inputTokens = 0
  /// `nil` where no price of cached input is known.
  package private(set) var saved: Double?
  package private(set) var currency = ""
  /// Some of the cached tokens have no known price: `saved` is less than all.
  package private(set) var isPartly = false

  package init() {}

  /// - Returns: `nil` when nothing was cached.
  package init?(_ figures: RunFigures, prices: TokenPrices?) {
    guard let cached = figures.cachedTokens, cached > 0, let input = figures.inputTokens, input > 0 else {
      return nil
    }
    cachedTokens = min(cached, input)
    inputTokens = input
    guard let prices, let full = prices.input, let price = prices.cachedInput, price >= 0, full >= price,
      full.isFinite
    else { return }
    saved = Double(cachedTokens) * (full - price) / 1_000_000
    currency = prices.currency
  }

  /// Adds one of the same currency, or of none.
  package mutating func add(_ other: CacheSaving) {
    cachedTokens += other.cachedTokens
    inputTokens += other.inputTokens
    isPartly = isPartly || other.isPartly || (other.cachedTokens > 0 && other.saved == nil)
    if let more = other.saved { saved = (saved ?? 0) + more }
    if currency.isEmpty { currency = other.currency }
  }

  /// Also one in which nothing was cached, so that the share is one of all.
  package mutating func add(_ figures: RunFigures, prices: TokenPrices?) {
    if let saving = CacheSaving(figures, prices: prices) {
      guard saving.currency.isEmpty || currency.isEmpty || saving.currency == currency else { return }
      add(saving)
    } else if let input = figures.inputTokens {
      inputTokens += input
    }
  }

  /// `cached 1,024 of 1,840 (56 %), saved ~$0.0012`; `nil` when nothing was cached.
  package var words: String? {
    guard cachedTokens > 0 else { return nil }
    let share = NumberWords.whole(Double(cachedTokens) / Double(max(1, inputTokens)) * 100)
    var words =
      "cached \(NumberWords.grouped(cachedTokens)) of \(NumberWords.grouped(inputTokens)) (\(share) %)"
    if let saved {
      let least = isPartly ? " at least" : ""
      words += ", saved\(least) \(NumberWords.money(saved, currency: currency, isEstimate: true))"
    }
    return words
  }
}

extension NumberWords {
  /// `1,840`.
  package static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }
}
