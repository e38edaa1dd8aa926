import RelayKit

extension Receipt {
  /// `usage.cost` of the answer itself, where the relay sends it.
  package init?(toldBy figures: RunFigures, startedAt: Double) {
    guard let cost = figures.cost, !figures.costIsEstimate else { return nil }
    self.init(
      charged: cost, currency: figures.currency, source: .usage,
      readAt: startedAt + (figures.totalMilliseconds ?? 0) / 1000)
    inputTokens = figures.inputIsEstimate ? nil : figures.inputTokens
    outputTokens = figures.outputIsEstimate ? nil : figures.outputTokens
  }
}
