import CurlTransport
import Glibc
import JSON5
import RelayKit
import Workbench

/// `bayside keys`: the keys of this machine, by name.
struct KeysCommand {
  let options: ParsedOptions
  private let environment = ProcessEnvironment.process

  init(options: ParsedOptions) { self.options = options }

  private enum Verb: String, CaseIterable { case list, add, test, use, disable, enable, remove, limit }

  /// - Returns: the exit status: 0 done, 1 a test failed.
  func run() async throws(UsageError) -> Int32 {
    let verb = try self.verb()
    if verb == .list { return try await list() }
    let name = try self.name(verb)
    switch verb {
    case .list: return 0
    case .add: return try await add(name)
    case .test: return try await test(name)
    case .use: try use(name)
    case .disable, .enable:
      try KeyKeeping.change(name, environment) { $0.facts.isOn = verb == .enable }
      Output.notice(
        verb == .enable
          ? "The key “\(name)” is on."
          : "The key “\(name)” is off: nothing is sent with it from this machine. The relay does not know that."
      )
    case .remove:
      let address = try KeyStore(environment)[name]?.facts.baseURL
      let store = try KeyKeeping.remove(name, environment)
      Output.notice(
        "The key “\(name)” is forgotten in \(store.shown). The relay goes on taking it: switch it off or reset it "
          + "at \(address.map(TopUpPage.address) ?? Self.console).")
    case .limit: return try limit(name)
    }
    return 0
  }

  static let console = "https://tokenbay.com > API Keys"

  // MARK: Words

  private func verb() throws(UsageError) -> Verb {
    guard let word = options.operands.first else { return .list }
    if let verb = Verb(rawValue: word) {
      if verb == .list, options.operands.count > 1 {
        throw UsageError(sentence: "bayside keys list takes no name; it lists all keys.")
      }
      try refuseOthers(verb)
      return verb
    }
    let names = Verb.allCases.map(\.rawValue)
    let shown = KeyName.looksLikeKey(word) ? "that" : "“\(word.prefix(40))”"
    let meant = Spelling.nearest(to: word, among: names).map { " Did you mean “\($0)”?" } ?? ""
    throw UsageError(
      sentence: "bayside keys cannot do \(shown).\(meant) It knows: \(names.joined(separator: ", ")).")
  }

  /// Options that the word does not use are a mistake, not to be passed over.
  private func refuseOthers(_ verb: Verb) throws(UsageError) {
    let limits = ["project", "per-day", "per-month", "in-all", "models", "expires"]
    let known: [String]
    switch verb {
    case .list: known = ["json"]
    case .add: known = ["base-url", "env", "command", "keyring", "no-test"] + limits
    case .limit: known = limits
    default: known = []
    }
    let all = ["json", "base-url", "env", "command", "keyring", "no-test"] + limits
    if let other = all.first(where: { options.has($0) && !known.contains($0) }) {
      throw UsageError(sentence: "--\(other) is not for bayside keys \(verb.rawValue).")
    }
  }

  private func name(_ verb: Verb) throws(UsageError) -> String {
    if options.operands.count > 2 {
      throw UsageError(
        sentence: verb == .add
          ? "A key is never taken from an argument, where others can read it: it is asked for, or read from standard input."
          : "bayside keys \(verb.rawValue) takes one name.")
    }
    guard options.operands.count == 2 else {
      throw UsageError(sentence: "The name is missing: bayside keys \(verb.rawValue) NAME.")
    }
    let name = options.operands[1]
    if let problem = KeyName.problem(name) {
      throw UsageError(
        sentence: KeyName.looksLikeKey(name)
          ? "A name is asked for, and that looks like a key. It may be in your shell's history now; reset it at \(Self.console)."
          : "The name \(problem).")
    }
    return name
  }

  // MARK: Adding

  private func add(_ name: String) async throws(UsageError) -> Int32 {
    var draft = try draft(name)
    // What can be told wrong is told before a key is asked for.
    let taken = try KeyStore(environment).names
    var probe = draft
    if probe.value.isEmpty { probe.value = "x" }
    if let problem = probe.problem(taken: taken, keepsValue: false) {
      throw UsageError(sentence: problem.sentence)
    }
    if draft.keeping == .keyring, let problem = Keyring.problem(environment) {
      throw UsageError(sentence: "The keyring does not answer: \(problem).")
    }
    if draft.value.isEmpty { draft.value = try KeyInput.read(name) }
    let store = try KeyKeeping.keep(draft, inPlaceOf: nil, environment)
    let place = draft.keeping == .file ? " in \(store.shown), readable only by you" : ""
    Output.notice("The key “\(name)” is kept\(place). It is sent to \(draft.baseURL) and to nowhere else.")
    return options.has("no-test") ? 0 : try await test(name)
  }

