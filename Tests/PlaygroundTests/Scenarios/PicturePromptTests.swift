import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

/// What the message box and the commands do when a model makes pictures.
@Suite struct PicturePromptTests {
  private func run(_ line: String, _ stage: inout Stage) {
    stage.press(Key(.escape))
    stage.type(":" + line)
    stage.press(Key(.enter))
  }

  @Test(arguments: ["set n 3", "set n=3", "set n = 3"]) func aParameterIsSetInTheFormOfTheKind(line: String) {
    var stage = Stage.painting()
    run(line, &stage)
    #expect(stage.playground.workspace.formBody(.image)["n"] == .integer(3))
    #expect(stage.playground.workspace.formBody(.text)["n"] == nil)
    stage.expect("n is 3.")
    run("unset n", &stage)
    #expect(stage.playground.workspace.formBody(.image)["n"] == nil)
  }

  @Test func aCommandInTheMessageBoxIsNotSentByMistake() {
    var stage = Stage.painting()
    stage.type(":attach p.png")
    _ = stage.takeEffects()
    stage.press(Key(.enter))
    #expect(stage.takeEffects().isEmpty)
    stage.expect("“:attach …” is a command")
    stage.press(Key(.enter))
    #expect(stage.takeEffects().contains { if case .send = $0 { true } else { false } })
    // A smiley is none.
    var other = Stage.painting()
    other.type(":) a smile")
    other.press(Key(.enter))
    #expect(other.takeEffects().contains { if case .send = $0 { true } else { false } })
  }

  @Test func anEmptyPromptIsTold() {
    var stage = Stage.painting()
    stage.press(Key(.enter))
    stage.expect("Type a prompt first.")
  }

  @Test func onlyPicturesGoWithAPrompt() {
    var stage = Stage.painting()
    stage.update(.attached(Array("root:x:0:0".utf8), name: "/etc/passwd"))
    #expect(stage.playground.message.attachments.isEmpty)
    stage.expect("only pictures go with this prompt")
  }

  @Test func theFormSaysWhatTheMessageBoxPutsInItsPlace() {
    var stage = Stage.painting()
    stage.type("a harbour")
    stage.press(.function(2))
    let row = stage.screen.split(separator: "\n").first { $0.contains(" prompt ") }
    #expect(row?.contains("(the message box)") == true)
  }

  @Test func aModelThatDrawsInChatsIsAskedThere() {
    var stage = Stage.painting()
    run("ask-as chat", &stage)
    #expect(stage.playground.workspace.kind == .text && stage.playground.workspace.model == "gpt-image-1")
  }

  @Test func whatWasStoppedMayBeBilled() {
    var stage = Stage.painting()
    stage.ask("a lake")
    stage.end(.stopped, finish: nil)
    stage.expect("before anything came. The connection was closed; it may be billed")
  }
}
