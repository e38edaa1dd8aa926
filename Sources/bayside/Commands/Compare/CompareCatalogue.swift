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

  /// A page of prices that does not come soon is not waited for.
  private func client(_ relay: RelayConnection) -> RelayClient {
    guard !settings.isDemo else { return relay.client }
    var configuration = settings.relay
    configuration.limits.totalSeconds = min(Self.mostSeconds, configuration.limits.totalSeconds ?? .infinity)
    return RelayClient(configuration: configuration, transport: CurlTransport(settings.curl))
  }

  private static let mostSeconds = 15.0
}