  private func draft(_ name: String) throws(UsageError) -> KeyDraft {
    var draft = KeyDraft()
    draft.name = name
    let address = options["base-url"] ?? environment["TOKENBAY_BASE_URL"] ?? KeyChoice.defaultBaseURL
    do {
      draft.baseURL = try BaseURL(address).description
    } catch {
      throw UsageError(sentence: "--base-url \(BaseURLWords.sentence(error)).")
    }
    let ways = ["env", "command", "keyring"].filter(options.has)
    if ways.count > 1 {
      throw UsageError(sentence: "--\(ways[0]) and --\(ways[1]) cannot be given together.")
    }
    switch ways.first {
    case "env": (draft.keeping, draft.value) = (.environment, options["env"] ?? "")
    case "command": (draft.keeping, draft.value) = (.command, options["command"] ?? "")
    case "keyring": draft.keeping = .keyring
    default: draft.keeping = .file
    }
    if draft.keeping == .environment, draft.value.isEmpty {
      throw UsageError(sentence: "--env needs the name of a variable.")
    }
    takeLimits(&draft)
    return draft
  }

  /// `none` takes a limit away.
  private func takeLimits(_ draft: inout KeyDraft) {
    func value(_ name: String, _ old: String) -> String {
      options[name].map { $0 == "none" ? "" : $0 } ?? old
    }
    draft.project = value("project", draft.project)
    draft.perDay = value("per-day", draft.perDay)
    draft.perMonth = value("per-month", draft.perMonth)
    draft.inAll = value("in-all", draft.inAll)
    draft.models = value("models", draft.models)
    draft.expires = value("expires", draft.expires)
  }

  // MARK: Changing

  private func limit(_ name: String) throws(UsageError) -> Int32 {
    let store = try KeyStore(environment)
    guard let entry = store[name] else { throw KeyKeeping.missing(name, store) }
    var draft = KeyDraft(entry.facts)
    takeLimits(&draft)
    let facts: NamedKey
    do throws(KeyDraftProblem) {
      let (limits, models, expires) = (try draft.limits(), try draft.rules(), try draft.lastDay())
      let project = draft.project
      var changed = entry.facts
      (changed.limits, changed.models, changed.expires, changed.project) = (limits, models, expires, project)
      facts = changed
    } catch {
      throw UsageError(sentence: error.sentence)
    }
    if facts != entry.facts {
      try KeyKeeping.change(name, environment) { entry in
        (entry.facts.limits, entry.facts.models) = (facts.limits, facts.models)
        (entry.facts.expires, entry.facts.project) = (facts.expires, facts.project)
      }
    }
    let words = [
      "limit \(facts.limits.words)", "models \(facts.models.isEmpty ? "all" : facts.models.words)",
      "last day \(facts.expires?.text ?? "none")",
      "project \(facts.project.isEmpty ? "none" : facts.project)",
    ]
    Output.write("\(name): \(Output.harmless(words.joined(separator: "; ")))\n")
    return 0
  }

  private func use(_ name: String) throws(UsageError) {
    let store = try KeyKeeping.use(name, environment)
    guard let entry = store[name] else { return }
    Output.notice("bayside begins with the key “\(name)” for \(entry.baseURL).")
    if environment[KeyChoice.defaultVariable] != nil {
      Output.notice(
        "\(KeyChoice.defaultVariable) is set and comes before it: unset it, or name the key in a profile.")
    }
    if !entry.facts.isOn { Output.notice("It is off: bayside keys enable \(name) switches it on.") }
  }

  // MARK: Testing

  private func test(_ name: String) async throws(UsageError) -> Int32 {
    let store = try KeyStore(environment)
    guard let entry = store[name] else { throw KeyKeeping.missing(name, store) }
    guard entry.facts.isOn else {
      throw UsageError(
        sentence:
          "The key “\(name)” is off, so that nothing is sent with it; bayside keys enable \(name) switches it on."
      )
    }
    let key = try entry.read(environment) { Output.notice($0) }
    var configuration = RelayConfiguration(baseURL: entry.baseURL, apiKey: key)
    configuration.limits.totalSeconds = 30
    let curl = CurlOptions(noProxy: entry.baseURL.isLoopback ? "*" : nil)
    let result = await KeyTesting.test(
      RelayClient(configuration: configuration, transport: CurlTransport(curl)))
    _ = try KeyTesting.note(result, key, of: name, environment)
    let time = NumberWords.milliseconds(result.milliseconds)
    guard result.isGood else {
      Output.notice("The key “\(name)” at \(entry.baseURL): \(result.trouble)")
      return 1
    }
    let models = result.models.map { "\(NumberWords.counted($0, "model")), " } ?? ""
    Output.notice("The relay takes the key “\(name)”: \(models)\(time). Nothing was billed.")
    return 0
  }

  // MARK: Listing

  private func list() async throws(UsageError) -> Int32 {
    let store = try KeyStore(environment)
    let keys = KeyListing.list(store, environment).keys
    let now = LocalClock.now
    let report = await HistoryLedger(store: KeptHistory.openMended()).report(
      at: now, utcOffset: LocalClock.utcOffset)
    let table = KeyTable(keys: keys, used: store.first?.facts.name, report: report, now: now)
    if options.has("json") {
      Output.write(table.json.text(pretty: true) + "\n")
    } else if keys.isEmpty {
      Output.notice("No key has a name yet. bayside keys add NAME keeps one; create it at \(Self.console).")
    } else {
      Output.write(Output.harmless(isatty(1) == 1 ? table.aligned : table.tabbed))
    }
    return 0
  }
}
