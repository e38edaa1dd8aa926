import RelayKit
import Testing
import Workbench

@Suite struct PriceTests {
  private func answers(_ models: [(id: String, ratio: Double, completion: Double)]) throws
    -> RelayModelAnswers
  {
    var answers = RelayModelAnswers(baseURL: "https://relay.example/v1", keyLabel: "..9f3c")
    answers.models = try models.map {
      try #require(ModelEntry(json: try JSONValue(parsing: #"{"id":"\#($0.id)"}"#)))
    }
    let rows = models.map {
      #"{"model_name":"\#($0.id)","model_ratio":\#($0.ratio),"completion_ratio":\#($0.completion),"cache_ratio":0.1,"enable_groups":["default","vip"]}"#
    }
    answers.prices = PriceList(
      json: try JSONValue(
        parsing:
          #"{"data":[\#(rows.joined(separator: ","))],"group_ratio":{"default":1,"vip":0.8,"svip":0.5},"usable_group":{"default":"D"}}"#
      ))
    return answers
  }

  private func catalogue(_ models: (id: String, ratio: Double, completion: Double)...) throws
    -> ModelCatalogue
  {
    ModelCatalogue(relay: try answers(models))
  }

  private func figures(input: Int = 40, output: Int = 60) -> RunFigures {
    var figures = RunFigures()
    figures.outcome = "done"
    figures.finishReason = "stop"
    figures.inputTokens = input
    figures.outputTokens = output
    return figures
  }

  // MARK: Groups

