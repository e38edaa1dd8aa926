import RelayKit
import Testing
import Workbench

@Suite("Figures of runs")
struct RunFiguresTests {
  private let prices = TokenPrices(input: 2, output: 10, cachedInput: 0.5, currency: "USD")
  private let pieces: [(milliseconds: Double, part: AnswerPart)] = [
    (412, .reasoning(choice: 0, "Hm")), (900, .text(choice: 0, "Hello ")), (1412, .text(choice: 0, "wörld")),
  ]

  @Test("a whole answer has all of them")
  func whole() throws {
    let reply = try Replies.reply(
      model: "gpt-5.4", pieces: pieces,
      usage: """
        {"prompt_tokens":1000,"completion_tokens":21,"prompt_tokens_details":{"cached_tokens":400},
        "completion_tokens_details":{"reasoning_tokens":9}}
        """, served: "gpt-5.4-mini")
    let figures = RunFigures(reply, prices: prices, at: Replies.time(9000), inputEstimate: 7)
    #expect(figures.firstTokenMilliseconds == 412)
    #expect(figures.firstVisibleMilliseconds == 900)
    #expect(figures.totalMilliseconds == 2000)
    #expect(figures.tokensPerSecond == 20)
    #expect(figures.inputTokens == 1000 && !figures.inputIsEstimate)
    #expect(figures.outputTokens == 21 && !figures.outputIsEstimate)
    #expect(figures.reasoningTokens == 9)
    #expect(figures.cachedTokens == 400)
    // 600 at 2, 400 at 0.5 and 21 at 10 for a million.
    #expect(figures.cost == 0.00161)
    #expect(figures.costIsEstimate && figures.currency == "USD")
    #expect(figures.finishReason == "stop" && figures.outcome == "done")
    #expect(figures.servedModel == "gpt-5.4-mini")
    #expect(figures.length == TextLength(characters: 11, words: 2))
    #expect(figures.attempts == 1)
    #expect(RunMetric.cost.text(of: figures) == "~$0.0016")
    #expect(RunMetric.firstToken.text(of: figures) == "412 ms")
    #expect(RunMetric.total.text(of: figures) == "2.0 s")
    #expect(RunFigures(json: try JSONValue(parsing: figures.json.text())) == figures)
  }

