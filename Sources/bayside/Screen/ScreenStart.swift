import Glibc
import JSON5
import MockRelay
import Playground
import RelayKit
import TerminalUI
import Workbench

/// What the screen starts with, from options, environment and configuration; checked before the terminal is
/// taken.
struct ScreenStart {
  let options: ParsedOptions
  let settings: Settings
  let themes: ThemeLibrary
  let keyMap: KeyMap
  let demo: DemoRelay?
  /// Of the relay that is asked, the demo included.
  let relay: RelayConfiguration
  /// `--record`.
  let recordings: ScreenRecordings?
  /// `--body`: a request to begin with.
  let request: ChatRequest?

  init(_ options: ParsedOptions) throws(UsageError) {
    self.options = options
    settings = try Settings(options, .process)
    if settings.prompt == "-" || options["body"] == "-" {
      throw UsageError(
        sentence: "The screen reads keys from standard input; bayside chat reads texts from it.")
    }
    themes = settings.themes
    keyMap = try Self.keyMap(settings.keys)
    // Wrong names are said before the screen is taken.
    _ = try settings.startTheme(in: themes, colorCount: 256)
    request = try Self.request(options, settings)
    recordings = try options["record"].map { path throws(UsageError) in try ScreenRecordings(path) }
    demo = settings.isDemo ? try RelayConnection.startDemo() : nil
    var relay = settings.relay
    if let demo { relay.baseURL = try RelayConnection.baseURL(of: demo) }
    self.relay = relay
  }

  /// The relay as the screen shows it; `nil` while none can be asked.
  var identity: RelayIdentity? {
    guard isConnected else { return nil }
    return RelayIdentity(
      baseURL: relay.baseURL.description, keyLabel: settings.keyLabel, isDemo: settings.isDemo,
      standardModel: settings.isDemo ? DemoRelay.models.first : nil, keyName: settings.namedKey?.name ?? "",
      profile: settings.profile, project: settings.namedKey?.project ?? "")
  }

  var isConnected: Bool { settings.isDemo || settings.missingKey == nil }

  /// The tables' keys, and those of the configuration in their place.
  private static func keyMap(_ keys: KeyBindings) throws(UsageError) -> KeyMap {
    var map = KeyMap()
    let changes = keys.entries.map { entry in
      (command: entry.command.value, keys: entry.sequences.map { $0.value.keys })
    }
    let problems = map.rebind(changes).compactMap { index, problem in
      keys.problem(problem.sentence, at: keys.entries[index].command.position)
    }
    guard problems.isEmpty else {
      throw UsageError(
        sentence: "The keys of the configuration cannot be used.",
        report: problems.map(\.report).joined(separator: "\n"))
    }
    return map
  }

  /// The state of the screen before anything happened.
  func playground(size: Size, colorCount: Int, theme: String, now: MonotonicTime) -> Playground {
    let wallClock = LocalClock.now
    var workspace = Workspace(
      relay: identity, model: settings.model ?? "", parameters: settings.parameters, streams: settings.streams
    )
    workspace.shelf = ShelfStore(settings.environment).load()
    workspace.remedies = RemedyStore(settings.environment).load()
    if let request { workspace.take(request, at: wallClock) }
    if let system = settings.system, workspace.conversation.isEmpty {
      workspace.write(.system, system, at: wallClock)
    }
    if request == nil, let model = settings.model {
      let kind = Self.kind(of: model, identity, workspace)
      if kind != .text { workspace.ask(model, as: kind) }
    }
    var playground = Playground(
      size: size, workspace: workspace, preferences: preferences(theme: theme), keyMap: keyMap,
      surroundings: surroundings(colorCount: colorCount, wallClock: wallClock, now: now))
    if request == nil { playground.givenModel = settings.model }
    playground.keys.list = KeyListing.list(settings.environment)
    playground.keys.defaults = settings.configuration.parameters
    playground.keys.defaultSystem = settings.system
    return playground
  }

