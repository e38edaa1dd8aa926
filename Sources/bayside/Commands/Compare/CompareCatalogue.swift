import CurlTransport
import RelayKit
import Workbench

/// What is known of models before they are asked: what was kept, else what the relay says now.
struct CompareCatalogue {
  let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  /// Prices are no condition: without them the cost is unknown, and that is said.
  func prices(_ relay: RelayConnection) async -> ComparePrices {
    let (baseURL, key) = (settings.relay.baseURL, settings.relay.apiKey)
    let store = ModelStore(settings.environment)
    let file = ModelFile.load(settings.environment)
    if let notice = file.notice { Output.notice(notice) }
    var answers = RelayModelAnswers(baseURL: baseURL.description, keyLabel: ModelStore.label(key))
    if !settings.isDemo { answers = store.load(baseURL, key: key).answers }
    let result = await ModelQuestion(client: client(relay)).ask(answers)
    if result.isNew, !settings.isDemo { _ = store.keep(result.answers, of: baseURL, key: key) }
    return ComparePrices(
      catalogue: ModelCatalogue(relay: result.answers, user: file.list, keyGroup: settings.keyGroup))
  }

  /// Prices for one request: those that are kept. The relay is asked, which is free, where none is kept of the model and
  /// a limit counts what it costs; and in the demo, whose prices are kept nowhere.
  func prices(of model: String, _ relay: RelayConnection, maxCost: Double?) async -> ComparePrices {
    if settings.isDemo { return await prices(relay) }
    let kept = ComparePrices.kept(settings)
    let isBounded = maxCost != nil || CommandGuard.countsMoney(settings)
    guard isBounded, kept.prices(of: model) == nil else { return kept }
    Output.notice("Asking the relay for its prices, as a limit counts what this costs.")
    return await prices(relay)
  }

  private func client(_ relay: RelayConnection) -> RelayClient {
    guard !settings.isDemo else { return relay.client }
    return RelayClient(
      configuration: ModelQuestion.hurried(settings.relay), transport: CurlTransport(settings.curl))
  }
}
