import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

struct ChatScenarioTests {
  @Test func enterSendsAndTheStateWordChangesAtOnce() throws {
    var stage = Stage()
    stage.type("hello")
    stage.press(Key(.enter))
    let effects = stage.takeEffects()
    guard case .send(let turn, let request)? = effects.first else {
      Issue.record("nothing was sent: \(effects)")
      return
    }
    #expect(turn == 1)
    #expect(request.model == "m-1")
    #expect(request.messages == [ChatMessage(role: "user", text: "hello")])
    #expect(stage.shows("● SENDING"), "\(stage.screen)")
    #expect(stage.playground.composer.isEmpty)
  }

  @Test func anAnswerStreamsInAndTheNextQuestionCarriesIt() {
    var stage = Stage()
    stage.type("one")
    stage.press(Key(.enter))
    stage.stream(.text(choice: 0, "A **bold** word"))
    #expect(stage.shows("● STREAMING"), "\(stage.screen)")
    #expect(stage.shows("A bold word"), "\(stage.screen)")
    stage.end(.done)
    #expect(stage.shows("✓ DONE"))
    _ = stage.takeEffects()
    stage.type("two")
    stage.press(Key(.enter))
    guard case .send(_, let request)? = stage.takeEffects().first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(request.messages.map(\.role) == ["user", "assistant", "user"])
    #expect(request.messages[1].content == .string("A **bold** word"))
  }

  @Test(arguments: [Key(.character("j"), .control), Key(.enter, .alt), Key(.enter, .shift)])
  func newLineKeysDoNotSend(key: Key) {
    var stage = Stage()
    stage.type("a")
    stage.press(key)
    stage.type("b")
    #expect(stage.playground.composer.text == "a\nb")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func backslashEnterIsANewLine() {
    var stage = Stage()
    stage.type("a\\")
    stage.press(Key(.enter))
    #expect(stage.playground.composer.text == "a\n")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func controlCStopsThenClearsThenArmsThenQuits() {
    var stage = Stage()
    stage.type("one")
    stage.press(Key(.enter))
    stage.stream(.text(choice: 0, "part"))
    stage.type("draft")
    _ = stage.takeEffects()
    stage.control("c")
    #expect(stage.takeEffects() == [.stop(turn: 1)])
    stage.end(.stopped, finish: nil)
    #expect(stage.shows("■ STOPPED"))
    #expect(stage.shows("part"))
    stage.control("c")
    #expect(stage.playground.composer.isEmpty)
    stage.control("c")
    #expect(stage.shows("Press Ctrl-C again to quit."))
    #expect(stage.takeEffects().isEmpty)
    stage.control("c")
    #expect(stage.takeEffects() == [.quit])
    stage.press(Key(.up))
    #expect(stage.playground.composer.text == "draft")
  }

