import Foundation
import MockRelay
import RelayKit
import Testing

/// Limits in money on a first run: the relay is asked for prices, and what nothing bounds is not let past.
@Suite(.timeLimit(.minutes(10)))
struct PriceQuestionTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private let program = Program()

  /// `dear` costs $1000 and $4000 a million tokens, `cheap` a ten-thousandth of it, `pic` half a dollar.
  private static func relay() throws -> MockRelay {
    try MockRelay { request in
      switch request.path {
      case "/v1/models": .answer(#"{"data":[{"id":"dear"},{"id":"cheap"},{"id":"pic"}]}"#)
      case "/api/pricing":
        .answer(
          #"{"data":[{"model_name":"dear","model_ratio":500,"completion_ratio":4},{"model_name":"cheap","model_ratio":0.05,"completion_ratio":4},{"model_name":"pic","quota_type":1,"model_price":0.5}]}"#
        )
      case "/api/status": .answer(#"{"data":{"quota_per_unit":500000}}"#)
      default: .eventStream(ChatProgramTests.whole)
      }
    }
  }

  private func paths(_ count: Int, of relay: MockRelay) async -> [String] {
    var paths: [String] = []
    for _ in 0..<count { paths.append(await relay.nextRequest()?.path ?? "") }
    return paths
  }

  private static let question = ["/v1/models", "/api/pricing", "/api/status"]
  private static let chat = "/v1/chat/completions"

  private func addKey(_ relay: MockRelay, _ words: String...) async {
    let added = await program.start(
      ["keys", "add", "work", "--base-url", relay.origin, "--no-test"] + words, input: Self.key + "\n"
    ).result()
    #expect(added.status == 0, "\(added.errors)")
  }

  private func configure(_ relay: MockRelay, _ spending: String) {
    program.home.write(
      ".config/bayside/config.json5",
      "{ base_url: '\(relay.origin)', key_env: '', spending: { \(spending) } }")
  }

  @Test func theLimitOfAKeyCountsOnTheFirstRunAndTheRelayIsAskedOnce() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await addKey(relay, "--per-day", "0.05")
    let held = await program.run("chat", "-m", "dear", "hi")
    #expect(held.status == 5 && held.out.isEmpty, "\(held.errors)")
    #expect(
      held.errors.contains("Nothing bounds the answers of dear; one of 16384 tokens costs ~$65."),
      "\(held.errors)")
    #expect(await paths(3, of: relay) == Self.question)
    let again = await program.run("chat", "-m", "dear", "hi")
    let sent = await program.run("chat", "-m", "cheap", "hi")
    #expect(again.status == 5 && sent.status == 0, "\(sent.errors)")
    #expect(!sent.errors.contains("Limits cannot count"))
    // What was kept answers all further questions.
    #expect(await paths(1, of: relay) == [Self.chat])
    let agreed = await program.run("chat", "-m", "dear", "--yes", "hi")
    #expect(agreed.status == 0, "\(agreed.errors)")
  }

  @Test func aPriceThatStaysUnknownIsToldAndSentAsBefore() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await addKey(relay, "--per-day", "0.05")
    let sent = await program.run("chat", "-m", "nobody-knows", "hi")
    #expect(sent.status == 0 && sent.errors.contains("no price of nobody-knows is known"), "\(sent.errors)")
    #expect(await paths(4, of: relay) == Self.question + [Self.chat])
  }

  @Test func whereNoLimitCountsMoneyNothingIsAsked() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    await addKey(relay, "--models", "dear")
    #expect((await program.run("chat", "-m", "dear", "hi")).status == 0)
    #expect(await paths(1, of: relay) == [Self.chat])
  }

  @Test func whatNothingBoundsIsHeldByTheConfigurationTooWithWhatWouldFit() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    configure(relay, "per_request: 0.5")
    let held = await program.run("chat", "-m", "dear", "hi")
    #expect(
      held.status == 5
        && held.errors.contains("Held back, nothing was sent: more than one request may cost."),
      "\(held.errors)")
    #expect(held.errors.contains(" would fit. --yes sends it all the same."), "\(held.errors)")
    let bounded = await program.run("chat", "-m", "dear", "--param", "max_tokens=100", "hi")
    #expect(bounded.status == 0, "\(bounded.errors)")
    let picture = await program.run("image", "-m", "pic", "-n", "2", "hi")
    #expect(picture.status == 5 && picture.errors.contains("up to ~$1.0"), "\(picture.errors)")
    #expect(await paths(4, of: relay) == Self.question + [Self.chat])
    configure(relay, "per_day: 0.5")
    let day = await program.run("chat", "-m", "dear", "hi")
    #expect(day.status == 5 && day.errors.contains("the day's limit of all keys"), "\(day.errors)")
    let lanes = await program.run("compare", "-m", "dear", "hi")
    #expect(
      lanes.status == 5 && lanes.errors.contains("Nothing bounds the answers of dear"), "\(lanes.errors)")
  }

  @Test func aComparisonNamesTheSettingThatHoldsIt() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    configure(relay, "per_comparison: 0.5")
    let held = await program.run("compare", "-m", "dear", "--param", "max_tokens=1000", "hi")
    #expect(
      held.status == 5
        && held.errors.contains(
          "Stopped: the next request could pass spending.per_comparison of the configuration;"),
      "\(held.errors)")
    let unbounded = await program.run("compare", "-m", "dear", "hi")
    #expect(
      unbounded.status == 5 && unbounded.errors.contains("an answer without a bound counts as one of 16384"),
      "\(unbounded.errors)")
    let other = await program.run(
      "compare", "-m", "dear", "--param", "max_tokens=1000", "--max-cost", "1", "hi")
    #expect(other.status == 5 && other.errors.contains("the next request could pass --max-cost."))
    #expect(await paths(3, of: relay) == Self.question)
    let sent = await program.run("compare", "-m", "dear", "--max-cost", "1", "--yes", "hi")
    #expect(sent.status == 0, "\(sent.errors)")
  }
}
