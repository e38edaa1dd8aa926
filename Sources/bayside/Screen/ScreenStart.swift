import Glibc
import MockRelay
import RelayKit

/// What the screen starts with.
struct ScreenStart {
  var settings: Settings
  var configuration: RelayConfiguration
  var demo: DemoRelay?
  var isConnected: Bool

  init(_ options: ParsedOptions) throws(UsageError) {
    settings = try Settings(options, .process)
    configuration = settings.relay
    demo = settings.isDemo ? try RelayConnection.startDemo() : nil
    if let demo { configuration.baseURL = try RelayConnection.baseURL(of: demo) }
    isConnected = settings.missingKey == nil
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
