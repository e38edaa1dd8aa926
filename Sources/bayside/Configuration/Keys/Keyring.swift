import Glibc
import RelayKit

/// The system's keyring (Secret Service), through the program `secret-tool`: it answers where it is installed
/// and a session bus is there. Keys go through pipes, never through arguments.
enum Keyring {
  private static let program = "secret-tool"
  /// Unlocking may need the user.
  private static let seconds = 60.0

  /// Why it does not answer here, in a half sentence; `nil` when it may.
  static func problem(_ environment: ProcessEnvironment) -> String? {
    guard isInstalled(environment) else {
      return "the program secret-tool is not installed (Debian: libsecret-tools)"
    }
    if environment["DBUS_SESSION_BUS_ADDRESS"] != nil { return nil }
    if let directory = environment["XDG_RUNTIME_DIR"], access(directory + "/bus", R_OK) == 0 { return nil }
    return "there is no session bus here, as over SSH or on a server"
  }

  private static func isInstalled(_ environment: ProcessEnvironment) -> Bool {
    (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").contains {
      access("\($0)/\(program)", X_OK) == 0
    }
  }

  private static func attributes(_ name: String, _ baseURL: BaseURL) -> [String] {
    ["application", "bayside", "name", name, "relay", baseURL.origin]
  }

  static func lookUp(
    _ name: String, _ baseURL: BaseURL, _ environment: ProcessEnvironment
  ) throws(UsageError) -> String {
    if let problem = problem(environment) {
      throw UsageError(sentence: "The keyring does not answer: \(problem).")
    }
    let result = try run(["lookup"] + attributes(name, baseURL))
    let key = KeyCommand.trimmed(result.output)
    guard result.status == 0, !key.isEmpty else {
      let said = result.complaint.isEmpty ? "" : " It said: \(result.complaint)"
      throw UsageError(sentence: "The keyring gave no key “\(name)” for \(baseURL.origin).\(said)")
    }
    if let problem = KeyText.problem(key) {
      throw UsageError(sentence: "What the keyring holds for “\(name)” \(problem).")
    }
    return key
  }

  static func store(
    _ key: String, _ name: String, _ baseURL: BaseURL, _ environment: ProcessEnvironment
  ) throws(UsageError) {
    if let problem = problem(environment) {
      throw UsageError(sentence: "The keyring does not answer: \(problem).")
    }
    let label = "--label=bayside: \(name) for \(baseURL.origin)"
    let result = try run(["store", label] + attributes(name, baseURL), input: Array(key.utf8))
    guard result.status == 0 else {
      throw UsageError(
        sentence:
          "The keyring did not take the key\(result.complaint.isEmpty ? "" : ": \(result.complaint)").")
    }
  }

  static func clear(_ name: String, _ baseURL: BaseURL, _ environment: ProcessEnvironment) throws(UsageError)
  {
    if let problem = problem(environment) {
      throw UsageError(sentence: "The keyring does not answer: \(problem).")
    }
    let result = try run(["clear"] + attributes(name, baseURL))
    guard result.status == 0 else {
      throw UsageError(
        sentence:
          "The keyring did not forget the key\(result.complaint.isEmpty ? "" : ": \(result.complaint)").")
    }
  }

  private static func run(
    _ arguments: [String], input: [UInt8] = []
  ) throws(UsageError) -> (status: Int32, output: String, complaint: String) {
    var complaint = ""
    let result = try KeyCommand.capture(
      [program] + arguments, input: input, seconds: seconds, named: "The keyring"
    ) { if complaint.isEmpty { complaint = $0 } }
    return (result.status, String(decoding: result.bytes, as: UTF8.self), complaint)
  }
}
