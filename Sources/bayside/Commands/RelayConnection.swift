import CurlTransport
import MockRelay
import RelayKit

/// The relay of the settings, ready to be asked; the demo relay runs until `stop`.
struct RelayConnection {
  private let demo: DemoRelay?
  let client: RelayClient
  let baseURL: BaseURL

  init(_ settings: Settings) throws(UsageError) {
    var configuration = settings.relay
    demo = settings.isDemo ? try Self.startDemo() : nil
    if let demo { configuration.baseURL = try Self.baseURL(of: demo) }
    baseURL = configuration.baseURL
    client = RelayClient(configuration: configuration, transport: CurlTransport(settings.curl))
  }

  func stop() { demo?.stop() }

  static func startDemo() throws(UsageError) -> DemoRelay {
    do {
      return try DemoRelay()
    } catch {
      throw UsageError(sentence: "The demo relay cannot listen on 127.0.0.1: \(error).")
    }
  }

  static func baseURL(of demo: DemoRelay) throws(UsageError) -> BaseURL {
    do {
      return try BaseURL(demo.baseURL)
    } catch {
      throw UsageError(sentence: "The demo relay has no address: \(error).")
    }
  }
}
