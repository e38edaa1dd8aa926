import Playground
import TerminalUI
import Testing

/// What was typed and not sent.
@Suite struct DraftScenarios {
  @Test func itIsWrittenDownAMomentLaterAndTakenBackWhenItIsSent() {
    var stage = Stage()
    stage.type("half")
    #expect(stage.drafts.isEmpty)
    stage.pass(seconds: 0.6)
    #expect(stage.drafts == ["half"])
    stage.type(" a thought")
    stage.pass(seconds: 0.6)
    stage.press(Key(.enter))
    #expect(stage.drafts == ["half", "half a thought", ""])
    stage.pass(seconds: 5)
    #expect(stage.drafts.count == 3)
  }

  @Test func whatIsTypedInPrivateIsNotWrittenDownAndWhatWasIsTakenBack() {
    var stage = Stage()
    stage.type("before")
    stage.pass(seconds: 0.6)
    stage.playground.preferences.isPrivate = true
    stage.type(" secret")
    stage.pass(seconds: 0.6)
    stage.type(" more")
    stage.pass(seconds: 0.6)
    #expect(stage.drafts == ["before", ""])
  }

  @Test func whileAMessageIsEditedTheTextInTheBoxCounts() {
    var stage = Stage()
    stage.ask("first")
    stage.type("later")
    stage.pass(seconds: 0.6)
    stage.press(Key(.escape))
    #expect(stage.drafts.last == "later")
  }

  @Test func whatWasLeftComesBackIntoAnEmptyBox() {
    var stage = Stage()
    stage.update(.draftsLeft(["older", "newer"]))
    stage.expect("> newer", "is back")
    stage.pass(seconds: 1)
    // Now it is this bayside that keeps it.
    #expect(stage.drafts == ["newer"])
    stage.control("u")
    stage.press(Key(.up))
    stage.expect("> older")
  }

  @Test func whatIsBeingTypedIsNotReplaced() {
    var stage = Stage()
    stage.type("mine")
    stage.update(.draftsLeft(["left"]))
    stage.expect("> mine", "history of the message box")
  }
}
