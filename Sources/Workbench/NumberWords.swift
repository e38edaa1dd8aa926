/// Numbers as words, alike everywhere. What is no number is `-`.
package enum NumberWords {
  package static let unknown = "-"

  package static func oneDecimal(_ value: Double) -> String {
    guard value.isFinite else { return unknown }
    let tenths = Int((min(max(value, -1e12), 1e12) * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// `412`; rounded.
  package static func whole(_ value: Double) -> String {
    guard value.isFinite else { return unknown }
    return String(Int(min(max(value, -1e15), 1e15).rounded()))
  }

  /// `412 ms`, `3.2 s`.
  package static func milliseconds(_ value: Double) -> String {
    value.rounded() < 1000 ? whole(value) + " ms" : oneDecimal(value / 1000) + " s"
  }

  package static func seconds(_ value: Double) -> String {
    value < 10 ? oneDecimal(value) + " s" : whole(value) + " s"
  }

  /// `741 B`, `4.2 kB`, `1.3 MB`.
  package static func bytes(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    if count < 1_000_000 { return oneDecimal(Double(count) / 1000) + " kB" }
    return oneDecimal(Double(count) / 1_000_000) + " MB"
  }

  /// `1 run`, `3 runs`.
  package static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `$0.0020`, and `~$0.0020` for an estimate.
  package static func money(_ amount: Double, currency: String, isEstimate: Bool) -> String {
    guard amount.isFinite, amount >= 0 else { return unknown }
    let estimated = EstimatedMoney.text(amount, currency: currency)
    return isEstimate ? estimated : String(estimated.drop { $0 == "~" })
  }
}
