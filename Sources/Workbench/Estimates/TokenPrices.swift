/// What a model's tokens cost. What is not known is `nil`, never 0: 0 is free of charge.
package struct TokenPrices: Sendable, Hashable {
  /// For 1,000,000 tokens that are sent.
  package var input: Double?
  /// For 1,000,000 tokens of the answer.
  package var output: Double?
  /// For 1,000,000 tokens that are sent and were cached.
  package var cachedInput: Double?
  /// `USD`, `$`, or a word such as `quota`.
  package var currency: String

  package init(
    input: Double? = nil, output: Double? = nil, cachedInput: Double? = nil, currency: String = "USD"
  ) {
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
    self.currency = currency
  }
}
