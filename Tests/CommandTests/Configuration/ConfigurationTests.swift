import JSON5
import RelayKit
import TerminalUI
import Testing

@testable import bayside

struct ConfigurationTests {
  private func read(_ text: String, keyRefusal: String? = nil) throws(SourceProblems) -> Configuration {
    try ConfigurationReader.read(
      Array(text.utf8), name: "c.json5", directory: "/etc/bayside", keyRefusal: keyRefusal)
  }

  private func problems(_ text: String, keyRefusal: String? = nil) -> [String] {
    do {
      _ = try read(text, keyRefusal: keyRefusal)
      return []
    } catch {
      return error.list.map { "\($0.position) \($0.sentence)" }
    }
  }

  @Test func everySettingIsRead() throws {
    let configuration = try read(
      """
      // all of it
      {
        base_url: 'https://relay.example/v1/', key_env: 'RELAY_KEY', model: 'gpt', system: 'Be brief.',
        parameters: { temperature: 0.70, stop: ['a', "b"], seed: 0x10, deep: { x: null, y: [true] } },
        headers: { 'X-Team': 'blue', },
        timeout: 90, connect_timeout: 5, stall: 0, retries: 2, stream: false,
        proxy: 'http://proxy:3128', no_proxy: ['a', 'b'], ca_file: '~/ca.pem',
        theme: 'fog', background: 'terminal', mouse: false, enter: 'newline', motion: false, ascii: true,
        editor: 'code --wait', keys: { 'model.pick': ['ctrl-x m', 'm'], stop: 'f8' },
      }
      """)
    #expect(configuration.baseURL?.description == "https://relay.example/v1")
    #expect(configuration.key?.value == .environment("RELAY_KEY"))
    #expect(configuration.model == "gpt" && configuration.system == "Be brief.")
    #expect(
      JSONValue.object(configuration.parameters).text()
        == #"{"temperature":0.70,"stop":["a","b"],"seed":16,"deep":{"x":null,"y":[true]}}"#)
    #expect(configuration.headers == [HTTPHeader("X-Team", "blue")])
    #expect(configuration.timeout == 90 && configuration.connectTimeout == 5 && configuration.stall == 0)
    #expect(configuration.retries == 2 && configuration.streams == false)
    #expect(configuration.proxy == "http://proxy:3128" && configuration.noProxy == "a,b")
    #expect(configuration.caFile == "~/ca.pem")
    #expect(configuration.theme?.value == "fog" && configuration.background == .terminal)
    #expect(configuration.mouse == false && configuration.enter == .newline && configuration.motion == false)
    #expect(configuration.ascii == true && configuration.editor == "code --wait")
    let keys = configuration.keys.entries
    #expect(keys.map(\.command.value) == ["model.pick", "stop"])
    #expect(keys.map { $0.sequences.map(\.value.description) } == [["ctrl-x m", "m"], ["f8"]])
    #expect(keys.first?.command.position == SourcePosition(line: 9, column: 34))
    #expect(keys.first?.sequences.last?.position == SourcePosition(line: 9, column: 61))
  }

  @Test func nothingHasToBeSet() throws {
    let configuration = try read("{ ascii: 'auto' }")
    #expect(configuration.baseURL == nil && configuration.key == nil && configuration.ascii == nil)
    #expect(configuration.keys.entries.isEmpty)
  }

  @Test(arguments: [
    ("'pass show x'", ["/bin/sh", "-c", "pass show x"]), ("['pass', 'show', 'x']", ["pass", "show", "x"]),
  ])
  func aKeyCommandIsAShellLineOrAProgram(text: String, words: [String]) throws {
    #expect(try read("{ key_command: \(text) }").key?.value == .command(words))
  }

