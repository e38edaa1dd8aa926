import Foundation
import MockRelay
import RelayKit
import Testing

/// Limits on money where several processes spend at once, and where nothing else is kept.
@Suite(.timeLimit(.minutes(10)))
struct SharedLimitTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private let program = Program()

  private static func relay() throws -> MockRelay { try MockRelay(.eventStream(ChatProgramTests.whole)) }

  /// A key with a limit for a model of which a request may cost up to `$0.10`.
  private func prepare(_ relay: MockRelay, _ words: String...) async {
    let added = await program.start(
      ["keys", "add", "work", "--base-url", relay.origin, "--no-test"] + words, input: Self.key + "\n"
    ).result()
    #expect(added.status == 0, "\(added.errors)")
    program.home.write(
      ".config/bayside/models.json5",
      "{ models: { m: { price: { input: 100, output: 10000 } } } }")
  }

  private let request = ["chat", "-m", "m", "--param", "max_tokens=10", "A quartz word"]

  private func spent() async throws -> Double {
    let listed = await program.run("keys", "list", "--json")
    return try #require(try JSONValue(parsing: listed.out).arrayValue?.first?["spent_today"]?.doubleValue)
  }

  @Test func processesThatAskAtOnceHoldALimitTogether() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await prepare(relay, "--per-day", "0.25")
    let runs = (0..<6).map { _ in program.start(request) }
    var statuses: [Int32] = []
    for run in runs { statuses.append(await run.result().status) }
    #expect(statuses.contains(0) && statuses.contains(5), "\(statuses)")
    #expect(try await spent() <= 0.25)
  }

  @Test func whatAKilledCommandHadUnderWayHoldsNothingBack() async throws {
    let relay = try MockRelay { request in
      guard request.number == 0 else { return .eventStream(ChatProgramTests.whole) }
      return Script([
        .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")]),
        .body(Array(ChatProgramTests.whole[1].utf8)), .stall,
      ])
    }
    defer { relay.stop() }
    await prepare(relay, "--per-day", "0.15")
    let killed = program.start(request)
    #expect(await killed.until(has: "Hel"))
    killed.send(SIGKILL)
    #expect(await killed.result().status == 137)
    let next = await program.start(request).result()
    #expect(next.status == 0, "\(next.errors)")
  }

  @Test func privateModeIsCountedWithoutAWordOfWhatWasSaid() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await prepare(relay, "--per-day", "0.25")
    var statuses: [Int32] = []
    for _ in 0..<12 { statuses.append(await program.start(request + ["--private"]).result().status) }
    #expect(statuses.first == 0 && statuses.last == 5, "\(statuses)")
    let spent = try await spent()
    #expect(spent > 0 && spent <= 0.25)
    for name in ["history.sqlite3", "history.sqlite3-wal"] {
      let bytes = FileManager.default.contents(
        atPath: "\(program.home.path)/.local/share/bayside/\(name)")
      #expect(bytes?.range(of: Data("quartz".utf8)) == nil)
    }
    #expect((await program.run("history", "list", "--json")).text.contains("\"total\": 0"))
  }

  @Test func withoutALimitPrivateModeWritesNothing() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await prepare(relay)
    #expect((await program.start(request + ["--private"]).result()).status == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(program.home.path)/.local/share/bayside"))
  }

  @Test func maxCostHoldsBackWhatNothingBounds() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await prepare(relay)
    // No price; a price and no bound of the answer.
    for words in [["-m", "unknown"], ["-m", "m"]] {
      for command in ["chat", "compare"] {
        let held = await program.start([command] + words + ["--max-cost", "0.01", "hi"]).result()
        #expect(held.status == 5, "\(command) \(words): \(held.errors)")
      }
    }
    let demo = await program.run(
      "chat", "--demo", "-m", "demo-aurora-5-max", "--max-cost", "0.00001", "hi")
    #expect(demo.status == 5, "\(demo.errors)")
    let sent = await program.run("chat", "-m", "unknown", "--max-cost", "0.01", "--yes", "hi")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try #require(await relay.nextRequest()).number == 0)
  }

  @Test func aFurtherKeyTakesNothingOver() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await prepare(relay)
    let second = await program.start(
      ["keys", "add", "bad", "--base-url", relay.origin, "--no-test"], input: "sk-fake-Bt44mvRu90cXny6631kL\n"
    ).result()
    #expect(second.status == 0)
    let json = try #require(
      try JSONValue(parsing: (await program.run("keys", "list", "--json")).out).arrayValue)
    #expect(json.first { $0["is_first"]?.boolValue == true }?["name"]?.stringValue == "work")
    #expect((await program.run("chat", "-m", "m", "hi")).status == 0)
    #expect(try #require(await relay.nextRequest()).headers.first("Authorization") == "Bearer \(Self.key)")
  }

  @Test func nothingIsSentWithAKeyThatIsOffNotEvenATest() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await prepare(relay)
    _ = await program.run("keys", "disable", "work")
    let test = await program.run("keys", "test", "work")
    #expect(test.status == 2 && test.errors.contains("is off"), "\(test.errors)")
  }

  @Test func aCostThatNobodyKnowsIsNotNothing() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await prepare(relay)
    #expect((await program.run("chat", "-m", "unknown", "hi")).status == 0)
    let usage = await program.run("usage", "--by", "model")
    #expect(usage.text.contains("total") && usage.text.contains("without a known price"), "\(usage.text)")
    let total = usage.text.split(separator: "\n").first { $0.hasPrefix("total") } ?? ""
    #expect(total.split(separator: " ").dropFirst().first == "-", "\(total)")
    let json = try #require(
      try JSONValue(parsing: (await program.run("keys", "list", "--json")).out).arrayValue)
    #expect(json.first?["spent_today"]?.doubleValue == nil)
    #expect(json.first?["unpriced_today"]?.intValue == 1)
  }
}
