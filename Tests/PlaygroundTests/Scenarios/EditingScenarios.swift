import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

struct EditingScenarios {
  /// Two turns are over, and the keys are those of the transcript.
  private static func twoTurns() -> Stage {
    var stage = Stage()
    stage.converse("one", "first answer")
    stage.converse("two", "second answer")
    stage.press(.escape)
    _ = stage.takeEffects()
    return stage
  }

  // MARK: Marks

  @Test func bracesWalkTheMessagesAndBeyondTheLastItFollowsAgain() {
    var stage = Self.twoTurns()
    let path = stage.playground.workspace.conversation.path
    #expect(stage.playground.transcript.marked == nil)
    for place in path.indices.reversed() {
      stage.press("{")
      #expect(stage.playground.transcript.marked == path[place])
    }
    stage.press("{")
    #expect(stage.playground.transcript.marked == path[0])
    for place in path.indices.dropFirst() {
      stage.press("}")
      #expect(stage.playground.transcript.marked == path[place])
    }
    stage.press("}")
    #expect(stage.playground.transcript.marked == nil)
    #expect(stage.playground.transcript.follows)
  }

  // MARK: Editing

  @Test func anEditedMessageIsChangedInPlaceAndSentSo() {
    var stage = Self.twoTurns()
    stage.mark("one")
    stage.press("e")
    stage.expect("Edit: You", "Enter keep")
    #expect(stage.playground.message.box.expandedText == "one")
    stage.type(" changed")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    #expect(stage.playground.focus == .transcript)
    #expect(stage.texts == ["one changed", "first answer", "two", "second answer"])
    stage.expect("one changed", "Changed.")
    #expect(stage.requestOfNextQuestion().prefix(2) == ["user: one changed", "assistant: first answer"])
  }

  @Test func anEditThatChangesNothingLeavesNothingToUndo() {
    var stage = Self.twoTurns()
    stage.mark("one")
    stage.press("e", .enter)
    #expect(!stage.playground.workspace.canUndo)
    #expect(stage.texts == ["one", "first answer", "two", "second answer"])
  }