  @Test("what the relay took is exact")
  func toldCost() throws {
    let reply = try Replies.reply(
      pieces: pieces, usage: #"{"prompt_tokens":10,"completion_tokens":5,"cost":0.0021}"#)
    let figures = RunFigures(reply, prices: prices, at: Replies.time(0))
    #expect(figures.cost == 0.0021 && !figures.costIsEstimate && figures.currency == "USD")
    #expect(RunMetric.cost.text(of: figures) == "$0.0021")
    let free = try Replies.reply(pieces: pieces, usage: #"{"cost":0}"#)
    #expect(RunFigures(free, prices: nil, at: Replies.time(0)).cost == 0)
    for strange in [#"{"cost":-1}"#, #"{"cost":"much"}"#, #"{"cost":null}"#] {
      let reply = try Replies.reply(pieces: pieces, usage: strange)
      #expect(RunFigures(reply, prices: nil, at: Replies.time(0)).cost == nil)
    }
  }

  @Test("a running answer tells what is known, as estimates")
  func running() throws {
    let reply = try Replies.reply(pieces: pieces, finish: nil, outcome: nil)
    let figures = RunFigures(reply, prices: prices, at: Replies.time(1500), inputEstimate: 100)
    #expect(figures.isRunning && !figures.isWhole)
    #expect(figures.totalMilliseconds == nil && figures.length == nil && figures.finishReason == nil)
    #expect(figures.inputTokens == 100 && figures.inputIsEstimate)
    #expect(figures.outputTokens == 3 && figures.outputIsEstimate)
    #expect(figures.cost == 0.00023 && figures.costIsEstimate)
    #expect(RunMetric.output.text(of: figures) == "~3")
    #expect(RunMetric.total.text(of: figures) == "-")
    #expect(RunFigures(json: figures.json) == figures)
    let unknown = RunFigures(reply, prices: prices, at: Replies.time(1500))
    #expect(unknown.inputTokens == nil && unknown.cost == nil)
  }

  @Test("what is not billed costs nothing and has no tokens; what may be billed is not known")
  func billing() throws {
    for kind in RelayError.Kind.allCases {
      let error = RelayError(kind: kind)
      let reply = try Replies.reply(finish: nil, outcome: .failed(error))
      let figures = RunFigures(reply, prices: prices, at: Replies.time(0), inputEstimate: 15)
      let isUnbilled = error.isBilled == false
      #expect(figures.cost == (isUnbilled ? 0 : nil), "\(kind)")
      #expect(figures.inputTokens == (isUnbilled ? nil : 15), "\(kind)")
      #expect(CostOfRequest.dollars(figures, prices: prices, inputEstimate: 15) == figures.cost, "\(kind)")
      // The relay told nothing: that would be a receipt.
      #expect(Receipt(toldBy: figures, startedAt: 0) == nil, "\(kind)")
      #expect(SpentMoney([figures]).line == (isUnbilled ? "nothing spent" : "the cost is unknown"), "\(kind)")
      var kept = figures
      if isUnbilled { (kept.cost, kept.currency, kept.costIsEstimate) = (nil, "", false) }
      kept.judge(failure: kind.rawValue)
      #expect(kept == figures, "\(kind)")
    }
  }

  @Test("an answer that failed has no figures but that a refusal costs nothing")
  func failed() throws {
    let error = RelayError(kind: .rateLimited, status: 429)
    let reply = try Replies.reply(finish: nil, outcome: .failed(error))
    let figures = RunFigures(reply, prices: prices, at: Replies.time(0))
    #expect(figures.outcome == "failed")
    #expect(figures.outputTokens == nil && figures.cost == 0 && figures.length == nil)
    #expect(figures.firstTokenMilliseconds == nil && figures.tokensPerSecond == nil)
    let queued = RunFigures(
      Reply(model: "m", askedAt: Replies.time(0)), prices: prices, at: Replies.time(0))
    #expect(queued == RunFigures())
    #expect(RunMetric.allCases.allSatisfy { $0.text(of: queued) == "-" && !$0.isFinal(in: queued) })
    #expect(queued.json == .object(JSONObject()))
  }

  @Test("counts of zero beside a text are no counts")
  func zeros() throws {
    let reply = try Replies.reply(pieces: pieces, usage: #"{"prompt_tokens":0,"completion_tokens":0}"#)
    let figures = RunFigures(reply, prices: prices, at: Replies.time(0), inputEstimate: 12)
    #expect(figures.inputTokens == 12 && figures.inputIsEstimate)
    #expect(figures.outputTokens == 3 && figures.outputIsEstimate)
  }

  @Test("an answer in one piece is not one token")
  func onePiece() throws {
    let text = String(repeating: "word ", count: 80)
    let reply = try Replies.reply(pieces: [(100, .text(choice: 0, text))])
    let figures = RunFigures(reply, prices: nil, at: Replies.time(0))
    #expect(figures.outputTokens == 100 && figures.outputIsEstimate)
    #expect(figures.tokensPerSecond == nil)
  }

  @Test("reasoning and cached tokens that are counted apart are added")
  func apart() throws {
    let reply = try Replies.reply(
      pieces: pieces,
      usage: """
        {"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":90},
        "completion_tokens_details":{"reasoning_tokens":45}}
        """)
    let figures = RunFigures(
      reply, prices: TokenPrices(input: 1, output: 1, cachedInput: 0), at: Replies.time(0))
    #expect(figures.inputTokens == 100 && figures.outputTokens == 50 && figures.cost == 0.00006)
  }

  @Test("prices that are unknown make no cost; a missing price for cached tokens is the full one")
  func priceTable() throws {
    let reply = try Replies.reply(
      pieces: pieces,
      usage: #"{"prompt_tokens":10,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":5}}"#)
    func cost(_ prices: TokenPrices?) -> Double? {
      RunFigures(reply, prices: prices, at: Replies.time(0)).cost
    }
    #expect(cost(nil) == nil)
    #expect(cost(TokenPrices(input: 1)) == nil)
    #expect(cost(TokenPrices(input: .nan, output: 1)) == nil)
    #expect(cost(TokenPrices(input: -1, output: 1)) == nil)
    #expect(cost(TokenPrices(input: 1, output: 1)) == 0.00002)
    #expect(cost(TokenPrices(input: 0, output: 0)) == 0)
  }

  @Test("kept figures of another kind count as unknown")
  func damaged() throws {
    let json = try JSONValue(
      parsing: #"{"first_token_ms":"soon","total_ms":-3,"cost":1e999,"output_tokens":7,"words":4,"new":1}"#)
    let figures = try #require(RunFigures(json: json))
    #expect(figures.firstTokenMilliseconds == nil && figures.totalMilliseconds == nil && figures.cost == nil)
    #expect(figures.outputTokens == 7 && figures.outputIsEstimate)
    #expect(figures.length == nil)
    #expect(RunFigures(json: .array([])) == nil)
    var strange = RunFigures()
    strange.tokensPerSecond = .nan
    #expect(strange.json == .object(JSONObject()))
    #expect(RunMetric.rate.text(of: strange) == "-")
  }

  @Test(
    "words are pieces with letters or digits; ideographs are words of their own",
    arguments: [
      ("", 0, 0), ("don't - stop", 12, 2), ("• one\n• two 3", 13, 3), ("你好,世界", 5, 4),
      ("e\u{301}tude 👩‍👩‍👧", 7, 1), ("iPhone手机 x", 10, 4),
    ])
  func lengths(text: String, characters: Int, words: Int) {
    #expect(TextLength(text) == TextLength(characters: characters, words: words))
  }

  @Test(
    "numbers as words",
    arguments: [(0, "0 ms"), (411.6, "412 ms"), (999.6, "1.0 s"), (1312, "1.3 s"), (Double.nan, "-")])
  func milliseconds(value: Double, text: String) {
    #expect(NumberWords.milliseconds(value).hasPrefix(text))
  }
}
