import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

@Suite struct MoneyScenarios {
  private static let clock = 1_790_000_000.0

  private func stage(columns: Int = 220, preferences: Preferences = Preferences()) -> Stage {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = Self.clock
    return Stage(
      columns: columns, rows: 36, model: "gpt-5.4", surroundings: surroundings, preferences: preferences)
  }

  /// The relay's list with prices in groups.
  private func models() throws -> RelayModelAnswers {
    var answers = RelayModelAnswers(baseURL: Stage.relay.baseURL, keyLabel: Stage.relay.keyLabel)
    answers.models = try ["gpt-5.4", "gpt-5.4-mini"].map {
      try #require(ModelEntry(json: try JSONValue(parsing: #"{"id":"\#($0)"}"#)))
    }
    answers.modelsAt = Self.clock
    answers.prices = PriceList(
      json: try JSONValue(
        parsing: #"""
          {"data":[{"model_name":"gpt-5.4","model_ratio":1.25,"completion_ratio":6,"cache_ratio":0.1},
           {"model_name":"gpt-5.4-mini","model_ratio":0.375,"completion_ratio":6}],"group_ratio":{"default":1,"vip":0.8}}
          """#))
    return answers
  }

  private func log(_ rows: String) throws -> ReceiptNews {
    var news = ReceiptNews()
    let json = try JSONValue(parsing: #"{"success":true,"data":[\#(rows)]}"#)
    news.log = ChargeLog(
      try #require(KeyLog(json: json)), relay: Stage.relay.baseURL, keyLabel: Stage.relay.keyLabel,
      quotaPerUnit: 500_000, at: Self.clock)
    return news
  }

  /// A whole answer with usage and a request id.
  private func answer(_ stage: inout Stage, cached: Int = 0, outcome: Outcome = .done, more: String = "")
    throws
  {
    stage.ask("hello")
    stage.head(200, [HTTPHeader("X-Oneapi-Request-Id", "r1")])
    stage.say("Hi.")
    let usage = try JSONValue(
      parsing:
        #"{"prompt_tokens":400,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":\#(cached)}\#(more)}"#
    )
    stage.stream(.usage(usage))
    stage.end(outcome, finish: outcome == .done ? "stop" : nil)
  }

  private func openTiming(_ stage: inout Stage) {
    stage.press(.escape, Key(.function(7)))
    for _ in 0..<4 { stage.press("]") }
    stage.expect("[Timing]")
    // The receipt stands below the times.
    stage.press("G")
  }

  // MARK: Receipt

  @Test func theInspectorShowsEstimateChargeAndDifference() throws {
    var stage = stage()
    stage.update(.modelAnswersCame(try models(), user: nil))
    try answer(&stage)
    openTiming(&stage)
    stage.expect("estimated        ~$0.0025", "charged          not known: R asks the relay's log")
    _ = stage.takeEffects()
    stage.press("R")
    #expect(stage.takeEffects() == [.askReceipts])
    stage.update(
      .receiptsCame(
        try log(
          #"{"created_at":1789999990,"type":2,"request_id":"r1","quota":2500,"model_name":"gpt-5.4","prompt_tokens":400,"completion_tokens":100}"#
        )))
    stage.press("G")
    stage.expect(
      "charged          $0.0050   the relay's log, read just now",
      "difference       +$0.0025   $0.0025 (100 %) more",
      "tokens charged   400 in, 100 out",
      "! $0.0050 was charged, $0.0025 (100 %) more than the estimate of ~$0.0025.")
  }

  @Test func aStoppedAnswerThatWasChargedIsFlagged() throws {
    var stage = stage()
    stage.update(.modelAnswersCame(try models(), user: nil))
    try answer(&stage, outcome: .stopped)
    openTiming(&stage)
    stage.update(
      .receiptsCame(
        try log(
          #"{"created_at":1789999990,"type":2,"request_id":"r1","quota":1250,"other":"{\"stream_status\":{\"end_reason\":\"client_gone\"}}"}"#
        )))
    stage.press("G")
    stage.expect(
      "stream ended     client_gone",
      "! You stopped this answer; what was made until then was charged: $0.0025.")
  }

  @Test func whatTheLogDoesNotNameIsNotMatched() throws {
    var stage = stage()
    try answer(&stage)
    openTiming(&stage)
    stage.update(
      .receiptsCame(try log(#"{"created_at":1789999990,"type":2,"request_id":"other","quota":1}"#)))
    stage.press("G")
    stage.expect("not matched: the relay's log does not name this request", "estimated        not known")
  }

  @Test func theCostThatAnAnswerTellsIsAReceipt() throws {
    var stage = stage()
    stage.update(.modelAnswersCame(try models(), user: nil))
    try answer(&stage, more: #","cost":0.0031"#)
    openTiming(&stage)
    stage.expect("charged          $0.0031   usage.cost of the answer", "estimated        ~$0.0025")
  }

  @Test func aLogThatIsNotOfferedIsSaidOnceAndStaysSaid() throws {
    var stage = stage()
    try answer(&stage)
    openTiming(&stage)
    var news = ReceiptNews()
    news.refusal = AskRefusal(
      .notOffered(since: nil), .receipts, reason: "it has no such page (404)",
      topUpPage: "https://relay.example")
    stage.update(.receiptsCame(news))
    stage.press("G")
    stage.expect(
      "This relay does not tell a key its log (it has no such page (404)).",
      "not known: This relay does not tell")
  }

  // MARK: Groups

  @Test func pricesBecomeThoseOfTheGroupThatWasCharged() throws {
    var stage = stage()
    stage.update(.modelAnswersCame(try models(), user: nil))
    stage.press(.escape, "m")
    stage.expect("of group default (x 1); this key's own group is not known", "2.50")
    stage.press(.escape)
    let row =
      #"{"created_at":1789999990,"type":2,"request_id":"r1","quota":1,"group":"vip","other":"{\"group_ratio\":0.8}"}"#
    stage.update(.receiptsCame(try log(row)))
    stage.press("m")
    stage.expect("of group vip (x 0.8), which this key was charged by", "2.00")
    stage.press(.escape)
    stage.press(.escape)
    // With another key its group is not known.
    stage.update(.connected(RelayIdentity(baseURL: Stage.relay.baseURL, keyLabel: "..0000")))
    #expect(stage.playground.workspace.models.keyGroup == nil)
  }

  @Test func aLogOfAnotherKeyTellsNothingOfThisOnesGroup() throws {
    var stage = stage()
    stage.update(.modelAnswersCame(try models(), user: nil))
    var news = try log(#"{"created_at":1789999990,"type":2,"request_id":"r1","quota":1,"group":"vip"}"#)
    news.log?.keyLabel = "..0000"
    stage.update(.receiptsCame(news))
    #expect(stage.playground.workspace.models.keyGroup == nil)
  }

  // MARK: Balance

  private func balance(_ left: Double, isUnasked: Bool = false) -> BalanceNews {
    var news = BalanceNews(keyName: "", relay: "https://api.tokenbay.com/v1")
    var balance = RelayBalance(source: .keyUsage, readAt: Self.clock)
    (balance.left, balance.granted) = (left, 10)
    news.balance = balance
    (news.isUnasked, news.isKept) = (isUnasked, isUnasked)
    return news
  }

  @Test func theBalanceIsAskedForByTheCommandAndSaidInTheFooter() {
    var stage = stage()
    _ = stage.takeEffects()
    stage.update(.balanceCame(balance(4.88)))
    stage.expect("The relay says: $4.88 left of $10.00, no expiry.")
    #expect(stage.playground.money.balances[""]?.balance?.left == 4.88)
    stage.control("p")
    stage.type("balance work")
    stage.press(.enter)
    #expect(stage.takeEffects().contains(.askBalance(keyName: "work")))
  }

  @Test func aLowBalanceIsSaidOnceInASession() {
    var stage = stage()
    stage.update(.balanceCame(balance(0.5, isUnasked: true)))
    stage.expect("Low balance: $0.50", "Top up at https://tokenbay.com.")
    stage.pass(seconds: 30)
    stage.update(.balanceCame(balance(0.4)))
    stage.expect("$0.40 left")
    stage.expectNot("Low balance")
    var preferences = Preferences()
    preferences.lowBalance = 0.3
    var quiet = self.stage(preferences: preferences)
    quiet.update(.balanceCame(balance(0.5, isUnasked: true)))
    quiet.expectNot("Low balance", "The relay says")
  }

  @Test func aRefusalDoesNotMakeWhatIsKnownUnknown() {
    var stage = stage()
    stage.update(.balanceCame(balance(4.88)))
    var refused = BalanceNews(keyName: "", relay: "https://api.tokenbay.com/v1")
    refused.refusal = AskRefusal(
      .notNow(until: Self.clock + 40), .balance, reason: "it was asked too often (429)",
      topUpPage: "https://tokenbay.com")
    stage.update(.balanceCame(refused))
    stage.expect("it was asked too often (429). It can be asked again in")
    #expect(stage.playground.money.balances[""]?.balance?.left == 4.88)
  }

  @Test func withoutABalanceTheAddressIsTold() {
    var stage = stage()
    var refused = BalanceNews(keyName: "", relay: "https://api.tokenbay.com/v1")
    refused.refusal = AskRefusal(
      .notOffered(since: nil), .balance, reason: "x", topUpPage: "https://tokenbay.com")
    stage.update(.balanceCame(refused))
    stage.expect("https://tokenbay.com shows it and takes top-ups.")
  }

  // MARK: Caching and advice

  @Test func whatWasCachedAndSavedIsInTheFigures() throws {
    var stage = stage()
    stage.update(.modelAnswersCame(try models(), user: nil))
    try answer(&stage, cached: 224)
    stage.expect("400 tok in", "cached 224 of 400 (56 %), saved ~$0.00050")
  }

  @Test func aCheaperModelIsNamedOnceAndNotWhereItIsNotWanted() throws {
    var stage = stage()
    stage.update(.modelAnswersCame(try models(), user: nil))
    try answer(&stage)
    stage.expect(
      "For short questions gpt-5.4-mini may do: $0.75 in, $4.50 out per 1M, about 30 % of the cost.")
    _ = stage.takeEffects()
    try answer(&stage)
    #expect(stage.screen.ranges(of: "may do:").count == 1)
    var preferences = Preferences()
    preferences.advice = false
    var quiet = self.stage(preferences: preferences)
    quiet.update(.modelAnswersCame(try models(), user: nil))
    try answer(&quiet)
    quiet.expectNot("may do")
  }

  @Test func askingAgainIsACommand() {
    var stage = stage()
    stage.press(.escape)
    _ = stage.takeEffects()
    #expect(stage.playground.perform("receipts.forget", at: stage.now) == [.forgetNotOffered])
    #expect(stage.playground.perform("balance.ask", at: stage.now) == [.askBalance(keyName: "")])
  }
}
