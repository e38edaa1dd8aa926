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

  /// - Parameter maxCost: `--max-cost`: an amount that the user agreed to.
  init(
    _ settings: Settings, _ options: ParsedOptions, maxCost: Double?, ledger: any SpendingLedger
  ) async {
    (key, limits, isDemo) = (settings.namedKey, settings.spending, settings.isDemo)
    agreed = options.has("yes") ? .limit : maxCost == nil ? .nothing : .expense
    report = isDemo ? nil : await ledger.report(at: Double(time(nil)), utcOffset: ScreenStart.utcOffset())
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
      key: key, limits: limits ?? self.limits, book: book, now: Double(time(nil)),
      utcOffset: ScreenStart.utcOffset())
  }

  func book<ID>(of: ID.Type = ID.self) -> SpendingBook<ID> {
    var book = SpendingBook<ID>()
    if let report { book.take(report) }
    return book
  }

  /// Whether one request may leave; says why not.
  func admits(_ request: ChatRequest, prices: @autoclosure () -> ComparePrices, maxCost: Double?) -> Bool {
    admits(PlannedRequest(request, prices().estimate(request)), maxCost: maxCost)
  }

  func admits(_ planned: @autoclosure () -> PlannedRequest, maxCost: Double?) -> Bool {
    guard !isDemo else { return true }
    let planned = planned()
    if let maxCost {
      if planned.reserve > maxCost {
        Output.notice(
          "Held back, nothing was sent: this could cost up to \(GuardMoney.estimate(planned.reserve)), and --max-cost is \(GuardMoney.exact(maxCost))."
        )
        return false
      }
      if let unknown = planned.unknown { Output.notice("--max-cost cannot bound this: \(unknown).") }
    }
    // Scripts ask for large and small things in turn: what is usual says nothing there.
    var limits = limits
    limits.warnTimes = nil
    switch facts(book(of: Int.self), limits: limits).verdict([planned], agreed: agreed) {
    case .pass(let unknown):
      if maxCost == nil, let unknown { Output.notice("Limits cannot count this: \(unknown).") }
      return true
    case .ask(let held): return Self.ask(held)
    case .stop(let held):
      Output.notice(held.commandLine)
      return false
    }
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
    book.begin(job, key: gate.key?.name ?? "", reserving: planned.reserve, on: facts.today)
    return true
  }

  mutating func ended(_ job: Int, _ figures: RunFigures, prices: TokenPrices?) {
    book.end(job, cost: CostOfRequest.dollars(figures, prices: prices, inputEstimate: figures.inputTokens))
  }
}
