import Glibc
import MockRelay
import Playground
import RelayKit
import TerminalUI
import Workbench

/// What the screen starts with, from options and environment.
struct ScreenStart {
  var configuration: RelayConfiguration
  var demo: DemoRelay?
  var isConnected: Bool
  var model: String
  var system: String?
  var parameters: JSONObject
  var streams: Bool
  var theme: String
  var mouse: Bool

  init(_ options: ParsedOptions) throws(UsageError) {
    demo = options.has("demo") ? try RelayOptions.startDemo() : nil
    configuration = try RelayOptions.configuration(options, demo: demo, needsKey: false)
    let key = configuration.apiKey ?? ""
    isConnected = demo != nil || !key.isEmpty
    model = options["model"] ?? ""
    system = options["system"]
    parameters = JSONObject()
    for setting in options.all("param") {
      let (name, value) = try ChatCommand.parameter(setting)
      parameters[name] = value
    }
    streams = !options.has("no-stream")
    theme = try Self.theme(options)
    mouse = !options.has("no-mouse")
  }

  /// The state of the screen before anything happened.
  func playground(size: Size, colorCount: Int, now: MonotonicTime) -> Playground {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = Double(time(nil)) - Double(now.nanoseconds) / 1e9
    surroundings.utcOffset = Self.utcOffset()
    surroundings.terminal = ["TERM is \(Self.variable("TERM") ?? "not set"), \(colorCount) colours."]
    surroundings.proposedBaseURL = configuration.baseURL.description
    if let key = configuration.apiKey, key.count >= 12 {
      surroundings.keyInEnvironment = String(key.suffix(4))
    }
    if Self.variable("OPENAI_API_KEY") != nil { surroundings.foreignKeys = ["OPENAI_API_KEY"] }
    let relay =
      isConnected
      ? RelayIdentity(
        baseURL: configuration.baseURL.description,
        keyLabel: demo != nil ? "no key" : Self.label(ofKey: configuration.apiKey), isDemo: demo != nil) : nil
    var workspace = Workspace(relay: relay, model: model, parameters: parameters, streams: streams)
    if let system { workspace.write(.system, system, at: Double(time(nil))) }
    var preferences = Preferences()
    preferences.mouse = mouse
    preferences.theme = theme
    preferences.themes = Theme.builtIn.map(\.name) + ["mono"]
    return Playground(size: size, workspace: workspace, preferences: preferences, surroundings: surroundings)
  }

  /// `key ..9f3c`; short keys are not shown at all.
  static func label(ofKey key: String?) -> String {
    guard let key, !key.isEmpty else { return "no key" }
    return key.count >= 12 ? "key ..\(key.suffix(4))" : "key set"
  }

  private static func utcOffset() -> Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func theme(_ options: ParsedOptions) throws(UsageError) -> String {
    let isDumb = variable("TERM") == "dumb"
    if let name = options["theme"] {
      guard name == "mono" || ThemeList.names.contains(name) else {
        throw UsageError(
          sentence:
            "There is no theme “\(name)”. There are: \(ThemeList.names.joined(separator: ", ")), mono.")
      }
      return name
    }
    return options.has("no-color") || variable("NO_COLOR") != nil || isDumb ? "mono" : "bayside-night"
  }

  /// A directory of our own for copies and logs, made when it is missing; /tmp only as a last resort.
  static func cacheDirectory() -> String {
    let parent = variable("XDG_CACHE_HOME") ?? variable("HOME").map { $0 + "/.cache" } ?? "/tmp"
    mkdir(parent, 0o700)
    let path = parent + "/bayside"
    mkdir(path, 0o700)
    return path
  }
}
