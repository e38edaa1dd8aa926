import Playground
import RelayKit
import TerminalUI
import Testing

@testable import Workbench

@Suite struct VerdictScenarios {
  @Test func answersAreChecked() {
    var stage = Stage.answered()
    stage.command("check contains:42")
    stage.command("check length<=3w")
    stage.expect("checks 1/2", "checks 0/2")
    stage.press("T", "k")
    stage.expect("pass contains:42", "fail length<=3w")
    stage.command("check colour:blue")
    stage.expect("There is no check “colour”")
    stage.command("check schema:answer.json")
    #expect(stage.takeEffects().contains(.readCheckFile(word: "schema:answer.json", path: "answer.json")))
    stage.update(.checkFileRead(word: "schema:answer.json", Array(#"{"type":"object"}"#.utf8)))
    stage.expect("fail schema:answer.json")
  }

  @Test func aJudgeScoresAndItsCostIsShown() throws {
    var stage = Stage.answered()
    stage.command("judge j-1")
    let (id, request) = try #require(
      stage.takeEffects().compactMap { effect -> (MessageID, ChatRequest)? in
        if case .send(let id, .chat(let request)) = effect { (id, request) } else { nil }
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
    var stage = Stage.answered()
    stage.command("judge j-1")
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
    var stage = Stage.answered()
    stage.command("judge j-1")
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
}
