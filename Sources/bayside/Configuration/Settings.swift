import CurlTransport
import JSON5
import RelayKit
import TerminalUI
import Workbench

/// Everything that the command line, the environment and `config.json5` say, in this order of rank, checked and
/// in one value. What it holds of the key may be sent, and only `keyLabel` may be shown.
struct Settings: Sendable {
  /// Which theme was asked for.
  enum ThemeWish: Sendable, Equatable {
    case named(String)
    /// `--no-color`, or `NO_COLOR` without a theme in the configuration.
    case mono
    case automatic
  }

  /// The relay, its key, its headers, limits and retries. Not of use for the demo relay.
  var relay: RelayConfiguration
  var curl: CurlOptions
  /// `..9f3c`, `no key`.
  var keyLabel: String
  /// The key in use, when it has a name.
  var namedKey: NamedKey?
  /// The profile in use; empty without one.
  var profile: String
  /// Why nothing can be sent yet: a sentence about the key that is missing.
  var missingKey: String?
  /// The built-in relay is to be used.
  var isDemo: Bool

  var model: String?
  var system: String?
  /// Keys of the request beside model, messages and stream.
  var parameters: JSONObject
  var streams: Bool
  /// The operand: what to ask at once, `-` for standard input.
  var prompt: String?

  var theme: ThemeWish
  var background: BackgroundChoice
  var mouse: Bool
  /// Whether Enter sends the message, or begins a new line.
  var enterSends: Bool
  var motion: Bool
  /// `nil`: as the terminal can.
  var ascii: Bool?
  /// A command for the shell, perhaps with arguments.
  var editor: String?
  /// What is kept of chats, and for how long.
  var history: HistorySettings
  var keys: KeyBindings

  /// What the user should know: what is not sent and why.
  var notices: [String]
  let configuration: Configuration
  let environment: ProcessEnvironment

  /// Bounds on money, whatever the key.
  var spending: GuardLimits { configuration.spending }

  var themes: ThemeLibrary { ThemeLibrary(environment, configuration: configuration) }

  /// Whether plain signs are shown: as asked for; else where the locale names another encoding, and on the
  /// Linux console, whose fonts lack them. No locale at all says nothing.
  var showsASCII: Bool {
    if let ascii { return ascii }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let encoding = locale?.lowercased().filter { $0 != "-" } ?? "utf8"
    return !encoding.contains("utf8") || environment["TERM"] == "linux"
  }

  /// Whether the terminal may be asked for its background: the answer matters, and what stands between answers.
  var asksForBackground: Bool {
    guard theme == .automatic || theme == .named("terminal") else { return false }
    let kind = environment["TERM"] ?? ""
    return !["linux", "dumb", "vt100"].contains(kind) && environment["STY"] == nil
  }

  /// The theme after the terminal's answer; `nil` if that says nothing of its background.
  func theme(in library: ThemeLibrary, colorCount: Int, answer: String) throws(UsageError) -> Theme? {
    guard let background = TerminalTraits.background(inAnswer: answer) else { return nil }
    return try startTheme(in: library, colorCount: colorCount, background: background)
  }

  /// The theme to begin with.
  /// - Throws: a sentence, with the place in the configuration when it names the theme.
  func startTheme(
    in library: ThemeLibrary, colorCount: Int, background: UInt32? = nil
  ) throws(UsageError) -> Theme {
    let traits = TerminalTraits(
      refusesColor: theme == .mono, kind: environment["TERM"] ?? "", colorCount: colorCount,
      colorHint: environment["COLORFGBG"], background: background)
    guard case .named(let name) = theme else {
      return try library.theme(named: traits.automaticTheme, isLight: traits.isLight)
    }
    do {
      return try library.theme(named: name, isLight: traits.isLight)
    } catch {
      guard let place = configuration.theme, place.value == name,
        let problem = configuration.source?.problem(at: place.position, error.sentence)
      else { throw error }
      let report = [problem.report, error.report].filter { !$0.isEmpty }.joined(separator: "\n")
      throw UsageError(sentence: "The configuration cannot be used.", report: report)
    }
  }
}

extension Settings {
  /// What a command that asks does first: without a key it ends, and what is odd in the settings is said.
  func begin() throws(UsageError) {
    if let sentence = missingKey { throw UsageError(sentence: sentence) }
    for notice in notices { Output.notice(notice) }
  }
}
