import Playground
import RelayKit
import TerminalUI
import Testing

@testable import Workbench

@Suite struct VerdictScenarios {
  /// Two lanes with whole answers, and the keys of the lanes.
  private func answered(
    _ first: String = "The answer is 42.", _ second: String = "The answer is 41.", columns: Int = 120,
    rows: Int = 36
  ) -> Stage {
    var stage = Stage.comparing("m-1", "m-2", columns: columns, rows: rows)
    stage.askAll("hello")
    stage.answer("A", first)
    stage.answer("B", second)
    stage.press(.escape)
    _ = stage.takeEffects()
    return stage
  }

  private func command(_ stage: inout Stage, _ words: String) {
    stage.type(":" + words)
    stage.press(.enter)
  }

  // MARK: Difference

  @Test func twoLanesAreComparedWordByWord() {
    var stage = answered()
    stage.press("D")
    stage.expect("base A m-1", "with B m-2", "[-42-]", "{+41+}", "similarity", "of 1")
    stage.press("n")
    stage.expect("change 1 of 1")
    stage.press("|")
    stage.expect("Unified", "[-42-] {+41+}")
    stage.press("b")
    stage.expect("base B m-2", "[-41-] {+42+}")
    stage.press(.escape)
    stage.expect("A m-1", "✓ DONE")
  }

