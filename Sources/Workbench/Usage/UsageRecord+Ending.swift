package import RelayKit

extension RunFigures {
  /// Of an exchange that has ended.
  package init(_ exchange: Exchange, prices: TokenPrices?, inputEstimate: Int?) {
    var reply = Reply(model: exchange.requestedModel, askedAt: exchange.start)
    for update in exchange.digestUpdates { reply.apply(update) }
    self.init(reply, prices: prices, at: exchange.end ?? exchange.start, inputEstimate: inputEstimate)
  }
}

extension UsageRecord {
  /// Takes over what an exchange that has ended tells, live or read back after a crash.
  /// - Parameters:
  ///   - prices: list prices when it was asked, for a cost that the relay does not tell.
  ///   - inputEstimate: tokens of the request, used where the relay does not tell how many there were.
  package mutating func end(with exchange: Exchange, prices: TokenPrices?, inputEstimate: Int?) {
    figures = RunFigures(exchange, prices: prices, inputEstimate: inputEstimate)
    takeClipCost(exchange, prices)
    let error = exchange.outcome?.error
    status = error?.status ?? exchange.head?.status
    errorKind = error?.kind.rawValue
    errorMessage = error.map { $0.message.isEmpty ? $0.title : $0.message }
    requestID = exchange.requestID
    receipt = Receipt(toldBy: figures, startedAt: startedAt) ?? receipt
    savedByCache = prices.flatMap { prices in
      guard let cached = figures.cachedTokens, cached > 0, let full = prices.input,
        let price = prices.cachedInput,
        full >= price, price >= 0
      else { return nil }
      return Double(cached) * (full - price) / 1_000_000
    }
  }

  /// A task that was taken is paid for, as far as anybody knows, until the relay says what it charged.
  private mutating func takeClipCost(_ exchange: Exchange, _ prices: TokenPrices?) {
    guard kind == .video, figures.cost == nil, figures.outcome == "done", let prices else { return }
    // Of a form, which is no JSON, only the price of a call can be told.
    let fields = (try? JSONValue(parsing: exchange.request.body))?.objectValue ?? JSONObject()
    let credit = CreditEstimate(
      media: MediaRequest(kind: .video, fields: fields), prices: prices)
    guard let total = credit.total else { return }
    (figures.cost, figures.currency, figures.costIsEstimate) = (total, prices.currency, true)
  }
}
