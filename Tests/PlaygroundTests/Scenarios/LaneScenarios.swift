import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

@Suite struct LaneScenarios {
  private func refusal(_ status: Int, retryable: Bool = false) -> RelayError {
    RelayError(kind: status == 429 ? .rateLimited : .relayFailure, status: status, message: "busy")
  }

  @Test func oneMessageGoesToAllLanesAndEachAnswersAlone() {
    var stage = Stage.comparing("m-1", "m-2", "m-3")
    stage.type("hello")
    stage.press(.enter)
    let sent = stage.effects.compactMap { effect -> ChatRequest? in
      if case .sendInLane(_, .chat(let request)) = effect { request } else { nil }
    }
    #expect(sent.map(\.model) == ["m-1", "m-2", "m-3"])
    #expect(sent.allSatisfy { $0.messages.map(\.role) == ["user"] })
    stage.beginLanes()
    stage.answer("B", "second lane")
    stage.turn(to: "A")
    stage.head(200)
    stage.say("first lane")
    stage.expect("A m-1", "B m-2", "C m-3", "first lane", "second lane", "● STREAMING", "✓ DONE", "● WAITING")
    #expect(stage.playground.workspace.conversation.isEmpty, "the chat has no part in it")
  }

  @Test func everyLaneHasItsOwnHistory() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("one")
    stage.answer("A", "alpha")
    stage.answer("B", "beta")
    stage.type("two")
    stage.press(.enter)
    let texts = stage.effects.compactMap { effect -> [String]? in
      if case .sendInLane(_, .chat(let request)) = effect { request.lines } else { nil }
    }
    #expect(
      texts == [
        ["user: one", "assistant: alpha", "user: two"], ["user: one", "assistant: beta", "user: two"],
      ])
  }

  @Test func noMoreThanTheLimitAreAskedAtOnce() {
    var stage = Stage.comparing("m-1", "m-2", "m-3")
    stage.press(.escape)
    stage.type(":at-once 1")
    stage.press(.enter)
    stage.askAll("hello")
    stage.expect("○ QUEUED", "2 queued, 1 at once")
    #expect(stage.beginLanes().isEmpty)
    stage.answer("A", "done")
    #expect(stage.beginLanes().count == 1)
    stage.answer("B", "done")
    #expect(stage.beginLanes().count == 1)
  }

  @Test func aQueuedLaneCanBeStoppedAndNothingIsSent() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.press(.escape)
    stage.type(":at-once 1")
    stage.press(.enter)
    stage.askAll("hello")
    stage.press(.escape)
    // The lane that was added last has the focus.
    stage.press("x")
    #expect(!stage.takeEffects().contains { if case .stop = $0 { true } else { false } })
    stage.expect("■ STOPPED")
    stage.answer("A", "done")
    #expect(stage.beginLanes().isEmpty)
  }

  @Test func aRefusedLaneBacksOffAloneAndGoesFirstWhenItsTimeHasCome() {
    var stage = Stage.comparing("m-1", "m-2", "m-3")
    stage.press(.escape)
    stage.type(":at-once 1")
    stage.press(.enter)
    stage.askAll("hello")
    stage.turn(to: "A")
    let refused = stage.answer
    stage.deliver(.retrying(refusal(429), seconds: 5, nextAttempt: 2, stage.now))
    // Its place is free meanwhile.
    #expect(stage.beginLanes().count == 1)
    stage.expect("! RETRY IN 5 s")
    stage.pass(seconds: 6)
    #expect(!stage.takeEffects().contains(.retryNow(refused)), "one at once")
    stage.answer("B", "done")
    #expect(stage.takeEffects().contains(.retryNow(refused)))
  }

  @Test func aStallACutARefusalAndAFailureStayInTheirLanes() {
    var stage = Stage.comparing(
      "stalls", "is-cut", "is-refused", "fails", "works-1", "works-2", "works-3", "works-4", columns: 200,
      rows: 50)
    stage.askAll("hello")
    stage.turn(to: "A")
    stage.head(200)
    stage.say("so far")
    stage.turn(to: "B")
    stage.head(200)
    stage.say("torn")
    stage.end(.cut(RelayError(kind: .cut, message: "")), finish: nil)
    stage.turn(to: "C")
    let refused = stage.answer
    stage.deliver(.retrying(refusal(429), seconds: 3, nextAttempt: 2, stage.now))
    stage.turn(to: "D")
    stage.head(500)
    stage.fail(refusal(500))
    for letter in ["E", "F", "G", "H"] { stage.answer(letter, "answer of \(letter)") }
    stage.pass(seconds: 3)
    #expect(stage.takeEffects().contains(.retryNow(refused)))
    stage.answer = refused
    stage.deliver(
      .sending(attempt: 2, stage.now), .retrying(refusal(429), seconds: 4, nextAttempt: 3, stage.now))
    stage.pass(seconds: 4)
    #expect(stage.takeEffects().contains(.retryNow(refused)))
    stage.deliver(.sending(attempt: 3, stage.now))
    stage.answer("C", "at last")
    stage.pass(seconds: 10)
    let states = stage.playground.lanes.map { $0.shown?.state(at: stage.now).word ?? "" }
    #expect(states[0].hasPrefix("! QUIET"))
    #expect(states[1] == "✗ CUT" && states[2] == "✓ DONE" && states[3] == "✗ ERROR 500")
    #expect(states[4...].allSatisfy { $0 == "✓ DONE" })
    #expect(stage.playground.lanes[2].shown?.text == "at last")
    // The focused lane is the last one; all states are in view in the strip.
    stage.expect("4-8 of 8", "A !", "B ✗", "D ✗")
    #expect(stage.playground.message.box.isEmpty, "a lane that failed does not give the text back to all")
    stage.press(.escape)
    for _ in 0..<7 { stage.press("h") }
    stage.golden("lanes-trouble-200x50")
  }

  @Test func aTurnIsRepeatedAndTheAnswersStandBesideEachOther() {
    var stage = Stage.comparing("m-1")
    stage.press(.escape)
    stage.type(":repeat 3")
    stage.press(.enter)
    stage.askAll("hello")
    let runs = stage.lane("A")?.runs ?? []
    #expect(runs.count == 3)
    for (number, run) in runs.enumerated() {
      stage.answer = run
      stage.head(200)
      stage.say(number < 2 ? "the same" : "another")
      stage.end(.done)
    }
    stage.expect("run 1 of 3")
    stage.press(.escape, "]")
    stage.expect("run 2 of 3")
    stage.press("T")
    stage.expect("A m-1 #1", "A m-1 #3", "2 of 3")
  }

  @Test func scrollingTogetherMovesAllLanes() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    let text = (1...80).map { "line \($0)\n\n" }.joined()
    stage.answer("A", text)
    stage.answer("B", text)
    stage.press(.escape, "S", "g")
    #expect(stage.screen.ranges(of: "line 1 ").count == 2, "both show their beginning")
  }

  @Test func theTableIsSortedAndTheLanesStay() {
    var stage = Stage.comparing("m-b", "m-a")
    stage.askAll("hello")
    stage.answer("A", "alpha")
    stage.answer("B", "beta")
    stage.press(.escape, "T", "s")
    let rows = stage.screen.split(separator: "\n").filter { $0.contains("✓ DONE") }
    #expect(rows.first?.contains("m-a") == true && rows.last?.contains("m-b") == true)
    stage.press(.enter)
    #expect(stage.playground.lanes.map(\.model) == ["m-b", "m-a"])
    #expect(stage.playground.focusedLane == stage.lane("B")?.id, "the marked row was that of m-a")
  }

  @Test func aMessageGoesToOneLaneOnly() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.type("hello")
    stage.control("x")
    stage.press(.enter)
    let models = stage.takeEffects().compactMap { effect -> String? in
      if case .sendInLane(_, .chat(let request)) = effect { request.model } else { nil }
    }
    #expect(models == ["m-2"])
  }

  @Test(arguments: [(60, 16), (80, 24), (120, 36), (200, 50), (300, 90)]) func lanesFitEverySize(
    size: (Int, Int)
  ) {
    var stage = Stage.comparing("m-1", "m-2", "m-3", "m-4", columns: size.0, rows: size.1)
    stage.askAll("hello")
    for letter in ["A", "B", "C", "D"] { stage.answer(letter, "answer of \(letter)") }
    stage.press(.escape)
    for _ in 0..<4 {
      stage.expect("answer of D", "✓ DONE")
      stage.leader("l")
    }
  }

  @Test func lookGolden() {
    for (columns, rows) in [(120, 36), (80, 24)] {
      var stage = Stage.comparing("m-1", "m-2", "m-3", columns: columns, rows: rows)
      stage.askAll("Explain server-sent events.")
      stage.pass(seconds: 0.5)
      stage.answer("A", "They are **one** response.\n\n- Direction: down\n- Retry: built in")
      stage.turn(to: "B")
      stage.head(200)
      stage.pass(seconds: 1)
      stage.stream(.reasoning(choice: 0, "Let me think about this."))
      stage.press(.escape)
      stage.golden("lanes-\(columns)x\(rows)")
    }
  }

  @Test func whatWaitsIsNotSentToAnotherRelay() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.press(.escape)
    stage.type(":at-once 1")
    stage.press(.enter)
    stage.askAll("one")
    stage.press(.escape)
    stage.type(":demo")
    stage.press(.enter)
    #expect(!stage.takeEffects().contains(.connectDemo), "not while answers are coming")
    stage.update(.connected(RelayIdentity(baseURL: "http://other.example/v1", keyLabel: "..0000")))
    stage.answer("A", "done")
    #expect(stage.beginLanes().isEmpty)
    #expect(stage.lane("B")?.isRunning == false)
  }
}
