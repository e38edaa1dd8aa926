/// One of the figures by which answers are compared.
package enum RunMetric: String, Sendable, Hashable, CaseIterable {
  case firstToken = "first_token"
  case rate, total, input, output, reasoning, cached, cost, length

  package enum Preference: Sendable, Hashable { case less, more }

  package var title: String {
    switch self {
    case .firstToken: "time to first token"
    case .rate: "tokens per second"
    case .total: "total time"
    case .input: "input tokens"
    case .output: "output tokens"
    case .reasoning: "reasoning tokens"
    case .cached: "cached tokens"
    case .cost: "cost"
    case .length: "length of the text"
    }
  }

  /// For the head of a column.
  package var shortTitle: String {
    switch self {
    case .firstToken: "TTFT"
    case .rate: "tok/s"
    case .total: "total"
    case .input: "in"
    case .output: "out"
    case .reasoning: "think"
    case .cached: "cached"
    case .cost: "cost"
    case .length: "chars"
    }
  }

  /// Of `value`; empty where the currency is the unit.
  package var unit: String {
    switch self {
    case .firstToken, .total: "ms"
    case .rate: "tokens/s"
    case .input, .output, .reasoning, .cached: "tokens"
    case .cost: ""
    case .length: "characters"
    }
  }

  /// `nil` where neither is better.
  package var preference: Preference? {
    switch self {
    case .firstToken, .total, .cost: .less
    case .rate: .more
    case .input, .output, .reasoning, .cached, .length: nil
    }
  }

  /// `nil` while it is not known; never one that is no number.
  package func value(of figures: RunFigures) -> Double? {
    let value: Double? =
      switch self {
      case .firstToken: figures.firstTokenMilliseconds
      case .rate: figures.tokensPerSecond
      case .total: figures.totalMilliseconds
      case .input: figures.inputTokens.map(Double.init)
      case .output: figures.outputTokens.map(Double.init)
      case .reasoning: figures.reasoningTokens.map(Double.init)
      case .cached: figures.cachedTokens.map(Double.init)
      case .cost: figures.cost
      case .length: figures.length.map { Double($0.characters) }
      }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// As exact as it is shown: what looks the same has the same rank.
  func asShown(_ value: Double) -> Double {
    switch self {
    case .firstToken, .total: value.rounded() < 1000 ? value.rounded() : (value / 100).rounded() * 100
    case .rate: (value * 10).rounded() / 10
    case .input, .output, .reasoning, .cached, .cost, .length: value
    }
  }

  package func isEstimate(in figures: RunFigures) -> Bool {
    switch self {
    case .input: figures.inputIsEstimate
    case .output: figures.outputIsEstimate
    case .cost: figures.costIsEstimate
    // Made of the number of tokens.
    case .rate: figures.outputIsEstimate
    case .firstToken, .total, .reasoning, .cached, .length: false
    }
  }

  /// Whether the value will not change any more and stands for a whole answer, so that it may be ranked. An
  /// answer that was stopped or broke off is short and cheap, which is no merit.
  package func isFinal(in figures: RunFigures) -> Bool {
    guard value(of: figures) != nil else { return false }
    return self == .firstToken ? figures.isRunning || figures.isWhole : figures.isWhole
  }

  /// `412 ms`, `38.2`, `~129`, `~$0.0020`; `-` while it is not known.
  package func text(of figures: RunFigures) -> String {
    guard let value = value(of: figures) else { return NumberWords.unknown }
    if self == .cost, figures.isUnbilled { return "0" }
    // The rate is a measurement of what arrives, as everywhere on the screen.
    let isEstimate = self != .rate && isEstimate(in: figures)
    return text(value, currency: figures.currency, isEstimate: isEstimate)
  }

  package func text(_ value: Double, currency: String = "", isEstimate: Bool = false) -> String {
    switch self {
    case .firstToken, .total: return NumberWords.milliseconds(value)
    case .rate: return NumberWords.rate(value)
    case .cost: return NumberWords.money(value, currency: currency, isEstimate: isEstimate)
    case .input, .output, .reasoning, .cached, .length:
      return (isEstimate ? "~" : "") + NumberWords.whole(value)
    }
  }
}
