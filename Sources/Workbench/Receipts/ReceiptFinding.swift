import RelayKit

/// Something about a charge that its user would want to know.
package enum ReceiptFinding: String, Sendable, Hashable, CaseIterable {
  case stoppedButCharged = "stopped_but_charged"
  case failedButCharged = "failed_but_charged"
  case chargedMore = "charged_more"
  case otherModel = "other_model"
  case otherGroup = "other_group"

  /// - Parameter usualGroup: the group whose prices the estimate is made of, where one is known.
  package static func of(_ record: UsageRecord, _ receipt: Receipt, usualGroup: String? = nil)
    -> [ReceiptFinding]
  {
    var found: [ReceiptFinding] = []
    if receipt.charged > 0 {
      if record.figures.outcome == "stopped" { found.append(.stoppedButCharged) }
      // What came of an answer that was cut is billed as a rule.
      if record.isFailure, record.figures.outcome != "cut" { found.append(.failedButCharged) }
    }
    // More than nothing is what a charge for a failure is.
    if let estimate = ReceiptDifference(record, receipt), estimate.isNotable, estimate.difference > 0,
      estimate.estimated > 0 || !found.contains(.failedButCharged)
    {
      found.append(.chargedMore)
    }
    // The record names another model that served it only where it is another one.
    if let charged = receipt.upstreamModel, !ModelIdentity.isSame(record.model, charged) {
      found.append(.otherModel)
    }
    if let usualGroup, let group = receipt.group, group != usualGroup { found.append(.otherGroup) }
    return found
  }

  /// `! STOPPED, CHARGED`, for a column.
  package var word: String {
    switch self {
    case .stoppedButCharged: "STOPPED, CHARGED"
    case .failedButCharged: "FAILED, CHARGED"
    case .chargedMore: "CHARGED MORE"
    case .otherModel: "OTHER MODEL"
    case .otherGroup: "OTHER GROUP"
    }
  }

  package func sentence(_ record: UsageRecord, _ receipt: Receipt, usualGroup: String? = nil) -> String {
    let charged = NumberWords.money(receipt.charged, currency: receipt.currency, isEstimate: false)
    switch self {
    case .stoppedButCharged:
      return "You stopped this answer; what was made until then was charged: \(charged)."
    case .failedButCharged:
      return
        "This request failed, and the relay charged \(charged) for it. Its support can look at the request id."
    case .chargedMore:
      guard let difference = ReceiptDifference(record, receipt) else { return "\(charged) was charged." }
      return "\(charged) was charged, \(difference.words) than the estimate of \(difference.estimateWords)."
    case .otherModel:
      return
        "You asked for \(record.model); the relay's log names \(receipt.upstreamModel ?? "another model")."
    case .otherGroup:
      return
        "It was charged at the prices of group \(receipt.group ?? "-"), not of \(usualGroup ?? "the usual one")."
    }
  }
}

/// An estimate beside what was charged, where both are known in the same money.
package struct ReceiptDifference: Sendable, Hashable {
  package var estimated: Double
  package var charged: Double
  package var currency: String

  package var difference: Double { charged - estimated }
  /// `nil` for an estimate of nothing.
  package var share: Double? { estimated > 0 ? difference / estimated : nil }

  /// A difference from the estimate counts from here on: more than a fifth of it, and more than this much.
  package static let leastShare = 0.2
  package static let leastAmount = 0.0001

  /// Something else was charged than was estimated, whether more or less: the one rule for every place that says so.
  package var isNotable: Bool {
    abs(difference) > Self.leastAmount && abs(difference) > estimated * Self.leastShare
  }

  package init?(_ record: UsageRecord, _ receipt: Receipt) {
    // A figure that the relay itself told is no estimate.
    guard record.figures.costIsEstimate, let estimated = record.figures.cost,
      Self.money(record.figures.currency) == Self.money(receipt.currency)
    else { return nil }
    self.init(estimated: estimated, charged: receipt.charged, currency: receipt.currency)
  }

  package init(estimated: Double, charged: Double, currency: String) {
    self.estimated = estimated
    self.charged = charged
    self.currency = currency
  }

  private static func money(_ currency: String) -> String { currency == "$" ? "USD" : currency }

  package var estimateWords: String {
    NumberWords.money(estimated, currency: currency, isEstimate: true)
  }

  /// `$0.0003 (6 %) more`, `$0.0003 less`, `as much`.
  package var words: String {
    guard abs(difference) > 1e-12 else { return "as much" }
    let amount = NumberWords.money(abs(difference), currency: currency, isEstimate: false)
    let percent = share.map { " (\(NumberWords.whole(abs($0) * 100)) %)" } ?? ""
    return "\(amount)\(percent) \(difference > 0 ? "more" : "less")"
  }

  /// `+$0.0003`, `-$0.0003`, `0`, for a column.
  package var signed: String {
    guard abs(difference) > 1e-12 else { return "0" }
    let amount = NumberWords.money(abs(difference), currency: currency, isEstimate: false)
    return (difference > 0 ? "+" : "-") + amount
  }
}
