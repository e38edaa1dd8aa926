import Glibc
import MockRelay
import Playground
import RelayKit
import Workbench

/// `bayside balance`: what the relay says is left of the key's credit.
struct BalanceCommand {
  let options: ParsedOptions

  /// - Returns: the exit status: 0 a balance is known, 1 none.
  func run() async throws(UsageError) -> Int32 {
    let settings = try Settings(options, .process)
    try settings.begin()
    let demo = settings.isDemo ? try RelayConnection.startDemo() : nil
    defer { demo?.stop() }
    let target = try MoneyTarget(settings, demo: demo)
    let news = await MoneyQuestion(target, settings.environment).balance(isForced: options.has("ask-again"))
    let now = LocalClock.now
    if options.has("json") {
      Output.write(json(news, target).text(pretty: true) + "\n")
    } else if let balance = news.balance {
      Output.write(Output.harmless(lines(balance, at: now).map { $0 + "\n" }.joined()))
    }
    if let refusal = news.refusal {
      Output.notice(refusal.sentence(at: now))
    } else if news.isKept, let balance = news.balance {
      Output.notice("This was told \(balance.age(at: now)); --ask-again asks now.")
    }
    let limit = settings.configuration.lowBalance ?? Preferences.standardLowBalance
    if let notice = news.lowNotice(below: limit, at: now) { Output.notice(notice) }
    return news.balance == nil ? 1 : 0
  }

  private func lines(_ balance: RelayBalance, at now: Double) -> [String] {
    var rows = [("left", balance.leftWords + (balance.granted.map { " of \(balance.amount($0))" } ?? ""))]
    if let used = balance.used { rows.append(("used", balance.amount(used))) }
    rows.append(("expiry", balance.expiryWords(at: now)))
    rows.append(("models", balance.models.map { $0.joined(separator: ", ") } ?? "any"))
    if let name = balance.nameAtRelay { rows.append(("key there", name)) }
    rows.append(("from", "\(balance.source.rawValue), \(balance.age(at: now))"))
    if balance.source == .dashboard {
      rows.append(("of", "the key or the whole account; it does not tell which"))
    }
    if balance.unitIsAssumed { rows.append(("unit", "500,000 for $1 is assumed; the relay does not tell")) }
    if balance.isDemo { rows.append(("note", "simulated")) }
    return rows.map { name, value in
      let plain = String(value.map { $0.isNewline || $0 == "\t" ? " " : $0 })
      return name + String(repeating: " ", count: max(1, 11 - name.count)) + plain
    }
  }

  private func json(_ news: BalanceNews, _ target: MoneyTarget) -> JSONValue {
    var object = JSONObject()
    object["base_url"] = .string(target.relay.baseURL.description)
    object["key"] = .string(target.keyLabel)
    object["balance"] = news.balance?.json ?? .null
    object["kept"] = .bool(news.isKept)
    object["refusal"] = news.refusal?.json ?? .null
    return .object(object)
  }
}

extension MoneyTarget {
  /// The relay and key of the settings; the demo in its place where it runs.
  init(_ settings: Settings, demo: DemoRelay? = nil) throws(UsageError) {
    var relay = settings.relay
    if let demo { relay.baseURL = try RelayConnection.baseURL(of: demo) }
    self.init(
      relay: relay, curl: settings.curl, keyLabel: settings.keyLabel, isDemo: demo != nil,
      isPrivate: !settings.history.keeps)
  }
}
