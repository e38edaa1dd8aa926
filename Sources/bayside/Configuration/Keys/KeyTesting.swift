import CPlatform
import CurlTransport
import Glibc
import RelayKit
import Workbench

/// A free call with a key, to its own relay.
enum KeyTesting {
  /// - Parameter client: made for this key and its base URL.
  static func test(_ client: RelayClient) async -> KeyTest {
    let start = milliseconds
    let at = LocalClock.now
    do {
      let models = try await client.models()
      return KeyTest(at: at, status: 200, milliseconds: milliseconds - start, models: models.count)
    } catch {
      let error = error as? RelayError ?? RelayError(kind: .other, message: "\(error)")
      let said = error.message.isEmpty ? "" : " It said: “\(error.message.prefix(120))”."
      return KeyTest(
        at: at, status: error.status, milliseconds: milliseconds - start,
        trouble: KeyMask.masked("\(error.title).\(said)"), saysRefused: error.kind == .unauthorized)
    }
  }

  /// Remembers the test, and what may be shown of the key.
  static func note(
    _ test: KeyTest, _ key: String, of name: String, _ environment: ProcessEnvironment
  ) throws(UsageError) -> KeyStore {
    try KeyKeeping.change(name, environment) { entry in
      entry.facts.test = test
      entry.look(at: key)
    }
  }

  private static var milliseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }
}

extension Settings {
  /// A relay to be asked with a named key: its own address, and of the settings only what is no secret of another
  /// host.
  func relay(of entry: KeptKey, key: String) -> RelayConfiguration {
    var next = RelayConfiguration(baseURL: entry.baseURL, apiKey: key)
    (next.limits, next.retries, next.wait) = (relay.limits, relay.retries, relay.wait)
    next.exactLimits = relay.exactLimits
    next.extraHeaders = headers(for: entry.baseURL)
    return next
  }

  /// Headers of the settings belong to the relay of the settings.
  func headers(for baseURL: BaseURL) -> [HTTPHeader] {
    guard baseURL.hasOrigin(of: relay.baseURL), !isDemo else { return [] }
    return relay.extraHeaders.filter { $0.name.lowercased() != "authorization" }
  }

  /// How to get there.
  func curl(to baseURL: BaseURL) -> CurlOptions {
    var options = curl
    // A proxy of the environment is for the network outside, not for this machine.
    if configuration.proxy == nil { options.noProxy = baseURL.isLoopback ? "*" : configuration.noProxy }
    return options
  }
}
