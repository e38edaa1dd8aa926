import RelayKit
import Testing

@testable import Workbench

/// Facts in, verdict out: a row for each limit, below it, at it and above it.
struct RequestGuardTests {
  /// Noon of 2026-11-23 in UTC.
  private static let noon = LocalDay("2026-11-23")!.start(utcOffset: 0) + 43_200

  private static func request(_ cost: Double?, model: String = "m", bounded: Bool = true) -> PlannedRequest {
    // A dollar for a thousand tokens of the answer, nothing for the question.
    let prices = TokenPrices(input: 0, output: 1000, cachedInput: nil, currency: "USD")
    var body = JSONObject()
    if bounded, let cost { body["max_tokens"] = .integer(Int(cost * 1000)) }
    let credit = CreditEstimate(
      input: TokenEstimate(tokens: 10, methods: []), body: body, prices: cost == nil ? nil : prices,
      outputLimit: bounded ? nil : cost.map { Int($0 * 1000) })
    return PlannedRequest(ChatRequest(model: model, parameters: body), credit)
  }

  private static func key(_ change: (inout NamedKey) -> Void = { _ in }) -> NamedKey {
    var key = NamedKey(name: "work", baseURL: "https://relay.example/v1", place: .file)
    change(&key)
    return key
  }

  private static func gate(
    _ key: NamedKey? = nil, _ limits: GuardLimits = GuardLimits(), spent: Double = 0, reserved: Double = 0
  ) -> RequestGuard {
    var gate = RequestGuard(key: key, limits: limits, now: noon)
    (gate.spent, gate.reserved) = (SpendingSums(day: spent, month: spent, all: spent), reserved)
    (gate.spentByAll, gate.reservedByAll) = (gate.spent, reserved)
    return gate
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var says: String
    var gate: RequestGuard
    var cost: Double? = 1
    var model = "m"
    var agreed = RequestGuard.Agreement.nothing
    /// `pass`, or what the verdict's title begins with.
    var expected: String
    var testDescription: String { says }
  }