  @Test(arguments: [
    ("{modle: 'x'}", "1:2 There is no setting “modle”. Did you mean “model”?"),
    ("{base_url: 'ftp://x'}", "1:12 “base_url” begins with ftp:, and only http and https can be used."),
    ("{base_url: ''}", "1:12 “base_url” names no host."),
    (
      "{base_url: 'https://me:secret@x'}",
      "1:12 “base_url” has a name or password in it; the key has settings of its own."
    ),
    ("{key_env: 'sk-12345678'}", "1:11 “key_env” takes the name of a variable, not the key itself."),
    ("{key_env: 'A B'}", "1:11 “key_env” takes the name of a variable, not the key itself."),
    ("{key_command: []}", "1:15 Found an array for “key_command”, expected a string or an array of strings."),
    ("{key_command: ''}", "1:15 “key_command” names no program."),
    ("{key: 'a b'}", "1:7 “key” has white space or other signs in it that no key has."),
    ("{key: ''}", "1:7 “key” is empty."),
    (
      "{key_env: 'A', key_command: 'b'}",
      "1:29 “key_env” and “key_command” name the key; only one of them can."
    ),
    ("{parameters: {model: 'x'}}", "1:15 “model” is no parameter: it comes from “model”."),
    ("{parameters: {a: [1, NaN]}}", "1:22 JSON has no nan; it cannot be sent."),
    (
      "{headers: {'a b': 'x'}}",
      "1:12 This is no header: names have letters, digits and “-”, values one line."
    ),
    (
      "{headers: {a: 'x\\ny'}}",
      "1:12 This is no header: names have letters, digits and “-”, values one line."
    ),
    ("{headers: {a: 1}}", "1:15 Found 1 for “headers.a”, expected a string."),
    (
      "{timeout: -1}",
      "1:11 Found -1 for “timeout”, expected a number from 0 to 86400 seconds (0: no limit)."
    ),
    ("{retries: 11}", "1:11 Found 11 for “retries”, expected a whole number from 0 to 10."),
    ("{ascii: 'yes'}", "1:9 Found “yes” for “ascii”, expected “auto”, true or false."),
    ("{enter: 'sned'}", "1:9 Found “sned” for “enter”, expected “send” or “newline”. Did you mean “send”?"),
    ("{keys: {stop: 'entr'}}", "1:15 “entr” is no key. Did you mean “enter”?"),
    ("{keys: {stop: []}}", "1:15 Found an array for “keys.stop”, expected a string or an array of strings."),
    ("{keys: {stop: 'x', stop: 'y'}}", "1:20 The key “stop” is here again; it is at 1:9 already."),
  ])
  func whatIsWrongIsASentenceWithItsPlace(text: String, expected: String) {
    #expect(problems(text) == [expected])
  }

  @Test func allProblemsOfAFileComeTogether() {
    let found = problems("{\n timeot: 5,\n retries: 'x',\n keys: { a: 'nokey' },\n mouse: 1,\n mouse: 2,\n}")
    #expect(found.map { $0.prefix(1) } == ["2", "3", "4", "5", "6"])
  }

  @Test func aKeyInAFileThatOthersCanReadIsRefused() {
    #expect(problems("{key: 'abc'}", keyRefusal: "Others can read it.") == ["1:7 Others can read it."])
    #expect(problems("{key_env: 'ABC'}", keyRefusal: "Others can read it.") == [])
  }

  @Test func unknownCommandsAreNamedByWhoKnowsTheTable() throws {
    let keys = try read("{\n keys: { 'model.pick': 'm', 'modle.pik': 'x' },\n}").keys
    let problems = keys.unknownCommands(knowing: ["model.pick", "stop"])
    #expect(problems.map(\.sentence) == ["There is no command “modle.pik”. Did you mean “model.pick”?"])
    #expect(problems.first?.position == SourcePosition(line: 2, column: 29))
    #expect(problems.first?.report.hasPrefix("c.json5:2:29: ") == true)
    #expect(keys.unknownCommands(knowing: ["model.pick", "modle.pik"]).isEmpty)
  }
}

struct SecretMaskTests {
  private static let key = "sk-abcdefgh12345678ijklmnop"

  /// However the line of a key is broken, the message about it does not show the key.
  @Test(arguments: [
    "{ key: '\(key)", "{ key: \(key) }", "{ key: '\(key)' x }", "{ kye: '\(key)' }", "{ key '\(key)' }",
    "{ \"key\": \"\(key)\", }}", "{ key: ['\(key)'] }", "{ headers: { 'X-Other': '\(key)', } ]",
    "{ headers: { Authorization: 'Bearer q9w8e7r6t5' }", "{ model: 'x', '\(key)': 1 }",
    "{ key_env: '\(key)' }",
    "{ key_command: 'echo \(key)', key_env: 'A' }", "{ key: 'zxcvbnm' ",
  ])
  func keysAreNotShown(text: String) {
    do {
      _ = try ConfigurationReader.read(Array(text.utf8), name: "c", directory: "/", keyRefusal: "No.")
      Issue.record("read")
    } catch {
      for secret in [Self.key, "abcdefgh1234", "q9w8e7r6t5", "zxcvbnm"] where text.contains(secret) {
        #expect(!error.report.contains(secret), "\(error.report)")
      }
    }
  }

