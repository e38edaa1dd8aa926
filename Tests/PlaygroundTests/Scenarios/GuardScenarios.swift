import RelayKit
import TerminalUI
import Testing
import Workbench

@testable import Playground

/// Requests that guards hold back: why, what stays, and what sends them all the same.
struct GuardScenarios {
  /// `m-1` costs a dollar for a million tokens each way.
  private static let prices = ModelFactList(
    .userFile,
    ["m-1", "m-2", "m-3"].map { id in
      var facts = ModelFacts(id: id)
      facts.prices = ModelPrices(input: 1, output: 1)
      return facts
    })

  private static func stage(
    columns: Int = 120, rows: Int = 36, limits: KeyLimits = KeyLimits(),
    spending: GuardLimits = GuardLimits(),
    maximumTokens: Int? = 1_000_000, _ change: (inout NamedKey) -> Void = { _ in }
  ) -> Stage {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = KeysScenarios.wallClock
    var preferences = Preferences()
    preferences.spending = spending
    var stage = Stage(
      columns: columns, rows: rows, surroundings: surroundings, preferences: preferences)
    stage.update(
      .connected(RelayIdentity(baseURL: Stage.relay.baseURL, keyLabel: "..9f3c", keyName: "work")))
    let key = KeysScenarios.key("work") { key in
      key.limits = limits
      change(&key)
    }
    stage.update(.keysListed(KeyList(keys: [key], file: "~/.config/bayside/keys.json5")))
    stage.update(
      .modelAnswersCame(RelayModelAnswers(baseURL: Stage.relay.baseURL, keyLabel: ""), user: prices))
    stage.update(.spendingCame(SpendingReport(day: LocalDay("2026-11-23")!)))
    if let maximumTokens { stage.playground.workspace.parameters["max_tokens"] = .integer(maximumTokens) }
    _ = stage.takeEffects()
    return stage
  }

