import JSON5
import RelayKit

/// Which relay is asked and where its key comes from. A key belongs to the base URL that it was configured
/// with and is sent nowhere else.
struct KeyChoice: Sendable, Equatable {
  enum Source: Sendable, Equatable {
    /// A variable of the environment, and who named it.
    case environment(String, namedBy: String)
    case command([String])
    case plain(String)
    /// Kept by bayside itself, in the file that is named.
    case kept(String, in: String)
    /// The user said that there is none.
    case refused
    /// Nothing names a key; the sentence says why one that exists is not used.
    case missing(because: String?)
  }

  static let defaultBaseURL = "https://api.tokenbay.com/v1"
  static let defaultVariable = "TOKENBAY_API_KEY"

  var baseURL: BaseURL
  var source: Source
  /// Whether what the configuration file says about requests (key, headers) is meant for this base URL.
  var isTheFilesRelay: Bool
  /// Sentences for the user about what is not sent.
  var notices: [String] = []

  /// - Parameters:
  ///   - address: `--base-url`.
  ///   - variable: `--key-env`; empty for no key.
  init(
    address: String?, variable: String?, configuration: Configuration, environment: ProcessEnvironment,
    kept: KeyStore? = nil
  ) throws(UsageError) {
    let standard = try Self.baseURL(Self.defaultBaseURL, from: "")
    if let address {
      baseURL = try Self.baseURL(address, from: "--base-url")
    } else if let address = environment["TOKENBAY_BASE_URL"] {
      baseURL = try Self.baseURL(address, from: "TOKENBAY_BASE_URL")
    } else {
      // A relay that was set up on the first screen is meant where nothing else names one.
      let own =
        environment[Self.defaultVariable] == nil && configuration.key == nil ? kept?.entries.first : nil
      baseURL = configuration.baseURL ?? own?.baseURL ?? standard
    }
    let home = configuration.baseURL ?? standard
    isTheFilesRelay = baseURL.hasOrigin(of: home)
    let (file, hasFileKey) = (configuration.file, configuration.key != nil)
    if let variable {
      source = variable.isEmpty ? .refused : .environment(variable, namedBy: "--key-env")
    } else if hasFileKey, isTheFilesRelay, !baseURL.hasOrigin(of: standard) {
      // The file names another relay together with a key: TokenBay's must not go there.
      source = Self.source(configuration)
    } else if environment[Self.defaultVariable] != nil {
      source = .environment(Self.defaultVariable, namedBy: "the environment")
    } else if hasFileKey, isTheFilesRelay {
      source = Self.source(configuration)
    } else if let kept, let key = kept.key(for: baseURL) {
      source = .kept(key, in: kept.shown)
    } else {
      source = .missing(
        because: hasFileKey
          ? "The key of \(file) belongs to \(home.origin) and is not sent to \(baseURL.origin)." : nil)
    }
    if case .missing(let reason?) = source, baseURL.isLoopback { notices.append(reason) }
    if !isTheFilesRelay, !configuration.headers.isEmpty {
      notices.append("The headers of \(file) belong to \(home.origin) and are not sent to \(baseURL.origin).")
    }
  }

  private static func source(_ configuration: Configuration) -> Source {
    switch configuration.key?.value {
    case .environment(""): .refused
    case .environment(let name): .environment(name, namedBy: "key_env in \(configuration.file)")
    case .command(let words): .command(words)
    case .plain(let key): .plain(key)
    case nil: .missing(because: nil)
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
