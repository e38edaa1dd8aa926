/// Whether requests may leave: what is known goes in, a verdict comes out, with the words for it.
package struct RequestGuard: Sendable {
  /// The key that would be sent; `nil` for one without a name, which has no limits of its own.
  package var key: NamedKey?
  package var limits: GuardLimits
  /// Of the key, what has ended and what is under way.
  package var spent = SpendingSums()
  package var reserved = 0.0
  /// Of all keys.
  package var spentByAll = SpendingSums()
  package var reservedByAll = 0.0
  package var usualCost: Double?
  /// Whether the sums hold what was spent before the program began.
  package var knowsHistory = true
  /// Seconds since 1970, and east of Greenwich.
  package var now: Double
  package var utcOffset = 0

  package init(key: NamedKey?, limits: GuardLimits, now: Double) {
    (self.key, self.limits, self.now) = (key, limits, now)
  }

  /// Takes the sums of a book.
  package init<ID>(
    key: NamedKey?, limits: GuardLimits, book: SpendingBook<ID>, now: Double, utcOffset: Int
  ) {
    self.init(key: key, limits: limits, now: now)
    self.utcOffset = utcOffset
    let today = LocalDay(time: now, utcOffset: utcOffset)
    if let key {
      spent = book.spent(by: key.name, on: today)
      reserved = book.reserved(by: key.name)
    }
    spentByAll = book.spent(by: nil, on: today)
    reservedByAll = book.reserved(by: nil)
    usualCost = book.usualCost
    knowsHistory = book.knowsHistory
  }

  /// What the user has agreed to already.
  package enum Agreement: Int, Sendable, Hashable, Comparable {
    case nothing
    /// That it is unusually expensive.
    case expense
    /// That it passes a limit on money, this once.
    case limit
    package static func < (left: Agreement, right: Agreement) -> Bool { left.rawValue < right.rawValue }
  }

  package enum Verdict: Sendable, Hashable {
    /// - Parameter unknown: why limits cannot count all of it.
    case pass(unknown: String?)
    case ask(HeldRequest)
    case stop(HeldRequest)
  }

  package var today: LocalDay { LocalDay(time: now, utcOffset: utcOffset) }

  package func verdict(_ requests: [PlannedRequest], agreed: Agreement = .nothing) -> Verdict {
    guard !requests.isEmpty else { return .pass(unknown: nil) }
    if let held = refusal(requests) { return .stop(held) }
    if agreed < .limit, let held = passedLimit(requests) { return .stop(held) }
    if agreed < .expense, let held = expense(requests) { return .ask(held) }
    let hasLimit = limits.hasCaps || key?.limits.isEmpty == false
    let uncounted = requests.lazy.filter { $0.reckoned == nil }
    return .pass(unknown: hasLimit ? uncounted.compactMap(\.unknown).first : nil)
  }

  // MARK: The key itself

  /// What no agreement changes: the key is off, too old, or not for this model.
  private func refusal(_ requests: [PlannedRequest]) -> HeldRequest? {
    guard let key else { return nil }
    if !key.isOn { return held(.off, requests) }
    if let last = key.expires, last < today { return held(.expired(last), requests) }
    if let request = requests.first(where: { !key.models.allow($0.model) }) {
      return held(.model(request.model, allowed: key.models), requests)
    }
    return nil
  }

  // MARK: Money

  private func passedLimit(_ requests: [PlannedRequest]) -> HeldRequest? {
    let planned = requests.reduce(0) { $0 + $1.reserve }
    if let cap = limits.perRequest, let request = requests.first(where: { $0.reserve > cap }) {
      return held(.request(cap: cap, cost: request.reserve), [request], room: cap)
    }
    if let key {
      for period in KeyLimits.Period.allCases {
        guard let cap = key.limits[period] else { continue }
        let money = HeldRequest.Money(cap: cap, spent: spent[period], reserved: reserved, planned: planned)
        if money.isPassed { return held(.key(period, money), requests, room: money.room) }
      }
    }
    if let cap = limits.perDay {
      let money = HeldRequest.Money(
        cap: cap, spent: spentByAll.day, reserved: reservedByAll, planned: planned)
      if money.isPassed { return held(.day(money), requests, room: money.room) }
    }
    return nil
  }

  private func expense(_ requests: [PlannedRequest]) -> HeldRequest? {
    let likely = requests.reduce(0) { $0 + ($1.likely ?? 0) }
    if let bound = limits.warnAbove, likely > bound {
      return held(.expensive(likely: likely, above: bound), requests)
    }
    let dearest = requests.compactMap(\.likely).max() ?? 0
    if let times = limits.warnTimes, let usualCost, dearest > GuardLimits.leastUnusual,
      dearest > usualCost * times
    {
      return held(.unusual(likely: dearest, usual: usualCost), requests)
    }
    return nil
  }

  private func held(
    _ reason: HeldRequest.Reason, _ requests: [PlannedRequest], room: Double? = nil
  ) -> HeldRequest {
    var held = HeldRequest(reason: reason, requests: requests, keyTitle: key?.title ?? "", now: now)
    held.utcOffset = utcOffset
    held.knowsHistory = knowsHistory
    if let room, requests.count == 1 { held.fittingTokens = requests[0].tokens(within: room) }
    return held
  }
}
