import RelayKit
import Testing
import Workbench

@Suite("Ranks and spread of runs")
struct RankingTests {
  private func ranks(
    _ values: [(String, Double?, Bool)], _ preference: RunMetric.Preference? = .less
  ) -> [String: Int] {
    Ranking(values.map { (key: $0.0, value: $0.1, isFinal: $0.2) }, better: preference).ranks
  }

  @Test("ranks final values, equal ones alike")
  func ranking() {
    let values = [("a", 3.0, true), ("b", 1, true), ("c", 1, true), ("d", 0.5, false), ("e", nil, true)]
    #expect(ranks(values) == ["a": 3, "b": 1, "c": 1])
    #expect(ranks(values, .more) == ["a": 1, "b": 2, "c": 2])
    #expect(ranks(values, nil) == [:])
  }

  @Test("nothing is ranked before two are final, and no number never is")
  func few() {
    #expect(ranks([]) == [:])
    #expect(ranks([("a", 1, true), ("b", 2, false)]) == [:])
    #expect(ranks([("a", 1, true), ("b", .nan, true)]) == [:])
    #expect(ranks([("a", 1, true), ("b", .infinity, true)]) == ["a": 1, "b": 2])
  }

  @Test("only whole answers are ranked, but the first token counts as soon as it is there")
  func metrics() {
    let done = Replies.figures { ($0.firstTokenMilliseconds, $0.cost, $0.currency) = (500, 2, "USD") }
    let running = Replies.figures {
      ($0.outcome, $0.firstTokenMilliseconds, $0.cost, $0.currency) = (nil, 400, 1, "USD")
    }
    let stopped = Replies.figures {
      ($0.outcome, $0.firstTokenMilliseconds, $0.cost, $0.currency) = ("stopped", 1, 0.1, "USD")
    }
    let runs = [(key: "d", figures: done), (key: "r", figures: running), (key: "s", figures: stopped)]
    #expect(Ranking(.firstToken, runs).ranks == ["d": 2, "r": 1])
    #expect(Ranking(.cost, runs).ranks == [:])
    let other = Replies.figures { ($0.cost, $0.currency) = (1, "CNY") }
    #expect(Ranking(.cost, [(key: "d", figures: done), (key: "o", figures: other)]).ranks == [:])
    #expect(Ranking(.cost, [(key: 1, figures: done), (key: 2, figures: done)]).ranks == [1: 1, 2: 1])
  }

  @Test(
    "places as words",
    arguments: [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st")])
  func ordinals(rank: Int, word: String) { #expect(Ranking<Int>.ordinal(rank) == word) }

  @Test("every figure has its words, and only some are better when less or more")
  func preferences() {
    #expect(RunMetric.allCases.filter { $0.preference == .less } == [.firstToken, .total, .cost])
    #expect(RunMetric.allCases.filter { $0.preference == .more } == [.rate])
    #expect(Set(RunMetric.allCases.map(\.title)).count == RunMetric.allCases.count)
    #expect(Set(RunMetric.allCases.map(\.shortTitle)).count == RunMetric.allCases.count)
  }

  @Test("repeated runs have a median and a range of whole answers")
  func spread() {
    func run(_ total: Double, _ cost: Double?, _ text: String) -> (figures: RunFigures, text: String) {
      (
        Replies.figures {
          ($0.totalMilliseconds, $0.cost, $0.currency) = (total, cost, "USD")
          ($0.costIsEstimate, $0.length) = (cost != nil, TextLength(text))
        }, text
      )
    }
    let failed = Replies.figures { ($0.outcome, $0.totalMilliseconds) = ("failed", 3) }
    let cut = Replies.figures { $0.outcome = "cut" }
    let stopped = Replies.figures { $0.outcome = "stopped" }
    let running = Replies.figures { ($0.outcome, $0.firstTokenMilliseconds) = (nil, 1) }
    let spread = Spread([
      run(400, 0.002, "yes\n"), run(1300, 0.004, "yes"), run(380, nil, " e\u{301}"),
      run(500, 0.003, "é"),
      (failed, ""), (cut, "yes"), (stopped, "yes"), (running, "y"),
    ])
    #expect(
      [spread.count, spread.failed, spread.stopped, spread.running, spread.answered] == [8, 2, 1, 1, 4])
    #expect(spread[.total]?.median == 450)
    #expect(spread[.total]?.minimum == 380 && spread[.total]?.maximum == 1300)
    #expect(spread[.cost]?.count == 3 && spread[.cost]?.median == 0.003)
    #expect(spread[.firstToken] == nil && spread.text(.firstToken) == "-")
    // Two spellings of one letter are two answers: their bytes differ.
    #expect(spread.distinctAnswers == 3 && spread.identicalShare == 0.5)
    #expect(
      spread.line == "8 runs, 2 failed, 1 stopped, 1 not ended · total 450 ms (380 ms to 1.3 s)"
        + " · cost ~$0.0030 (~$0.0020 to ~$0.0040) · chars 3 (1 to 4) · 50 % identical, 3 different")
    #expect(spread.json["total_ms"]?["median"]?.doubleValue == 450)
    #expect(spread.json["first_token_ms"] == nil)
  }

  @Test("no runs, and one run, say nothing of likeness")
  func fewRuns() {
    #expect(Spread([]).line == "0 runs")
    #expect(Spread([]).identicalShare == nil)
    let one = Spread([(Replies.figures { $0.outputTokens = 5 }, "x")])
    #expect(one.line == "1 run · out 5" && one.identicalShare == nil)
    let mixed = Spread([
      (Replies.figures { ($0.cost, $0.currency) = (1, "USD") }, "x"),
      (Replies.figures { ($0.cost, $0.currency) = (1, "CNY") }, "x"),
    ])
    #expect(mixed[.cost] == nil && mixed.identicalShare == 1)
  }
}
