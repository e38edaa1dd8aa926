/// What a request that has ended counts for limits.
package enum CostOfRequest {
  /// US dollars; `nil` when nobody knows.
  /// - Parameter inputEstimate: tokens that were sent.
  package static func dollars(_ figures: RunFigures, prices: TokenPrices?, inputEstimate: Int?) -> Double? {
    if let cost = figures.cost { return cost == 0 || figures.currency == KeyLimits.currency ? cost : nil }
    // What failed may be billed or not, and nothing tells how much; what was stopped or cut before its first token may
    // be billed for what was sent.
    guard figures.outcome != "failed", figures.outputTokens == nil, let prices,
      prices.currency == KeyLimits.currency, let price = prices.input, price.isFinite, price >= 0,
      let tokens = figures.inputTokens ?? inputEstimate
    else { return nil }
    return Double(tokens) * price / 1_000_000
  }
}