  @Test func aDifferenceWaitsForBothAnswers() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answer("A", "done")
    stage.press(.escape, "D")
    stage.expect("Two finished answers are needed. Running: B m-2.")
    stage.answer("B", "done too")
    stage.expect("{+too+}")
  }

  @Test func longAnswersAreComparedBesideTheLoop() {
    let text = String(repeating: "Some words that fill it. ", count: 6000)
    var stage = answered(text, text + "And more.")
    stage.press("D")
    stage.expect("Comparing two long answers")
    let asked = stage.takeEffects().compactMap { effect -> (DifferenceKey, String, String)? in
      if case .compareAnswers(let key, let base, let other) = effect { (key, base, other) } else { nil }
    }
    #expect(asked.count == 1)
    stage.press("j")
    #expect(stage.takeEffects().isEmpty, "it is asked for once")
    let (key, base, other) = asked[0]
    stage.update(.answersCompared(key, AnswerComparison(base: base, other: other)))
    stage.press("G")
    stage.expect("{+And more.+}")
  }

  @Test func theLensListsWhatDisagrees() {
    var stage = answered("It costs 42 euros.\n\nBoth say this.", "It costs 41 euros.\n\nBoth say this.")
    stage.press("L")
    stage.expect("42 euros", "41 euros", "Both say this.")
    stage.press("L")
    stage.expect("A m-1")
  }

  @Test func growingAnswersAreLookedAtBesideTheLoopAndNotTooOften() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answer("A", "It costs 42 euros.")
    stage.turn(to: "B")
    stage.head(200)
    stage.say("It costs ")
    stage.press(.escape, "L")
    let asked = stage.takeEffects().compactMap { effect -> (LensKey, [LensAnswer])? in
      if case .lookThroughLens(let key, let answers) = effect { (key, answers) } else { nil }
    }
    #expect(asked.count == 1)
    stage.update(.lensMade(asked[0].0, DifferenceLens(asked[0].1)))
    stage.expect("B is not complete yet")
    stage.say("41 euros.")
    #expect(!stage.takeEffects().contains { if case .lookThroughLens = $0 { true } else { false } })
    stage.pass(seconds: 2)
    #expect(stage.takeEffects().contains { if case .lookThroughLens = $0 { true } else { false } })
  }

  // MARK: Votes

  @Test func aBlindVoteHidesWhoIsWho() {
    var stage = answered()
    stage.press("B")
    stage.expect("Answer 1", "Answer 2", "blind vote")
    stage.expectNot("m-1", "m-2", "TTFT", "base")
    for key in ["T", "p", "*", "c", "m", "2"] as [Key] where key != "2" {
      stage.press(key)
      stage.expect("this is a blind vote")
      stage.expectNot("m-1", "m-2")
    }
    stage.press(.function(7))
    stage.expect("this is a blind vote")
  }

  @Test func aVoteIsCastRevealedAndKept() throws {
    var stage = answered()
    stage.press("B", "2")
    let vote = try #require(
      stage.takeEffects().compactMap { effect -> Vote? in
        if case .keepVote(let vote) = effect { vote } else { nil }
      }.first)
    let voting = try #require(stage.playground.compare.voting)
    let second = try #require(stage.playground.comparison[voting.order[1]])
    #expect(vote.choice == .winner(second.model))
    #expect(Set(vote.keys) == ["m-1", "m-2"] && vote.isBlind && !vote.isEarly)
    stage.expect("m-1", "m-2", "* winner", "you: best")
    stage.press("V")
    stage.expect("Elo", "1016", "984", "1 vote")
    stage.press(.escape, "B")
    #expect(stage.playground.lanes.map(\.model) == ["m-1", "m-2"], "the lanes stand as before")
  }

  @Test func votesOutliveTheirLanes() {
    var stage = answered()
    stage.press("B", "1", "B", "N")
    #expect(stage.playground.lanes.isEmpty)
    stage.press("V")
    stage.expect("1 vote", "m-1", "m-2")
  }

  @Test func aVoteOnVariedLanesTellsNeitherModelNorVariation() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.press(.escape)
    command(&stage, "vary temperature=0,1")
    stage.askAll("hello")
    for letter in stage.playground.lanes.map(\.letter) { stage.answer(letter, "answer") }
    stage.pass(seconds: 20)
    stage.press(.escape)
    for _ in 0..<4 {
      stage.leader("l")
      stage.pass(seconds: 20)
      stage.press("B")
      stage.pass(seconds: 20)
      stage.expect("Answer 1")
      stage.expectNot("m-1", "m-2", "temperature")
      stage.press("B")
    }
  }

  @Test func nothingTellsWhoIsWhoDuringAVote() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answer("A", "whole")
    stage.turn(to: "B")
    stage.head(200)
    stage.say("half")
    stage.press(.escape, "B", "z")
    stage.expectNot("m-1", "m-2", "TTFT")
    stage.press("z", "Q")
    stage.expect("A reply is coming.")
    stage.expectNot("m-1", "m-2")
    stage.press(.escape, "D")
    stage.expectNot("m-1", "m-2")
    stage.press(.escape, "L")
    stage.expectNot("m-1", "m-2")
    stage.press(.escape)
    for words in ["keep x", "share", "vary temperature=0,1", "export-lanes csv", "compare m-3"] {
      command(&stage, words)
      stage.expectNot("m-1", "m-2")
    }
    #expect(stage.playground.lanes.count == 2)
  }

  @Test func aVoteWhileAnswersComeStopsTheLosers() throws {
    var stage = Stage.comparing("m-1", "m-2", "m-3")
    stage.askAll("hello")
    for letter in ["A", "B", "C"] {
      stage.turn(to: letter)
      stage.head(200)
      stage.say("so far")
    }
    stage.press(.escape, "B", "3", "1", .enter)
    let voting = try #require(stage.playground.compare.voting)
    let effects = stage.takeEffects()
    let losers = voting.order.prefix(2).flatMap { stage.playground.lane($0)?.runs ?? [] }
    #expect(Set(losers.map { Effect.stop($0) }).isSubset(of: Set(effects)))
    #expect(effects.count { if case .stop = $0 { true } else { false } } == 2)
    let vote = effects.compactMap { effect -> Vote? in
      if case .keepVote(let vote) = effect { vote } else { nil }
    }.first
    #expect(vote?.isEarly == true)
  }

  @Test func tieAndAllBadAreVotesToo() {
    for (key, choice) in [("=", Vote.Choice.tie), ("0", .allBad)] as [(Key, Vote.Choice)] {
      var stage = answered()
      stage.press("B", key)
      let vote = stage.takeEffects().compactMap { effect -> Vote? in
        if case .keepVote(let vote) = effect { vote } else { nil }
      }.first
      #expect(vote?.choice == choice)
    }
  }

  // MARK: Checks and judges

  @Test func answersAreChecked() {
    var stage = answered()
    command(&stage, "check contains:42")
    command(&stage, "check length<=3w")
    stage.expect("checks 1/2", "checks 0/2")
    stage.press("T", "k")
    stage.expect("pass contains:42", "fail length<=3w")
    command(&stage, "check colour:blue")
    stage.expect("There is no check “colour”")
    command(&stage, "check schema:answer.json")
    #expect(stage.takeEffects().contains(.readCheckFile(word: "schema:answer.json", path: "answer.json")))
    stage.update(.checkFileRead(word: "schema:answer.json", Array(#"{"type":"object"}"#.utf8)))
    stage.expect("fail schema:answer.json")
  }

  @Test func aJudgeScoresAndItsCostIsShown() throws {
    var stage = answered()
    command(&stage, "judge j-1")
    let (id, request) = try #require(
      stage.takeEffects().compactMap { effect -> (MessageID, ChatRequest)? in
        if case .send(let id, let request) = effect { (id, request) } else { nil }
      }.first)
    #expect(request.model == "j-1")
    #expect(request.parameters["response_format"] != nil)
    let texts = request.messages.compactMap { $0.content?.stringValue }.joined()
    #expect(texts.contains("The answer is 42.") && texts.contains("The answer is 41."))
    #expect(!texts.contains("m-1") && !texts.contains("m-2"), "the judge does not know who is who")
    stage.answer = id
    stage.begin()
    stage.head(200)
    let order = try #require(stage.playground.compare.judge?.plan.order)
    let first = stage.lane("A")?.runs.first?.number
    let number = (order.firstIndex(of: "\(first ?? 0)") ?? 0) + 1
    stage.say(
      """
      {"answers": [{"answer": \(number), "reason": "It is right.", "score": 9}, \
      {"answer": \(3 - number), "reason": "It is wrong.", "score": 2}], "best": \(number)}
      """)
    stage.end(.done)
    stage.expect("j-1 has judged")
    stage.pass(seconds: 20)
    stage.expect("judge 9.0", "judge 2.0")
    stage.press("T", "k")
    stage.expect("It is right.")
    #expect(stage.playground.comparison.winner == nil, "a verdict makes no winner")
  }

  @Test func aJudgeThatSaysNothingOfUseIsTold() throws {
    var stage = answered()
    command(&stage, "judge j-1")
    let id = try #require(
      stage.takeEffects().compactMap { effect -> MessageID? in
        if case .send(let id, _) = effect { id } else { nil }
      }
      .first)
    stage.answer = id
    stage.begin()
    stage.head(200)
    stage.say("I like both.")
    stage.end(.done)
    stage.expect("The verdict of j-1 cannot be used")
  }

  @Test func aJudgeAtWorkIsStoppedWithAllAndKeepsTheLanes() throws {
    var stage = answered()
    command(&stage, "judge j-1")
    let id = try #require(
      stage.takeEffects().compactMap { effect -> MessageID? in
        if case .send(let id, _) = effect { id } else { nil }
      }
      .first)
    stage.answer = id
    stage.begin()
    stage.press("N")
    stage.expect("a judge is at work")
    #expect(stage.playground.lanes.count == 2)
    stage.press("Q")
    stage.expect("A judge is at work.")
    stage.press(.escape, "X")
    #expect(stage.takeEffects() == [.stop(id)])
    stage.end(.stopped, finish: nil)
    stage.press("N")
    #expect(stage.playground.lanes.isEmpty)
    stage.press("u")
    #expect(stage.playground.lanes.count == 2)
  }

  // MARK: Keeping

  @Test(arguments: ComparisonExport.allCases) func aComparisonIsExported(format: ComparisonExport) throws {
    var stage = answered()
    command(&stage, "export-lanes \(format.rawValue)")
    let file = try #require(
      stage.takeEffects().compactMap { effect -> ([UInt8], String)? in
        if case .save(let bytes, let name) = effect { (bytes, name) } else { nil }
      }.first)
    #expect(file.1 == "comparison.\(format.fileExtension)")
    let text = String(decoding: file.0, as: UTF8.self)
    #expect(text.contains("The answer is 42.") && text.contains("The answer is 41.") && text.contains("m-2"))
  }

  @Test func aKeptComparisonIsOpenedAsItWas() throws {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answerOnWire("A", "The answer is 42.")
    stage.answerOnWire("B", "The answer is 41.")
    stage.press(.escape)
    command(&stage, "check contains:42")
    stage.press("*")
    command(&stage, "keep two of them")
    let bytes = try #require(
      stage.takeEffects().compactMap { effect -> [UInt8]? in
        if case .keepComparison(_, let bytes) = effect { bytes } else { nil }
      }.first)
    var other = Stage(columns: 120, rows: 36)
    other.update(.comparisonRead(bytes, name: "two of them"))
    other.expect("A m-1", "B m-2", "The answer is 42.", "* winner", "checks 1/1", "checks 0/1")
    #expect(other.playground.lanes.map(\.prompts) == [["hello"], ["hello"]])
    // Its exchanges can be inspected again, and it goes on from there.
    other.press(.function(7))
    other.expect("Wire")
    other.press(.function(7))
    other.askAll("more")
    #expect(other.playground.lanes.map(\.prompts) == [["hello", "more"], ["hello", "more"]])
  }

  @Test func answersAreWrittenDownAsTheyEnd() throws {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answerOnWire("B", "second")
    stage.answerOnWire("A", "first")
    stage.askAll("more")
    stage.answerOnWire("A", "third")
    stage.beginLanes()
    let written = stage.written
    #expect(Set(written.map(\.name)).count == 1, "one file for one comparison")
    let (record, notes) = try ComparisonFile.read(written.flatMap(\.bytes))
    #expect(notes.isEmpty)
    #expect(record.turns == ["hello", "more"])
    #expect(record.lanes.map(\.model) == ["m-1", "m-2"])
    #expect(
      record.runs.map { [$0.key.lane, "\($0.key.turn)", $0.text] } == [
        ["B", "1", "second"], ["A", "1", "first"], ["A", "2", "third"],
      ])
    var other = Stage(columns: 120, rows: 36)
    other.update(.comparisonRead(written.flatMap(\.bytes), name: "it.jsonl"))
    other.expect("third", "second")
  }

  @Test func aCSVPlanFillsEachLaneWithItsPrompt() {
    var stage = Stage(columns: 120, rows: 36)
    let plan = "model,prompt,temperature\nm-1,Hello there,0.1\nm-2,Hello again,1.2\n"
    stage.update(.comparisonRead(Array(plan.utf8), name: "plan.csv"))
    stage.press(.enter)
    let requests = stage.takeEffects().compactMap { effect -> ChatRequest? in
      if case .sendInLane(_, let request) = effect { request } else { nil }
    }
    #expect(requests.map { $0.lines.last } == ["user: Hello there", "user: Hello again"])
  }

  @Test func aPlanIsOpenedAndItsPromptWaits() {
    var stage = Stage(columns: 120, rows: 36)
    let plan =
      "{ system: 'Be brief.', prompts: ['one', 'two'], lanes: [{ model: 'm-1' }, { model: 'm-2', parameters: { temperature: 0 } }] }"
    stage.update(.comparisonRead(Array(plan.utf8), name: "plan.json5"))
    stage.expect("A m-1", "B m-2", "> one")
    stage.press(.enter)
    let requests = stage.takeEffects().compactMap { effect -> ChatRequest? in
      if case .sendInLane(_, let request) = effect { request } else { nil }
    }
    #expect(requests.map(\.lines) == Array(repeating: ["system: Be brief.", "user: one"], count: 2))
    #expect(requests.last?.parameters["temperature"]?.text() == "0")
  }

  @Test func whatIsNoComparisonIsSaid() {
    var stage = answered()
    stage.update(.comparisonRead(Array("hello".utf8), name: "x.jsonl"))
    stage.expect("x.jsonl is no comparison")
    #expect(stage.playground.lanes.count == 2, "nothing is lost")
    stage.update(.comparisonRead(Array("{ lanes: 5 }".utf8), name: "x.json5"))
    #expect(stage.playground.lanes.count == 2)
  }

  @Test func lookGolden() {
    let first =
      "They stay plain HTTP.\n\n- **Direction.** Down only.\n- **Retry.** After 2 seconds.\n\nUse them for feeds."
    let second =
      "They stay plain HTTP.\n\n- **Direction.** Down only.\n- **Retry.** After 3 seconds.\n- **Proxies.** Nginx.\n\nUse them for feeds."
    for (columns, rows) in [(120, 36), (80, 24)] {
      var stage = answered(first, second, columns: columns, rows: rows)
      command(&stage, "check contains:Nginx")
      stage.pass(seconds: 20)
      stage.press("D", "n")
      stage.golden("diff-\(columns)x\(rows)")
      stage.press("L")
      stage.golden("lens-\(columns)x\(rows)")
      stage.press("L", "T")
      stage.golden("results-\(columns)x\(rows)")
      stage.press(.escape, "B")
      stage.pass(seconds: 20)
      stage.golden("blind-\(columns)x\(rows)")
    }
  }
}
