import Glibc
import RelayKit
import Workbench

/// The guards of a command line: facts of the key and of what was spent, gathered before anything is sent.
struct CommandGuard {
  /// Held back by a limit, or by the user's answer.
  static let heldStatus: Int32 = 5

  let key: NamedKey?
  let limits: GuardLimits
  let isDemo: Bool
  let agreed: RequestGuard.Agreement
  /// What the history says; `nil` without one.
  let report: SpendingReport?
  private let ledger: any SpendingLedger
  /// The history keeps nothing of these requests: their cost alone is counted.
  private let isPrivate: Bool

  /// - Parameter maxCost: `--max-cost`: an amount that the user agreed to.
  init(
    _ settings: Settings, _ options: ParsedOptions, maxCost: Double?, ledger: any SpendingLedger
  ) async {
    (key, limits, isDemo) = (settings.namedKey, settings.spending, settings.isDemo)
    (self.ledger, isPrivate) = (ledger, !settings.history.keeps)
    agreed = options.has("yes") ? .limit : maxCost == nil ? .nothing : .expense
    report = isDemo ? nil : await ledger.report(at: LocalClock.now, utcOffset: LocalClock.utcOffset)
  }

  /// `--max-cost`.
  static func maxCost(_ options: ParsedOptions) throws(UsageError) -> Double? {
    guard let text = options["max-cost"] else { return nil }
    guard let amount = GuardMoney.amount(text) else {
      throw UsageError(
        sentence: "--max-cost needs an amount of money such as 0.50, not “\(text.prefix(40))”.")
    }
    return amount
  }

  func facts<ID>(_ book: SpendingBook<ID>, limits: GuardLimits? = nil) -> RequestGuard {
    RequestGuard(
      key: key, limits: limits ?? self.limits, book: book, now: LocalClock.now,
      utcOffset: LocalClock.utcOffset)
  }

  func book<ID>(of: ID.Type = ID.self) -> SpendingBook<ID> {
    var book = SpendingBook<ID>()
    if let report { book.take(report) }
    return book
  }

  /// The ledger of a command that asks. In private mode the history is opened only where a limit has to be held.
  static func ledger(_ settings: Settings, _ history: CommandHistory?) -> any SpendingLedger {
    if let history { return history.ledger }
    guard hasLimit(settings), !settings.isDemo else { return NoLedger() }
    return HistoryLedger(
      store: KeptHistory.open(settings.environment, frames: settings.history.frames) { Output.notice($0) })
  }

  /// Whether a limit of the configuration or of the key counts what a request costs.
  static func countsMoney(_ settings: Settings) -> Bool {
    hasLimit(settings) || settings.spending.perRequest != nil
  }

  /// Whether a limit counts what was spent before.
  static func hasLimit(_ settings: Settings) -> Bool {
    settings.spending.perDay != nil || settings.namedKey?.limits.isEmpty == false
  }

  /// Whether one request may leave; says why not.
  /// - Parameter name: of its exchange.
  func admits(
    _ request: ChatRequest, as name: String, prices: @autoclosure () -> ComparePrices, maxCost: Double?
  ) -> Bool {
    admits(PlannedRequest(request, prices().estimate(request)), as: name, maxCost: maxCost)
  }

  func admits(
    _ planned: @autoclosure () -> PlannedRequest, as name: String, maxCost: Double?
  ) -> Bool {
    guard !isDemo || maxCost != nil else { return true }
    let planned = planned()
    if let maxCost, agreed < .limit, let sentence = Self.refusal(planned, maxCost: maxCost) {
      Output.notice(sentence)
      return false
    }
    guard !isDemo else { return true }
    // Scripts ask for large and small things in turn: what is usual says nothing there.
    var limits = limits
    limits.warnTimes = nil
    switch facts(book(of: Int.self), limits: limits).verdict([planned], agreed: agreed) {
    case .pass(let unknown):
      if maxCost == nil, let unknown { Output.notice("Limits cannot count this: \(unknown).") }
    case .ask(let held): guard Self.ask(held) else { return false }
    case .stop(let held):
      Output.notice(held.commandLine)
      return false
    }
    if let held = reserve(planned, as: name, SpendingBook<Int>()) {
      Output.notice(held.commandLine)
      return false
    }
    return true
  }

