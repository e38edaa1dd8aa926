package import RelayKit

/// What a model's tokens, calls, pictures and seconds cost. What is not known is `nil`, never 0: 0 is free of charge.
package struct TokenPrices: Sendable, Hashable {
  /// For 1,000,000 tokens that are sent.
  package var input: Double?
  /// For 1,000,000 tokens of the answer.
  package var output: Double?
  /// For 1,000,000 tokens that are sent and were cached.
  package var cachedInput: Double?
  /// For one request, or one picture of it.
  package var perCall: Double?
  package var perImage: Double?
  /// Of a clip.
  package var perSecond: Double?
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

  package init(_ quoted: QuotedPrice) {
    self.init(
      input: quoted.input, output: quoted.output, cachedInput: quoted.cachedInput, currency: quoted.currency)
    (perCall, perImage, perSecond) = (quoted.perCall, quoted.perImage, quoted.perSecond)
  }

  /// Of so many pictures, where they have a price; `nil` where tokens have, or nothing is known.
  package func pictures(_ count: Int) -> Double? {
    (perImage ?? perCall).flatMap { $0.isFinite && $0 >= 0 ? $0 * Double(max(1, count)) : nil }
  }

  /// Of a clip of so many seconds; `nil` seconds: as long as the model makes it.
  package func clip(seconds: Double?) -> Double? {
    if let perSecond, let seconds, perSecond.isFinite, perSecond >= 0, seconds > 0 {
      return perSecond * seconds
    }
    return perCall.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}
