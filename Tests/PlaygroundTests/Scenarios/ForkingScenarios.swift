import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

/// Messages and answers beside and below those that are there.
struct ForkingScenarios {
  // MARK: Forking, adding, roles

  @Test func aForkIsWrittenAnewBesideTheOldMessageAndAsked() {
    var stage = Stage.twoTurns()
    stage.mark("two")
    stage.press("F")
    stage.expect("Write anew and ask: You")
    stage.type("fold")
    stage.press(.enter)
    #expect(
      stage.takeRequest()?.lines == ["user: one", "assistant: first answer", "user: twofold"])
    stage.begin()
    stage.say("third answer")
    stage.end(.done)
    #expect(stage.texts == ["one", "first answer", "twofold", "third answer"])
    stage.mark("twofold")
    stage.press("[")
    #expect(stage.texts == ["one", "first answer", "two", "second answer"])
  }

  @Test func forkingAnAnswerWritesItsQuestionAnew() {
    var stage = Stage.twoTurns()
    stage.mark("first answer")
    stage.press("F")
    #expect(stage.playground.message.box.expandedText == "one")
    stage.control("u")
    stage.type("uno")
    stage.press(.enter)
    #expect(stage.takeRequest()?.lines == ["user: uno"])
  }

  @Test func aForkWithoutAModelKeepsTheText() {
    var stage = Stage.twoTurns()
    stage.mark("two")
    stage.press("F")
    stage.type("fold")
    stage.playground.workspace.model = ""
    stage.press(.enter)
    stage.expect("Not now")
    #expect(stage.takeEffects().isEmpty)
    #expect(stage.playground.message.box.expandedText == "twofold")
  }

  @Test(arguments: ["system", "developer", "user", "assistant", "tool"])
  func aMessageOfAnyRoleIsAddedBelowTheMarkedOneWithoutAsking(role: String) {
    var stage = Stage.twoTurns()
    stage.mark("first answer")
    stage.add(role, "words of mine")
    #expect(stage.takeEffects().isEmpty)
    #expect(stage.texts == ["one", "first answer", "words of mine", "two", "second answer"])
    #expect(stage.requestOfNextQuestion()[2] == "\(role): words of mine")
  }

  @Test(arguments: [("system", true), ("developer", true), ("user", false), ("tool", false)])
  func withoutAMarkInstructionsComeFirstAndOthersLast(role: String, isFirst: Bool) {
    var stage = Stage.twoTurns()
    stage.add(role, "words of mine")
    #expect((isFirst ? stage.texts.first : stage.texts.last) == "words of mine")
    #expect(stage.texts.count == 5)
  }

  @Test func aMessageWhosePlaceIsGoneIsNotLost() {
    var stage = Stage.twoTurns()
    stage.mark("two")
    stage.press("A")
    stage.type("user")
    stage.press(.enter)
    stage.type("words of mine")
    stage.press(.escape)
    stage.mark("two")
    stage.press("d", "y")
    stage.press("i", .enter)
    let isKept =
      stage.texts.contains("words of mine")
      || stage.playground.message.box.expandedText == "words of mine"
    #expect(isKept)
    #expect(stage.texts.contains("words of mine") || !stage.shows("Added."))
  }

  @Test func anEditOfAMessageThatIsGoneKeepsTheText() {
    var stage = Stage.twoTurns()
    stage.mark("two")
    stage.press("e")
    stage.type(" and a half")
    stage.press(.escape, "d", "y", "i", .enter)
    #expect(stage.playground.message.box.expandedText == "two and a half")
    stage.expect("not there any more")
    #expect(stage.texts == ["one", "first answer", "second answer"])
  }

  @Test func theRoleOfAMessageIsChanged() {
    var stage = Stage.twoTurns()
    stage.mark("one")
    stage.press("T")
    stage.expect("Said by")
    stage.type("developer")
    stage.press(.enter)
    stage.expect("It is sent as developer now.", "Developer")
    #expect(stage.requestOfNextQuestion().first == "developer: one")
  }

  // MARK: Asking again and going on

  @Test func goingOnSendsTheStoppedAnswerAsTheLastMessage() {
    var stage = Stage()
    stage.ask("count")
    stage.say("one, two")
    stage.end(.stopped, finish: nil)
    stage.press(.escape)
    _ = stage.takeEffects()
    stage.press("C")
    stage.expect("Asked to go on")
    #expect(stage.takeRequest()?.lines == ["user: count", "assistant: one, two"])
    stage.begin()
    stage.say(", three")
    stage.end(.done)
    #expect(stage.texts == ["count", "one, two", ", three"])
    #expect(
      stage.requestOfNextQuestion() == [
        "user: count", "assistant: one, two", "assistant: , three", "user: next",
      ])
  }

  @Test func goingOnNeedsAnAnswerThatIsSent() {
    var stage = Stage.twoTurns()
    stage.mark("second answer")
    stage.press("o", "C")
    stage.expect("Not now:")
    #expect(stage.takeEffects().isEmpty)
    stage.press("o")
    stage.add("user", "words of mine")
    stage.press("C")
    stage.expect("the newest message is no answer with text")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func anotherModelIsAskedForThisOnce() {
    var stage = Stage.twoTurns()
    stage.leader("R")
    stage.expect("Ask again with")
    #expect(stage.takeEffects() == [.loadPrices])
    stage.update(.modelsCame(OverlayScenarios.models("m-1", "m-2-large")))
    stage.expect("m-2-large")
    stage.type("large")
    stage.press(.enter)
    let request = stage.takeRequest()
    #expect(request?.model == "m-2-large")
    #expect(request?.lines == ["user: one", "assistant: first answer", "user: two"])
    #expect(stage.playground.workspace.model == "m-1")
    stage.begin()
    stage.say("another answer")
    stage.end(.done)
    stage.expect("m-2-large", "another answer")
    stage.press("[")
    stage.expect("second answer")
    stage.press("i")
    stage.type("next")
    stage.press(.enter)
    #expect(stage.takeRequest()?.model == "m-1")
  }

  @Test func theChoiceThatIsShownIsTheOneThatIsSent() {
    var stage = Stage()
    stage.ask("q")
    stage.stream(.text(choice: 0, "alpha"), .text(choice: 1, "beta"), .text(choice: 2, "gamma"))
    stage.end(.done)
    stage.expect("alpha", "Choice 1 of 3")
    stage.expectNot("beta")
    stage.press(.escape, "]")
    stage.expect("beta", "Choice 2 of 3.")
    stage.expectNot("alpha")
    var other = stage
    #expect(stage.requestOfNextQuestion() == ["user: q", "assistant: beta", "user: next"])
    other.press("]")
    other.expect("gamma")
    other.press("]")
    other.expect("alpha", "Choice 1 of 3.")
    other.press("[")
    #expect(other.requestOfNextQuestion() == ["user: q", "assistant: gamma", "user: next"])
  }
}