  /// What a model makes, as far as it is known before the relay's list was read.
  private static func kind(of model: String, _ relay: RelayIdentity?, _ workspace: Workspace) -> ParameterKind
  {
    guard relay?.isDemo == true else { return workspace.models.catalogue.requestKind(of: model) }
    let endpoints = DemoRelay.endpoints(of: model)
    return endpoints.contains("openai-video")
      ? .video : endpoints.contains("image-generation") ? .image : .text
  }

  /// The body file with what the other options say; its messages become the conversation.
  private static func request(_ options: ParsedOptions, _ settings: Settings) throws(UsageError)
    -> ChatRequest?
  {
    guard options["body"] != nil else { return nil }
    var settings = settings
    settings.prompt = nil
    let body = try ChatInput(options: options, settings: settings).request().encodedBody()
    do {
      return try ChatRequest(body: body)
    } catch {
      throw UsageError(sentence: "The body's messages cannot be shown: each needs a role.")
    }
  }

  private func preferences(theme: String) -> Preferences {
    var preferences = Preferences()
    preferences.enterSends = settings.enterSends
    preferences.mouse = settings.mouse
    preferences.motion = settings.motion
    preferences.isPrivate = !settings.history.keeps
    preferences.usesASCII = settings.showsASCII
    preferences.fallbackModels = settings.configuration.fallbackModels
    preferences.takesFallback = settings.configuration.fallback == .take
    preferences.lowBalance = settings.configuration.lowBalance ?? preferences.lowBalance
    preferences.advice = settings.configuration.advice ?? preferences.advice
    preferences.spending = settings.spending
    preferences.theme = theme
    preferences.themes = themes.names
    return preferences
  }

  private func surroundings(colorCount: Int, wallClock: Double, now: MonotonicTime) -> Surroundings {
    let environment = settings.environment
    var surroundings = Surroundings()
    surroundings.session = KeptHistory.session
    if let path = KeptHistory.path(environment) { surroundings.historyFile = environment.shown(path) }
    surroundings.version = CommandLineEntry.version
    surroundings.wallClockAtZero = wallClock - Double(now.nanoseconds) / 1e9
    surroundings.utcOffset = LocalClock.utcOffset
    let multiplexer = environment["TMUX"] != nil ? " in tmux" : environment["STY"] != nil ? " in screen" : ""
    surroundings.terminal = [
      "TERM is \(environment["TERM"] ?? "not set")\(multiplexer), \(colorCount) colours."
    ]
    surroundings.proposedBaseURL = settings.relay.baseURL.description
    if let key = environment[KeyChoice.defaultVariable], key.count >= 12 {
      surroundings.keyInEnvironment = String(key.suffix(4))
    }
    surroundings.home = environment["HOME"] ?? ""
    surroundings.isRemote = environment["SSH_CONNECTION"] != nil
    surroundings.host = Self.hostName()
    surroundings.pictureDirectory = environment.shown(settings.imageDirectory)
    surroundings.videoDirectory = environment.shown(settings.videoDirectory)
    surroundings.keyFile = environment.keyFile.map { environment.shown($0) } ?? surroundings.keyFile
    surroundings.profiles = settings.profileRows
    if environment["OPENAI_API_KEY"] != nil { surroundings.foreignKeys = ["OPENAI_API_KEY"] }
    return surroundings
  }

  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "host" }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.isEmpty ? "host" : text
  }

  /// A directory of our own for copies and logs, made when it is missing; /tmp only as a last resort.
  static func cacheDirectory() -> String {
    func value(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    let parent = value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" } ?? "/tmp"
    mkdir(parent, 0o700)
    let path = parent + "/bayside"
    mkdir(path, 0o700)
    return path
  }
}

extension KeyMap.Problem {
  var sentence: String {
    switch self {
    case .unknownCommand(let name, let closest):
      "There is no command “\(name)”." + (closest.map { " Did you mean “\($0)”?" } ?? "")
    case .taken(let key, let other):
      "The key \(key) belongs to “\(other)” there; give that command another key too."
    case .unreachable(let name): "“\(name)” needs a key: without it there is no way to it."
    case .notAKey: "This is not one key, nor the leader and a key."
    }
  }
}
