import TerminalUI
import Testing
import Workbench

@testable import Playground

struct DifferenceLayoutTests {
  private func text(_ line: StyledLine) -> String {
    var text = line.map(\.text).joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  private func unified(
    _ old: String, _ new: String, columns: Int = 60, openFolds: Set<Int> = [], current: Int? = nil
  ) -> [String] {
    let layout = DifferenceLayout(
      AnswerComparison(base: old, other: new), shape: .unified(columns: columns), openFolds: openFolds)
    return layout.lines(0..<layout.lineCount, current: current).map { text($0.left) }
  }

  private func split(_ old: String, _ new: String, columns: Int = 30) -> [String] {
    let layout = DifferenceLayout(
      AnswerComparison(base: old, other: new), shape: .split(left: columns, right: columns))
    return layout.lines(0..<layout.lineCount).map {
      text([Span(Glyphs.padded(text($0.left), columns: columns) + "|"), Span(text($0.right))])
    }
  }

  private let old = "The sky is blue. Water is wet. Fire is hot and bright."
  private let new = "The sky is often grey. Water is wet. Stones sink fast."

  @Test func oneColumnShowsSignsBesideTheTextAndMarksInIt() {
    #expect(
      unified(old, new) == [
        "~ The sky is [-blue-] {+often grey+}.", "  Water is wet.", "- Fire is hot and bright.",
        "+ Stones sink fast.",
      ])
  }

  @Test func theChangeThatIsLookedAtHasAnotherSign() {
    #expect(unified(old, new, current: 2)[2] == "▸ Fire is hot and bright.")
    #expect(unified(old, new, current: 9) == unified(old, new))
  }