  @Test func theQuitWarningPassesAfterTwoSeconds() {
    var stage = Stage()
    stage.control("c")
    stage.pass(seconds: 2.1)
    stage.control("c")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func aFailedSendGivesTheTextBackIntoAnEmptyBox() {
    var stage = Stage()
    stage.type("my words")
    stage.press(Key(.enter))
    stage.end(
      .failed(RelayError(kind: .unauthorized, status: 401, message: "Invalid token", requestID: "r-7")))
    #expect(stage.playground.composer.text == "my words")
    for text in ["✗ ERROR 401", "The relay refused this key", "Nothing was billed.", "Invalid token", "r-7"] {
      #expect(stage.shows(text), "\(text) in\n\(stage.screen)")
    }
  }

  @Test func aFailedSendLeavesNewTextAlone() {
    var stage = Stage()
    stage.type("first")
    stage.press(Key(.enter))
    stage.type("k7")
    stage.end(.failed(RelayError(kind: .unauthorized, status: 401)))
    stage.type("rx")
    #expect(stage.playground.composer.text == "k7rx")
  }

  @Test func aFailedTurnIsNotSentAgainAsHistory() {
    var stage = Stage()
    stage.type("bad")
    stage.press(Key(.enter))
    stage.end(.failed(RelayError(kind: .overloaded, status: 503)))
    stage.control("c")
    _ = stage.takeEffects()
    stage.type("good")
    stage.press(Key(.enter))
    guard case .send(_, let request)? = stage.takeEffects().first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(request.messages == [ChatMessage(role: "user", text: "good")])
  }

  @Test func aRetryCountsDownAndSaysWhoChoseTheWait() {
    var stage = Stage()
    stage.type("q")
    stage.press(Key(.enter))
    let error = RelayError(kind: .rateLimited, status: 429, retryAfter: 7, isRetryable: true)
    stage.deliver(.retrying(error, seconds: 7, nextAttempt: 2, stage.now))
    #expect(stage.shows("RETRY IN 7 s"))
    #expect(stage.shows("wait set by the relay"))
    stage.pass(seconds: 3)
    #expect(stage.shows("RETRY IN 4 s"))
    stage.press(Key(.escape), Key(.character("R")))
    #expect(stage.takeEffects().contains(.retryNow(turn: 1)))
  }

  @Test func reasoningIsFoldedUntilAsked() {
    var stage = Stage()
    stage.type("q")
    stage.press(Key(.enter))
    stage.stream(.reasoning(choice: 0, "secret thought"))
    #expect(stage.shows("● THINKING"))
    #expect(!stage.shows("secret thought"))
    stage.press(Key(.escape), Key(.character(" ")))
    #expect(stage.shows("secret thought"))
  }

  @Test func aLongSilenceIsNamed() {
    var stage = Stage()
    stage.type("q")
    stage.press(Key(.enter))
    stage.stream(.text(choice: 0, "x"))
    stage.pass(seconds: 20)
    #expect(stage.shows("! QUIET 20 s"))
  }

  @Test func scrollingUpHoldsThePlaceWhileTextComes() {
    var stage = Stage()
    stage.type("q")
    stage.press(Key(.enter))
    stage.stream(.text(choice: 0, (1...60).map { "line \($0)\n\n" }.joined()))
    #expect(stage.shows("line 60"))
    stage.press(Key(.escape), Key(.pageUp))
    let before = stage.grid.text(row: 3)
    #expect(stage.shows("follow OFF"))
    stage.stream(.text(choice: 0, (61...110).map { "line \($0)\n\n" }.joined()))
    #expect(stage.grid.text(row: 3) == before)
    #expect(stage.shows("more lines · End to follow"))
    stage.press(Key(.end))
    #expect(stage.shows("line 110"))
    #expect(stage.shows("follow on"))
  }

  @Test func searchFindsAndWraps() {
    var stage = Stage()
    stage.type("q")
    stage.press(Key(.enter))
    stage.stream(.text(choice: 0, (1...60).map { "line \($0)\n\n" }.joined()))
    stage.press(Key(.escape))
    stage.type("/line 7")
    #expect(stage.shows("/line 7"))
    #expect(stage.shows("line 7"))
    stage.press(Key(.enter))
    stage.type("zz")
    stage.press(Key(.escape))
    #expect(stage.playground.search == nil)
  }

  @Test func aPasteNeverSends() {
    var stage = Stage()
    stage.paste("a\nb\nc")
    #expect(stage.playground.composer.text == "a\nb\nc")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func modelTextCannotDriveTheTerminal() {
    var stage = Stage()
    stage.type("q")
    stage.press(Key(.enter))
    stage.stream(.text(choice: 0, "a\u{1B}[2Jb\u{202E}c\u{9B}d\u{7}"))
    let glyphs = stage.grid.cells.flatMap(\.glyph.unicodeScalars).map(\.value)
    #expect(!glyphs.contains { $0 < 0x20 || (0x7F..<0xA0).contains($0) || $0 == 0x202E })
    #expect(stage.shows("␛[2J"), "\(stage.screen)")
  }
}
