import CurlTransport
import RelayKit
import Workbench

/// The key and relay that are asked about money.
struct MoneyTarget: Sendable {
  var relay: RelayConfiguration
  var curl: CurlOptions
  /// As the user named the key; empty for none.
  var keyName = ""
  /// `..9f3c`, `no key`.
  var keyLabel: String
  var isDemo = false
  /// In private mode nothing of what the relay told is written down. That it was asked is: it counts.
  var isPrivate = false

  /// Without any key there is nothing to ask about; the demo takes everybody.
  var hasKey: Bool { isDemo || relay.apiKey != nil || relay.extraHeaders.first("Authorization") != nil }
  var topUpPage: String { TopUpPage.address(relay.baseURL.description) }
}

/// Whose money is asked about.
enum MoneyAsker: Sendable {
  /// The key in use.
  case present(MoneyTarget)
  /// Another one of the kept keys, by its name.
  case kept(String, Settings)
  /// No relay is set up.
  case nobody

  var name: String {
    switch self {
    case .present(let target): target.keyName
    case .kept(let name, _): name
    case .nobody: ""
    }
  }

  /// May take long where a program has to be asked for the key: not on the main thread. A kept key is asked about
  /// at its own relay and nowhere else.
  func target() throws(UsageError) -> MoneyTarget {
    switch self {
    case .present(let target): return target
    case .nobody: throw UsageError(sentence: "No relay is set up.")
    case .kept(let name, let settings):
      let store = try KeyStore(settings.environment)
      guard let entry = store[name] else { throw KeyKeeping.missing(name, store) }
      let key = try entry.read(settings.environment)
      return MoneyTarget(
        relay: settings.relay(of: entry, key: key), curl: settings.curl(to: entry.baseURL), keyName: name,
        keyLabel: KeyText.label(key), isPrivate: !settings.history.keeps)
    }
  }
}
