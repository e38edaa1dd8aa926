package import RelayKit

/// The credit that a relay may hold while a request runs: what is sent and the longest answer, at list price.
/// Always an estimate. What is not known is `nil`, and nothing is added up without it.
package struct CreditEstimate: Sendable, Hashable {
  package var inputTokens: Int
  package var inputCost: Double?
  /// The longest answer, all choices together; `nil` when nobody bounds it.
  package var outputTokens: Int?
  package var outputCost: Double?
  package var currency: String
  /// Where the bound of the answer is from: `max_tokens`, `the model's limit`.
  package var outputSource: String
  /// Of a clip that is paid by the second, where the request says nothing of its length.
  package private(set) var needsLength = false
  /// Of one token of the answer, also where nobody bounds it.
  package private(set) var outputPrice: Double?

  /// `nil` when a price or the bound of the answer is not known.
  package var total: Double? {
    guard let inputCost, let outputCost else { return nil }
    return inputCost + outputCost
  }

  /// - Parameters:
  ///   - body: keys of the request: the bound of the answer, and how many are asked for.
  ///   - outputLimit: tokens that the model can answer with, where it is known.
  package init(input: TokenEstimate, body: JSONObject, prices: TokenPrices?, outputLimit: Int?) {
    inputTokens = input.tokens
    currency = prices?.currency ?? ""
    // A sound that is not counted makes the sum unknown, not cheap.
    inputCost = input.notCounted.isEmpty ? Self.cost(input.tokens, prices?.input) : nil
    let limit = AnswerLimit(body: .object(body))
    let each = limit.map(\.tokens) ?? outputLimit
    outputSource = limit?.name ?? (outputLimit == nil ? "no limit is known" : "the model's limit")
    let choices = max(1, body["n"]?.intValue ?? 1)
    outputTokens = each.flatMap { tokens in
      let (product, overflows) = max(0, tokens).multipliedReportingOverflow(by: choices)
      return overflows ? nil : product
    }
    outputPrice = Self.cost(1, prices?.output)
    outputCost = outputTokens.flatMap { Self.cost($0, prices?.output) }
  }

  /// Of pictures or a clip. Where they are paid in tokens, what comes is bounded by nobody.
  package init(media request: MediaRequest, prices: TokenPrices?) {
    let fields = request.fields
    inputTokens = TextTokens.estimate(fields["prompt"]?.stringValue ?? "")
    currency = prices?.currency ?? ""
    // Forms and quoted values send numbers as text.
    let asked = fields["n"]?.intValue ?? fields["n"]?.stringValue.flatMap { Int($0) }
    let count = min(max(1, asked ?? 1), 1_000_000)
    let whole: Double?
    if request.kind == .video {
      let metadata = fields["metadata"]
      let seconds = [
        fields["seconds"], fields["duration"], metadata?["durationSeconds"], metadata?["duration"],
      ]
      .lazy.compactMap { $0?.doubleValue ?? $0?.stringValue.flatMap(Double.init) }.first
      whole = prices?.clip(seconds: seconds).map { $0 * Double(count) }
      needsLength = whole == nil && prices?.perSecond != nil
      outputSource = seconds.map { "1 clip of \(NumberWords.whole($0)) s" } ?? "1 clip"
    } else {
      whole = prices?.pictures(count)
      outputSource = count == 1 ? "1 picture" : "\(count) pictures"
    }
    (inputCost, outputCost) = whole == nil ? (Self.cost(inputTokens, prices?.input), nil) : (0, whole)
  }

  private static func cost(_ tokens: Int, _ price: Double?) -> Double? {
    guard let price, price.isFinite, price >= 0 else { return nil }
    return Double(tokens) * price / 1_000_000
  }

  /// `~$0.0046`, or `unknown`.
  package func text(_ cost: Double?) -> String { EstimatedMoney.text(cost, currency: currency) }
}

/// Money of an estimate: two digits that count, never more than is known.
package enum EstimatedMoney {
  package static func text(_ amount: Double?, currency: String) -> String {
    guard let amount, amount.isFinite, amount >= 0 else { return "unknown" }
    let (sign, word) = sign(currency)
    let digits = digits(amount)
    return "~\(sign)\(digits)\(word)"
  }

  static func sign(_ currency: String) -> (sign: String, word: String) {
    switch currency {
    case "USD", "$": ("$", "")
    case "CNY", "¥", "RMB": ("¥", "")
    case "EUR", "€": ("€", "")
    default: ("", currency.isEmpty ? "" : " \(currency)")
    }
  }

  /// Two decimals from 1 on, below that two digits that are not zero.
  private static func digits(_ amount: Double) -> String {
    if amount == 0 { return "0" }
    guard amount < 1e12 else { return "\(amount)" }
    var decimals = 2
    var bound = 0.1
    while amount < bound, decimals < 10 {
      decimals += 1
      bound /= 10
    }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let units = Int((amount * scale).rounded())
    if units == 0 { return "0.0000000001 at most" }
    let text = String(units)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
