import Glibc
import RelayKit
import Workbench

/// `bayside compare`: several models, or one with several settings, asked the same.
struct CompareCommand {
  let options: ParsedOptions

  /// More than for one question, where nothing else is configured.
  static let retries = 3
  private static let standardConcurrency = 4
  private static let mostConcurrency = 64

  /// - Returns: the exit status: 0 all answered and checked, 1 something failed, 4 a check failed, 5 stopped at
  ///   the cap, 128 + signal.
  func run() async throws(UsageError) -> Int32 {
    let planning = ComparePlanning(options: options, settings: try settings())
    let settings = planning.settings
    let format = try CompareFormat(options)
    let concurrency =
      try options.integer("concurrency", in: 1...Self.mostConcurrency) ?? Self.standardConcurrency
    let asked = try CommandGuard.maxCost(options)
    let cap = asked ?? (settings.isDemo ? nil : settings.spending.perComparison)
    let secrets = KnownSecrets(settings.relay)
    var (record, resumed) = try start(planning, secrets)
    let checks = try CompareChecks(record)
    let judge = record.judge.map(CompareJudge.init)
    let isDone = Self.isDone(record)
    if !isDone, let sentence = settings.missingKey { throw UsageError(sentence: sentence) }
    for notice in settings.notices { Output.notice(notice) }
    // Files are made before anything is asked, so that nothing is paid for that cannot be kept.
    let isJournal = format == .export(.jsonl) && options.has("output") && resumed == nil
    let output = isJournal ? nil : try CompareOutput(options["output"])
    let entry = options["resume"].flatMap(ComparisonFiles.entry) ?? ComparisonFiles.newEntry
    var journal = resumed
    if isJournal {
      journal = try CompareJournal.begin(
        record, at: options["output"] ?? "", option: "--output", secrets: secrets)
    } else if resumed == nil, settings.history.keeps {
      let own = try ComparisonFiles(settings.environment).newPath(of: entry, at: record.created)
      journal = try CompareJournal.begin(record, at: own, option: "The journal", secrets: secrets)
    }
    var ending = CompareSession.Ending()
    var budget = record.spent.line
    // A comparison with nothing left to ask is only written in another form.
    if !isDone {
      let relay = try RelayConnection(settings)
      defer { relay.stop() }
      let prices = await CompareCatalogue(settings).prices(relay)
      let unbounded: CompareBudget.Unbounded =
        options.has("yes") ? .sent : asked == nil ? .reckoned : .held
      tell(record, prices, cap, unbounded)
      let history = CommandHistory(settings)
      defer { history?.close() }
      let gate = await CommandGuard(
        settings, options, maxCost: cap, ledger: CommandGuard.ledger(settings, history))
      guard admits(record, prices, gate) else {
        say(ending, record, budget, journal, settings.environment)
        return CommandGuard.heldStatus
      }
      var kept: CompareHistory?
      if let history { kept = await CompareHistory(history, record, as: entry) }
      // With the session its hold of signals ends, so that they interrupt whatever comes then.
      (ending, record, budget) = ask(
        CompareSession(
          record, client: relay.client, concurrency: concurrency,
          budget: CompareBudget(
            cap: cap, unbounded, prices: prices, key: KeyBudget(gate),
            earlier: record.runs.map(\.figures) + record.verdicts.map(\.figures)),
          prices: prices, journal: journal, history: kept, checks: checks, judge: judge,
          progress: CompareProgress(settings.environment)))
    }
    let failure = output?.write(secrets.hidden(format.bytes(of: record)))
    say(ending, record, budget, journal, settings.environment)
    return failure ?? (journal?.failure == nil ? Self.status(ending, record) : 1)
  }

  private func ask(_ session: CompareSession) -> (CompareSession.Ending, ComparisonRecord, String) {
    (session.run(), session.record, session.budget.line)
  }

  // MARK: Before

  private func settings() throws(UsageError) -> Settings {
    // The models of -m are no default model.
    var settings = try Settings(options, .process)
    if options.has("model") { settings.model = nil }
    if !options.has("retries"), settings.configuration.retries == nil {
      settings.relay.retries = Self.retries
    }
    // Who was refused waits for its turn in the queue, not for a clock of its own.
    settings.relay.wait = { _ in
      while !Task.isCancelled { try? await Task.sleep(nanoseconds: 3_600_000_000_000) }
    }
    return settings
  }

  /// What is expensive as a whole, or cannot be sent with this key at all, is told before the first request
  /// leaves; limits hold back one after the other.
  private func admits(_ record: ComparisonRecord, _ prices: ComparePrices, _ gate: CommandGuard) -> Bool {
    guard !gate.isDemo else { return true }
    let planned = record.missing.compactMap { key in
      record.request(of: key) { _ in ChatMessage(role: "assistant", text: "") }.map {
        PlannedRequest($0, prices.estimate($0))
      }
    }
    var facts = gate.facts(gate.book(of: Int.self), limits: GuardLimits(warnAbove: gate.limits.warnAbove))
    facts.key?.limits = KeyLimits()
    switch facts.verdict(planned, agreed: gate.agreed) {
    case .pass: return true
    case .ask(let held): return CommandGuard.ask(held)
    case .stop(let held):
      Output.notice(held.commandLine)
      return false
    }
  }

