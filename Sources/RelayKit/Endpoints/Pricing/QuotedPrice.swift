/// Prices of a model as a relay told them, in `currency`. What was not told is `nil`, never 0.
public struct QuotedPrice: Sendable, Hashable {
  public var currency: String
  /// Per million tokens.
  public var input: Double?
  public var output: Double?
  public var cachedInput: Double?
  public var cacheWrite: Double?
  public var perCall: Double?
  public var perImage: Double?
  /// Of video.
  public var perSecond: Double?
  /// The group of keys that the prices are for, and the factor that is in them. `nil`: no factor is in them.
  public var group: String?
  public var groupRatio: Double?
  /// The relay's own formula, where no single figure is the price.
  public var expression: String?

  public init(
    currency: String = "USD", input: Double? = nil, output: Double? = nil, cachedInput: Double? = nil,
    cacheWrite: Double? = nil, perCall: Double? = nil, perImage: Double? = nil, perSecond: Double? = nil
  ) {
    self.currency = currency
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
    self.cacheWrite = cacheWrite
    self.perCall = perCall
    self.perImage = perImage
    self.perSecond = perSecond
  }

  /// Whether nothing is known.
  public var isEmpty: Bool {
    input == nil && output == nil && cachedInput == nil && cacheWrite == nil && perCall == nil
      && perImage == nil && perSecond == nil && expression == nil
  }
}

extension PriceList {
  /// new-api and one-api charge quota = tokens × ratios, and `quota_per_unit` of quota are 1 USD (500 000 by
  /// default, which makes ratio 1 the 2 USD per million tokens that their consoles show):
  ///
  ///     input        = model_ratio × 1 000 000 / quota_per_unit × group_ratio
  ///     output       = input × completion_ratio
  ///     cached input = input × cache_ratio
  ///     cache write  = input × create_cache_ratio
  ///     call         = model_price × group_ratio
  ///
  /// Source: new-api `service/text_quota.go` and `web/src/features/pricing/lib/price.ts`. A relay counts a
  /// missing cache_ratio as 1; here it stays unknown, since the row does not say that there is a cache.
  public func price(of row: PriceRow, group wanted: String? = nil, quotaPerUnit: Double?) -> QuotedPrice {
    let group = group(of: row, preferring: wanted)
    let ratio = group.flatMap { groupRatios[$0] }
    var price = QuotedPrice()
    price.group = group
    price.groupRatio = ratio
    let factor = ratio ?? 1
    func usable(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0.roundedPrice : nil } }
    switch row.terms {
    case .perToken(let model, let output, let cached, let write):
      let input = model * 1_000_000 / (quotaPerUnit ?? 500_000) * factor
      price.input = usable(input)
      price.output = usable(output.map { input * $0 })
      price.cachedInput = usable(cached.map { input * $0 })
      price.cacheWrite = usable(write.map { input * $0 })
    case .perCall(let call): price.perCall = usable(call * factor)
    case .expression(let text): price.expression = text
    }
    return price
  }
}

extension Double {
  /// Without the noise of binary fractions: 12 significant digits or more are none of a price.
  var roundedPrice: Double {
    guard magnitude < 1e6 else { return self }
    return (self * 1e9).rounded() / 1e9
  }
}