  @Test func anEditedAnswerStandsBesideTheOneThatCame() {
    var stage = Self.twoTurns()
    stage.mark("second answer")
    stage.press("e")
    stage.expect("Edit: m-1")
    stage.type(", mended")
    stage.press(.enter)
    #expect(stage.texts == ["one", "first answer", "two", "second answer, mended"])
    stage.expect("second answer, mended", "Assistant, written by you")
    var other = stage
    #expect(
      stage.requestOfNextQuestion() == [
        "user: one", "assistant: first answer", "user: two", "assistant: second answer, mended", "user: next",
      ])
    other.press("[")
    other.expect("second answer", "Alternative 1 of 2.")
    other.expectNot("mended")
    #expect(other.playground.workspace.conversation.last?.reply != nil)
    #expect(other.requestOfNextQuestion()[3] == "assistant: second answer")
  }

  @Test func whatFollowsAnEditedAnswerFollowsItsEditedForm() {
    var stage = Self.twoTurns()
    stage.mark("first answer")
    stage.press("e")
    stage.type("!")
    stage.press(.enter)
    #expect(stage.texts == ["one", "first answer!", "two", "second answer"])
    // The edited form is the marked one now.
    stage.press("[")
    #expect(stage.texts == ["one", "first answer"])
    stage.press("]")
    #expect(stage.texts == ["one", "first answer!", "two", "second answer"])
  }

  @Test func anAnswerWrittenByHandCanGrowByEditing() {
    var stage = Self.twoTurns()
    stage.add("assistant", "short")
    stage.expect("short")
    stage.mark("short")
    stage.press("e")
    stage.type(" and longer")
    stage.press(.enter)
    stage.expect("short and longer")
    #expect(stage.texts.last == "short and longer")
  }

  @Test func anAnswerThatIsOffStaysOffWhenItIsEdited() {
    var stage = Self.twoTurns()
    stage.mark("second answer")
    stage.press("o", "e")
    stage.type("!")
    stage.press(.enter)
    stage.expect("off, not sent")
    #expect(!stage.requestOfNextQuestion().contains("assistant: second answer!"))
  }

  @Test func theEditorChangesAMessageWhereItStands() {
    var stage = Self.twoTurns()
    stage.mark("two")
    let id = stage.playground.transcript.marked ?? MessageID(0)
    stage.press("E")
    #expect(stage.takeEffects() == [.edit(.written(id), "two")])
    stage.update(.edited(.written(id), "two\nand a half", notice: ""))
    #expect(stage.texts == ["one", "first answer", "two\nand a half", "second answer"])
    stage.press("u")
    #expect(stage.texts == ["one", "first answer", "two", "second answer"])
  }

  @Test func controlCWhileEditingGivesTheDraftBack() {
    var stage = Stage()
    stage.converse("one", "first answer")
    stage.type("my draft")
    stage.press(.escape)
    stage.mark("one")
    stage.press("e")
    stage.type(" spoiled")
    stage.control("c")
    stage.expect("Nothing was changed.", "Message")
    #expect(stage.playground.message.box.expandedText == "my draft")
    #expect(stage.playground.message.purpose == .send)
    #expect(stage.texts == ["one", "first answer"])
    #expect(!stage.playground.workspace.canUndo)
  }

  @Test func theDraftIsThereAgainAfterAnEditToo() {
    var stage = Stage()
    stage.converse("one", "first answer")
    stage.type("my draft")
    stage.press(.escape)
    stage.mark("one")
    // A second message is opened over the first: the draft is still the draft.
    stage.press("e", .escape)
    stage.mark("first answer")
    stage.press("e")
    stage.type("?")
    stage.press(.enter)
    #expect(stage.texts == ["one", "first answer?"])
    #expect(stage.playground.message.box.expandedText == "my draft")
  }

  @Test func anEditWaitsForTheAnswerThatIsComing() {
    var stage = Stage()
    stage.converse("one", "first answer")
    stage.press(.escape)
    stage.mark("one")
    stage.press("e")
    stage.type(" more")
    stage.press(.escape, "r")
    stage.begin()
    stage.say("half")
    stage.press("i", .enter)
    stage.expect("Not now")
    #expect(stage.playground.message.box.expandedText == "one more")
    stage.say(" and whole")
    stage.end(.done)
    stage.press(.enter)
    #expect(stage.texts == ["one more", "half and whole"])
    stage.press("u")
    #expect(stage.texts == ["one", "half and whole"])
    #expect(stage.playground.running.isEmpty)
  }

  @Test func nothingIsChangedWhileAnAnswerComes() {
    var stage = Stage()
    stage.ask("one")
    stage.say("half")
    stage.press(.escape)
    for key: Key in ["e", "E", "F", "A", "T", "o", "K", "J", "d", "u", "C"] {
      stage.press(key)
      stage.expect("Not now:")
      #expect(stage.playground.overlay == nil)
      #expect(stage.playground.focus == .transcript)
      stage.pass(seconds: 10)
    }
    #expect(stage.texts == ["one", "half"])
  }

  // MARK: Forking, adding, roles

  @Test func aForkIsWrittenAnewBesideTheOldMessageAndAsked() {
    var stage = Self.twoTurns()
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
    var stage = Self.twoTurns()
    stage.mark("first answer")
    stage.press("F")
    #expect(stage.playground.message.box.expandedText == "one")
    stage.control("u")
    stage.type("uno")
    stage.press(.enter)
    #expect(stage.takeRequest()?.lines == ["user: uno"])
  }

  @Test func aForkWithoutAModelKeepsTheText() {
    var stage = Self.twoTurns()
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
    var stage = Self.twoTurns()
    stage.mark("first answer")
    stage.add(role, "words of mine")
    #expect(stage.takeEffects().isEmpty)
    #expect(stage.texts == ["one", "first answer", "words of mine", "two", "second answer"])
    #expect(stage.requestOfNextQuestion()[2] == "\(role): words of mine")
  }

  @Test(arguments: [("system", true), ("developer", true), ("user", false), ("tool", false)])
  func withoutAMarkInstructionsComeFirstAndOthersLast(role: String, isFirst: Bool) {
    var stage = Self.twoTurns()
    stage.add(role, "words of mine")
    #expect((isFirst ? stage.texts.first : stage.texts.last) == "words of mine")
    #expect(stage.texts.count == 5)
  }

  @Test func aMessageWhosePlaceIsGoneIsNotLost() {
    var stage = Self.twoTurns()
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
    var stage = Self.twoTurns()
    stage.mark("two")
    stage.press("e")
    stage.type(" and a half")
    stage.press(.escape, "d", "y", "i", .enter)
    #expect(stage.playground.message.box.expandedText == "two and a half")
    stage.expect("not there any more")
    #expect(stage.texts == ["one", "first answer", "second answer"])
  }

  @Test func theRoleOfAMessageIsChanged() {
    var stage = Self.twoTurns()
    stage.mark("one")
    stage.press("T")
    stage.expect("Said by")
    stage.type("developer")
    stage.press(.enter)
    stage.expect("It is sent as developer now.", "Developer")
    #expect(stage.requestOfNextQuestion().first == "developer: one")
  }

  // MARK: Off, moving, deleting

  @Test func whatIsSwitchedOffIsNotSentAndSaysSo() {
    var stage = Self.twoTurns()
    stage.mark("first answer")
    stage.press("o")
    stage.expect("off, not sent", "Off: it is not sent.")
    var other = stage
    #expect(
      stage.requestOfNextQuestion() == ["user: one", "user: two", "assistant: second answer", "user: next"])
    other.press("o")
    other.expectNot("off, not sent")
    #expect(other.requestOfNextQuestion()[1] == "assistant: first answer")
  }

  @Test func aMessageMovesUpAndDownWithItsMark() {
    var stage = Self.twoTurns()
    stage.mark("two")
    stage.press("K")
    #expect(stage.texts == ["one", "two", "first answer", "second answer"])
    stage.press("K")
    #expect(stage.texts == ["two", "one", "first answer", "second answer"])
    stage.press("K")
    stage.expect("It is the first message.")
    stage.press("J", "J", "J")
    #expect(stage.texts == ["one", "first answer", "second answer", "two"])
    stage.press("J")
    stage.expect("It is the last message.")
    #expect(stage.texts == ["one", "first answer", "second answer", "two"])
    // What did not move left nothing to undo.
    for _ in 0..<5 { stage.press("u") }
    #expect(stage.texts == ["one", "first answer", "two", "second answer"])
    #expect(!stage.playground.workspace.canUndo)
    stage.press("K", "u", "K")
    #expect(
      stage.requestOfNextQuestion().prefix(3) == ["user: one", "user: two", "assistant: first answer"])
  }

  @Test func deletingAsksFirstAndTheSafeAnswerIsMarked() {
    var stage = Self.twoTurns()
    stage.mark("first answer")
    stage.press("d")
    stage.expect("Delete this message?", "assistant: first answer")
    stage.press(.enter)
    #expect(stage.texts.count == 4)
    stage.press("d", .escape)
    #expect(stage.texts.count == 4)
    stage.press("d", Key(.down), .enter)
    #expect(stage.texts == ["one", "two", "second answer"])
    stage.expect("Deleted. u brings it back.")
    var other = stage
    #expect(
      stage.requestOfNextQuestion() == ["user: one", "user: two", "assistant: second answer", "user: next"])
    other.press("u")
    #expect(other.texts == ["one", "first answer", "two", "second answer"])
  }

  @Test(arguments: [
    ["e", "!", "\n"], ["E"], ["A", "tool", "\n", "words", "\n"], ["T", "tool", "\n"], ["o"], ["K"], ["J"],
    ["d", "y"],
  ])
  func everyChangeIsTakenBack(steps: [String]) {
    for target in ["two", "first answer"] {
      var stage = Self.twoTurns()
      let before = stage.picture
      stage.mark(target)
      for step in steps { if step == "\n" { stage.press(.enter) } else { stage.type(step) } }
      for case .edit(let place, let text) in stage.takeEffects() {
        stage.update(.edited(place, text + "!", notice: ""))
      }
      #expect(stage.picture != before, "\(steps) did nothing to \(target)")
      stage.press("u")
      #expect(stage.picture == before, "\(steps) of \(target)")
      stage.expect("Taken back:")
      stage.press("u")
      stage.expect("nothing was changed since the last request")
    }
  }

  @Test func undoLeavesTheSystemMessageThatWasSetMeanwhile() {
    var stage = Stage()
    stage.control("p")
    stage.type("system Be brief.")
    stage.press(.enter)
    stage.converse("one", "first answer")
    stage.press(.escape)
    stage.mark("one")
    stage.press("o")
    stage.control("p")
    stage.type("system Be thorough.")
    stage.press(.enter)
    #expect(stage.texts.first == "Be thorough.")
    stage.press("u")
    #expect(stage.texts.first == "Be brief.")
    #expect(stage.playground.workspace.conversation.messages[1].isOff)
    stage.press("u")
    #expect(!stage.playground.workspace.conversation.messages[1].isOff)
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
    var stage = Self.twoTurns()
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
    var stage = Self.twoTurns()
    stage.leader("R")
    stage.expect("Ask again with")
    #expect(stage.takeEffects() == [.loadModels])
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

extension Key: ExpressibleByExtendedGraphemeClusterLiteral {
  public init(extendedGraphemeClusterLiteral character: Character) { self.init(.character(character)) }
}

extension Stage {
  /// Asks, and lets the answer come.
  fileprivate mutating func converse(_ question: String, _ answer: String) {
    ask(question)
    say(answer)
    end(.done)
  }

  /// Goes to the message with this text.
  fileprivate mutating func mark(_ text: String, location: SourceLocation = #_sourceLocation) {
    press(Key(.end))
    for _ in playground.workspace.conversation.path {
      press("{")
      if playground.transcript.marked.flatMap({ playground.workspace.conversation[$0] })?.text == text {
        return
      }
    }
    Issue.record("No message says “\(text)”: \(texts)", sourceLocation: location)
  }

  fileprivate mutating func add(_ role: String, _ text: String) {
    press("A")
    expect("Add a message as")
    type(role)
    press(.enter)
    expect("Add: \(role) message")
    type(text)
    press(.enter)
  }

  fileprivate var texts: [String] { playground.workspace.conversation.messages.map(\.text) }

  /// Who says what, and whether it is sent.
  fileprivate var picture: [String] {
    playground.workspace.conversation.messages.map {
      "\($0.id.number) \($0.role.name) \($0.isOff) \($0.text)"
    }
  }

  /// From the transcript: what goes out with one more question.
  fileprivate mutating func requestOfNextQuestion() -> [String] {
    _ = takeEffects()
    press("i")
    type("next")
    press(.enter)
    return takeRequest()?.lines ?? []
  }
}

extension ChatRequest {
  /// Roles and texts.
  fileprivate var lines: [String] { messages.map { "\($0.role): \($0.content?.stringValue ?? "")" } }
}
