import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

/// Scrolling, following, searching, copying.
struct ReadingScenarios {
  static func long(_ range: ClosedRange<Int>) -> String { range.map { "line \($0)\n\n" }.joined() }

  private func stage() -> Stage {
    var stage = Stage()
    stage.ask("q")
    stage.say(Self.long(1...60))
    return stage
  }

  @Test func scrollingUpHoldsThePlaceWhileTextComes() {
    var stage = stage()
    stage.expect("line 60", "follow on")
    stage.press(.escape, Key(.pageUp))
    let before = stage.grid.text(row: 3)
    stage.expect("follow OFF")
    stage.say(Self.long(61...110))
    #expect(stage.grid.text(row: 3) == before)
    stage.expect("new lines · End to follow")
    stage.press(Key(.end))
    stage.expect("line 110", "follow on")
  }

  @Test func theCountOfNewLinesIsWhatCame() {
    var stage = stage()
    stage.press(.escape, Key(.pageUp))
    stage.expectNot("new line")
    stage.say("a\n\n")
    stage.say("b\n\n")
    stage.expect("4 new lines · End to follow")
  }

  @Test func whereFollowingStoppedIsMarked() {
    var stage = stage()
    stage.press(.escape, Key(.character("k")))
    stage.say("and more\n\n")
    stage.press(Key(.character("j")), Key(.character("j")))
    stage.expect("you stopped following here")
  }

  @Test func foldingNeverTurnsFollowOn() {
    var stage = Stage()
    stage.ask("q")
    stage.stream(.reasoning(choice: 0, Self.long(1...40)), .text(choice: 0, Self.long(1...40)))
    stage.press(.escape, Key(.character(" ")), Key(.pageUp), Key(.character(" ")))
    stage.expect("follow OFF")
    stage.say("x")
    stage.expect("follow OFF")
  }

  @Test func pageKeysScrollWhileTyping() {
    var stage = stage()
    stage.type("half a mess")
    stage.press(Key(.pageUp))
    stage.expect("follow OFF", "half a mess")
    #expect(stage.playground.focus == .message)
  }

  @Test func topAndBottom() {
    var stage = stage()
    stage.press(.escape, Key(.character("g")))
    stage.expect("You", "line 1")
    stage.press(Key(.character("G")))
    stage.expect("line 60", "follow on")
  }

  @Test func bracesWalkOverMessages() {
    var stage = stage()
    stage.end(.done)
    stage.ask("second question")
    stage.say(Self.long(1...40))
    stage.press(.escape, Key(.character("{")))
    #expect(stage.grid.text(row: 2).contains("m-1"))
    stage.press(Key(.character("{")))
    #expect(stage.grid.text(row: 2).contains("You"))
    #expect(stage.grid.text(row: 3).contains("second question"))
    stage.press(Key(.character("}")))
    #expect(stage.grid.text(row: 2).contains("m-1"))
  }

  @Test func sendingTurnsFollowOn() {
    var stage = stage()
    stage.end(.done)
    stage.press(.escape, Key(.pageUp), Key(.character("i")))
    stage.ask("next")
    stage.expect("follow on", "next")
  }

  @Test func aResizeKeepsTheLineInView() {
    var stage = stage()
    stage.press(.escape, Key(.pageUp), Key(.pageUp))
    let line = stage.grid.text(row: 2).filter(\.isNumber)
    stage.resize(120, 36)
    #expect(stage.grid.text(row: 2).filter(\.isNumber) == line)
    stage.resize(61, 17)
    #expect(stage.grid.text(row: 2).filter(\.isNumber) == line)
  }

  @Test func searchFindsCountsWrapsAndCloses() {
    var stage = stage()
    stage.press(.escape)
    stage.type("/line 7")
    stage.expect("/line 7", "match 1 of 1", "line 7")
    stage.press(.enter)
    #expect(stage.playground.transcript.search != nil)
    stage.press(Key(.character("n")))
    stage.expect("From the top.")
    stage.press(.escape)
    #expect(stage.playground.transcript.search == nil)
    stage.type("/LINE 7")
    stage.expect("no match", "No match for “LINE 7”.")
    stage.press(.escape)
    stage.type("/line 1")
    stage.expect("match 1 of 11")
    stage.press(.enter)
    stage.type("nnN")
    stage.expect("match 2 of 11")
  }

  @Test func aMatchIsMarkedByMoreThanColour() {
    var stage = stage()
    stage.press(.escape)
    stage.type("/line 33")
    let grid = stage.grid
    let row = (0..<grid.size.rows).first {
      grid.text(row: $0).contains("line 33") && !grid.text(row: $0).contains("/")
    }
    let styles = (0..<grid.size.columns).map { grid[$0, row ?? 0].style }
    #expect(styles.contains { $0.foreground == .matchCurrent && $0.attributes.contains(.underline) })
    #expect(grid.text(row: row ?? 0).contains(">"))
  }

  @Test func copyingTakesTheSource() {
    var stage = Stage()
    stage.ask("q")
    stage.say("Some **bold**\n\n```swift\nlet x = 1\n```\n")
    stage.end(.done)
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("y")))
    #expect(
      stage.takeEffects() == [
        .copy(
          CopyItem(name: "answer", text: "Some **bold**\n\n```swift\nlet x = 1\n```\n", fileName: "answer.md")
        )
      ])
    stage.press(Key(.character("Y")))
    stage.expect("code block 1, swift", "request body", "request id")
    stage.type("code")
    stage.press(.enter)
    guard case .copy(let item)? = stage.takeEffects().first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(item.text == "let x = 1\n")
  }

  @Test func rawTextIsShownOnDemand() {
    var stage = Stage()
    stage.ask("q")
    stage.say("Some **bold**")
    stage.press(.escape, Key(.character("M")))
    stage.expect("Some **bold**")
  }

  @Test func zoomGivesThePaneTheScreenAndEscapeTakesItBack() {
    var stage = stage()
    stage.press(.escape, Key(.character("z")))
    stage.expect("Transcript ZOOM")
    stage.expectNot("─ Message")
    stage.press(.escape)
    stage.expect("─ Message")
  }

  @Test func wheelScrollsAndClicksFocus() {
    var stage = stage()
    stage.update(.input(.mouse(MouseEvent(kind: .wheelUp, position: Position(column: 5, row: 5)))))
    stage.expect("follow OFF")
    stage.click(column: 5, row: 5)
    #expect(stage.playground.focus == .transcript)
    stage.click(column: 5, row: 21)
    #expect(stage.playground.focus == .message)
  }

  @Test func aClickOnAKeyInTheFooterRunsIt() {
    var stage = Stage()
    let footer = stage.grid.text(row: 23)
    let place = footer.firstRange(of: "Commands").map { footer[..<$0.lowerBound].count } ?? 0
    stage.click(column: place, row: 23)
    stage.expect("type to filter")
  }
}
