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
    #expect(stage.drafts == ["before", "(forgotten)"])
  }

  @Test func whatWasSentAndIsLookedAtOrEditedIsNoDraft() {
    var stage = Stage()
    stage.converse("one", "first answer")
    stage.type("later")
    stage.pass(seconds: 0.6)
    stage.press(Key(.up))
    stage.pass(seconds: 0.6)
    #expect(stage.drafts.last == "later" && !stage.playground.message.box.isEmpty)
    stage.press(Key(.down))
    stage.expect("> later")
    stage.press(.escape)
    stage.mark("one")
    stage.press("e")
    stage.pass(seconds: 0.6)
    #expect(stage.playground.message.purpose != .send)
    #expect(stage.drafts.last == "later")
  }

  @Test func whatWasLeftComesBackIntoAnEmptyBox() {
    var stage = Stage()
    stage.update(.draftLeft("a thought"))
    stage.expect("> a thought", "is back")
    stage.pass(seconds: 1)
    // It is kept already.
    #expect(stage.drafts.isEmpty)
    stage.press(Key(.enter))
    #expect(stage.drafts == [""])
  }

  @Test func aPromptThatWasChangedIsNotTheOneThatWaited() {
    var stage = Stage()
    stage.type("hello")
    #expect(stage.playground.isReadyToSend("hello"))
    stage.type("!")
    #expect(!stage.playground.isReadyToSend("hello"))
  }

  @Test func whatIsBeingTypedIsNotReplaced() {
    var stage = Stage()
    stage.type("mine")
    stage.update(.draftLeft("left"))
    stage.expect("> mine", "history of the message box")
  }
}
