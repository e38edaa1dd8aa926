import JSON5
import RelayKit
import Testing

@testable import bayside

/// Which key goes where: `file` is the configuration, `env` the variables that are set.
struct KeyChoiceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var says: String
    var file = "{}"
    var env: [String: String] = [:]
    var address: String?
    var variable: String?
    var source: KeyChoice.Source
    var origin = "https://api.tokenbay.com"
    var notices = 0
    var testDescription: String { says }
  }

  private static let own = "{ base_url: 'https://own.example', key_command: ['k'] }"
  private static let tokenbay = ["TOKENBAY_API_KEY": "t"]
  private static let fromEnvironment = KeyChoice.Source.environment(
    "TOKENBAY_API_KEY", namedBy: "the environment")
  private static func withheld(_ from: String, _ to: String) -> KeyChoice.Source {
    .missing(because: "The key of c.json5 belongs to \(from) and is not sent to \(to).")
  }

  @Test(arguments: [
    Case(says: "nothing is set", source: .missing(because: nil)),
    Case(says: "the variable goes to the default relay", env: tokenbay, source: fromEnvironment),
    Case(
      says: "the variable comes before the file", file: "{ key_command: ['k'] }", env: tokenbay,
      source: fromEnvironment),
    Case(
      says: "the file's key goes to the default relay", file: "{ key_env: 'K' }",
      source: .environment("K", namedBy: "key_env in c.json5")),
    Case(
      says: "the option comes first", file: own, env: tokenbay, variable: "K",
      source: .environment("K", namedBy: "--key-env"), origin: "https://own.example"),
    Case(says: "an empty name sends none", env: tokenbay, variable: "", source: .refused),
    Case(says: "an empty name in the file sends none", file: "{ key_env: '' }", source: .refused),
    Case(
      says: "the file's key goes to the file's relay", file: own, source: .command(["k"]),
      origin: "https://own.example"),
    Case(
      says: "TokenBay's key stays away from another relay of the file that has its own", file: own,
      env: tokenbay, source: .command(["k"]), origin: "https://own.example"),
    Case(
      says: "a relay of the file without a key of its own gets the variable",
      file: "{ base_url: 'https://own.example' }", env: tokenbay, source: fromEnvironment,
      origin: "https://own.example"),
    Case(
      says: "the variable with an address in the same command is the user's choice", env: tokenbay,
      address: "https://other.example/v1", source: fromEnvironment, origin: "https://other.example"),
    Case(
      says: "the file's key is not sent to an address of the command", file: "{ key_command: ['k'] }",
      address: "https://other.example", source: withheld("https://api.tokenbay.com", "https://other.example"),
      origin: "https://other.example"),
    Case(
      says: "nor to an address of the environment", file: own,
      env: ["TOKENBAY_BASE_URL": "https://other.example"],
      source: withheld("https://own.example", "https://other.example"), origin: "https://other.example"),
    Case(
      says: "nor without encryption to the same host", file: own, address: "http://own.example",
      source: withheld("https://own.example", "http://own.example"), origin: "http://own.example"),
    Case(
      says: "nor to another port", file: own, address: "https://own.example:8443",
      source: withheld("https://own.example", "https://own.example:8443"), origin: "https://own.example:8443"),
    Case(
      says: "but to the same relay written differently", file: own,
      address: "https://OWN.example:443/v1/chat/completions", source: .command(["k"]),
      origin: "https://own.example:443"),
    Case(
      says: "a relay on this machine works without the key, and says so", file: own,
      address: "http://127.0.0.1:8080", source: withheld("https://own.example", "http://127.0.0.1:8080"),
      origin: "http://127.0.0.1:8080", notices: 1),
    Case(
      says: "the file's headers stay with the file's relay", file: "{ headers: { 'x-key': 'v' } }",
      env: tokenbay,
      address: "https://other.example", source: fromEnvironment, origin: "https://other.example", notices: 1),
    Case(
      says: "the address of the command comes before that of the environment",
      env: ["TOKENBAY_BASE_URL": "https://b.example"], address: "https://a.example",
      source: .missing(because: nil), origin: "https://a.example"),
    Case(
      says: "a key of another service is nobody's", env: ["OPENAI_API_KEY": "o"],
      source: .missing(because: nil)),
  ])
  func aKeyGoesOnlyWhereItBelongs(row: Case) throws {
    let configuration = try ConfigurationReader.read(
      Array(row.file.utf8), name: "c.json5", directory: "/", keyRefusal: nil)
    let choice = try KeyChoice(
      address: row.address, variable: row.variable, configuration: configuration,
      environment: ProcessEnvironment(variables: row.env))
    #expect(choice.source == row.source)
    #expect(choice.baseURL.origin == row.origin)
    #expect(choice.notices.count == row.notices)
  }

  @Test(arguments: [
    ("http://127.0.0.1:80", true), ("http://127.1.2.3", true), ("https://localhost/v1", true),
    ("http://[::1]:8080", true), ("http://127.evil.com", false), ("http://127.0.0.1.evil.com", false),
    ("http://localhost.evil.com", false), ("http://10.0.0.1", false), ("http://127.0.0.256", false),
    ("http://[::2]", false),
  ])
  func onlyThisMachineIsLoopback(address: String, isLoopback: Bool) throws {
    #expect(try BaseURL(address).isLoopback == isLoopback)
  }
}
