import Glibc
import MockRelay
import RelayKit

/// What the screen starts with, from options and environment.
struct ScreenStart {
  var configuration: RelayConfiguration
  var demo: DemoRelay?
  var isConnected: Bool
  var keyLabel: String
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
    keyLabel = demo != nil ? "no key" : "key ..\(key.suffix(key.count >= 12 ? 4 : 0))"
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

  private static func theme(_ options: ParsedOptions) throws(UsageError) -> String {
    let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let isDumb = getenv("TERM").map { String(cString: $0) } == "dumb"
    if let name = options["theme"] {
      guard name == "mono" || ThemeList.names.contains(name) else {
        throw UsageError(
          sentence:
            "There is no theme “\(name)”. There are: \(ThemeList.names.joined(separator: ", ")), mono.")
      }
      return name
    }
    return options.has("no-color") || noColor || isDumb ? "mono" : "bayside-night"
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
