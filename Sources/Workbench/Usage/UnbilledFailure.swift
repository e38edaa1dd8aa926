import RelayKit

/// Whether a failure costs anything is judged by `RelayError.billing` alone: the words of an error, the books and the
/// limits must not tell different things. What nobody can tell is not known, never nothing.
extension Reply {
  /// It never left, or it failed and nothing was billed.
  var isUnbilled: Bool {
    guard exchange != nil else { return !isRunning && missingExchange == nil }
    guard case .failed(let error)? = outcome else { return false }
    // Of several tries each counts.
    let before = exchange?.attempts.compactMap(\.error) ?? []
    return error.isBilled == false && before.allSatisfy { $0.isBilled == false }
  }
}

extension RunFigures {
  /// What was not billed has no tokens and costs nothing. No relay told that, so that it counts as an estimate.
  mutating func setUnbilled(currency: String = TokenUse.currencyOfRelays) {
    (inputTokens, outputTokens, reasoningTokens, cachedTokens) = (nil, nil, nil, nil)
    (inputIsEstimate, outputIsEstimate) = (false, false)
    (cost, self.currency, costIsEstimate) = (0, currency, true)
  }

  /// It was not billed, as `Reply.isUnbilled` judged it.
  package var isUnbilled: Bool {
    (outcome == "failed" || outcome == "stopped") && cost == 0 && inputTokens == nil && outputTokens == nil
  }

  /// Judges a failure that was written down when failures had no cost at all.
  /// - Parameter failure: `RelayError.Kind` by name.
  package mutating func judge(failure: String?) {
    guard outcome == "failed", cost == nil, (attempts ?? 1) <= 1,
      let kind = failure.flatMap(RelayError.Kind.init(rawValue:)),
      RelayError(kind: kind).isBilled == false
    else { return }
    setUnbilled()
  }
}
