import Glibc
import RelayKit
import Workbench

/// `bayside models`: what the key may use, with prices and sizes where they are known.
struct ModelsCommand {
  let options: ParsedOptions

  /// - Returns: the exit status: 0 done, 1 failed.
  func run() async throws(UsageError) -> Int32 {
    if options.has("refresh"), options.has("offline") {
      throw UsageError(sentence: "--refresh asks the relay and --offline does not; only one can be given.")
    }
    let settings = try Settings(options, .process)
    if let sentence = settings.missingKey, !options.has("offline") { throw UsageError(sentence: sentence) }
    for notice in settings.notices { Output.notice(notice) }
    guard let answers = try await answers(settings) else { return 1 }
    let file = ModelFile.load(settings.environment)
    if let notice = file.notice { Output.notice(notice) }
    let catalogue = ModelCatalogue(relay: answers, user: file.list, keyGroup: settings.keyGroup)
    sayGroup(of: catalogue, settings)
    print(catalogue)
    return 0
  }

  // MARK: Answers

  /// The kept ones while they are young enough, else new ones. The demo relay has another address every time,
  /// so that nothing of it is kept. - Returns: `nil` after a failure that was told.
  private func answers(_ settings: Settings) async throws(UsageError) -> RelayModelAnswers? {
    let (baseURL, key) = (settings.relay.baseURL, settings.relay.apiKey)
    let store = ModelStore(settings.environment)
    var kept = RelayModelAnswers(baseURL: baseURL.description, keyLabel: ModelStore.label(key))
    if !settings.isDemo {
      let loaded = store.load(baseURL, key: key)
      kept = loaded.answers
      if let notice = loaded.notice { Output.notice(notice) }
    }
    if options.has("offline") {
      if kept.models == nil {
        Output.notice("No list of this relay and key is kept; without --offline it is asked for one.")
        return nil
      }
      sayAge(of: kept, "")
      return kept
    }
    let relay = try RelayConnection(settings)
    defer { relay.stop() }
    let result = await ModelQuestion(client: relay.client, isForced: options.has("refresh")).ask(kept)
    for notice in result.notices { Output.notice(notice) }
    if let failure = result.failure {
      Output.notice(ErrorText(failure).text)
      return nil
    }
    if result.isNew, !settings.isDemo, let reason = store.keep(result.answers, of: baseURL, key: key) {
      Output.notice("The list is not kept: \(reason).")
    }
    if kept.modelsAt != nil, result.answers.modelsAt == kept.modelsAt {
      sayAge(of: result.answers, "; --refresh asks again")
    }
    return result.answers
  }

  private func sayAge(of answers: RelayModelAnswers, _ advice: String) {
    guard let time = answers.modelsAt else { return }
    let minutes = Int(max(0, LocalClock.now - time) / 60)
    let age =
      minutes < 120 ? "\(minutes) min" : minutes < 2880 ? "\(minutes / 60) h" : "\(minutes / 1440) days"
    Output.notice("This list was kept \(age) ago\(advice).")
  }

  /// Only what a log told: without one the prices are those that every visitor sees.
  private func sayGroup(of catalogue: ModelCatalogue, _ settings: Settings) {
    guard let group = settings.keyGroup else { return }
    let prices = catalogue.models.compactMap { $0.prices?.value }.filter { $0.group == group.name }
    guard let words = GroupWords.sentence(Array(prices.prefix(1)), keyGroup: group) else { return }
    Output.notice("These are \(words).")
  }

  // MARK: Output

  private func print(_ catalogue: ModelCatalogue) {
    let cards = catalogue.models.filter { $0.listing == .listed }
    if options.has("json") {
      Output.write(JSONValue.array(catalogue.models.filter(isRelays).map(\.json)).text(pretty: true) + "\n")
      return
    }
    let table = ModelTable(cards)
    Output.writeAnswer(isatty(1) == 1 ? table.aligned : table.separated)
    if cards.isEmpty { Output.notice("The relay lists no models.") }
  }

  /// What the relay itself names, on either page.
  private func isRelays(_ card: ModelCard) -> Bool {
    card.listing == .listed || card.prices?.source == .relayPrices
  }
}