  @Test func aClipThatIsPaidByTheSecondNeedsItsLength() throws {
    var prices = TokenPrices()
    prices.perSecond = 0.1
    func planned(_ body: String) throws -> PlannedRequest {
      let fields = try #require(try JSONValue(parsing: body).objectValue)
      let request = MediaRequest(kind: .video, fields: fields)
      return PlannedRequest(.media(request), CreditEstimate(media: request, prices: prices))
    }
    let open = try planned(#"{"model":"film"}"#)
    #expect(open.worst == nil && open.isMedia)
    #expect(open.unknown == "film is paid by the second, and the length of the clip is not set")
    #expect(try planned(#"{"model":"film","seconds":"8"}"#).worst == 0.8)
  }

  private static let perDay = KeyLimits(day: 2)

  @Test(arguments: [
    Case(says: "nothing is set", gate: gate(), expected: "pass"),
    Case(says: "a key without limits", gate: gate(key()), expected: "pass"),
    Case(says: "below the day's limit", gate: gate(key { $0.limits = perDay }, spent: 0.9), expected: "pass"),
    Case(
      says: "exactly at the day's limit", gate: gate(key { $0.limits = perDay }, spent: 1), expected: "pass"),
    Case(
      says: "above the day's limit", gate: gate(key { $0.limits = perDay }, spent: 1.1),
      expected: "Held back: the day's limit of key work"),
    Case(
      says: "what is under way counts", gate: gate(key { $0.limits = perDay }, spent: 0.5, reserved: 0.6),
      expected: "Held back: the day's limit of key work"),
    Case(
      says: "the month's limit", gate: gate(key { $0.limits = KeyLimits(day: 9, month: 2) }, spent: 1.5),
      expected: "Held back: the month's limit of key work"),
    Case(
      says: "the limit in all", gate: gate(key { $0.limits = KeyLimits(all: 2) }, spent: 1.5),
      expected: "Held back: the limit of key work"),
    Case(
      says: "an agreement passes a limit once", gate: gate(key { $0.limits = perDay }, spent: 5),
      agreed: .limit,
      expected: "pass"),
    Case(
      says: "an agreement to the expense passes no limit", gate: gate(key { $0.limits = perDay }, spent: 5),
      agreed: .expense, expected: "Held back: the day's limit of key work"),
    Case(
      says: "an unknown price passes while there is room", gate: gate(key { $0.limits = perDay }, spent: 1.9),
      cost: nil, expected: "pass"),
    Case(
      says: "an unknown price is held back at the limit", gate: gate(key { $0.limits = perDay }, spent: 2),
      cost: nil, expected: "Held back: the day's limit of key work"),
    Case(
      says: "a limit of nothing", gate: gate(key { $0.limits = KeyLimits(day: 0) }),
      expected: "Held back: the day's limit of key work"),
    Case(
      says: "a key that is off", gate: gate(key { $0.isOn = false }), agreed: .limit,
      expected: "Held back: key work is off"),
    Case(says: "the last day", gate: gate(key { $0.expires = LocalDay("2026-11-23") }), expected: "pass"),
    Case(
      says: "the day after the last", gate: gate(key { $0.expires = LocalDay("2026-11-22") }), agreed: .limit,
      expected: "Held back: key work has expired"),
    Case(
      says: "a model of the key", gate: gate(key { $0.models = [ModelRule("gpt-5.4*")!] }),
      model: "gpt-5.4-mini", expected: "pass"),
    Case(
      says: "a model that is not of the key", gate: gate(key { $0.models = [ModelRule("gpt-5.4*")!] }),
      model: "gpt-5", agreed: .limit, expected: "Held back: key work is not for this model"),
    Case(
      says: "one request may not cost more", gate: gate(nil, GuardLimits(perRequest: 0.5)),
      expected: "Held back: more than one request may cost"),
    Case(says: "one request may cost as much", gate: gate(nil, GuardLimits(perRequest: 1)), expected: "pass"),
    Case(
      says: "the day of all keys", gate: gate(nil, GuardLimits(perDay: 2), spent: 1.5),
      expected: "Held back: the day's limit of all keys"),
    Case(
      says: "it is expensive", gate: gate(nil, GuardLimits(warnAbove: 0.5)),
      expected: "This is unusually expensive"),
    Case(
      says: "the expense was agreed to", gate: gate(nil, GuardLimits(warnAbove: 0.5)), agreed: .expense,
      expected: "pass"),
    Case(says: "an unknown price is not expensive", gate: gate(nil, .standard), cost: nil, expected: "pass"),
  ])
  func verdicts(_ row: Case) {
    var request = Self.request(row.cost)
    request.model = row.model
    switch row.gate.verdict([request], agreed: row.agreed) {
    case .pass: #expect(row.expected == "pass")
    case .ask(let held), .stop(let held): #expect(held.title == row.expected)
    }
  }

  @Test func theWordsNameLimitSumResetAndWhatWouldFit() throws {
    var gate = Self.gate(Self.key { $0.limits = Self.perDay }, spent: 1.25, reserved: 0.25)
    gate.utcOffset = 3600
    guard case .stop(let held) = gate.verdict([Self.request(1)]) else {
      Issue.record("It was let through.")
      return
    }
    #expect(
      held.lines == [
        "This could cost up to ~$1.00 (m, an answer of 1000 tokens: max_tokens).",
        "With key work: ~$1.25 of $2.00 spent here today, and up to ~$0.25 is under way.",
        "It begins anew at midnight, in 11 h 0 min.",
      ])
    #expect(held.fittingTokens == 500)
    #expect(held.commandLine.contains("--param max_tokens=500 would fit. --yes sends it all the same."))
    gate.knowsHistory = false
    guard case .stop(let alone) = gate.verdict([Self.request(1)]) else { return }
    #expect(alone.lines.last == "Counted is this run of bayside only: no history is kept or read.")
  }

  @Test func anUnusualRequestIsToldByWhatTheLastOnesCost() {
    var gate = Self.gate(nil, GuardLimits(warnTimes: 20))
    gate.usualCost = 0.01
    guard case .ask(let held) = gate.verdict([Self.request(0.3)]) else {
      Issue.record("It was let through.")
      return
    }
    #expect(held.lines.last == "That is 30 times what a request cost lately (~$0.010).")
    // A few cents are no surprise, whatever others cost.
    gate.usualCost = 0.0001
    #expect(gate.verdict([Self.request(0.04)]) == .pass(unknown: nil))
  }

