import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

struct ChatScenarios {
  @Test func enterSendsAndTheStateWordChangesAtOnce() {
    var stage = Stage()
    stage.type("hello")
    stage.press(.enter)
    stage.expect("○ QUEUED")
    let request = stage.takeRequest()
    #expect(request?.model == "m-1")
    #expect(request?.stream == true)
    #expect(request?.messages == [ChatMessage(role: "user", text: "hello")])
    #expect(stage.playground.message.box.isEmpty)
    #expect(stage.playground.focus == .message)
    stage.begin()
    stage.expect("● WAITING")
  }

  @Test func anAnswerStreamsInAndTheNextQuestionCarriesIt() {
    var stage = Stage()
    stage.ask("one")
    stage.say("A **bold** word")
    stage.expect("● STREAMING", "A bold word")
    stage.end(.done)
    stage.expect("✓ DONE")
    stage.ask("two")
    let request = stage.takeRequest()
    #expect(request?.messages.map(\.role) == ["user", "assistant", "user"])
    #expect(request?.messages[1].content == .string("A **bold** word"))
  }

  @Test func reasoningIsNotSentBack() {
    var stage = Stage()
    stage.ask("one")
    stage.stream(.reasoning(choice: 0, "hm"), .text(choice: 0, "yes"))
    stage.end(.done)
    stage.ask("two")
    #expect(stage.takeRequest()?.messages[1] == ChatMessage(role: "assistant", text: "yes"))
  }

  @Test(arguments: [Key(.character("j"), .control), Key(.enter, .alt), Key(.enter, .shift)])
  func newLineKeysDoNotSend(key: Key) {
    var stage = Stage()
    stage.type("a")
    stage.press(key)
    stage.type("b")
    #expect(stage.playground.message.box.expandedText == "a\nb")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func backslashEnterIsANewLine() {
    var stage = Stage()
    stage.type("a\\")
    stage.press(.enter)
    #expect(stage.playground.message.box.expandedText == "a\n")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func enterMakesLinesAndTheLeaderSendsWhereThatIsPreferred() {
    var preferences = Preferences()
    preferences.enterSends = false
    var stage = Stage(preferences: preferences)
    stage.type("a")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    stage.control("x")
    stage.press(.enter)
    #expect(stage.takeRequest()?.messages.first?.content == .string("a\n"))
  }

  @Test func controlCStopsThenClearsThenArmsThenQuits() {
    var stage = Stage()
    stage.ask("one")
    stage.say("part")
    stage.type("draft")
    _ = stage.takeEffects()
    stage.control("c")
    #expect(stage.takeEffects() == [.stop(stage.answer)])
    stage.end(.stopped, finish: nil)
    stage.expect("■ STOPPED", "part")
    stage.control("c")
    #expect(stage.playground.message.box.isEmpty)
    stage.expect("Cleared. Up brings it back.")
    stage.control("c")
    stage.expect("Press Ctrl-C again to quit.")
    #expect(stage.takeEffects().isEmpty)
    stage.control("c")
    #expect(stage.takeEffects() == [.quit])
    stage.press(Key(.up))
    #expect(stage.playground.message.box.expandedText == "draft")
  }

  @Test func theQuitWarningPassesAfterTwoSecondsAndWithAnyOtherKey() {
    var stage = Stage()
    stage.control("c")
    stage.pass(seconds: 2.1)
    stage.control("c")
    stage.press(Key(.left))
    stage.control("c")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func escapeTwiceStopsTheReplyButNeverQuits() {
    var stage = Stage()
    stage.ask("one")
    stage.say("part")
    _ = stage.takeEffects()
    stage.press(.escape)
    #expect(stage.playground.focus == .transcript)
    stage.press(.escape)
    stage.expect("Esc again stops the reply.")
    stage.press(.escape)
    #expect(stage.takeEffects() == [.stop(stage.answer)])
    stage.end(.stopped, finish: nil)
    for _ in 0..<5 { stage.press(.escape) }
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func aFailedSendGivesTheTextBackIntoAnEmptyBox() {
    var stage = Stage()
    stage.ask("my words")
    stage.fail(RelayError(kind: .unauthorized, status: 401, message: "Invalid token", requestID: "r-7"))
    #expect(stage.playground.message.box.expandedText == "my words")
    stage.expect(
      "✗ ERROR 401", "The relay refused this key", "Nothing was billed.", "Invalid token", "r-7",
      "your text is back, unchanged", "Esc, then:")
  }

  @Test func aFailedSendLeavesNewTextAlone() {
    var stage = Stage()
    stage.ask("first")
    stage.type("k7")
    stage.fail(RelayError(kind: .unauthorized, status: 401))
    stage.type("rx")
    #expect(stage.playground.message.box.expandedText == "k7rx")
    #expect(stage.playground.focus == .message)
  }

  @Test func aFailedTurnIsNotSentAgainAsHistory() {
    var stage = Stage()
    stage.ask("bad")
    stage.fail(RelayError(kind: .overloaded, status: 503))
    stage.control("c")
    stage.ask("good")
    #expect(stage.takeRequest()?.messages == [ChatMessage(role: "user", text: "good")])
  }

  @Test func aRetryCountsDownSaysWhoChoseTheWaitAndCanBeHurriedOrCancelled() {
    var stage = Stage()
    stage.ask("q")
    let error = RelayError(kind: .rateLimited, status: 429, retryAfter: 7, isRetryable: true)
    stage.deliver(.retrying(error, seconds: 7, nextAttempt: 2, stage.now))
    stage.expect("RETRY IN 7 s", "The relay set the wait.", "try 2", "1 waiting")
    stage.pass(seconds: 3)
    stage.expect("RETRY IN 4 s", "Sending again in 4 s")
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("r")))
    #expect(stage.takeEffects() == [.retryNow(stage.answer)])
    stage.press(Key(.character("x")))
    #expect(stage.takeEffects() == [.stop(stage.answer)])
  }

