import CurlTransport
import JSON5
import RelayKit
import TerminalUI
import Testing

@testable import bayside

struct SettingsTests {
  private let scratch = ScratchDirectory()

  /// - Parameter file: what `config.json5` holds; `nil` for none.
  private func settings(
    _ arguments: [String] = [], file: String? = nil, mode: UInt32 = 0o600, env: [String: String] = [:]
  ) throws -> Settings {
    if let file { scratch.write("bayside/config.json5", file, mode: mode) }
    var variables = env
    variables["XDG_CONFIG_HOME"] = scratch.path
    return try Settings(
      ParsedOptions(arguments, table: .screen), ProcessEnvironment(variables: variables), complain: { _ in })
  }

  private func failure(
    _ arguments: [String] = [], file: String? = nil, mode: UInt32 = 0o600, env: [String: String] = [:]
  )
    -> UsageError?
  {
    do {
      _ = try settings(arguments, file: file, mode: mode, env: env)
      return nil
    } catch {
      return error as? UsageError
    }
  }

  @Test func optionsComeBeforeTheFileAndTheFileBeforeTheStandard() throws {
    let file = """
      { model: 'file', system: 'S', timeout: 5, stall: 0, retries: 3, mouse: false, enter: 'newline',
        parameters: { a: 1, b: 2 }, headers: { 'X-A': 'file', 'X-B': 'file' } }
      """
    let plain = try settings()
    #expect(plain.model == nil && plain.mouse && plain.enterSends && plain.streams && plain.motion)
    #expect(plain.relay.limits == TransferLimits() && plain.relay.retries == 1)
    let filed = try settings(file: file)
    #expect(filed.model == "file" && filed.system == "S" && !filed.mouse && !filed.enterSends)
    #expect(filed.relay.limits.totalSeconds == 5 && filed.relay.limits.stallSeconds == nil)
    #expect(filed.relay.retries == 3)
    let chosen = try settings(
      [
        "-m", "option", "-s", "", "--timeout", "0", "--retries", "0", "--param", "b=3", "--param", "c=x",
        "--header", "x-b: option", "--no-stream", "ask this",
      ], file: file)
    #expect(chosen.model == "option" && chosen.system == nil && chosen.prompt == "ask this")
    #expect(chosen.relay.limits.totalSeconds == nil && chosen.relay.retries == 0 && !chosen.streams)
    #expect(JSONValue.object(chosen.parameters).text() == #"{"a":1,"b":3,"c":"x"}"#)
    #expect(chosen.relay.extraHeaders == [HTTPHeader("X-A", "file"), HTTPHeader("x-b", "option")])
  }

  @Test func theKeyIsShownByItsEndOnly() throws {
    let settings = try settings(env: ["TOKENBAY_API_KEY": "sk-abcdefghijkl9f3c"])
    #expect(settings.relay.apiKey == "sk-abcdefghijkl9f3c" && settings.keyLabel == "..9f3c")
    #expect(settings.missingKey == nil)
    #expect(try self.settings(env: ["TOKENBAY_API_KEY": "short"]).keyLabel == "..")
  }

