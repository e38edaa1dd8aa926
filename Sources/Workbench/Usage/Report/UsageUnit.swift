/// What bars are about.
package enum UsageUnit: String, Sendable, Hashable, CaseIterable {
  case cost, tokens, requests, errors

  package var title: String {
    switch self {
    case .cost: "Cost"
    case .tokens: "Tokens"
    case .requests: "Requests"
    case .errors: "Errors"
    }
  }

  package var next: UsageUnit {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// The length of a bar.
  package func value(of sums: UsageSums, currency: String) -> Double {
    switch self {
    case .cost: sums.money[currency]?.total ?? 0
    case .tokens: Double(sums.tokens)
    case .requests: Double(sums.requests)
    case .errors: Double(sums.errors)
    }
  }

  /// The number beside it: `~$1.02`, `140k`, `~81k`, `151`. What is estimated says so.
  package func text(of sums: UsageSums) -> String {
    switch self {
    case .cost: sums.costText
    case .tokens: (sums.estimatedTokens > 0 ? "~" : "") + UsageWords.count(sums.tokens)
    case .requests: UsageWords.count(sums.requests)
    case .errors: UsageWords.count(sums.errors)
    }
  }

  /// A number on the axis, with as many decimals as its steps need.
  package func axis(_ value: Double, step: Double, currency: String) -> String {
    guard self == .cost else { return UsageWords.count(Int(min(max(value, 0), 1e15).rounded())) }
    if value == 0 { return "0" }
    var decimals = step >= 1 && step == step.rounded() ? 0 : 2
    while decimals < 10, decimals > 0, !Self.isWhole(step, decimals) { decimals += 1 }
    let text = UsageWords.decimal(value, decimals)
    switch currency {
    case "USD": return "$" + text
    case "CNY": return "¥" + text
    case "EUR": return "€" + text
    default: return text
    }
  }

  private static func isWhole(_ step: Double, _ decimals: Int) -> Bool {
    let scaled = (0..<decimals).reduce(step) { value, _ in value * 10 }
    return abs(scaled - scaled.rounded()) < 0.001
  }
}

/// Words of the books.
package enum UsageWords {
  /// `842`, `9999`, `81k`, `1.2M`.
  package static func count(_ value: Int) -> String {
    if value < 10_000 { return "\(value)" }
    if value < 999_500 { return "\((value + 500) / 1000)k" }
    let tenths = (value + 50_000) / 100_000
    return tenths % 10 == 0 || tenths >= 1000 ? "\(tenths / 10)M" : "\(tenths / 10).\(tenths % 10)M"
  }

  /// `0.3 %`, `12 %`; `-` where there is nothing to take a part of.
  package static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return NumberWords.unknown }
    let value = share * 100
    if value == 0 || value >= 9.95 { return NumberWords.whole(value) + " %" }
    return value < 0.05 ? "<0.1 %" : NumberWords.oneDecimal(value) + " %"
  }

  /// Rounded to so many decimals, all of them written.
  package static func decimal(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12, (0...12).contains(decimals) else { return NumberWords.unknown }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    guard abs(value * scale) < 9e17 else { return NumberWords.unknown }
    let units = Int((value * scale).rounded())
    let digits = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = units < 0 ? "-" : ""
    return decimals == 0 ? sign + padded : "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// `done` with 200 is `200 ok`, `failed` with 429 is `429 limit`; without a status the outcome alone.
  package static func result(_ result: UsageResult) -> String {
    let status = result.status.map { "\($0) " } ?? ""
    switch result.outcome {
    case "done": return status + "ok"
    case "stopped": return "stopped"
    case "cut": return status + "cut"
    case "": return "running"
    default:
      guard let code = result.status else { return "no answer" }
      switch code {
      case 200..<300: return status + "failed"
      case 401: return status + "key"
      case 402: return status + "credit"
      case 403: return status + "refused"
      case 404: return status + "no route"
      case 408, 504: return status + "timeout"
      case 413: return status + "too big"
      case 429: return status + "limit"
      case 503: return status + "busy"
      case 500...: return status + "failed"
      default: return status + "refused"
      }
    }
  }

  /// Of a value that splits requests; what is empty gets words.
  package static func value(_ value: String, of dimension: UsageDimension) -> String {
    switch dimension {
    case .result: result(UsageResult(key: value))
    case .key where value.isEmpty: "(no name)"
    case .profile where value.isEmpty: "(no profile)"
    case .project where value.isEmpty: "(no tag)"
    case .model where value.isEmpty: "(no model)"
    default: value
    }
  }

  /// `~$1.02 · 151 requests`, `- · 2 requests, 2 without a price`, `no requests`.
  package static func summary(_ sums: UsageSums) -> String {
    guard sums.requests > 0 else { return "no requests" }
    let unpriced = sums.unpriced > 0 ? ", \(sums.unpriced) without a price" : ""
    return "\(sums.costText) · \(NumberWords.counted(sums.requests, "request"))\(unpriced)"
  }
}
