/// What counts of one request that has ended.
package struct UsageLine: Sendable, Hashable {
  package var day: Int
  package var isDemo = false
  package var model: String
  package var keyName = ""
  package var profile = ""
  package var project = ""
  package var kind = ""
  package var result: UsageResult
  package var inputTokens: Int?
  package var outputTokens: Int?
  package var tokensAreEstimate = false
  package var reasoningTokens: Int?
  package var cachedTokens: Int?
  /// What the relay charged, else what it told or what was worked out.
  package var cost: Double?
  package var currency = ""
  package var costIsEstimate = false
  package var saved: Double?
  /// The cost is the relay's charge.
  package var hasReceipt = false
  /// What was worked out of a request whose charge is known too, in the same currency.
  package var expected: Double?
  package var firstTokenMilliseconds: Double?
  package var totalMilliseconds: Double?
  package var attempts: Int?

  package init(day: Int, model: String, result: UsageResult) {
    self.day = day
    self.model = model
    self.result = result
  }

  /// `nil` while the request runs.
  package init?(_ record: UsageRecord, utcOffset: Int) {
    guard let outcome = record.figures.outcome else { return nil }
    let figures = record.figures
    self.init(
      day: LocalCalendar.day(of: record.startedAt, utcOffset: utcOffset), model: record.model,
      result: UsageResult(outcome: outcome, status: record.status))
    isDemo = record.isDemo
    (keyName, profile, project) = (record.keyName, record.profile, record.project)
    kind = record.kind.rawValue
    (inputTokens, outputTokens) = (figures.inputTokens, figures.outputTokens)
    tokensAreEstimate =
      inputTokens != nil && figures.inputIsEstimate || outputTokens != nil && figures.outputIsEstimate
    (reasoningTokens, cachedTokens) = (figures.reasoningTokens, figures.cachedTokens)
    let paid = record.paid
    (cost, currency, costIsEstimate) = (paid?.amount, paid?.currency ?? "", paid?.isEstimate ?? false)
    hasReceipt = record.receipt != nil
    // Money of two currencies is not compared.
    let isOneCurrency = record.receipt.map { $0.currency == figures.currency } ?? true
    if hasReceipt, isOneCurrency, figures.costIsEstimate { expected = figures.cost }
    if isOneCurrency, figures.cost != nil { saved = record.savedByCache }
    firstTokenMilliseconds = figures.firstTokenMilliseconds
    totalMilliseconds = figures.totalMilliseconds
    attempts = figures.attempts
  }

  package func value(of dimension: UsageDimension) -> String {
    switch dimension {
    case .model: model
    case .key: keyName
    case .profile: profile
    case .project: project
    case .result: result.key
    case .kind: kind
    }
  }

  package func passes(_ filter: UsageFilter) -> Bool {
    guard isDemo == filter.isDemo else { return false }
    if let outcome = filter.outcome, !UsageFilter.outcomes(outcome).contains(result.outcome) { return false }
    return filter.values.allSatisfy { dimension, wanted in
      dimension == .model
        ? UsageFilter.matches(wanted, model) : value(of: dimension) == wanted
    }
  }
}

extension UsageRecord {
  /// What the request cost: the relay's charge where it is known, else what the answer told, else what was worked
  /// out from list prices. `nil` where no price is known, and of the demo relay.
  package var paid: (amount: Double, currency: String, isEstimate: Bool)? {
    guard !isDemo else { return nil }
    if let receipt { return (receipt.charged, receipt.currency, false) }
    return figures.cost.map { ($0, figures.currency, figures.costIsEstimate) }
  }
}
