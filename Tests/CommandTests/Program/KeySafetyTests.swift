import MockRelay
import RelayKit
import Testing

/// The key goes to its relay, and nowhere else: not to another host, not into any output.
@Suite(.timeLimit(.minutes(10)))
struct KeySafetyTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private func program(_ variables: [String: String] = [:], file: String? = nil, mode: UInt32 = 0o600)
    -> Program
  {
    let program = Program(variables: variables)
    if let file { program.home.write(".config/bayside/config.json5", file, mode: mode) }
    return program
  }

  private func ask(_ relay: MockRelay, _ program: Program, _ more: String...) async -> Program.Result {
    defer { withExtendedLifetime(relay) {} }
    return await program.start(["chat", "-m", "m", "hi"] + more).result()
  }

  private func expectNoKey(in result: Program.Result, sourceLocation: SourceLocation = #_sourceLocation) {
    for bytes in [result.out, result.err] {
      // A part of it would be as bad.
      #expect(!bytes.contains("Zq81kf") && !bytes.contains("77dWmx"), sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    "{ key_env: 'OWN_KEY' }", "{ key_command: 'echo \"$OWN_KEY\"; echo >&2 \"the key is $OWN_KEY\"' }",
    "{ key_command: ['printenv', 'OWN_KEY'] }", "{ key: '\(key)' }",
  ])
  func everySourceReachesTheRelayAndNoOutput(file: String) async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    let named = file.replacing("{ ", with: "{ base_url: '\(relay.origin)', ")
    for more in ["--retries=0", "--json"] {
      let result = await ask(relay, program(["OWN_KEY": Self.key], file: named), more)
      #expect(result.status == 0, "\(result.errors)")
      let request = try #require(await relay.nextRequest())
      #expect(
        request.headers.filter { $0.name.lowercased() == "authorization" }.map(\.value) == [
          "Bearer \(Self.key)"
        ])
      expectNoKey(in: result)
      if file.contains(">&2") { #expect(result.errors.contains("the key is sk-....45hG")) }
    }
  }

  @Test func theVariableOfTheEnvironmentReachesTheRelay() async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    let result = await ask(relay, program(["TOKENBAY_API_KEY": Self.key]), "--base-url", relay.origin)
    #expect(try #require(await relay.nextRequest()).headers.first("Authorization") == "Bearer \(Self.key)")
    expectNoKey(in: result)
  }

  @Test func aRelayThatRepeatsTheKeyDoesNotBringItIntoTheOutput() async throws {
    let body = #"{"error":{"message":"Incorrect API key provided: \#(Self.key).","code":"invalid_api_key"}}"#
    let relay = try MockRelay(.answer(body, status: 401))
    for more in ["--retries=0", "--json"] {
      let result = await ask(
        relay, program(["TOKENBAY_API_KEY": Self.key]), "--base-url", relay.origin, more)
      #expect(result.status == 1)
      expectNoKey(in: result)
    }
  }

  @Test func keysOfOtherServicesAreNotUsed() async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    let program = program(["OPENAI_API_KEY": Self.key])
    let result = await ask(relay, program, "--base-url", relay.origin)
    #expect(result.status == 0)
    #expect(try #require(await relay.nextRequest()).headers.first("Authorization") == nil)
    let abroad = await program.run("chat", "-m", "m", "hi")
    #expect(abroad.status == 2 && abroad.errors.contains("--key-env OPENAI_API_KEY"))
    expectNoKey(in: abroad)
  }

  @Test func aRedirectDoesNotCarryTheKeyElsewhere() async throws {
    let other = try MockRelay(.eventStream(ChatProgramTests.whole))
    let relay = try MockRelay(.redirect(to: other.origin + "/v1/chat/completions", status: 307))
    let result = await ask(relay, program(["TOKENBAY_API_KEY": Self.key]), "--base-url", relay.origin)
    #expect(result.status == 1 && result.errors.contains("The key was not sent there."))
    expectNoKey(in: result)
    other.stop()
    #expect(await other.nextRequest() == nil)
  }

  @Test func aKeyOfTheFileStaysWithTheRelayOfTheFile() async throws {
    let own = try MockRelay(.eventStream(ChatProgramTests.whole))
    let other = try MockRelay(.eventStream(ChatProgramTests.whole))
    let program = program(
      file: "{ base_url: '\(own.origin)', key: '\(Self.key)', headers: { 'X-Secret': '\(Self.key)' } }")
    let result = await ask(other, program, "--base-url", other.origin)
    #expect(result.status == 0)
    #expect(result.errors.contains("belongs to \(own.origin) and is not sent to \(other.origin)"))
    let request = try #require(await other.nextRequest())
    #expect(!request.headers.contains { $0.value.contains(Self.key) })
    let abroad = await program.run("chat", "-m", "m", "hi", "--base-url", "https://relay.invalid")
    #expect(abroad.status == 2 && abroad.errors.contains("Name a key for it with --key-env NAME"))
    for result in [result, abroad] { expectNoKey(in: result) }
  }

  @Test func aKeyThatOthersCanReadIsRefused() async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    let program = program(file: "{ base_url: '\(relay.origin)',\n key: '\(Self.key)' }", mode: 0o644)
    let result = await ask(relay, program)
    #expect(result.status == 2)
    #expect(result.errors.contains("config.json5:2:7: ") && result.errors.contains("Run: chmod 600 "))
    expectNoKey(in: result)
    relay.stop()
    #expect(await relay.nextRequest() == nil)
  }

  @Test func aKeyCommandThatFailsIsSaid() async throws {
    let relay = try MockRelay(.eventStream(ChatProgramTests.whole))
    let program = program(file: "{ base_url: '\(relay.origin)', key_command: 'echo locked >&2; exit 3' }")
    let result = await ask(relay, program)
    #expect(result.status == 2)
    #expect(
      result.errors
        == "bayside: locked\nbayside: The key_command of the configuration ended with status 3.\n")
  }
}
