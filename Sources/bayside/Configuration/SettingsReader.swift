import CurlTransport
import Glibc
import JSON5
import RelayKit
import TerminalUI
import Workbench

extension Settings {
  /// Reads the configuration that the options name, and runs its `key_command` if its key is to be used.
  /// - Parameter complain: takes lines for the user that come before anything else.
  /// - Throws: what is wrong with options or configuration, all problems of the file together.
  init(
    _ options: ParsedOptions, _ environment: ProcessEnvironment,
    complain: @escaping (String) -> Void = { Output.notice($0) }
  ) throws(UsageError) {
    let configuration = try Self.configuration(options, environment).choosingProfile(options["profile"])
    let isDemo = options.has("demo")
    if isDemo, let other = ["base-url", "key-env"].first(where: options.has) {
      throw UsageError(sentence: "--demo uses the built-in relay; --\(other) cannot be given with it.")
    }
    let store = isDemo ? nil : try KeyStore(environment)
    let choice = try KeyChoice(
      address: options["base-url"], variable: options["key-env"], configuration: configuration,
      environment: environment, kept: store)
    self.configuration = configuration
    self.environment = environment
    self.isDemo = isDemo
    notices = isDemo ? [] : choice.notices
    relay = RelayConfiguration(baseURL: choice.baseURL)
    relay.extraHeaders = try Self.headers(
      options, isDemo || !choice.isTheFilesRelay ? [] : configuration.headers)
    relay.limits = try Self.limits(options, configuration)
    // The configuration is written with chats in mind; who types a limit means the request at hand.
    if options.has("timeout") { relay.exactLimits.insert(.total) }
    if options.has("stall") { relay.exactLimits.insert(.stall) }
    relay.retries =
      try options.integer("retries", in: 0...ConfigurationReader.maximumRetries)
      ?? configuration.retries ?? relay.retries
    curl = try Self.curl(configuration, environment, isLocal: isDemo || choice.baseURL.isLoopback)
    model = options["model"] ?? (isDemo ? nil : configuration.model)
    system = [options["system"] ?? configuration.system].compactMap(\.self).first { !$0.isEmpty }
    parameters = configuration.parameters
    streams = !options.has("no-stream") && configuration.streams ?? true
    prompt = options.operands.first
    theme = try Self.theme(options, configuration, environment)
    background = configuration.background ?? .theme
    mouse = !options.has("no-mouse") && configuration.mouse ?? true
    enterSends = configuration.enter ?? .send == .send
    motion = configuration.motion ?? true
    ascii = options.has("ascii") ? true : configuration.ascii
    editor = configuration.editor ?? environment["VISUAL"] ?? environment["EDITOR"]
    keys = configuration.keys
    history = configuration.history
    if options.has("private") { history.keeps = false }
    keyLabel = "no key"
    profile = isDemo ? "" : configuration.profileInUse ?? ""
    for setting in options.all("param") {
      let parameter = try ParameterText(setting)
      parameters[parameter.name] = parameter.value
      if let warning = parameter.warning { notices.append(warning) }
    }
    if !isDemo { try findKey(choice, complain) }
  }

  private static func configuration(
    _ options: ParsedOptions, _ environment: ProcessEnvironment
  ) throws(UsageError) -> Configuration {
    do {
      return try ConfigurationFile.load(options["config"], environment)
    } catch {
      switch error {
      case .unreadable(let sentence): throw UsageError(sentence: sentence)
      case .broken(let problems):
        let count = problems.list.count
        let words = count == 1 ? "a problem" : "\(count) problems"
        throw UsageError(sentence: "The configuration has \(words).", report: problems.report)
      }
    }
  }

  // MARK: The key

  private mutating func findKey(_ choice: KeyChoice, _ complain: @escaping (String) -> Void)
    throws(UsageError)
  {
    guard relay.extraHeaders.first("Authorization") == nil else {
      keyLabel = "own header"
      return
    }
    switch choice.source {
    case .refused: return
    case .missing(let reason):
      if !choice.baseURL.isLoopback || choice.namesOtherKey {
        missingKey = missingKeySentence(choice, because: reason)
      }
      return
    case .environment(let name, let who):
      guard let value = environment[name] else {
        let sentence = "\(name) is not set, and \(who) names it for the key."
        guard who != "--key-env" else { throw UsageError(sentence: sentence) }
        missingKey = sentence
        return
      }
      if let problem = KeyText.problem(value) { throw UsageError(sentence: "\(name) \(problem).") }
      relay.apiKey = value
    case .command(let words): relay.apiKey = try KeyCommand.run(words, complain: complain)
    case .plain(let key): relay.apiKey = key
    case .kept(let entry): try take(entry, complain)
    }
    if let key = relay.apiKey { keyLabel = KeyText.label(key) }
    if choice.baseURL.origin.hasPrefix("http:"), !choice.baseURL.isLoopback {
      notices.append(
        "The key goes to \(choice.baseURL.origin) without encryption; anyone on the way can read it.")
    }
  }

