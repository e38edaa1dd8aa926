import CurlTransport
import RelayKit
import Workbench

/// The relay of a task with the key that it began with, whatever is in use now. A task's key goes to that relay and to
/// no other.
struct TaskRelays: Sendable {
  /// How a task is asked about.
  struct Line: Sendable {
    var client: RelayClient
    /// Of the relay's units so many are 1 USD, where it told.
    var quotaPerUnit: Double?
  }

  let settings: Settings
  let options: ParsedOptions

  /// Each bayside has a demo relay of its own, and only it knows its tasks.
  static let endedDemo = "It was a task of the demo relay, which ended with its bayside."

  /// For a task that this bayside did not submit itself. May take long where a program has to be asked for the key: not
  /// on the main thread.
  /// - Throws: why it cannot be asked now, a sentence for the user.
  func line(for task: VideoTask) throws(UsageError) -> Line {
    if task.isDemo { throw UsageError(sentence: Self.endedDemo) }
    let baseURL = try baseURL(task.relay)
    let configuration = try configuration(for: task, baseURL)
    let kept = ModelStore(settings.environment).load(baseURL, key: configuration.apiKey).answers
    return Line(
      client: RelayClient(
        configuration: configuration, transport: CurlTransport(settings.curl(to: baseURL))),
      quotaPerUnit: kept.status?.quotaPerUnit)
  }

  private func baseURL(_ text: String) throws(UsageError) -> BaseURL {
    do {
      return try BaseURL(text)
    } catch {
      throw UsageError(sentence: "The base URL of the task \(BaseURLWords.sentence(error)).")
    }
  }

  /// The settings in use where they are those of the task; else its named key, its profile, or whichever kept key has
  /// the same ending.
  private func configuration(
    for task: VideoTask, _ baseURL: BaseURL
  ) throws(UsageError) -> RelayConfiguration {
    if let found = configuration(of: settings, task, baseURL) { return found }
    let store = try KeyStore(settings.environment)
    let fitting = store.entries.filter { $0.baseURL.hasOrigin(of: baseURL) }
    var reason: String?
    if let entry = fitting.first(where: { !task.keyName.isEmpty && $0.facts.name == task.keyName })
      ?? fitting.first(where: { task.keyName.isEmpty && $0.facts.label == task.keyLabel })
    {
      do throws(UsageError) {
        return using(baseURL, settings.relay(of: entry, key: try entry.read(settings.environment)))
      } catch {
        reason = error.sentence
      }
    }
    for options in otherOptions(for: task) {
      if let other = try? Settings(options, settings.environment, complain: { _ in }),
        let found = configuration(of: other, task, baseURL)
      {
        return found
      }
    }
    throw UsageError(sentence: reason ?? Self.missing(task, baseURL))
  }

  /// With its profile; then as if its relay had been named when it was submitted: the rules of which key goes where
  /// stay the same.
  private func otherOptions(for task: VideoTask) -> [ParsedOptions] {
    var others: [ParsedOptions] = []
    if !task.profile.isEmpty, task.profile != settings.profile {
      others.append(
        options.removing(Self.requestOptions + Self.relayOptions).setting("profile", to: task.profile))
    }
    others.append(options.removing(Self.requestOptions + ["demo"]).setting("base-url", to: task.relay))
    return others
  }

  private static let requestOptions = ["header", "model", "param", "body"]
  private static let relayOptions = ["base-url", "key-env", "demo"]

  private func configuration(
    of settings: Settings, _ task: VideoTask, _ baseURL: BaseURL
  ) -> RelayConfiguration? {
    guard !settings.isDemo, settings.relay.baseURL.hasOrigin(of: baseURL), settings.missingKey == nil,
      settings.keyLabel == task.keyLabel
    else { return nil }
    return using(baseURL, settings.relay)
  }

  private func using(_ baseURL: BaseURL, _ relay: RelayConfiguration) -> RelayConfiguration {
    var relay = relay
    relay.baseURL = baseURL
    return relay
  }

  private static func missing(_ task: VideoTask, _ baseURL: BaseURL) -> String {
    let key =
      task.keyName.isEmpty
      ? "the key that ends in \(task.keyLabel)" : "the key “\(task.keyName)” (\(task.keyLabel))"
    return "It waits: \(key) for \(baseURL.origin) is not here now. The task itself goes on."
  }
}
