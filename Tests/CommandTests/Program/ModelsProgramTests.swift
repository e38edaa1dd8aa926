import Foundation
import Glibc
import MockRelay
import RelayKit
import Testing
import Workbench

@testable import bayside

/// `bayside models` and what it keeps.
@Suite(.timeLimit(.minutes(10)))
struct ModelsProgramTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private let program = Program(variables: ["TOKENBAY_API_KEY": key])

  private func relay(ids: String = #"[{"id":"a","context_length":128000},"b"]"#) throws -> MockRelay {
    try MockRelay { request in
      switch request.path {
      case "/v1/models": .answer(#"{"data":\#(ids)}"#)
      case "/api/pricing":
        .answer(#"{"data":[{"model_name":"a","model_ratio":1.25,"completion_ratio":6,"cache_ratio":0.1}]}"#)
      case "/api/status": .answer(#"{"data":{"system_name":"T","quota_per_unit":500000}}"#)
      default: .answer("{}", status: 404)
      }
    }
  }

  private func models(_ relay: MockRelay, _ more: String...) async -> Program.Result {
    defer { withExtendedLifetime(relay) {} }
    return await program.start(["models", "--base-url", relay.origin] + more).result()
  }

  private var cache: ModelStore { ModelStore(ProcessEnvironment(variables: ["HOME": program.home.path])) }

  @Test func theColumnsAreThoseThatAreDocumented() async throws {
    let result = await models(try relay())
    #expect(result.status == 0 && result.text == "a\t2.50\t15.00\t0.25\t128000\t-\nb\t-\t-\t-\t-\t-\n")
  }

  @Test func theKeyGoesToTheListAndToNoPublicPage() async throws {
    let relay = try relay()
    let result = await models(relay, "--header", "X-Api-Key: \(Self.key)")
    #expect(result.status == 0)
    var paths: [String] = []
    for _ in 0..<3 {
      let request = try #require(await relay.nextRequest())
      paths.append(request.path)
      let text = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
      #expect(text.contains(Self.key) == (request.path == "/v1/models"))
    }
    #expect(paths == ["/v1/models", "/api/pricing", "/api/status"])
    let path = try #require(cache.path(try BaseURL(relay.origin)))
    let bytes = try #require(FileManager.default.contents(atPath: path))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("Zq81kf"))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  @Test func theRelayIsAskedOnceADayOrWhenAskedTo() async throws {
    let relay = try relay()
    _ = await models(relay)
    let second = await models(relay)
    #expect(second.text.hasPrefix("a\t2.50") && second.errors.contains("--refresh"))
    for _ in 0..<3 { _ = await relay.nextRequest() }
    _ = await models(relay, "--refresh")
    // The fourth request is of the third run.
    #expect(await relay.nextRequest()?.number == 3)
    relay.stop()
    let offline = await models(relay, "--offline")
    #expect(offline.status == 0 && offline.text == second.text)
  }

  @Test func withoutAListOfflineSaysSo() async throws {
    let result = await models(try relay(), "--offline")
    #expect(result.status == 1 && result.text.isEmpty && result.errors.contains("No list"))
    #expect(await models(try relay(), "--offline", "--refresh").status == 2)
  }

  @Test func jsonNamesTheSources() async throws {
    let rows = try JSONValue(parsing: await models(try relay(), "--json").out).arrayValue
    #expect(rows?.first?["prices"]?["source"]?.stringValue == "relay_prices")
    #expect(rows?.first?["prices"]?["value"]?["output_per_million"]?.doubleValue == 15)
    #expect(rows?.last?["prices"] == .null && rows?.first?["context"]?["source"]?.stringValue == "relay_list")
  }

  @Test func aDamagedFileIsIgnoredWithAWord() async throws {
    let relay = try relay()
    _ = await models(relay)
    let path = try #require(cache.path(try BaseURL(relay.origin)))
    try Data("{ \"format\": 1, ".utf8).write(to: URL(fileURLWithPath: path))
    let result = await models(relay)
    #expect(result.status == 0 && result.errors.contains("damaged") && result.text.hasPrefix("a\t"))
    #expect(!(await models(relay)).errors.contains("damaged"))
  }

  @Test func anotherHostsOrKeysAnswersAreNeverUsed() throws {
    let (one, other) = (try BaseURL("https://one.example"), try BaseURL("https://other.example"))
    var answers = RelayModelAnswers(baseURL: one.description, keyLabel: ModelStore.label(Self.key))
    answers.models = ModelEntry(json: .string("a")).map { [$0] }
    answers.modelsAt = 1
    #expect(cache.keep(answers, of: one, key: Self.key) == nil)
    #expect(cache.load(one, key: Self.key).answers == answers)
    #expect(cache.load(one, key: "sk-fake-another-key-0000").answers.models == nil)
    #expect(cache.load(other, key: Self.key).answers.models == nil)
    // Even when the file lies in its place.
    let places = try #require(cache.path(one).flatMap { from in cache.path(other).map { (from, $0) } })
    try FileManager.default.copyItem(atPath: places.0, toPath: places.1)
    let loaded = cache.load(other, key: Self.key)
    #expect(loaded.answers.models == nil && loaded.notice?.contains("another relay") == true)
    #expect(cache.keep(answers, of: other, key: nil) != nil)
  }

  @Test func aListThatRepeatsTheKeyIsNotKept() throws {
    let base = try BaseURL("https://one.example")
    var answers = RelayModelAnswers(baseURL: base.description, keyLabel: "..45hG")
    answers.models = ModelEntry(json: .string("x-\(Self.key)")).map { [$0] }
    answers.modelsAt = 1
    #expect(cache.keep(answers, of: base, key: Self.key)?.contains("holds the key") == true)
  }

  @Test func theUsersCatalogueFillsWhatTheRelayDoesNotTell() async throws {
    program.home.write(
      ".config/bayside/models.json5",
      "{ date: '2026-11-20', models: { b: { type: 'image', context: 10, price: { image: 0.04 } }, a: { price: { input: 1 } } } }"
    )
    let result = await models(try relay())
    #expect(result.text == "a\t2.50\t15.00\t0.25\t128000\t-\nb\t-\t0.04/img\t-\t10\timage\n")
  }

  @Test(arguments: [
    "{ models: { a: { price: { input: -1 } } } }", "{ date: 'x' }", "[", "{ models: { a: 1 } }",
  ])
  func aBrokenCatalogueIsLeftOutWithAWord(text: String) async throws {
    program.home.write(".config/bayside/models.json5", text)
    let result = await models(try relay())
    #expect(result.status == 0 && result.text.hasPrefix("a\t2.50") && result.errors.contains("is not used"))
  }
}
