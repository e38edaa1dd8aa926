import RelayKit

/// The most that a plan can cost, as far as anybody knows. What is not known is never counted as nothing: it is
/// said.
package struct PlanCost: Sendable, Hashable {
  /// What all requests with known prices and bounds cost at most, in `currency`.
  package private(set) var known = 0.0
  package private(set) var currency = ""
  package private(set) var knownRequests = 0
  package private(set) var unknownRequests = 0
  /// Half sentences, each once, such as `no price of m is known`.
  package private(set) var unknown: [String] = []

  package init() {}

  /// `nil` when some request has no bound.
  package var total: Double? { unknownRequests == 0 && knownRequests > 0 ? known : nil }

  package mutating func add(_ estimate: CreditEstimate, model: String, times count: Int = 1) {
    guard let cost = estimate.total else {
      unknownRequests += count
      note(Self.reason(estimate, model))
      return
    }
    if currency.isEmpty || knownRequests == 0 { currency = estimate.currency }
    guard estimate.currency == currency else {
      unknownRequests += count
      note("\(model) is paid in \(estimate.currency)")
      return
    }
    known += cost * Double(count)
    knownRequests += count
  }

  private mutating func note(_ reason: String) { if !unknown.contains(reason) { unknown.append(reason) } }

  private static func reason(_ estimate: CreditEstimate, _ model: String) -> String {
    if estimate.inputCost == nil { return "no price of \(model) is known" }
    return estimate.outputTokens == nil
      ? "nothing bounds the answers of \(model)" : "no price of \(model) is known"
  }

  /// `at most ~$0.12`, `at most ~$0.12 for 3 of 5 requests; the rest is unknown: no price of m is known`.
  package var text: String {
    let amount = EstimatedMoney.text(known, currency: currency)
    if unknownRequests == 0 { return knownRequests == 0 ? "nothing" : "at most \(amount)" }
    var reasons = unknown.prefix(3).joined(separator: ", ")
    if unknown.count > 3 { reasons += " and \(unknown.count - 3) more" }
    if knownRequests == 0 { return "unknown: \(reasons)" }
    let all = knownRequests + unknownRequests
    return "at most \(amount) for \(knownRequests) of \(all) requests; the rest is unknown: \(reasons)"
  }
}
