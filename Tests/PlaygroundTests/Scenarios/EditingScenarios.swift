import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

struct EditingScenarios {
  // MARK: Marks

  @Test func bracesWalkTheMessagesAndBeyondTheLastItFollowsAgain() {
    var stage = Stage.twoTurns()
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
    var stage = Stage.twoTurns()
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
    var stage = Stage.twoTurns()
    stage.mark("one")
    stage.press("e", .enter)
    #expect(!stage.playground.workspace.canUndo)
    #expect(stage.texts == ["one", "first answer", "two", "second answer"])
  }

  @Test func anEditedAnswerStandsBesideTheOneThatCame() {
    var stage = Stage.twoTurns()
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
    var stage = Stage.twoTurns()
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
    var stage = Stage.twoTurns()
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
    var stage = Stage.twoTurns()
    stage.mark("second answer")
    stage.press("o", "e")
    stage.type("!")
    stage.press(.enter)
    stage.expect("off, not sent")
    #expect(!stage.requestOfNextQuestion().contains("assistant: second answer!"))
  }

  @Test func theEditorChangesAMessageWhereItStands() {
    var stage = Stage.twoTurns()
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

  // MARK: Off, moving, deleting

  @Test func whatIsSwitchedOffIsNotSentAndSaysSo() {
    var stage = Stage.twoTurns()
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
    var stage = Stage.twoTurns()
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
    var stage = Stage.twoTurns()
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
      var stage = Stage.twoTurns()
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

  @Test func theSystemMessageWaitsForTheAnswerThatIsComing() {
    var stage = Stage()
    stage.control("p")
    stage.type("system Be brief.")
    stage.press(.enter)
    stage.ask("one")
    stage.say("half")
    stage.control("p")
    stage.type("system Be thorough.")
    stage.press(.enter)
    stage.expect("Not now: an answer is still coming")
    stage.press(.escape)
    stage.say(" and whole")
    stage.end(.done)
    stage.press(.escape, "u")
    #expect(stage.texts == ["Be brief.", "one", "half and whole"])
    #expect(stage.playground.running.isEmpty)
  }
}
