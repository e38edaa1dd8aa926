import RelayKit

/// One answer's money: what it should have cost, what the relay says that it charged, and how the two differ.
package struct ExchangeMoney: Sendable, Hashable {
  /// At list price; always an estimate. `nil` while it runs, or without prices or counts.
  package var estimated: Double?
  package var currency: String
  /// Why there is no estimate.
  package var noEstimate: String?
  /// It failed, or never left, and costs nothing.
  package var isUnbilled = false
  package var receipt: Receipt?
  package var findings: [ReceiptFinding] = []
  package var sentences: [String] = []
  package var saving: CacheSaving?

  /// - Parameters:
  ///   - log: the relay's log, as far as it was read.
  ///   - inputEstimate: tokens of the request, for a relay that does not tell how many there were.
  package init(
    _ reply: Reply, prices: TokenPrices?, log: ChargeLog?, usualGroup: String? = nil,
    inputEstimate: Int? = nil
  ) {
    currency = prices?.currency ?? "USD"
    let now = reply.exchange?.end ?? reply.askedAt
    let figures = RunFigures(
      reply, prices: prices, at: now, inputEstimate: inputEstimate, measuresLength: false)
    saving = CacheSaving(figures, prices: prices)
    if reply.isRunning {
      noEstimate = "it is still coming"
    } else if reply.isUnbilled {
      (estimated, isUnbilled) = (0, true)
    } else if let prices {
      estimated = TokenUse(reply, inputEstimate: inputEstimate).cost(prices)
      if estimated == nil {
        noEstimate =
          prices.input == nil || prices.output == nil ? "no price is known" : "no token count is known"
      }
    } else {
      noEstimate = "no price is known for \(reply.model)"
    }
    guard !reply.isReplay, let exchange = reply.exchange else { return }
    let told = Receipt(toldBy: figures, startedAt: exchange.startedAt)
    // The relay's own log counts more than what it passes on from its supplier.
    receipt = exchange.requestID.flatMap { log?.receipt(forRequest: $0) } ?? told
    guard let receipt else { return }
    var record = UsageRecord(id: exchange.id, startedAt: exchange.startedAt, model: reply.model)
    record.figures = figures
    (record.figures.cost, record.figures.costIsEstimate) = (estimated, true)
    record.figures.currency = currency
    findings = ReceiptFinding.of(record, receipt, usualGroup: usualGroup)
    sentences = findings.map { $0.sentence(record, receipt, usualGroup: usualGroup) }
  }

  package var difference: ReceiptDifference? {
    guard let estimated, let receipt, receipt.currency == currency else { return nil }
    return ReceiptDifference(estimated: estimated, charged: receipt.charged, currency: currency)
  }
}

/// The money of a whole conversation, as estimates: of answers that were asked here and have ended.
package struct ConversationMoney: Sendable, Hashable {
  package private(set) var answers = 0
  package private(set) var estimated = 0.0
  /// Answers without an estimate, which the sum does not hold.
  package private(set) var unknown = 0
  package private(set) var currency = ""
  package private(set) var saving = CacheSaving()

  package init() {}

  /// - Parameter answers: of each its figures and the list prices of its model.
  package init(_ answers: some Sequence<(figures: RunFigures, prices: TokenPrices?)>) {
    for (figures, price) in answers {
      self.answers += 1
      saving.add(figures, prices: price)
      guard let cost = figures.cost, currency.isEmpty || currency == figures.currency else {
        unknown += 1
        continue
      }
      currency = figures.currency
      estimated += cost
    }
  }

  /// `4 answers ~$0.0312, cached 1,024 of 1,840 (56 %), saved ~$0.0012`.
  package var words: String {
    var words = NumberWords.counted(answers, "answer")
    if answers > unknown {
      words += " \(NumberWords.money(estimated, currency: currency, isEstimate: true))"
    }
    if unknown > 0 { words += ", \(unknown) of unknown cost" }
    if let cached = saving.words { words += ", \(cached)" }
    return words
  }
}