  @Test func twoColumnsHaveTheSameRowsSideBySide() {
    #expect(
      split(old, new) == [
        "~ The sky is [-blue-].        |~ The sky is {+often grey+}.",
        "  Water is wet.               |  Water is wet.",
        "- [-Fire is hot and bright.-] |+ {+Stones sink fast.+}",
      ])
  }

  @Test func theShorterSideIsFilledUp() {
    let lines = split(
      "Alpha beta gamma.", "Alpha beta gamma and then quite a few words more than before.", columns: 24)
    #expect(
      lines == [
        "~ Alpha beta gamma.     |~ Alpha beta gamma {+and",
        "                        |  then quite a few words",
        "                        |  more than before+}.",
      ])
  }

  @Test func aRowOfOneSideOnlyLeavesTheOtherEmpty() {
    #expect(
      split("One stays. Two goes away now. Three stays.", "One stays. Three stays.") == [
        "  One stays.                  |  One stays.", "- [-Two goes away now.-]      |-",
        "  Three stays.                |  Three stays.",
      ])
  }

  @Test func longStretchesThatAreTheSameFoldAndOpen() {
    let same = (1...8).map { "Sentence number \($0) stays." }.joined(separator: " ")
    let lines = unified("First old. " + same + " Last.", "First new. " + same + " Last.")
    #expect(
      lines == ["~ First [-old-] {+new+}.", "  Sentence number 1 stays.", "  ... 8 same sentences"])
    let layout = DifferenceLayout(
      AnswerComparison(base: "First old. " + same, other: "First new. " + same), shape: .unified(columns: 60))
    #expect(layout.fold(atLine: 2) == 2)
    #expect(layout.fold(atLine: 1) == nil)
    let open = unified("First old. " + same, "First new. " + same, openFolds: Set(layout.folds))
    #expect(open.count == 10)
    #expect(open[2] == "  ... 7 same sentences, shown")
    #expect(open[3] == "  Sentence number 2 stays.")
    #expect(unified(same, same) == ["  ... 8 same sentences"])
  }

  @Test func jsonShowsPathsWithOldAndNewValues() {
    let lines = unified(
      #"{"city": "Vienna", "size": 1, "gone": null}"#, #"{"size": 2, "city": "Vienna", "more": [1, 2]}"#)
    #expect(
      lines == [
        "  /city: \"Vienna\"", "+ /more: [1,2]", "~ /size: [-1-] {+2+}", "- /gone: null",
      ])
    let sides = split(#"{"a": 1, "b": 2}"#, #"{"a": 1}"#)
    #expect(sides == ["  /a: 1                       |  /a: 1", "- /b: [-2-]                   |-"])
  }

  @Test func codeKeepsItsIndentAndIsBrokenAtTheEdge() {
    let lines = unified(
      "```\n    return first + second\n```", "```\n    return first - second\n```", columns: 24)
    #expect(
      lines == [
        "  ```", "~     return first [-+-]", "   {+-+} second", "  ```",
      ])
  }

  @Test func paragraphsStayApart() {
    #expect(
      unified("One stays.\n\nTwo goes.\n", "One stays.\n\nTwo went.\n") == [
        "  One stays.", "", "~ Two [-goes-] {+went+}.",
      ])
  }

  @Test func wideSignsAreWrappedByTheirCells() {
    let lines = split("长江是中国最长的河流。", "长江是亚洲最长的河流。", columns: 16)
    #expect(
      lines == [
        "~ 长江是[-中国-]|~ 长江是{+亚洲+}", "  最长的河流。  |  最长的河流。",
      ])
  }

  @Test func controlSignsOfAnAnswerDoNotReachTheCells() {
    let comparison = AnswerComparison(base: "a \u{1B}[31mred\u{7} b.", other: "a \u{1B}[32mred c.")
    let layout = DifferenceLayout(comparison, shape: .split(left: 30, right: 30))
    var grid = Grid(size: Size(columns: 62, rows: 4))
    for (row, line) in layout.lines(0..<layout.lineCount).enumerated() {
      grid.write(line.left, column: 0, row: row)
      grid.write(line.right, column: 31, row: row)
    }
    #expect(grid.text(row: 0).contains("␛"))
    #expect(
      grid.cells.allSatisfy {
        $0.glyph.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
      })
  }

  @Test(arguments: [DifferenceLayout.Shape.unified(columns: 40), .split(left: 25, right: 31)])
  func anyPartOfTheLinesIsAsInTheWhole(shape: DifferenceLayout.Shape) {
    let same = (1...9).map { "Number \($0) stays where it is, whatever comes.\n\n" }.joined()
    let layout = DifferenceLayout(
      AnswerComparison(base: old + same + old, other: new + same + new), shape: shape)
    let all = layout.lines(0..<layout.lineCount)
    #expect(all.count == layout.lineCount)
    for start in 0..<all.count {
      for end in start..<all.count {
        #expect(layout.lines(start..<end) == Array(all[start..<end]))
      }
    }
    #expect(layout.lines(0..<1000) == all)
    #expect(layout.lines(-5..<0) == [])
  }

  @Test func everyChangeHasItsLine() {
    let comparison = AnswerComparison(base: old, other: new)
    let layout = DifferenceLayout(comparison, shape: .unified(columns: 20))
    let lines = layout.lines(0..<layout.lineCount).map { text($0.left) }
    for (number, sign) in [(1, "~"), (2, "-"), (3, "+")] {
      let line = layout.firstLine(ofChange: number) ?? -1
      #expect(lines.indices.contains(line) && lines[line].hasPrefix(sign))
      #expect(layout.change(from: line) == number)
    }
    #expect(layout.firstLine(ofChange: 4) == nil)
    #expect(layout.firstLine(ofChange: 0) == nil)
    #expect(layout.change(from: layout.lineCount) == nil)
  }

  @Test func nothingToCompareHasNoLines() {
    #expect(unified("", "") == [])
    #expect(unified("", "Some text.") == ["+ Some text."])
    #expect(
      DifferenceLayout(AnswerComparison(base: "", other: ""), shape: .unified(columns: 0)).lineCount == 0)
  }

  @Test func linesAreNeverWiderThanTheirColumn() {
    let comparison = AnswerComparison(base: old + "\n\n长江是中国最长的河流。", other: new + "\n\n长江是亚洲最长的河流。")
    for columns in 6..<40 {
      let layout = DifferenceLayout(comparison, shape: .split(left: columns, right: columns + 3))
      for line in layout.lines(0..<layout.lineCount) {
        #expect(TextWrapper.width(line.left) <= columns)
        #expect(TextWrapper.width(line.right) <= columns + 3)
      }
    }
  }
}