  @Test func whereNoKeyIsNeededNoneIsMissed() throws {
    #expect(try settings(["--base-url", "http://localhost:1"]).missingKey == nil)
    #expect(try settings(["--base-url", "https://x.example", "--key-env", ""]).missingKey == nil)
    #expect(
      try settings(["--base-url", "https://x.example", "--header", "Authorization: Basic x"]).missingKey
        == nil)
    #expect(try settings(["--demo"]).missingKey == nil)
    let missing = try settings(env: ["OPENAI_API_KEY": "sk-other"])
    #expect(missing.missingKey?.contains("--key-env OPENAI_API_KEY") == true)
    #expect(missing.relay.apiKey == nil && missing.keyLabel == "no key")
  }

  @Test func anOwnAuthorizationTakesThePlaceOfTheKey() throws {
    let settings = try settings(
      ["--header", "Authorization: Basic x"], env: ["TOKENBAY_API_KEY": "sk-abcdefghijkl9f3c"])
    #expect(settings.relay.apiKey == nil)
    #expect(settings.relay.extraHeaders == [HTTPHeader("Authorization", "Basic x")])
  }

  @Test func theDemoRelayGetsNothingOfTheFile() throws {
    let settings = try settings(["--demo"], file: "{ model: 'm', headers: { 'X-A': 'b' }, key: 'abcdef' }")
    #expect(settings.relay.apiKey == nil && settings.relay.extraHeaders.isEmpty && settings.model == nil)
  }

  @Test func aBrokenFileIsReportedAsAWhole() throws {
    let error = try #require(failure(file: "{\n modle: 'x',\n mouse: 1,\n}"))
    #expect(error.sentence == "The configuration has 2 problems.")
    #expect(error.report.contains("config.json5:2:2: There is no setting “modle”."))
    #expect(error.report.contains("config.json5:3:9: Found 1 for “mouse”"))
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o660] as [UInt32])
  func aKeyMayStandOnlyInAFileOfOurOwn(mode: UInt32) throws {
    let file = "{ key: 'sk-abcdefgh12345678' }"
    let error = try #require(failure(file: file, mode: mode))
    #expect(error.report.contains("Run: chmod 600 \(scratch.path)/bayside/config.json5"))
    #expect(error.report.contains("(mode 0\(String(mode, radix: 8)))"))
    #expect(!error.report.contains("abcdefgh"))
    #expect(try settings(file: file, mode: 0o600).keyLabel == "..5678")
    #expect(try settings(file: file, mode: 0o400).keyLabel == "..5678")
  }

  @Test func aFileThatWasNamedMustExist() throws {
    #expect(failure(["--config", scratch.path + "/none.json5"])?.sentence.contains("No such file") == true)
    #expect(failure(["--config", scratch.path])?.sentence.hasSuffix("is no file.") == true)
    let other = scratch.write("other.json5", "{ model: 'other' }")
    #expect(try settings(["--config", other], file: "{ model: 'usual' }").model == "other")
  }

  @Test(arguments: [
    (
      ["--base-url", "ftp://x"],
      "--base-url begins with ftp:, and only http and https can be used: “ftp://x”."
    ),
    (["--key-env", "NOT_SET"], "NOT_SET is not set, and --key-env names it for the key."),
    (["--header", "nocolon"], "--header takes NAME:VALUE, not “nocolon”."),
    (["--param", "=1"], "--param takes NAME=JSON, not “=1”."),
    (["--theme", "fog", "--no-color"], "--no-color and --theme cannot be given together."),
    (["--demo", "--base-url", "x"], "--demo uses the built-in relay; --base-url cannot be given with it."),
    (["--retries", "99"], "--retries needs a whole number from 0 to 10, not “99”."),
  ])
  func wrongOptionsAreASentence(arguments: [String], sentence: String) {
    #expect(failure(arguments)?.sentence == sentence)
  }

  @Test(arguments: [
    ("stop=[\"a\"]", #"["a"]"#, false), ("t=0.70", "0.70", false),
    ("name=plain text", #""plain text""#, false),
    ("stop=[a", #""[a""#, true), ("t=,5", #"",5""#, true), ("t=.5", #"".5""#, true),
    ("f=True", #""True""#, true),
    ("d=2024-01-01", #""2024-01-01""#, false), ("e=", #""""#, false), ("o={\"a\":1}", #"{"a":1}"#, false),
  ])
  func aParameterIsJSONOrAString(text: String, json: String, warns: Bool) throws {
    let parameter = try ParameterText(text)
    #expect(parameter.value.text() == json)
    #expect((parameter.warning != nil) == warns)
  }

  @Test func theThemeComesFromOptionFileOrTerminal() throws {
    func theme(
      _ arguments: [String] = [], file: String? = nil, env: [String: String] = [:], colors: Int = 256
    )
      throws -> String
    {
      let settings = try settings(arguments, file: file ?? "{}", env: env)
      return try settings.startTheme(in: settings.themes, colorCount: colors).name
    }
    #expect(try theme() == "bayside-night")
    #expect(try theme(env: ["COLORFGBG": "0;15"]) == "bayside-day")
    #expect(try theme(env: ["NO_COLOR": "1"]) == "mono")
    #expect(try theme(env: ["NO_COLOR": ""]) == "bayside-night")
    #expect(try theme(env: ["TERM": "dumb"]) == "mono")
    #expect(try theme(colors: 2) == "mono")
    #expect(try theme(file: "{ theme: 'buoy' }", env: ["NO_COLOR": "1"]) == "buoy")
    #expect(try theme(["--theme", "fog"], file: "{ theme: 'buoy' }") == "fog")
    #expect(try theme(["--no-color"], file: "{ theme: 'buoy' }") == "mono")
    #expect(try theme(["--theme", "terminal"]) == "terminal")
  }

  @Test func aThemeThatIsNotThereIsNamedWithItsPlace() throws {
    let settings = try settings(file: "{\n theme: 'fogg' }")
    do {
      _ = try settings.startTheme(in: settings.themes, colorCount: 256)
      Issue.record("found")
    } catch {
      #expect(error.report.contains("config.json5:2:9: There is no theme “fogg”. There are: bayside-night,"))
    }
  }

  @Test func theEditorOfTheFileComesFirst() throws {
    #expect(try settings(env: ["EDITOR": "e", "VISUAL": "v"]).editor == "v")
    #expect(try settings(env: ["EDITOR": "e", "VISUAL": ""]).editor == "e")
    #expect(try settings(file: "{ editor: 'mine' }", env: ["VISUAL": "v"]).editor == "mine")
    #expect(try settings(file: "{}").editor == nil)
  }

  @Test func aProxyIsNotUsedForThisMachine() throws {
    #expect(try settings(["--base-url", "http://127.0.0.1:1"]).curl.noProxy == "*")
    #expect(try settings(file: "{ no_proxy: ['a', 'b'], proxy: 'http://p:1' }").curl.noProxy == "a,b")
    let ca = scratch.write("bayside/ca.pem", "x")
    #expect(try settings(file: "{ ca_file: 'ca.pem' }").curl.caFile == ca)
    #expect(failure(file: "{ ca_file: 'none.pem' }")?.sentence.hasPrefix("ca_file: ") == true)
  }
}