  @Test func aLongLineOfWhichTheBeginningIsLeftOutShowsNoKey() {
    let text =
      "{ key: ['" + String(repeating: "x ", count: 500) + "zxcvbnm " + String(repeating: "y ", count: 50)
      + "'] }"
    do {
      _ = try ConfigurationReader.read(
        Array(text.dropLast(4).utf8) + Array("' ?".utf8), name: "c", directory: "/", keyRefusal: nil)
      Issue.record("read")
    } catch {
      #expect(error.list.first?.lineStart ?? 0 > 1)
      #expect(!error.report.contains("zxcvbnm"))
    }
  }

  @Test func theCaretStaysBelowItsPlace() {
    #expect(
      shown("  model: 'gpt-5.4-mini', key: 'abcdefghijk', timeout: 1")
        == "  model: 'gpt-5.4-mini', key: '***********', timeout: 1")
    #expect(shown("  model: 'gpt-5.4-mini',") == "  model: 'gpt-5.4-mini',")
    #expect(SecretMask.sentence("There is no setting “modle”.") == "There is no setting “modle”.")
  }

  /// Settings around a key stay to be read: a message about them is of no use without them.
  @Test(arguments: [
    "{ profiles: { openai: { base_url: 'http://relay.example/v1', timeout: 'soon' } } }",
    "{ model: 'x', parameters: { max_tokens: 1024, temperature: 'warm' }, stream: 'often' }",
    "{ keys: { 'model.pick': 'ctrl-x m' }, no_proxy: ['intranet'] }",
  ])
  func whatIsNoSecretIsShown(text: String) { #expect(shown(text) == text) }

  @Test func onlyTheValueOfASecretIsHidden() {
    #expect(
      shown(
        "{ openai: { base_url: 'http://a.example/v1', key: 'zxcvbnm' }, timeout: 'soon', system: 'Be brief.' }"
      )
        == "{ openai: { base_url: 'http://a.example/v1', key: '*******' }, timeout: 'soon', system: 'Be brief.' }"
    )
    #expect(
      shown("{ headers: { 'X-Team': 'zxc.vbn', Cookie: 'a=b.c.d.e' }, timeout: 'soon' }")
        == "{ headers: { 'X-Team': '*******', Cookie: '*********' }, timeout: 'soon' }")
    #expect(shown("{ api_key: zxcvbnm, apiKey: \"qwertyu\" }") == "{ api_key: *******, apiKey: \"*******\" }")
    #expect(shown("{ 'https://a.example/v1': 'zxcvbnm' }") == "{ 'https://a.example/v1': '*******' }")
  }

  /// Quotes, colons and brackets that are missing do not show what they should hold.
  @Test(arguments: [
    "{ model: 'x, key: 'zxcvbnm' }", "{ key 'zxcvbnm' }", "{ key: 'ab', 'zxcvbnm' }",
    "{ key: [ 'zxcvbnm', 1 }",
    "{ key: /* here */ 'zxcvbnm' }", "{\n key:\n  'zxcvbnm'\n}", "// key: 'zxcvbnm'", "/* key: zxcvbnm */ }",
    "{ headers: { A: 'b', 'X-C': zxcvbnm", "}} { key: 'zxcvbnm' }", "{ key: \"zxcvbnm", "{ 'key: 'zxcvbnm' }",
  ])
  func whatIsBrokenShowsNoSecret(text: String) {
    #expect(!shown(text).contains("zxcvbnm"), "\(shown(text))")
    #expect(shown(text).count == text.count)
  }

  private func shown(_ text: String) -> String {
    String(decoding: SecretMask.file(Array(text.utf8)), as: UTF8.self)
  }
}