  private func spend(_ stage: inout Stage, tokens: Int) {
    stage.stream(.text(choice: 0, "ok"))
    stage.deliver(
      .delta(
        AnswerDelta(
          parts: [
            .usage(
              .object(
                JSONObject([
                  .init(key: "prompt_tokens", value: .integer(1)),
                  .init(key: "completion_tokens", value: .integer(tokens)),
                ])))
          ], instant: stage.now)))
    stage.end(.done)
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func theDaysLimitOfAKeyHoldsBackAndTheTextStays(columns: Int, rows: Int) throws {
    var stage = Self.stage(columns: columns, rows: rows, limits: KeyLimits(day: 1.5))
    stage.ask("first")
    spend(&stage, tokens: 800_000)
    _ = stage.takeEffects()
    stage.type("second")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    stage.expect(
      "Held back: the day's limit of key work", "~$0.80 of $1.50 spent here today",
      "It begins anew at midnight")
    stage.golden("held-day-\(columns)x\(rows)")
    // Nothing of it is in the conversation, all of it in the box.
    #expect(stage.playground.workspace.conversation.messages.map(\.text) == ["first", "ok"])
    stage.press(.escape)
    stage.expect("second")
    #expect(stage.playground.message.box.expandedText == "second")
    // What would fit, does.
    stage.playground.workspace.parameters["max_tokens"] = .integer(600_000)
    stage.press(.enter)
    let request = stage.takeRequest()
    #expect(try #require(request).lines.last == "user: second")
  }

  @Test func whatRunsCountsBeforeItsCostIsKnown() {
    var stage = Self.stage(limits: KeyLimits(day: 1.5))
    stage.ask("first")
    _ = stage.takeEffects()
    stage.type("second")
    stage.press(.enter)
    #expect(stage.takeRequest() == nil)
    stage.expect("and up to ~$1.00 is under way")
  }

  @Test func lateAnswersOfARelayThatWasLeftSayNothing() {
    var stage = Stage()
    let other = RelayModelAnswers(baseURL: "https://other.example/v1", keyLabel: "")
    stage.update(.modelAnswersCame(other, user: Self.list("new", price: 1)))
    #expect(stage.playground.prices(of: "new") == nil)
    let own = RelayModelAnswers(baseURL: Stage.relay.baseURL, keyLabel: "")
    stage.update(.modelAnswersCame(own, user: Self.list("new", price: 1)))
    #expect(stage.playground.prices(of: "new") != nil)
  }

  @Test func sendingOnceAllTheSameSendsExactlyOnce() {
    var stage = Self.stage(limits: KeyLimits(day: 0.5))
    stage.type("hello")
    stage.press(.enter)
    stage.expect("Send this once all the same")
    // A letter marks the answer, and costs nothing yet.
    stage.type("y")
    #expect(stage.takeRequest() == nil)
    stage.press(.enter)
    let request = stage.takeRequest()
    #expect(request?.lines == ["user: hello"])
    #expect(stage.playground.message.box.isEmpty)
    stage.begin()
    spend(&stage, tokens: 10)
    stage.type("again")
    stage.press(.enter)
    stage.expect("Held back: the day's limit of key work")
    #expect(stage.takeRequest() == nil)
  }

  @Test func anExpensiveRequestIsAskedAboutOnceOrNeverAgain() {
    var stage = Self.stage(spending: .standard)
    stage.type("hello")
    stage.press(.enter)
    stage.expect("This is unusually expensive", "could cost up to ~$1.00", "above $0.50 it is asked first")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    stage.expect("hello")
    stage.press(.enter, Key(.down), .enter)
    #expect(stage.takeRequest()?.lines == ["user: hello"])
    stage.begin()
    spend(&stage, tokens: 10)
    stage.ask("more")
    #expect(stage.takeRequest() != nil)
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func theWarningOnTheScreen(columns: Int, rows: Int) {
    var stage = Self.stage(columns: columns, rows: rows, spending: .standard)
    stage.type("hello")
    stage.press(.enter)
    stage.golden("held-expensive-\(columns)x\(rows)")
  }

  @Test func aKeyThatIsOffOrExpiredOrForOtherModelsSendsNothing() {
    var (off, old, other) = (KeysScenarios.key("work"), KeysScenarios.key("work"), KeysScenarios.key("work"))
    off.isOn = false
    old.expires = LocalDay("2026-11-22")
    other.models = [ModelRule("gpt*")!]
    for (key, words) in [
      (off, "key work is off"), (old, "Its last day here was 2026-11-22."),
      (other, "m-1 is none of the models"),
    ] {
      var stage = Self.stage { $0 = key }
      stage.type("hello")
      stage.press(.enter)
      stage.expect(words)
      stage.expectNot("all the same")
      stage.type("y")
      stage.expect("[7 Keys]")
      #expect(stage.takeRequest() == nil)
      #expect(stage.playground.message.box.expandedText == "hello")
    }
  }

  @Test func askingAgainGoingOnAndTheFallbackAreHeldBackToo() {
    var stage = Self.stage(limits: KeyLimits(day: 1.5))
    stage.playground.preferences.fallbackModels = ["m-2"]
    stage.playground.preferences.takesFallback = true
    stage.ask("first")
    spend(&stage, tokens: 900_000)
    stage.press(.escape)
    _ = stage.takeEffects()
    for key: Key in ["r", "C"] {
      let before = stage.playground.workspace.conversation.messages.count
      stage.press(key)
      #expect(stage.takeRequest() == nil)
      #expect(stage.playground.workspace.conversation.messages.count == before)
      stage.press(.escape)
    }
    // A fallback that nobody pressed a key for is taken back alone, and told.
    stage.playground.workspace.parameters["max_tokens"] = .integer(400_000)
    stage.press("i")
    stage.ask("second")
    _ = stage.takeEffects()
    stage.playground.workspace.parameters["max_tokens"] = .integer(1_000_000)
    stage.fail(RelayError(kind: .overloaded, message: "busy"))
    #expect(stage.takeRequest() == nil)
    stage.expect("Held back, nothing was sent: key work could pass its limit of $1.50/day.")
    #expect(stage.playground.running.isEmpty)
  }

  @Test func lanesAreCountedTogetherAndHeldBackAsAWhole() {
    var stage = Self.stage(limits: KeyLimits(day: 2.5))
    stage.press(.escape)
    stage.type(":compare m-1 m-2 m-3")
    stage.press(.enter)
    _ = stage.takeEffects()
    if stage.playground.focus != .message { stage.press("i") }
    stage.type("hello")
    stage.press(.enter)
    stage.expect("These 3 requests could cost up to ~$3.00.")
    #expect(stage.playground.comparison.runs.isEmpty)
    #expect(stage.playground.message.box.expandedText == "hello")
    stage.type("y")
    stage.press(.enter)
    #expect(stage.beginLanes().count == 3)
  }

  @Test func lanesThatWaitStayWaitingWhenTheKeyIsSwitchedOff() {
    var stage = Self.stage()
    stage.press(.escape)
    stage.type(":compare m-1 m-2")
    stage.press(.enter)
    stage.playground.comparison.queue.limit = 1
    stage.askAll("hello")
    stage.update(.keysListed(KeyList(keys: [KeysScenarios.key("work") { $0.isOn = false }])))
    stage.answer("A", "done")
    #expect(stage.playground.comparison.queue.waiting.count == 1)
    stage.expect("1 wait: key work is off. X drops them.")
  }

  @Test func theJudgeIsHeldBackToo() {
    var stage = Self.stage()
    stage.press(.escape)
    stage.type(":compare m-1 m-2")
    stage.press(.enter)
    stage.askAll("hello")
    stage.answer("A", "one")
    stage.answer("B", "two")
    stage.press(.escape)
    _ = stage.takeEffects()
    stage.update(.keysListed(KeyList(keys: [KeysScenarios.key("work") { $0.models = [ModelRule("m-1")!] }])))
    stage.type(":judge m-3")
    stage.press(.enter)
    stage.expect("m-3 is none of the models")
    #expect(stage.takeRequest() == nil)
    #expect(stage.playground.compare.judge == nil)
  }

  @Test func anUnknownPriceIsToldOnceWhereALimitIsSet() {
    var stage = Self.stage(limits: KeyLimits(day: 1))
    stage.playground.workspace.model = "nobody-knows"
    stage.type("hello")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.loadPrices])
    stage.update(.modelAnswersCame(Self.answers(ends: true), user: Self.prices))
    #expect(stage.takeRequest() != nil)
    stage.expect("Limits cannot count this: no price of nobody-knows is known.")
  }