  /// Why `--max-cost` does not let a request out; `nil` when it does. What nobody can bound is held back too: the
  /// option promises a bound.
  static func refusal(_ planned: PlannedRequest, maxCost: Double) -> String? {
    let cap = "--max-cost is \(GuardMoney.exact(maxCost))"
    guard let worst = planned.worst else {
      let reason = planned.unknown ?? "what it may cost is not known"
      let remedy = planned.isMedia ? "." : ": it has no bound. --param max_tokens=N bounds the answer;"
      return
        "Held back, nothing was sent: \(cap), and \(reason)\(remedy) --yes sends it all the same."
    }
    guard worst > maxCost else { return nil }
    return
      "Held back, nothing was sent: this could cost up to \(GuardMoney.estimate(worst)), and \(cap). --yes sends it all the same."
  }

  /// Counts a request as under way in every bayside of this machine. - Returns: why it may not leave after all.
  /// - Parameter book: what this process did itself.
  func reserve<ID>(
    _ planned: PlannedRequest, as name: String, _ book: SpendingBook<ID>
  ) -> HeldRequest? {
    guard hasSums else { return nil }
    let (now, offset) = (LocalClock.now, LocalClock.utcOffset)
    let (key, sums, agreed) = (key, GuardLimits(perDay: limits.perDay), max(agreed, .expense))
    return ledger.reserve(name, key: key?.name ?? "", amount: planned.reserve, at: now) { report in
      var book = book
      book.take(report)
      let facts = RequestGuard(key: key, limits: sums, book: book, now: now, utcOffset: offset)
      guard case .stop(let held) = facts.verdict([planned], agreed: agreed) else { return nil }
      return held
    }
  }

  /// Whether anything counts what is spent.
  private var hasSums: Bool { !isDemo && (limits.perDay != nil || key?.limits.isEmpty == false) }

  /// A request has ended. What the history keeps it counts by itself.
  /// - Parameter cost: US dollars; `nil` where nobody knows.
  func ended(_ name: String, cost: Double?) {
    guard hasSums, isPrivate else { return }
    ledger.settle(name, key: key?.name ?? "", cost: cost, at: LocalClock.now)
  }

  /// Asks on the terminal; where nobody can answer, nothing is sent.
  static func ask(_ held: HeldRequest) -> Bool {
    guard isatty(0) == 1, isatty(2) == 1 else {
      Output.notice(held.commandLine)
      return false
    }
    let words = (["\(held.title)."] + held.lines).joined(separator: " ")
    Output.write("bayside: \(Output.harmless(words)) Send it? [y/N] ", to: 2)
    let answer = (readLine() ?? "").lowercased()
    if answer == "y" || answer == "yes" { return true }
    Output.notice("Nothing was sent.")
    return false
  }
}

extension ComparePrices {
  /// What is known without asking anybody.
  static func kept(_ settings: Settings) -> ComparePrices {
    let answers = ModelStore(settings.environment).load(settings.relay.baseURL, key: settings.relay.apiKey)
      .answers
    return ComparePrices(
      catalogue: ModelCatalogue(
        relay: answers, user: ModelFile.load(settings.environment).list, keyGroup: settings.keyGroup))
  }
}

/// Limits of the key and of the day, while several requests are on their way.
struct KeyBudget {
  private let gate: CommandGuard
  private var book: SpendingBook<Int>
  /// Why the last request was not let through.
  private(set) var held: HeldRequest?

  init(_ gate: CommandGuard) {
    self.gate = gate
    book = gate.book()
  }

  private static func name(_ job: Int) -> String { "\(KeptHistory.session)-\(job + 1)" }

  /// The request counts as under way if it may leave.
  mutating func admits(_ request: ChatRequest, _ credit: CreditEstimate, as job: Int) -> Bool {
    held = nil
    guard !gate.isDemo else { return true }
    let planned = PlannedRequest(request, credit)
    let facts = gate.facts(book)
    // What is expensive was asked about before the first one left.
    if case .stop(let held) = facts.verdict([planned], agreed: max(gate.agreed, .expense)) {
      self.held = held
      return false
    }
    if let held = gate.reserve(planned, as: Self.name(job), book) {
      self.held = held
      return false
    }
    book.begin(job, key: gate.key?.name ?? "", reserving: planned.reserve, on: facts.today)
    return true
  }

  mutating func ended(_ job: Int, _ figures: RunFigures, prices: TokenPrices?) {
    let cost = CostOfRequest.dollars(figures, prices: prices, inputEstimate: figures.inputTokens)
    book.end(job, cost: cost)
    gate.ended(Self.name(job), cost: cost)
  }
}