  /// What is to be asked, and the file that it goes on in.
  private func start(
    _ planning: ComparePlanning, _ secrets: KnownSecrets
  ) throws(UsageError) -> (ComparisonRecord, CompareJournal?) {
    guard let path = options["resume"] else { return (try planning.record(), nil) }
    let (journal, record, notes) = try CompareJournal.resume(path, secrets: secrets)
    if !Self.isDone(record) { try ComparePlanning.check(planning.settings, against: record) }
    if planning.isGiven { try ComparePlanning.check(planning.record(kept: record), against: record) }
    for note in notes { Output.notice("\(path): \(note)") }
    return (record, journal)
  }

  private func tell(
    _ record: ComparisonRecord, _ prices: ComparePrices, _ cap: Double?, _ unbounded: CompareBudget.Unbounded
  ) {
    let missing = record.missing
    let cost = prices.worstCase(record, missing)
    let all = record.plan.count
    var words = NumberWords.counted(missing.count, "request")
    if missing.count < all { words += " of \(all) \(missing.count == 1 ? "is" : "are") missing" }
    if record.judge != nil { words += ", and those to the judge" }
    Output.notice("\(words); cost \(cost.text).")
    guard cap != nil, cost.unknownRequests > 0 else { return }
    let reasons = cost.unknown.joined(separator: ", ")
    switch unbounded {
    case .held:
      Output.notice(
        "--max-cost holds back what nothing bounds (\(reasons)): --param max_tokens=N bounds answers, --yes sends them all the same."
      )
    case .reckoned:
      Output.notice(
        "No cap can bound what is not known (\(reasons)): an answer without a bound counts as one of \(PlannedRequest.ordinaryTokens) tokens, and what has no price is asked until what is known to be spent reaches the cap."
      )
    case .sent:
      Output.notice(
        "No cap can bound what is not known (\(reasons)): such requests are made until what is known to be spent reaches the cap."
      )
    }
  }

  // MARK: After

  private func say(
    _ ending: CompareSession.Ending, _ record: ComparisonRecord, _ budget: String,
    _ journal: CompareJournal?, _ environment: ProcessEnvironment
  ) {
    let results = record.results
    var words = ["\(results.count(where: \.isWhole)) of \(record.plan.count) answered"]
    for outcome in ["failed", "cut", "stopped"] {
      let count = results.count { $0.outcome == outcome }
      if count > 0 { words.append("\(count) \(outcome)") }
    }
    words.append(budget)
    Output.notice(words.joined(separator: ", ") + ".")
    if ending.isCapped {
      Output.notice(
        "\(ending.held?.stoppedLine ?? "Stopped: \(capWords(ending)).") \(record.missing.count) are not answered."
      )
    }
    for verdict in record.verdicts.suffix(3) where !verdict.note.isEmpty { Output.notice(verdict.note) }
    let unjudged = Self.unjudged(record)
    if unjudged > 0 { Output.notice("\(NumberWords.counted(unjudged, "answer")) got no score of the judge.") }
    if let failure = journal?.failure { Output.notice(failure) }
    Output.notice(keepingWords(record, journal, environment))
  }

  /// What held the next request back: the option, or the setting where no option was given.
  private func capWords(_ ending: CompareSession.Ending) -> String {
    guard options.has("max-cost") else {
      return
        "the next request could pass spending.per_comparison of the configuration; --max-cost X gives another bound"
    }
    return ending.unbounded.map { "--max-cost cannot bound it, as \($0)" }
      ?? "the next request could pass --max-cost"
  }

  private func keepingWords(
    _ record: ComparisonRecord, _ journal: CompareJournal?, _ environment: ProcessEnvironment
  ) -> String {
    guard let journal else {
      return options.has("output")
        ? "This is private mode: nothing is kept beside that file."
        : "This is private mode: nothing is kept; -o FILE would keep the results, and -o FILE.jsonl each as it comes."
    }
    let path = environment.shown(journal.path)
    if Self.isDone(record) { return "Everything is kept in \(path)." }
    let demo = record.relay.isDemo ? "--demo " : ""
    return
      "What came is kept in \(path). To ask for the rest: bayside compare \(demo)--resume \(ShellWord.quoted(journal.path))"
  }

  private static func isDone(_ record: ComparisonRecord) -> Bool {
    record.missing.isEmpty && unjudged(record) == 0
  }

  /// Whole answers that the judge was to score and did not.
  private static func unjudged(_ record: ComparisonRecord) -> Int {
    guard record.judge != nil else { return 0 }
    return record.results.count {
      $0.isWhole && !$0.text.isEmpty && record.judgement(of: $0.key)?.score == nil
    }
  }

  private static func status(_ ending: CompareSession.Ending, _ record: ComparisonRecord) -> Int32 {
    if let signal = ending.signal { return 128 + signal }
    if ending.isCapped { return 5 }
    guard isDone(record) else { return 1 }
    // What cannot be told did not pass.
    return record.results.contains { $0.checks.contains { $0.passed != true } } ? 4 : 0
  }
}