  /// What the relay says, or what is kept of it.
  private static func answers(ends: Bool) -> RelayModelAnswers {
    var answers = RelayModelAnswers(baseURL: Stage.relay.baseURL, keyLabel: "..9f3c")
    answers.endsPriceQuestion = ends
    return answers
  }

  private static func list(_ id: String, price: Double) -> ModelFactList {
    var facts = ModelFacts(id: id)
    facts.prices = ModelPrices(input: price, output: price)
    return ModelFactList(.userFile, [facts])
  }

  @Test func aRequestWaitsForThePriceThatALimitNeeds() {
    var stage = Self.stage(limits: KeyLimits(day: 1), maximumTokens: 1000)
    stage.playground.workspace.model = "new"
    stage.type("hello")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.loadPrices])
    #expect(stage.playground.limitsAwaitPrices)
    stage.expect("Asking the relay for its prices", "no price of new is known yet")
    #expect(stage.playground.workspace.conversation.isEmpty)
    // What is kept of an earlier run is not the answer.
    stage.update(.modelAnswersCame(Self.answers(ends: false), user: nil))
    #expect(stage.takeEffects().isEmpty)
    stage.expect("Asking the relay for its prices")
    stage.update(.modelAnswersCame(Self.answers(ends: true), user: Self.list("new", price: 100)))
    let request = stage.takeRequest()
    #expect(request?.lines == ["user: hello"])
    stage.expectNot("Asking the relay", "Limits cannot count")
    #expect(stage.playground.message.box.isEmpty)
  }

  @Test func whatTheAnswerMakesTooDearIsHeldBackThen() {
    var stage = Self.stage(limits: KeyLimits(day: 1), maximumTokens: 1000)
    stage.playground.workspace.model = "new"
    stage.type("hello")
    stage.press(.enter)
    _ = stage.takeEffects()
    stage.update(.modelAnswersCame(Self.answers(ends: true), user: Self.list("new", price: 4000)))
    #expect(stage.takeEffects().isEmpty)
    stage.expect("Held back: the day's limit of key work", "could cost up to ~$4.0")
    #expect(stage.playground.message.box.expandedText == "hello")
  }

  @Test func whoTakesTheRequestBackSendsNothingWhenThePriceComes() {
    var stage = Self.stage(limits: KeyLimits(day: 1), maximumTokens: 1000)
    stage.playground.workspace.model = "new"
    stage.type("hello")
    stage.press(.enter)
    // Nothing sends it uncounted by a key that was meant for the text.
    stage.type("y")
    _ = stage.takeEffects()
    stage.update(.modelAnswersCame(Self.answers(ends: true), user: Self.list("new", price: 1)))
    #expect(stage.takeEffects().isEmpty)
    stage.expectNot("Asking the relay")
    #expect(stage.playground.message.box.expandedText == "hello")
  }

  @Test func theRelayIsAskedOnceAndOnlyWhereALimitCountsMoney() {
    var stage = Self.stage(limits: KeyLimits(day: 1), maximumTokens: 1000)
    stage.playground.workspace.model = "new"
    let asked = [stage.playground.pricesForAnswer(), stage.playground.pricesForAnswer()]
    #expect(asked == [[.loadPrices], []])
    stage.update(.modelAnswersCame(Self.answers(ends: true), user: nil))
    stage.type("hello")
    stage.press(.enter)
    #expect(stage.takeRequest() != nil)
    var other = Self.stage(spending: .standard, maximumTokens: 1000)
    other.playground.workspace.model = "new"
    let nothing = other.playground.pricesForAnswer()
    #expect(nothing.isEmpty)
    other.type("hello")
    other.press(.enter)
    #expect(other.takeRequest() != nil)
  }

  @Test func anotherKeyWithLimitsIsAReasonToAsk() {
    var stage = Self.stage(spending: GuardLimits(perRequest: 1))
    stage.playground.workspace.model = "new"
    stage.update(.connected(RelayIdentity(baseURL: "https://two.example", keyLabel: "..0001")))
    #expect(stage.takeEffects().contains(.loadPrices))
    #expect(stage.playground.limitsAwaitPrices)
  }

  @Test func anAnswerThatNothingBoundsIsHeldBackWithWhatWouldFit() {
    var stage = Self.stage(spending: GuardLimits(perRequest: 0.01), maximumTokens: nil)
    stage.type("hello")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    stage.expect(
      "Held back: more than one request may cost", "Nothing bounds the answers of m-1; one of 16384 tokens",
      "tokens at the most would fit: Esc, then F2 sets")
  }

  @Test func theDemoRelayCostsNothing() {
    var stage = Self.stage(spending: GuardLimits(perRequest: 0.01))
    stage.update(
      .connected(RelayIdentity(baseURL: "http://127.0.0.1:1/v1", keyLabel: "no key", isDemo: true)))
    _ = stage.takeEffects()
    stage.type("hello")
    stage.press(.enter)
    #expect(stage.takeRequest() != nil)
  }

  @Test func aRequestWithTheLeaderKeyIsHeldBackAndSentTheSame() {
    var stage = Self.stage(spending: .standard)
    stage.playground.preferences.enterSends = false
    stage.type("hello")
    stage.control("x")
    stage.press(.enter)
    stage.expect("This is unusually expensive")
    stage.type("y")
    stage.press(.enter)
    #expect(stage.takeRequest()?.lines == ["user: hello"])
  }
}
