import Playground
import RelayKit
import TerminalUI
import Testing

@testable import Workbench

@Suite struct DifferenceScenarios {
  @Test func twoLanesAreComparedWordByWord() {
    var stage = Stage.answered()
    stage.press("D")
    stage.expect("base A m-1", "with B m-2", "[-42-]", "{+41+}", "similarity", "of 1")
    stage.press("n")
    stage.expect("change 1 of 1")
    stage.press("|")
    stage.expect("Unified", "[-42-] {+41+}")
    stage.press("b")
    stage.expect("base B m-2", "[-41-] {+42+}")
    stage.press(.escape)
    stage.expect("A m-1", "✓ DONE")
  }

  @Test func aDifferenceWaitsForBothAnswers() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answer("A", "done")
    stage.press(.escape, "D")
    stage.expect("Two finished answers are needed. Running: B m-2.")
    stage.answer("B", "done too")
    stage.expect("{+too+}")
  }

  @Test func longAnswersAreComparedBesideTheLoop() {
    let text = String(repeating: "Some words that fill it. ", count: 6000)
    var stage = Stage.answered(text, text + "And more.")
    stage.press("D")
    stage.expect("Comparing two long answers")
    let asked = stage.takeEffects().compactMap { effect -> (DifferenceKey, String, String)? in
      if case .compareAnswers(let key, let base, let other) = effect { (key, base, other) } else { nil }
    }
    #expect(asked.count == 1)
    stage.press("j")
    #expect(stage.takeEffects().isEmpty, "it is asked for once")
    let (key, base, other) = asked[0]
    stage.update(.answersCompared(key, AnswerComparison(base: base, other: other)))
    stage.press("G")
    stage.expect("{+And more.+}")
  }

  @Test func theLensListsWhatDisagrees() {
    var stage = Stage.answered("It costs 42 euros.\n\nBoth say this.", "It costs 41 euros.\n\nBoth say this.")
    stage.press("L")
    stage.expect("42 euros", "41 euros", "Both say this.")
    stage.press("L")
    stage.expect("A m-1")
  }

  @Test func growingAnswersAreLookedAtBesideTheLoopAndNotTooOften() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answer("A", "It costs 42 euros.")
    stage.turn(to: "B")
    stage.head(200)
    stage.say("It costs ")
    stage.press(.escape, "L")
    let asked = stage.takeEffects().compactMap { effect -> (LensKey, [LensAnswer])? in
      if case .lookThroughLens(let key, let answers) = effect { (key, answers) } else { nil }
    }
    #expect(asked.count == 1)
    stage.update(.lensMade(asked[0].0, DifferenceLens(asked[0].1)))
    stage.expect("B is not complete yet")
    stage.say("41 euros.")
    #expect(!stage.takeEffects().contains { if case .lookThroughLens = $0 { true } else { false } })
    stage.pass(seconds: 2)
    #expect(stage.takeEffects().contains { if case .lookThroughLens = $0 { true } else { false } })
  }

  @Test func lookGolden() {
    let first =
      "They stay plain HTTP.\n\n- **Direction.** Down only.\n- **Retry.** After 2 seconds.\n\nUse them for feeds."
    let second =
      "They stay plain HTTP.\n\n- **Direction.** Down only.\n- **Retry.** After 3 seconds.\n- **Proxies.** Nginx.\n\nUse them for feeds."
    for (columns, rows) in [(120, 36), (80, 24)] {
      var stage = Stage.answered(first, second, columns: columns, rows: rows)
      stage.command("check contains:Nginx")
      stage.pass(seconds: 20)
      stage.press("D", "n")
      stage.golden("diff-\(columns)x\(rows)")
      stage.press("L")
      stage.golden("lens-\(columns)x\(rows)")
      stage.press("L", "T")
      stage.golden("results-\(columns)x\(rows)")
      stage.press(.escape, "B")
      stage.pass(seconds: 20)
      stage.golden("blind-\(columns)x\(rows)")
    }
  }
}
