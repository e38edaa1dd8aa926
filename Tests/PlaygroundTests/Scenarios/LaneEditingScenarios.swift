import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

@Suite struct LaneEditingScenarios {
  @Test func aModelThatIsAddedLaterIsAskedTheSame() {
    var stage = Stage.comparing("m-1")
    stage.askAll("hello")
    stage.answer("A", "alpha")
    stage.press(.escape)
    stage.type(":compare m-2")
    stage.press(.enter)
    let sent = stage.effects.compactMap { effect -> ChatRequest? in
      if case .sendInLane(_, .chat(let request)) = effect { request } else { nil }
    }
    #expect(sent.map(\.model) == ["m-2"])
    #expect(sent.first?.lines == ["user: hello"])
  }

  @Test func theChatIsCarriedOverAndAWinnerBack() {
    var stage = Stage.twoTurns()
    stage.press("c")
    stage.type(":compare m-2")
    stage.press(.enter)
    let requests = stage.takeEffects().compactMap { effect -> (MessageID, ChatRequest)? in
      if case .sendInLane(let id, .chat(let request)) = effect { (id, request) } else { nil }
    }
    #expect(requests.first?.1.lines == ["user: one", "assistant: first answer", "user: two"])
    stage.answer = requests[0].0
    stage.begin()
    stage.head(200)
    stage.say("another second answer")
    stage.end(.done)
    stage.press("*")
    stage.expect("B m-2", "* winner")
    stage.press("c")
    #expect(stage.playground.view == .chat)
    #expect(stage.texts == ["one", "first answer", "two", "another second answer"])
    #expect(stage.playground.workspace.model == "m-2")
    stage.press(.escape, "]")
    #expect(stage.texts.last == "second answer", "what the other lane said stands beside it")
  }

  @Test func eachLaneHasParametersOfItsOwn() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.press(.escape)
    stage.type(":set temperature 0.2")
    stage.press(.enter)
    #expect(stage.lane("B")?.talk.parameters["temperature"] == .double(0.2))
    #expect(stage.lane("A")?.talk.parameters.members.isEmpty == true)
    #expect(stage.playground.workspace.parameters.members.isEmpty)
    stage.press("p")
    stage.expect("temperature", "0.2", "m-2")
    stage.press(.escape)
    #expect(stage.playground.view == .compare)
    stage.askAll("hello")
    stage.expect("temperature 0.2 differs")
  }

  @Test func oneThingIsVaried() {
    var stage = Stage.comparing("m-1")
    stage.press(.escape)
    stage.type(":vary temperature=0,0.7,1.4")
    stage.press(.enter)
    #expect(
      stage.playground.lanes.map(\.variation) == [
        ["temperature 0"], ["temperature 0.7"], ["temperature 1.4"],
      ])
    stage.type("hello")
    stage.press(.enter)
    let values = stage.takeEffects().compactMap { effect -> JSONValue? in
      if case .sendInLane(_, .chat(let request)) = effect { request.parameters["temperature"] } else { nil }
    }
    #expect(values.map { $0.text() } == ["0", "0.7", "1.4"])
  }

  @Test func markedModelsOfThePickerAreCompared() {
    var stage = Stage(columns: 120, rows: 36)
    let entries = ["mini-flash", "mini-pro", "other"].compactMap { ModelEntry(json: .string($0)) }
    stage.update(.modelsCame(entries))
    stage.press(.escape, "m")
    stage.type("mini")
    stage.press(Key(.tab), Key(.tab))
    stage.expect("2 marked")
    stage.press(.enter)
    #expect(stage.playground.view == .compare)
    #expect(stage.playground.lanes.map(\.model) == ["mini-flash", "mini-pro"])
  }

  @Test func theLimitOfOneLaneIsRaisedAndItAloneIsAskedAgain() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.press(.escape)
    stage.type(":set max_tokens 100")
    stage.press(.enter)
    stage.askAll("hello")
    stage.answer("A", "whole")
    stage.turn(to: "B")
    stage.head(200)
    stage.say("half")
    stage.end(.done, finish: "length")
    stage.press(.escape, "+")
    let sent = stage.takeEffects().compactMap { effect -> ChatRequest? in
      if case .sendInLane(_, .chat(let request)) = effect { request } else { nil }
    }
    #expect(sent.map(\.model) == ["m-2"])
    #expect(sent.first?.parameters["max_tokens"]?.intValue == 200)
    #expect(stage.lane("A")?.talk.parameters["max_tokens"] == nil)
  }

  @Test func aLaneWithAnswersIsRemovedOnlyWhenAsked() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.press(.escape, "d")
    stage.expect("Remove the lane?")
    stage.press(.enter)
    #expect(stage.playground.lanes.count == 2)
    let running = stage.lane("B")?.runs ?? []
    stage.press("d", "y")
    #expect(stage.playground.lanes.map(\.letter) == ["A"])
    #expect(stage.takeEffects().contains(.stop(running[0])))
    // What still comes for it disturbs nobody.
    stage.answer = running[0]
    stage.deliver(.ended(.stopped, TransportSummary(), stage.now))
    stage.expect("A m-1")
  }

  @Test func anEditedMessageIsNeverSentAsAQuestion() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("one")
    stage.answer("A", "alpha")
    stage.answer("B", "beta")
    stage.press(.escape, "{", "{", "e")
    stage.type(" more")
    stage.control("x")
    stage.press(.enter)
    #expect(!stage.takeEffects().contains { if case .sendInLane = $0 { true } else { false } })
    #expect(stage.lane("B")?.prompts == ["one more"])
    #expect(stage.lane("A")?.prompts == ["one"])
  }

  @Test func aRecordingPlaysInItsLaneAndEnds() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("one")
    stage.answerOnWire("A", "alpha")
    stage.answerOnWire("B", "beta")
    stage.press(.escape)
    _ = stage.takeEffects()
    stage.press(Key(.function(7)), "j", ">")
    let replays = stage.takeEffects().compactMap { effect -> (MessageID, [UInt8])? in
      if case .replay(let id, let file) = effect { (id, file) } else { nil }
    }
    #expect(replays.count == 1)
    guard let (id, file) = replays.first, let updates = try? ExchangeFileReader.updates(from: file) else {
      return
    }
    stage.update(.exchange(id, updates))
    #expect(stage.lane("B")?.isRunning == false)
    #expect(stage.lane("B")?.shown?.text == "beta")
  }

  @Test func whatIsTakenBackInOneLaneIsNotTakenBackInAnother() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.press(.escape, "p", "l", "l")
    let changed = stage.lane("B")?.talk.parameters
    stage.press(.escape, "h", "p", "u")
    #expect(stage.lane("B")?.talk.parameters == changed)
    #expect(stage.lane("A")?.talk.parameters.members.isEmpty == true)
  }

  @Test func answersThatWereCopiedAreNotPaidAgain() {
    var stage = Stage.comparing("m-1")
    stage.askAll("one")
    stage.answer("A", "alpha")
    let spent = stage.playground.comparison.ledger.count
    stage.press(.escape, "=", "=")
    #expect(stage.playground.lanes.count == 3)
    #expect(spent == 1 && stage.playground.comparison.ledger.count == 1)
    stage.press("d", "y")
    #expect(stage.playground.comparison.ledger.count == 1, "what a removed lane cost stays spent")
  }
}