  @Test func aWaitWithoutRetryAfterSaysSo() {
    var stage = Stage()
    stage.ask("q")
    let error = RelayError(kind: .rateLimited, status: 429, isRetryable: true)
    stage.deliver(.retrying(error, seconds: 5, nextAttempt: 2, stage.now))
    stage.expect("the relay sent no", "(empty answer)")
  }

  @Test func reasoningIsFoldedUntilAsked() {
    var stage = Stage()
    stage.ask("q")
    stage.stream(.reasoning(choice: 0, "secret thought"))
    stage.expect("● THINKING")
    stage.expectNot("secret thought")
    stage.press(.escape, Key(.character(" ")))
    stage.expect("secret thought")
    stage.press(Key(.character(" ")))
    stage.expectNot("secret thought")
  }

  @Test func aLongSilenceIsNamedAndPasses() {
    var stage = Stage()
    stage.ask("q")
    stage.say("x")
    stage.pass(seconds: 14)
    stage.expectNot("QUIET")
    stage.pass(seconds: 6)
    stage.expect("! QUIET 20 s", "no data comes", "1 stream quiet")
    stage.say("y")
    stage.expectNot("QUIET")
  }

  @Test func beforeTheFirstByteAMinuteOfSilenceIsOrdinary() {
    var stage = Stage()
    stage.ask("q")
    stage.pass(seconds: 59)
    stage.expectNot("QUIET")
    stage.pass(seconds: 2)
    stage.expect("! QUIET 61 s")
  }

  @Test func aQuietAnswerMayBeGivenMoreTime() {
    var stage = Stage()
    stage.ask("q")
    stage.pass(seconds: 61)
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("+")), Key(.character("+")))
    #expect(
      stage.takeEffects() == [
        .waitLonger(stage.answer, seconds: 60), .waitLonger(stage.answer, seconds: 60),
      ])
    stage.expect("(120 s longer than")
  }

  @Test func everyEndHasItsWords() {
    let ends: [(Outcome, String?, [String])] = [
      (.cut(nil), nil, ["✗ CUT", "cut here", "probably billed"]),
      (.stopped, nil, ["■ STOPPED", "by you after"]),
      (.done, "length", ["! LIMIT", "sets no limit", "finish_reason length"]),
      (.done, "content_filter", ["! FILTERED", "withheld"]),
    ]
    for (outcome, finish, words) in ends {
      var stage = Stage()
      stage.ask("q")
      stage.say("some text")
      stage.end(outcome, finish: finish)
      stage.expect("some text")
      for word in words { stage.expect(word) }
    }
    var stage = Stage()
    stage.ask("q")
    stage.end(.done)
    stage.expect("! EMPTY")
  }

  @Test func askingAgainKeepsTheOldAnswerBesideTheNewOne() {
    var stage = Stage()
    stage.ask("q")
    stage.say("first answer")
    stage.end(.done)
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("r")))
    #expect(stage.takeRequest()?.messages == [ChatMessage(role: "user", text: "q")])
    stage.begin()
    stage.say("second answer")
    stage.end(.done)
    stage.expect("second answer")
    stage.expectNot("first answer")
    stage.press(Key(.character("[")))
    stage.expect("first answer", "Alternative 1 of 2.")
    stage.ask("iand then?")
    #expect(stage.takeRequest()?.messages[1] == ChatMessage(role: "assistant", text: "first answer"))
  }

  @Test func whatIsWorkedOutHereIsMarkedUntilTheRelayTells() {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("q")
    stage.pass(seconds: 0.4)
    stage.say("one")
    stage.pass(seconds: 1)
    stage.say(" two")
    stage.expect("TTFT 400 ms", "~2 tok out")
    let usage = #"{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}"#
    stage.deliver(
      .delta(AnswerDelta(parts: [.usage((try? JSONValue(parsing: usage)) ?? .null)], instant: stage.now)))
    stage.end(.done)
    stage.expect("3 tok out", "9 tok in", "2.0 tok/s")
    stage.expectNot("~3")
  }

  @Test func anotherModelThanTheOneAskedForIsTold() {
    var stage = Stage()
    stage.ask("q")
    stage.stream(.servedModel("other-2"), .text(choice: 0, "x"))
    stage.expect("! MODEL", "the answer names other-2")
  }

  @Test func aPasteNeverSends() {
    var stage = Stage()
    stage.paste("a\nb\nc")
    #expect(stage.playground.message.box.expandedText == "a\nb\nc")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func modelTextCannotDriveTheTerminal() {
    var stage = Stage()
    stage.ask("q")
    stage.say("a\u{1B}[2Jb\u{202E}c\u{9B}d\u{7}")
    let glyphs = stage.grid.cells.flatMap(\.glyph.scalars).map(\.value)
    #expect(!glyphs.contains { $0 < 0x20 || (0x7F..<0xA0).contains($0) || $0 == 0x202E })
    stage.expect("␛[2J")
  }

  @Test func aStopOfTheProgramIsTold() {
    var stage = Stage()
    stage.ask("q")
    stage.say("x")
    stage.update(.woke(afterSeconds: 41))
    stage.expect("bayside was stopped for 41 s")
  }
}
