package import RelayKit

/// A request that is about to leave, as guards see it. Amounts are US dollars; what is paid in another currency
/// is not known to them.
package struct PlannedRequest: Sendable, Hashable {
  package var model: String
  /// The most that it can cost; `nil` when nobody knows.
  package var worst: Double?
  /// What limits reckon with: the worst case, or an answer of ordinary length where nothing bounds it. Such an answer
  /// could pass any limit, and most models have no bound that anybody tells: the one rule for all limits.
  package private(set) var reckoned: Double?
  /// What it is likely to cost at the most: the worst case where the request bounds the answer itself, else
  /// an answer of ordinary length.
  package var likely: Double?
  /// Tokens of the longest answer that is reckoned with, and what bounds it.
  package var outputTokens: Int?
  package var outputSource: String
  /// Of one token of the answer.
  private var outputPrice: Double?
  private var inputCost: Double?
  /// Why the worst case is not known; a half sentence.
  package var unknown: String?
  /// Of pictures or a clip: no limit on tokens bounds it.
  package private(set) var isMedia = false

  /// Longer answers are rare, whatever models could write.
  package static let ordinaryTokens = 16_384

  package init(_ request: ChatRequest, _ credit: CreditEstimate) {
    self.init(
      model: request.model, credit, isBounded: AnswerLimit(body: .object(request.parameters)) != nil,
      choices: max(1, request.parameters["n"]?.intValue ?? 1))
  }

  package init(_ request: RelayRequest, _ credit: CreditEstimate) {
    switch request {
    case .chat(let chat): self.init(chat, credit)
    case .media(let media):
      self.init(model: media.model, credit, isBounded: true)
      isMedia = true
      if credit.needsLength {
        unknown = "\(media.model) is paid by the second, and the length of the clip is not set"
      } else if credit.total == nil, credit.inputCost != nil {
        let what = media.kind == .video ? "clip" : "picture"
        unknown = "nobody knows what a \(what) of \(media.model) costs before it is made"
      }
    }
  }

  package init(model: String, _ credit: CreditEstimate, isBounded: Bool, choices: Int = 1) {
    self.model = model
    (outputTokens, outputSource) = (credit.outputTokens, credit.outputSource)
    var cost = PlanCost()
    cost.add(credit, model: model)
    unknown = cost.unknown.first
    guard credit.total == nil || credit.currency == KeyLimits.currency else {
      unknown = "\(model) is paid in \(credit.currency)"
      return
    }
    (worst, reckoned) = (credit.total, credit.total)
    if credit.currency == KeyLimits.currency { inputCost = credit.inputCost }
    if credit.outputTokens == nil { reckonOrdinary(credit, choices: choices) }
    guard let worst, let output = credit.outputCost, let tokens = credit.outputTokens, tokens > 0 else {
      likely = worst
      return
    }
    outputPrice = output / Double(tokens)
    let (ordinary, overflows) = Self.ordinaryTokens.multipliedReportingOverflow(by: choices)
    let isLong = !isBounded && !overflows && tokens > ordinary
    likely = isLong ? worst - output + output / Double(tokens) * Double(ordinary) : worst
  }

  private mutating func reckonOrdinary(_ credit: CreditEstimate, choices: Int) {
    let (tokens, overflows) = Self.ordinaryTokens.multipliedReportingOverflow(by: choices)
    guard !overflows, let inputCost, let price = credit.outputPrice else { return }
    (outputTokens, outputPrice) = (tokens, price)
    reckoned = inputCost + price * Double(tokens)
  }

  /// What counts as under way, as far as it is known.
  package var reserve: Double { reckoned ?? inputCost ?? 0 }

  /// The longest answer that keeps the request within `room`; `nil` when none would.
  func tokens(within room: Double) -> Int? {
    guard let inputCost, let outputPrice, outputPrice > 0, room > inputCost else { return nil }
    let tokens = ((room - inputCost) / outputPrice).rounded(.down)
    return tokens >= 16 && tokens < 1e9 ? Int(tokens) : nil
  }
}