  @Test func pricesAreThoseOfTheKeysGroupOnceItIsKnown() throws {
    var directory = ModelDirectory()
    directory.take(try answers([("gpt-5.4", 1.25, 6)]), user: nil)
    func price() -> ModelPrices? { directory.catalogue.card("gpt-5.4")?.prices?.value }
    #expect(price()?.input == 2.5 && price()?.group == "default")
    directory.take(KeyGroup(name: "vip", asOf: 0))
    #expect(price()?.input == 2 && price()?.groupRatio == 0.8)
    // The factor that was charged counts more than the one that visitors see.
    directory.take(KeyGroup(name: "vip", ratio: 0.4, asOf: 0))
    #expect(price()?.input == 1 && price()?.output == 6)
    #expect(
      GroupWords.sentence([try #require(price())], keyGroup: directory.keyGroup)
        == "prices of group vip (x 0.4), which this key was charged by")
    directory.take(nil as KeyGroup?)
    #expect(price()?.input == 2.5)
    #expect(
      GroupWords.sentence([try #require(price())], keyGroup: nil)
        == "prices of group default (x 1); this key's own group is not known")
  }

  @Test func aModelThatTheGroupMayNotUseIsSaidSo() throws {
    var directory = ModelDirectory()
    directory.take(try answers([("gpt-5.4", 1.25, 6)]), user: nil)
    directory.take(KeyGroup(name: "svip", asOf: 0))
    let price = try #require(directory.catalogue.card("gpt-5.4")?.prices?.value)
    #expect(price.group == nil)
    #expect(
      GroupWords.missing(price, keyGroup: directory.keyGroup)?.contains("not offered to group svip") == true)
  }

  @Test(arguments: [(1.0, "1"), (0.8, "0.8"), (1.25, "1.25"), (0.125, "0.125"), (0, "0"), (.nan, "-")])
  func factorsAreShort(value: Double, text: String) { #expect(ModelFigures.ratio(value) == text) }

  // MARK: Caching

  @Test func whatTheCacheBroughtIsSaid() {
    var figures = figures(input: 1840)
    figures.cachedTokens = 1024
    let prices = TokenPrices(input: 1.25, output: 10, cachedInput: 0.125)
    #expect(CacheSaving(figures, prices: prices)?.words == "cached 1,024 of 1,840 (56 %), saved ~$0.0012")
    #expect(CacheSaving(figures, prices: nil)?.words == "cached 1,024 of 1,840 (56 %)")
    figures.cachedTokens = 0
    #expect(CacheSaving(figures, prices: prices) == nil)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
  func thousandsAreMarked(value: Int, text: String) { #expect(NumberWords.grouped(value) == text) }

  // MARK: Advice

  @Test func aSmallerModelOfTheFamilyIsNamed() throws {
    let catalogue = try catalogue(
      ("gpt-5.4", 1.25, 6), ("gpt-5.4-mini", 0.375, 6), ("gpt-5.4-nano", 0.1, 4), ("gpt-4o-mini", 0.075, 4),
      ("claude-haiku-4.5", 0.5, 5), ("gpt-5.4-mini-search", 0.3, 6))
    let advice = try #require(PriceAdvice(model: "gpt-5.4", figures: figures(), catalogue: catalogue))
    // Of the same generation, the one that is nearest to what was asked.
    #expect(advice.cheaper == "gpt-5.4-mini" && abs(advice.share - 0.3) < 0.001)
    #expect(
      advice.sentence
        == "For short questions gpt-5.4-mini may do: $0.75 in, $4.50 out per 1M, about 30 % of the cost.")
  }

  @Test(arguments: [
    (600, 60, "gpt-5.4", "{}"), (40, 400, "gpt-5.4", "{}"), (40, 60, "gpt-5.4-nano", "{}"),
    (40, 60, "claude-opus-4.8", "{}"), (40, 60, "unknown", "{}"), (0, 60, "gpt-5.4", "{}"),
    (40, 60, "gpt-5.4", #"{"tools":[]}"#), (40, 60, "gpt-5.4", #"{"response_format":{}}"#),
    (40, 60, "gpt-5.4", #"{"reasoning_effort":"high"}"#),
  ])
  func whatIsNotSimpleOrHasNoSmallerOneGetsNoAdvice(input: Int, output: Int, model: String, body: String)
    throws
  {
    let catalogue = try catalogue(
      ("gpt-5.4", 1.25, 6), ("gpt-5.4-nano", 0.1, 4), ("claude-opus-4.8", 2.5, 5), ("claude-haiku-4.5", 2, 5))
    let object = try #require(try JSONValue(parsing: body).objectValue)
    #expect(
      PriceAdvice(
        model: model, figures: figures(input: input, output: output), body: object, catalogue: catalogue)
        == nil)
  }

  @Test func reasoningAndCutAnswersAreNotSimple() throws {
    let catalogue = try catalogue(("gpt-5.4", 1.25, 6), ("gpt-5.4-nano", 0.1, 4))
    #expect(
      PriceAdvice(model: "gpt-5.4", figures: figures(), catalogue: catalogue)?.cheaper == "gpt-5.4-nano")
    var reasoned = figures()
    reasoned.reasoningTokens = 10
    #expect(PriceAdvice(model: "gpt-5.4", figures: reasoned, catalogue: catalogue) == nil)
    var stopped = figures()
    stopped.outcome = "stopped"
    #expect(PriceAdvice(model: "gpt-5.4", figures: stopped, catalogue: catalogue) == nil)
    var long = figures()
    long.finishReason = "length"
    #expect(PriceAdvice(model: "gpt-5.4", figures: long, catalogue: catalogue) == nil)
  }

  @Test func aModelThatTheRelayDoesNotListIsNotNamed() throws {
    var answers = try answers([("gpt-5.4", 1.25, 6), ("gpt-5.4-mini", 0.375, 6)])
    answers.models = answers.models?.filter { $0.id == "gpt-5.4" }
    #expect(
      PriceAdvice(model: "gpt-5.4", figures: figures(), catalogue: ModelCatalogue(relay: answers)) == nil)
  }

  @Test(arguments: [
    ("gpt-5.4-mini", "gpt", [5, 4], 0), ("openai/gpt-5.4", "gpt", [5, 4], 1),
    ("gpt-5.4-pro", "gpt", [5, 4], 2),
    ("claude-opus-4-8", "claude", [4, 8], 2), ("claude-haiku-4.5", "claude", [4, 5], 0),
    ("claude-sonnet-4.6", "claude", [4, 6], 1), ("gemini-3.1-pro-preview", "gemini", [3, 1], 2),
    ("gemini-3.5-flash-preview", "gemini", [3, 5], 0), ("qwen3.7-max", "qwen", [3, 7], 2),
    ("qwen3.5-flash", "qwen", [3, 5], 0), ("deepseek-v4-pro", "deepseek", [4], 2),
    ("demo-aurora-5-max", "demo-aurora", [5], 2),
  ])
  func idsTellBrandVersionAndSize(id: String, brand: String, version: [Int], size: Int) {
    let line = ModelLine(id)
    #expect(line.brand == brand && line.version == version && line.size == size)
  }

  // MARK: One exchange

  @Test func estimateAndChargeStandBesideEachOther() throws {
    var reply = Reply(model: "gpt-5.4", askedAt: MonotonicTime(nanoseconds: 0))
    let request = RecordedRequest(
      method: "POST", url: "https://relay.example/v1/chat/completions", headers: [], body: [])
    reply.apply(
      .began(
        Exchange(
          id: "x", request: request, requestedModel: "gpt-5.4", asksForStream: false, startedAt: 5,
          start: MonotonicTime(nanoseconds: 0))))
    let zero = MonotonicTime(nanoseconds: 0)
    reply.apply(
      .head(
        HTTPResponseHead(
          status: 200, version: "", reason: "", headers: [HTTPHeader("X-Oneapi-Request-Id", "r1")]), zero))
    let usage = try JSONValue(
      parsing:
        #"{"prompt_tokens":1000,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":400}}"#)
    reply.apply(.delta(AnswerDelta(parts: [.text(choice: 0, "hello"), .usage(usage)], instant: zero)))
    reply.apply(.ended(.done, TransportSummary(), zero))
    let prices = TokenPrices(input: 2.5, output: 15, cachedInput: 0.25)
    let unasked = ExchangeMoney(reply, prices: prices, log: nil)
    #expect(unasked.estimated == 0.0031 && unasked.receipt == nil)
    #expect(unasked.saving?.words == "cached 400 of 1,000 (40 %), saved ~$0.00090")
    let row = try JSONValue(
      parsing:
        #"{"success":true,"data":[{"created_at":6,"type":2,"request_id":"r1","quota":2500,"model_name":"gpt-5.4"}]}"#
    )
    let log = ChargeLog(
      try #require(KeyLog(json: row)), relay: "", keyLabel: "", quotaPerUnit: 500_000, at: 9)
    let money = ExchangeMoney(reply, prices: prices, log: log)
    #expect(money.receipt?.charged == 0.005 && money.findings == [.chargedMore])
    #expect(money.difference?.signed == "+$0.0019" && money.difference?.words == "$0.0019 (61 %) more")
    #expect(ExchangeMoney(reply, prices: nil, log: log).noEstimate == "no price is known for gpt-5.4")
    reply.isReplay = true
    #expect(ExchangeMoney(reply, prices: prices, log: log).receipt == nil)
  }
}
