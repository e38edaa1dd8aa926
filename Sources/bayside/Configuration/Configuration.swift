import JSON5
import RelayKit
import TerminalUI
import Workbench

/// What `config.json5` says. Everything is optional; `nil` is what the file does not mention.
struct Configuration: Sendable {
  /// How the file names a key.
  enum Key: Sendable, Equatable {
    /// A variable of the environment; an empty name means that no key is sent.
    case environment(String)
    /// A program and its arguments.
    case command([String])
    case plain(String)
    /// Of a profile: one of the keys that bayside keeps.
    case named(String)
  }

  enum Enter: String, CaseIterable, Sendable { case send, newline }

  /// How the file is shown in sentences.
  var file = "config.json5"
  /// Where it lies; relative paths in it begin here.
  var directory = "."
  /// `nil` when there is no file.
  var source: SourceText?

  var baseURL: BaseURL?
  var key: Located<Key>?
  var model: String?
  var system: String?
  var parameters = JSONObject()
  var headers: [HTTPHeader] = []
  /// Seconds; 0 means no limit.
  var timeout: Double?
  var connectTimeout: Double?
  var stall: Double?
  var retries: Int?
  var streams: Bool?
  /// Models to ask when one fails, in order, and whether that needs no asking.
  /// The preset that the screen begins with.
  var preset: String?
  var fallbackModels: [String] = []
  var fallback: Fallback?
  var proxy: String?
  var noProxy: String?
  var caFile: String?
  var theme: Located<String>?
  var background: BackgroundChoice?
  var mouse: Bool?
  var enter: Enter?
  var motion: Bool?
  /// Whether lines and signs are drawn in ASCII; `nil` decides by the terminal.
  var ascii: Bool?
  /// USD; 0 says nothing of a low balance.
  var lowBalance: Double?
  /// Whether cheaper models are named.
  var advice: Bool?
  var history = HistorySettings()
  var media = MediaSettings()
  var editor: String?
  var keys = KeyBindings()
  /// Bounds on money.
  var spending = GuardLimits.standard

  var profiles: [Profile] = []
  /// The usual one.
  var profile: Located<String>?
  /// The profile whose settings are in here already, and whether it was asked for by name.
  var profileInUse: String?
  var profileIsAsked = false
  /// The profile in use has a relay of its own: what is meant for another one stays away from it.
  var isOtherRelay = false

  enum Fallback: String, CaseIterable, Sendable { case offer, take }
}
