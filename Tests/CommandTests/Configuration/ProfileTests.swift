import JSON5
import RelayKit
import Testing
import Workbench

@testable import bayside

/// Profiles of the configuration: what they change, whose key goes where, and what is wrong with them.
struct ProfileTests {
  private static let file = """
    {
      base_url: 'https://home.example', key_env: 'HOME_KEY', model: 'base', parameters: { top_p: 0.5, n: 1 },
      headers: { 'X-Team': 'home' }, timeout: 30,
      profiles: {
        work: { base_url: 'https://work.example', key: 'work', model: 'big', system: 'S',
                parameters: { n: 2 }, headers: { 'X-Job': 'w' }, timeout: 60, preset: 'p' },
        local: { base_url: 'http://127.0.0.1:8080' },
        cheap: { model: 'small' },
        shell: { base_url: 'https://shell.example', key_command: 'echo k' },
      },
    }
    """

  private func configuration(_ text: String = file) throws -> Configuration {
    try ConfigurationReader.read(Array(text.utf8), name: "c.json5", directory: "/", keyRefusal: nil)
  }

  private func store(_ url: String = "https://work.example") throws -> (KeyStore, ScratchDirectory) {
    let home = ScratchDirectory()
    let environment = ProcessEnvironment(variables: ["HOME": home.path])
    let baseURL = try BaseURL(url)
    let store = try KeyStore.change(environment) { store throws(UsageError) in
      store.put(KeptKey(name: "work", baseURL: baseURL, source: .plain("sk-fake-0123456789abcdef")))
    }
    return (store, home)
  }

  private func choice(
    _ profile: String?, _ env: [String: String] = [:], address: String? = nil, text: String = file,
    keyAt url: String = "https://work.example"
  ) throws -> KeyChoice {
    let (store, home) = try store(url)
    return try KeyChoice(
      address: address, variable: nil, configuration: configuration(text).choosingProfile(profile),
      environment: ProcessEnvironment(variables: env.merging(["HOME": home.path]) { own, _ in own }),
      kept: store)
  }

  @Test func aProfileStandsBeforeTheRestOfTheFile() throws {
    let work = try configuration().choosingProfile("work")
    #expect(work.baseURL?.description == "https://work.example/v1")
    #expect(work.key?.value == .named("work"))
    #expect((work.model, work.system, work.preset, work.timeout) == ("big", "S", "p", 60))
    #expect(work.parameters["n"] == .number("2") && work.parameters["top_p"] == .number("0.5"))
    // The headers of the other relay stay with it.
    #expect(work.headers.map(\.name) == ["X-Job"])
    #expect(work.profileInUse == "work")
  }

  @Test func aProfileOfTheSameRelayKeepsItsKeyAndHeaders() throws {
    let cheap = try configuration().choosingProfile("cheap")
    #expect(cheap.key?.value == .environment("HOME_KEY"))
    #expect(cheap.headers.map(\.name) == ["X-Team"])
    #expect(cheap.model == "small")
  }

  @Test func theNamedKeyGoesToItsRelayWhateverTheEnvironmentHolds() throws {
    let work = try choice("work", ["TOKENBAY_API_KEY": "t", "TOKENBAY_BASE_URL": "https://env.example"])
    #expect(work.baseURL.origin == "https://work.example")
    guard case .kept(let entry) = work.source else {
      Issue.record("\(work.source)")
      return
    }
    #expect(entry.facts.name == "work")
  }

  @Test func aKeyOfAnotherHostIsNotSentToTheRelayOfTheProfile() throws {
    let work = try choice("work", keyAt: "https://elsewhere.example")
    #expect(
      work.source
        == .missing(
          because:
            "The key “work” belongs to https://elsewhere.example and is not sent to https://work.example."
        ))
    let moved = try choice("work", address: "https://thief.example")
    #expect(moved.baseURL.origin == "https://thief.example")
    guard case .missing = moved.source else {
      Issue.record("\(moved.source)")
      return
    }
  }

  @Test func aRelayOfAProfileWithoutAKeyGetsNobodyElsesKey() throws {
    let local = try choice("local", ["TOKENBAY_API_KEY": "t", "HOME_KEY": "h"])
    #expect(
      local.source
        == .missing(
          because: "The profile “local” names no key, and TOKENBAY_API_KEY is not sent to its relay."))
    #expect(try choice("shell", ["TOKENBAY_API_KEY": "t"]).source == .command(["/bin/sh", "-c", "echo k"]))
  }

  @Test func theUsualProfileIsTakenUnlessAnotherIsAskedFor() throws {
    let text = Self.file.replacing("timeout: 30,", with: "timeout: 30, profile: 'cheap',")
    #expect(try configuration(text).choosingProfile(nil).model == "small")
    #expect(try configuration(text).choosingProfile("work").model == "big")
    #expect(try configuration().choosingProfile(nil).model == "base")
  }

  @Test func aNameThatIsNoneIsToldWithThoseThatThereAre() {
    let error = #expect(throws: UsageError.self) { try configuration().choosingProfile("wrok") }
    #expect(
      error?.sentence
        == "There is no profile “wrok” in c.json5. Did you mean “work”? There are: work, local, cheap, shell."
    )
    let key = "sk-fake-Zq81kfPq77dWmx0245hG"
    let pasted = #expect(throws: UsageError.self) { try configuration().choosingProfile(key) }
    #expect(pasted?.sentence.contains("Zq81kf") == false)
  }

  @Test(arguments: [
    ("{ profiles: { a: { key: 'sk-fake-Zq81kfPq77dWmx0245hG' } } }", "1:25", "takes the name of a key"),
    ("{ profiles: { a: { key: 'w', key_env: 'K' } } }", "1:39", "only one of them can"),
    ("{ profiles: { a: { colour: 1 } } }", "1:20", "There is no setting “profiles.a.colour”"),
    ("{ profiles: { 'a b': {} } }", "1:15", "The name of a profile"),
    ("{ profiles: { a: { theme: 'x' } } }", "1:20", "There is no setting “profiles.a.theme”"),
    ("{ profiles: { a: { timeout: 'x' } } }", "1:29", "“profiles.a.timeout”"),
    ("{ profiles: { a: {} }, profile: 'b' }", "1:33", "names none of the “profiles”"),
    ("{ spending: { per_day: 'x' } }", "1:24", "“spending.per_day”"),
    ("{ spending: { warn: 1 } }", "1:15", "There is no setting “spending.warn”"),
  ])
  func aMistakeIsToldWithItsPlace(text: String, place: String, words: String) {
    let error = #expect(throws: SourceProblems.self) { try configuration(text) }
    #expect(error?.report.contains("c.json5:\(place)") == true, "\(error?.report ?? "")")
    #expect(error?.report.contains(words) == true, "\(error?.report ?? "")")
    #expect(error?.report.contains("Zq81kf") == false)
  }

  @Test func boundsOnSpendingAreReadAndHaveDefaults() throws {
    #expect(try configuration("{}").spending == .standard)
    let own = try configuration(
      "{ spending: { per_request: 1, per_comparison: 2, per_day: 3, warn_above: 0, warn_times: 0 } }")
    #expect(own.spending == GuardLimits(perRequest: 1, perComparison: 2, perDay: 3))
  }
}