  @Test func aBoundOfTheModelAloneIsNotTakenForWhatAnAnswerCosts() {
    let long = Self.request(128, bounded: false)
    #expect(long.worst == 128)
    #expect(long.likely.map { abs($0 - 16.384) < 0.001 } == true)
    #expect(Self.request(128).likely == 128)
  }

  /// A dollar for a thousand tokens of the answer, which nothing bounds.
  private static func unbounded() -> PlannedRequest {
    let prices = TokenPrices(input: 0, output: 1000, cachedInput: nil, currency: "USD")
    let credit = CreditEstimate(
      input: TokenEstimate(tokens: 10, methods: []), body: JSONObject(), prices: prices, outputLimit: nil)
    return PlannedRequest(ChatRequest(model: "m"), credit)
  }

  @Test func anAnswerThatNothingBoundsCountsAsOneOfOrdinaryLength() throws {
    let request = Self.unbounded()
    // The worst case stays unknown: who promises a bound holds it back anyway.
    #expect(request.worst == nil && request.likely == nil)
    #expect(request.reckoned == 16.384 && request.reserve == 16.384)
    for gate in [
      Self.gate(Self.key { $0.limits = KeyLimits(day: 16) }), Self.gate(nil, GuardLimits(perRequest: 16)),
      Self.gate(nil, GuardLimits(perDay: 20), spent: 4),
    ] {
      guard case .stop(let held) = gate.verdict([request]) else {
        Issue.record("It was let through.")
        continue
      }
      #expect(held.lines[0] == "Nothing bounds the answers of m; one of 16384 tokens costs ~$16.38.")
      #expect(held.fittingTokens == 16_000)
      #expect(held.commandLine.contains("--param max_tokens=16000 would fit. --yes sends it all the same."))
      #expect(gate.verdict([request], agreed: .limit) == .pass(unknown: nil))
    }
    // It is counted, so that there is nothing to tell.
    let wide = Self.gate(Self.key { $0.limits = KeyLimits(day: 17) })
    #expect(wide.verdict([request]) == .pass(unknown: nil))
    #expect(Self.gate(nil, .standard).verdict([request]) == .pass(unknown: nil))
  }

  @Test func severalRequestsCountTogether() {
    let gate = Self.gate(Self.key { $0.limits = Self.perDay })
    #expect(gate.verdict([Self.request(1), Self.request(1)]) == .pass(unknown: nil))
    guard case .stop(let held) = gate.verdict([Self.request(1), Self.request(1), Self.request(0.5)]) else {
      Issue.record("They were let through.")
      return
    }
    #expect(held.lines[0] == "These 3 requests could cost up to ~$2.50.")
  }

  @Test func anUnknownPriceIsToldWhereALimitCannotCountIt() {
    let gate = Self.gate(Self.key { $0.limits = Self.perDay })
    #expect(gate.verdict([Self.request(nil)]) == .pass(unknown: "no price of m is known"))
    #expect(Self.gate().verdict([Self.request(nil)]) == .pass(unknown: nil))
  }

  @Test func anotherCurrencyIsNotCountedAsDollars() {
    let prices = TokenPrices(input: 1, output: 1000, cachedInput: nil, currency: "CNY")
    let credit = CreditEstimate(
      input: TokenEstimate(tokens: 10, methods: []),
      body: JSONObject([.init(key: "max_tokens", value: .integer(9))]),
      prices: prices, outputLimit: nil)
    let request = PlannedRequest(model: "m", credit, isBounded: true)
    #expect(request.worst == nil)
    #expect(request.reserve == 0)
    #expect(request.unknown == "m is paid in CNY")
  }

  @Test func aMonthIsResetOnItsNextFirst() {
    let gate = Self.gate(Self.key { $0.limits = KeyLimits(month: 1) }, spent: 1)
    guard case .stop(let held) = gate.verdict([Self.request(1)]) else {
      Issue.record("It was let through.")
      return
    }
    #expect(held.lines.last == "It begins anew on 2026-12-01.")
  }
}
