/// Sums over requests that have ended.
package struct UsageSums: Sendable, Hashable {
  package var requests = 0
  package var done = 0
  package var stopped = 0
  package var cut = 0
  package var failed = 0
  /// Those of which nobody knows what they cost. What was refused and not billed is none of them: it costs nothing.
  package var unpriced = 0
  /// Sent more than once.
  package var retried = 0
  package var inputTokens = 0
  package var outputTokens = 0
  package var reasoningTokens = 0
  package var cachedTokens = 0
  /// Requests whose tokens were counted here.
  package var estimatedTokens = 0
  package var money = UsageMoney()
  /// What caching saved at list price; always estimates.
  package var saved = UsageMoney()
  /// Requests of which the relay's own charge is known.
  package var receipts = 0
  /// Of those of them that had an estimate: what was charged, and what was expected.
  package var charged = UsageMoney()
  package var expected = UsageMoney()
  package var firstToken = UsageMean()
  package var total = UsageMean()

  package init() {}

  package var errors: Int { cut + failed }
  package var errorRate: Double? { requests == 0 ? nil : Double(errors) / Double(requests) }
  /// `~$1.02`; `-` where something was paid and nobody knows how much, and `~$1.02 +?` where that is so of a part.
  package var costText: String {
    if unpriced == 0 { return money.text }
    return money.amounts.contains { $0.total > 0 } ? money.text + " +?" : NumberWords.unknown
  }

  package var tokens: Int { inputTokens + outputTokens }
  /// Of the input, from 0 to 1; `nil` where nothing was sent.
  package var cachedShare: Double? {
    inputTokens == 0 ? nil : min(1, Double(cachedTokens) / Double(inputTokens))
  }

  package mutating func add(_ line: UsageLine) {
    requests += 1
    switch line.result.outcome {
    case "done": done += 1
    case "stopped": stopped += 1
    case "cut": cut += 1
    default: failed += 1
    }
    if line.cost == nil, !line.isDemo { unpriced += 1 }
    if (line.attempts ?? 1) > 1 { retried += 1 }
    inputTokens += line.inputTokens ?? 0
    outputTokens += line.outputTokens ?? 0
    reasoningTokens += line.reasoningTokens ?? 0
    cachedTokens += line.cachedTokens ?? 0
    if line.tokensAreEstimate { estimatedTokens += 1 }
    if let cost = line.cost, !line.isDemo {
      money.add(cost, currency: line.currency, isEstimate: line.costIsEstimate)
    }
    if let amount = line.saved, !line.isDemo {
      saved.add(amount, currency: line.currency, isEstimate: true)
    }
    if line.hasReceipt { receipts += 1 }
    if let expected = line.expected, let cost = line.cost, !line.isDemo {
      self.expected.add(expected, currency: line.currency, isEstimate: true)
      charged.add(cost, currency: line.currency, isEstimate: false)
    }
    firstToken.add(line.firstTokenMilliseconds)
    total.add(line.totalMilliseconds)
  }

  package mutating func add(_ other: UsageSums) {
    requests += other.requests
    done += other.done
    stopped += other.stopped
    cut += other.cut
    failed += other.failed
    unpriced += other.unpriced
    retried += other.retried
    inputTokens += other.inputTokens
    outputTokens += other.outputTokens
    reasoningTokens += other.reasoningTokens
    cachedTokens += other.cachedTokens
    estimatedTokens += other.estimatedTokens
    money.add(other.money)
    saved.add(other.saved)
    receipts += other.receipts
    charged.add(other.charged)
    expected.add(other.expected)
    firstToken.add(other.firstToken)
    total.add(other.total)
  }
}

/// A mean that can be added up.
package struct UsageMean: Sendable, Hashable {
  package var sum = 0.0
  package var count = 0

  package init(sum: Double = 0, count: Int = 0) {
    self.sum = sum
    self.count = count
  }

  package var value: Double? { count > 0 ? sum / Double(count) : nil }

  package mutating func add(_ value: Double?) {
    guard let value, value.isFinite, value >= 0 else { return }
    sum += value
    count += 1
  }

  package mutating func add(_ other: UsageMean) {
    sum += other.sum
    count += other.count
  }
}
