package import RelayKit

/// What was measured of one answer. What is not known is `nil`, never 0.
package struct RunFigures: Sendable, Hashable {
  /// To the first token of any kind.
  package var firstTokenMilliseconds: Double?
  /// To the first token of the answer itself, where it came later than the first of the reasoning.
  package var firstVisibleMilliseconds: Double?
  /// `nil` while it runs.
  package var totalMilliseconds: Double?
  package var tokensPerSecond: Double?

  package var inputTokens: Int?
  package var inputIsEstimate = false
  /// Reasoning included.
  package var outputTokens: Int?
  package var outputIsEstimate = false
  package var reasoningTokens: Int?
  /// Part of the input.
  package var cachedTokens: Int?

  package var cost: Double?
  /// Empty where no cost is known.
  package var currency = ""
  /// Made from list prices, not told by the relay.
  package var costIsEstimate = false

  package var finishReason: String?
  /// Only where it is another model than the one that was asked for.
  package var servedModel: String?
  /// Measured when the answer has ended: counting in each frame would cost more than it tells.
  package var length: TextLength?
  /// How often it was sent.
  package var attempts: Int?
  /// `done`, `stopped`, `cut`, `failed`; `nil` while it runs.
  package var outcome: String?

  package init() {}

  package var isRunning: Bool { outcome == nil }
  /// The answer ended by itself.
  package var isWhole: Bool { outcome == "done" }

  /// - Parameters:
  ///   - prices: list prices of the model, for a cost that the relay does not tell.
  ///   - now: of a reply that runs.
  ///   - inputEstimate: tokens of the request, used until the relay tells how many there were.
  ///   - measuresLength: the only figure for which the whole text is read.
  package init(
    _ reply: Reply, prices: TokenPrices?, at now: MonotonicTime, inputEstimate: Int? = nil,
    measuresLength: Bool = true
  ) {
    firstTokenMilliseconds = Self.measured(reply.firstTokenMilliseconds)
    firstVisibleMilliseconds = Self.measured(reply.firstVisibleMilliseconds)
    totalMilliseconds = Self.measured(reply.totalMilliseconds)
    tokensPerSecond = Self.measured(reply.tokensPerSecond(at: now))
    // What ended without a record was never sent.
    outcome = reply.isRunning ? nil : reply.outcome?.name ?? "failed"
    finishReason = reply.finishReason
    servedModel = reply.servedModel.flatMap { ModelIdentity.isSame(reply.model, $0) ? nil : $0 }
    attempts = reply.exchange.flatMap { $0.attempts.isEmpty ? nil : $0.attempts.count }
    if measuresLength, !reply.isRunning, isWhole || !reply.text.isEmpty { length = TextLength(reply.text) }

    let use = TokenUse(reply, inputEstimate: inputEstimate)
    inputTokens = use.input?.tokens
    inputIsEstimate = use.input?.isEstimate ?? false
    outputTokens = use.output?.tokens
    outputIsEstimate = use.output?.isEstimate ?? false
    reasoningTokens = use.reasoning
    cachedTokens = use.cached
    if let told = use.toldCost {
      (cost, currency) = (told, TokenUse.currencyOfRelays)
    } else if reply.isUnbilled {
      setUnbilled(currency: prices?.currency ?? TokenUse.currencyOfRelays)
    } else if let prices, isWhole, !reply.pictures.isEmpty, let amount = prices.pictures(reply.pictures.count)
    {
      (cost, currency, costIsEstimate) = (amount, prices.currency, true)
    } else if let prices, let amount = use.cost(prices) {
      (cost, currency, costIsEstimate) = (amount, prices.currency, true)
    }
  }

  /// Clocks of recordings may run backwards; that is no measurement.
  private static func measured(_ value: Double?) -> Double? {
    value.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}
