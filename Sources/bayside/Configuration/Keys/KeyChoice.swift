import JSON5
import RelayKit
import Workbench

/// Which relay is asked and where its key comes from. A key belongs to the base URL that it was configured
/// with and is sent nowhere else.
struct KeyChoice: Sendable, Equatable {
  enum Source: Sendable, Equatable {
    /// A variable of the environment, and who named it.
    case environment(String, namedBy: String)
    case command([String])
    case plain(String)
    /// One of the keys that have a name.
    case kept(KeptKey)
    /// The user said that there is none.
    case refused
    /// Nothing names a key; the sentence says why one that exists is not used.
    case missing(because: String?)
  }

  static let defaultBaseURL = "https://api.tokenbay.com/v1"
  static let defaultVariable = "TOKENBAY_API_KEY"
  static var standardBaseURL: BaseURL? { try? BaseURL(defaultBaseURL) }

  var baseURL: BaseURL
  var source: Source
  /// Whether what the configuration file says about requests (key, headers) is meant for this base URL.
  var isTheFilesRelay: Bool
  /// The profile names a key that belongs to another host: nothing is sent in its place, nor without a key.
  var namesOtherKey = false
  /// Sentences for the user about what is not sent.
  var notices: [String] = []

  /// - Parameters:
  ///   - address: `--base-url`.
  ///   - variable: `--key-env`; empty for no key.
  ///   - configuration: with the profile that was chosen.
  init(
    address: String?, variable: String?, configuration: Configuration, environment: ProcessEnvironment,
    kept: KeyStore? = nil
  ) throws(UsageError) {
    let standard = try Self.baseURL(Self.defaultBaseURL, from: "")
    let named = try Self.namedKey(configuration, kept)
    // The relay of the file, or of the named key of the profile.
    let home = configuration.baseURL ?? named?.baseURL ?? standard
    if let address {
      baseURL = try Self.baseURL(address, from: "--base-url")
    } else if configuration.profileIsAsked, configuration.baseURL != nil || named != nil {
      // Who asks for a profile means its relay.
      baseURL = home
    } else if let address = environment["TOKENBAY_BASE_URL"] {
      baseURL = try Self.baseURL(address, from: "TOKENBAY_BASE_URL")
    } else if configuration.baseURL != nil || named != nil {
      baseURL = home
    } else {
      // A relay that was set up on the first screen is meant where nothing else names one.
      let hasOther = environment[Self.defaultVariable] != nil || configuration.key != nil
      baseURL = hasOther ? standard : kept?.first?.baseURL ?? standard
    }
    isTheFilesRelay = baseURL.hasOrigin(of: home)
    let (file, hasFileKey) = (configuration.file, configuration.key != nil)
    let isChosen = configuration.profileIsAsked
    if let variable {
      source = variable.isEmpty ? .refused : .environment(variable, namedBy: "--key-env")
    } else if let named {
      // Another key in its place is not what the profile asks for.
      let isItsRelay = baseURL.hasOrigin(of: named.baseURL)
      source =
        isItsRelay
        ? .kept(named)
        : .missing(because: Self.reason(configuration, named, home: home, baseURL, environment))
    } else if hasFileKey, isTheFilesRelay, isChosen || !baseURL.hasOrigin(of: standard) {
      // The file names another relay together with a key: TokenBay's must not go there.
      source = Self.source(configuration)
    } else if environment[Self.defaultVariable] != nil,
      !(configuration.isOtherRelay && isTheFilesRelay && address == nil)
    {
      source = .environment(Self.defaultVariable, namedBy: "the environment")
    } else if hasFileKey, isTheFilesRelay {
      source = Self.source(configuration)
    } else if let entry = kept?.entry(for: baseURL) {
      source = .kept(entry)
    } else {
      source = .missing(because: Self.reason(configuration, named, home: home, baseURL, environment))
    }
    if case .missing(let reason?) = source {
      namesOtherKey = named != nil
      if baseURL.isLoopback, !namesOtherKey { notices.append(reason) }
    }
    if !isTheFilesRelay, !configuration.headers.isEmpty {
      notices.append("The headers of \(file) belong to \(home.origin) and are not sent to \(baseURL.origin).")
    }
  }

  /// The key that the profile names. - Throws: when there is none of that name.
  private static func namedKey(
    _ configuration: Configuration, _ kept: KeyStore?
  ) throws(UsageError) -> KeptKey? {
    guard case .named(let name)? = configuration.key?.value, let kept else { return nil }
    if let entry = kept[name] { return entry }
    let sentence = "There is no key “\(name)” in \(kept.shown); bayside keys add makes one."
    guard let position = configuration.key?.position, let source = configuration.source
    else { throw UsageError(sentence: sentence) }
    throw UsageError(
      sentence: "The profile “\(configuration.profileInUse ?? "")” cannot be used.",
      report: source.withoutSecrets.problem(at: position, SecretMask.sentence(sentence)).report)
  }

  /// Why a key that exists is not sent.
  private static func reason(
    _ configuration: Configuration, _ named: KeptKey?, home: BaseURL, _ baseURL: BaseURL,
    _ environment: ProcessEnvironment
  ) -> String? {
    if let named {
      return
        "The key “\(named.facts.name)” belongs to \(named.baseURL.origin) and is not sent to \(baseURL.origin)."
    }
    if configuration.key != nil, !baseURL.hasOrigin(of: home) {
      return
        "The key of \(configuration.file) belongs to \(home.origin) and is not sent to \(baseURL.origin)."
    }
    guard configuration.isOtherRelay, environment[defaultVariable] != nil else { return nil }
    return
      "The profile “\(configuration.profileInUse ?? "")” names no key, and \(defaultVariable) is not sent to its relay."
  }

  private static func source(_ configuration: Configuration) -> Source {
    switch configuration.key?.value {
    case .environment(""): .refused
    case .environment(let name): .environment(name, namedBy: "key_env in \(configuration.file)")
    case .command(let words): .command(words)
    case .plain(let key): .plain(key)
    case .named, nil: .missing(because: nil)
    }
  }

  private static func baseURL(_ text: String, from name: String) throws(UsageError) -> BaseURL {
    do {
      return try BaseURL(text)
    } catch {
      throw UsageError(sentence: "\(name) \(BaseURLWords.sentence(error)): “\(text)”.")
    }
  }
}

extension BaseURL {
  /// Same scheme, host and port. A key that was meant for https is not sent without encryption.
  func hasOrigin(of other: BaseURL) -> Bool { comparableOrigin == other.comparableOrigin }

  private var comparableOrigin: String {
    for (scheme, port) in [("https://", ":443"), ("http://", ":80")]
    where origin.hasPrefix(scheme) && origin.hasSuffix(port) {
      return String(origin.dropLast(port.count))
    }
    return origin
  }

  /// The host without port and brackets.
  var host: String {
    let rest = origin.drop { $0 != ":" }.dropFirst(3)
    if rest.hasPrefix("[") { return String(rest.dropFirst().prefix { $0 != "]" }) }
    return String(rest.prefix { $0 != ":" })
  }

  /// Whether it is this machine itself: such relays often want no key.
  var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
