import RelayKit
import Workbench

/// Keeps a comparison within its cap: what is spent, what running requests may cost at most, and whether one more
/// may start.
struct CompareBudget {
  /// What becomes of requests that nobody can price or bound, which are not within any cap.
  enum Unbounded {
    /// Held back: `--max-cost` promises a bound.
    case held
    /// An answer without a bound counts as one of ordinary length, as with all limits of the configuration.
    case reckoned
    /// Sent while there is room: the user said yes to it.
    case sent
  }

  /// Money that is not to be passed, in the currency of the prices; `nil` without a cap.
  let cap: Double?
  private let unbounded: Unbounded
  private let prices: ComparePrices
  private(set) var spent: SpentMoney
  private var reserved: [Int: Double] = [:]
  private(set) var currency: String
  /// Limits of the key and of the day.
  private(set) var key: KeyBudget

  /// Why the last request was not within the cap, where that is not its sum; a half sentence.
  private(set) var unknown: String?

  /// - Parameters:
  ///   - earlier: what was spent before this run of the program.
  init(
    cap: Double?, _ unbounded: Unbounded, prices: ComparePrices, key: KeyBudget, earlier: [RunFigures]
  ) {
    (self.cap, self.unbounded) = (cap, unbounded)
    self.key = key
    self.prices = prices
    spent = SpentMoney(earlier)
    currency = spent.amounts.first?.currency ?? ""
  }

  var known: Double { spent.amount(in: currency) }

  /// The most that a request can cost; `nil` when nobody knows.
  mutating func worstCase(_ request: ChatRequest) -> CreditEstimate {
    let estimate = prices.estimate(request)
    if currency.isEmpty, estimate.total != nil { currency = estimate.currency }
    return estimate
  }

  /// Whether the request may leave now. It counts as running if so.
  mutating func admits(_ request: ChatRequest, as job: Int) -> Bool {
    let credit = worstCase(request)
    let worst = credit.total ?? (unbounded == .reckoned ? PlannedRequest(request, credit).reckoned : nil)
    if let cap {
      if let worst {
        guard known + reserved.values.reduce(0, +) + worst <= cap else { return false }
      } else {
        var plan = PlanCost()
        plan.add(credit, model: request.model)
        unknown = plan.unknown.first
        guard unbounded != .held, known < cap else { return false }
      }
      unknown = nil
    }
    guard key.admits(request, credit, as: job) else { return false }
    reserved[job] = worst ?? 0
    return true
  }

  mutating func ended(_ job: Int, _ figures: RunFigures, model: String) {
    reserved[job] = nil
    key.ended(job, figures, prices: prices.prices(of: model))
    spent.add(figures)
    if currency.isEmpty { currency = spent.amounts.first?.currency ?? "" }
  }

  func text(_ amount: Double) -> String { EstimatedMoney.text(amount, currency: currency) }

  /// `~$0.12 of at most $0.20`.
  var line: String {
    guard let cap else { return spent.line }
    return spent.line(of: NumberWords.money(cap, currency: currency, isEstimate: false))
  }
}

/// What is known of the prices of models.
struct ComparePrices: Sendable {
  let catalogue: ModelCatalogue

  func prices(of model: String) -> TokenPrices? {
    catalogue.card(model)?.prices.map { TokenPrices($0.value) }
  }

  func estimate(_ request: ChatRequest, moreInput: Int = 0) -> CreditEstimate {
    var input = tokens(request)
    input.tokens += moreInput
    return CreditEstimate(
      input: input, body: request.parameters, prices: prices(of: request.model),
      outputLimit: catalogue.card(request.model)?.maximumOutput?.value)
  }

  func tokens(_ request: ChatRequest) -> TokenEstimate {
    var estimator = TokenEstimator()
    var ids = MessageIDSource()
    return estimator.estimate(
      request.messages.map { (ids.next(), $0) }, parameters: request.parameters, model: request.model)
  }

  /// The most that the runs can cost, each turn with the longest answers to the earlier ones.
  func worstCase(_ record: ComparisonRecord, _ keys: [RunKey]) -> PlanCost {
    var cost = PlanCost()
    // Repetitions ask the same.
    var counts: [RunKey: Int] = [:]
    var order: [RunKey] = []
    for key in keys {
      let plain = RunKey(lane: key.lane, turn: key.turn, repetition: 1, row: key.row)
      if counts[plain] == nil { order.append(plain) }
      counts[plain, default: 0] += 1
    }
    for key in order {
      guard
        let request = record.request(of: key, answer: { _ in ChatMessage(role: "assistant", text: "") })
      else { continue }
      var estimate = estimate(request)
      if key.turn > 1, let each = estimate.outputTokens {
        estimate = self.estimate(request, moreInput: each * (key.turn - 1))
      }
      cost.add(estimate, model: request.model, times: counts[key] ?? 1)
    }
    return cost
  }
}