  /// A key that cannot be read now, or must not be used, is no reason not to start.
  private mutating func take(_ entry: KeptKey, _ complain: @escaping (String) -> Void) throws(UsageError) {
    namedKey = entry.facts
    do throws(UsageError) {
      let key = try entry.read(environment, complain: complain)
      relay.apiKey = key
      namedKey?.label = KeyText.label(key)
      namedKey?.length = key.count
    } catch {
      missingKey = error.sentence
    }
  }

  private func missingKeySentence(_ choice: KeyChoice, because reason: String?) -> String {
    let origin = choice.baseURL.origin
    if let reason {
      return "\(reason) Name a key for it with --key-env NAME, or --key-env '' to send none."
    }
    var sentence =
      "There is no key for \(origin): set \(KeyChoice.defaultVariable), or key_env or key_command in "
      + "\(configuration.file); --key-env '' sends none; --demo needs none."
    if environment["OPENAI_API_KEY"] != nil {
      sentence +=
        " OPENAI_API_KEY is set, but it may belong to another service; --key-env OPENAI_API_KEY sends it "
        + "to \(origin)."
    }
    return sentence
  }

  // MARK: Parts

  private static func headers(
    _ options: ParsedOptions, _ own: [HTTPHeader]
  ) throws(UsageError) -> [HTTPHeader] {
    var headers = own
    for text in options.all("header") {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2,
        let header = HeaderText.header(name: String(parts[0]), value: String(parts[1].drop { $0 == " " }))
      else {
        let shown = KeyMask.masked(String(text.prefix(40)))
        throw UsageError(sentence: "--header takes NAME:VALUE, not “\(shown)”.")
      }
      headers.removeAll { $0.name.lowercased() == header.name.lowercased() && own.contains($0) }
      headers.append(header)
    }
    return headers
  }

  private static func limits(
    _ options: ParsedOptions, _ configuration: Configuration
  ) throws(UsageError) -> TransferLimits {
    var limits = TransferLimits()
    func seconds(_ set: Double?, _ standard: Double?) -> Double? {
      set.map { $0 == 0 ? nil : $0 } ?? standard
    }
    let timeout = try options.number("timeout", in: 0...86_400)
    let stall = try options.number("stall", in: 0...86_400)
    limits.totalSeconds = seconds(timeout ?? configuration.timeout, limits.totalSeconds)
    limits.stallSeconds = seconds(stall ?? configuration.stall, limits.stallSeconds)
    limits.connectSeconds = seconds(configuration.connectTimeout, limits.connectSeconds)
    return limits
  }

  private static func curl(
    _ configuration: Configuration, _ environment: ProcessEnvironment, isLocal: Bool
  ) throws(UsageError) -> CurlOptions {
    var curl = CurlOptions(proxy: configuration.proxy, noProxy: configuration.noProxy)
    // A proxy of the environment is for the network outside, not for this machine.
    if isLocal, configuration.proxy == nil { curl.noProxy = "*" }
    if let file = configuration.caFile.map({ environment.resolved($0, in: configuration.directory) }) {
      guard access(file, R_OK) == 0 else {
        throw UsageError(sentence: "ca_file: \(file) cannot be read: \(Output.systemError(errno)).")
      }
      curl.caFile = file
    }
    return curl
  }

  private static func theme(
    _ options: ParsedOptions, _ configuration: Configuration, _ environment: ProcessEnvironment
  ) throws(UsageError) -> ThemeWish {
    if let name = options["theme"] {
      guard !options.has("no-color") else {
        throw UsageError(sentence: "--no-color and --theme cannot be given together.")
      }
      return .named(name)
    }
    if options.has("no-color") { return .mono }
    if let theme = configuration.theme { return .named(theme.value) }
    return environment["NO_COLOR"] != nil ? .mono : .automatic
  }
}

/// `NAME=JSON` of `--param`.
struct ParameterText {
  var name: String
  var value: JSONValue
  /// Set when the value was meant as JSON, by its looks, and is none.
  var warning: String?

  init(_ setting: String) throws(UsageError) {
    guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex else {
      throw UsageError(sentence: "--param takes NAME=JSON, not “\(setting.prefix(40))”.")
    }
    name = String(setting[..<equals])
    let text = String(setting[setting.index(after: equals)...])
    if let json = try? JSONValue(parsing: text) {
      value = json
      return
    }
    value = .string(text)
    let looksLikeJSON =
      "{[\"".contains(text.first ?? " ") || ["True", "False", "None"].contains(text)
      || Double(text.replacing(",", with: ".")) != nil
    if looksLikeJSON { warning = "--param \(name): “\(text.prefix(40))” is no JSON and is sent as a string." }
  }
}
