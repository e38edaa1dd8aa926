import CurlTransport
import JSON5
import Playground
import RelayKit
import Synchronization
import Workbench

/// A relay with its key, ready to be used from the moment on at which the screen shows it.
struct PreparedRelay: Sendable {
  var configuration: RelayConfiguration
  var curl: CurlOptions
}

/// Relays that were prepared beside the loop, by what the screen is told of them.
final class PreparedRelays: Sendable {
  private let waiting = Mutex<[RelayIdentity: PreparedRelay]>([:])

  func put(_ relay: PreparedRelay, _ identity: RelayIdentity) { waiting.withLock { $0[identity] = relay } }

  func take(_ identity: RelayIdentity) -> PreparedRelay? {
    waiting.withLock { $0.removeValue(forKey: identity) }
  }
}

/// Prepares another key or profile, which may need a program to be asked: not on the main thread.
struct KeySwitching: Sendable {
  let settings: Settings
  let options: ParsedOptions
  let inbox: Inbox
  let prepared: PreparedRelays

  func use(_ entry: KeptKey) {
    let inbox = inbox
    do throws(UsageError) {
      let key = try entry.read(settings.environment) { inbox.post(.notice($0)) }
      let identity = RelayIdentity(
        baseURL: entry.baseURL.description, keyLabel: KeyText.label(key), keyName: entry.facts.name,
        project: entry.facts.project)
      prepared.put(
        PreparedRelay(
          configuration: settings.relay(of: entry, key: key), curl: settings.curl(to: entry.baseURL)),
        identity)
      inbox.post(.connected(identity))
      inbox.post(.notice("Key \(entry.facts.name) is in use. What runs goes on with its own."))
      if let key = plainTransport(entry.baseURL) { inbox.post(.notice(key)) }
    } catch {
      inbox.post(.notice(error.sentence))
    }
  }

  private func plainTransport(_ baseURL: BaseURL) -> String? {
    guard baseURL.origin.hasPrefix("http:"), !baseURL.isLoopback else { return nil }
    return "The key goes to \(baseURL.origin) without encryption; anyone on the way can read it."
  }

  /// The configuration is read anew: what options said of relay, key and request was for the start.
  func useProfile(_ name: String) {
    let (inbox, environment) = (inbox, settings.environment)
    let options = options.removing(
      ["base-url", "key-env", "demo", "model", "system", "param", "body", "header", "no-stream"]
    ).setting("profile", to: name)
    do throws(UsageError) {
      let next = try Settings(options, environment) { inbox.post(.notice($0)) }
      if let sentence = next.missingKey { throw UsageError(sentence: sentence) }
      let identity = RelayIdentity(
        baseURL: next.relay.baseURL.description, keyLabel: next.keyLabel,
        keyName: next.namedKey?.name ?? "", profile: name, project: next.namedKey?.project ?? "")
      prepared.put(
        PreparedRelay(configuration: next.relay, curl: next.curl(to: next.relay.baseURL)), identity)
      inbox.post(.connected(identity))
      inbox.post(.profileChosen(next.profileDefaults))
      for notice in next.notices { inbox.post(.notice(notice)) }
    } catch {
      let words = [error.sentence, error.report].filter { !$0.isEmpty }.joined(separator: " ")
      // The reason may name it already.
      inbox.post(.notice(words.contains("“\(name)”") ? words : "The profile “\(name)” is not used: \(words)"))
    }
  }
}

extension Settings {
  var profileDefaults: ProfileDefaults {
    var defaults = ProfileDefaults(name: profile)
    (defaults.model, defaults.system, defaults.streams) = (model, system, configuration.streams)
    defaults.parameters = configuration.parameters
    defaults.preset = configuration.preset
    return defaults
  }

  /// The profiles of the configuration, for a list.
  var profileRows: [ProfileRow] {
    configuration.profiles.map { profile in
      let own = profile.settings
      let key =
        switch own.key?.value {
        case .named(let name): "key \(name)"
        case .environment(let name): name.isEmpty ? "no key" : "env \(name)"
        case .command: "command"
        case .plain, nil: ""
        }
      return ProfileRow(
        name: profile.name.value, baseURL: own.baseURL?.description ?? "", key: key, model: own.model ?? "")
    }
  }
}
