import TerminalUI
import Testing
import Workbench

@testable import Playground

struct LensLinesTests {
  private let lens = DifferenceLens([
    LensAnswer(lane: "A", text: "Water is wet. The tower is 50 m high."),
    LensAnswer(lane: "B", text: "The tower is 60 m high. Water is wet."),
    LensAnswer(lane: "C", text: "The tower is 60 m high. Water is wet. And", isComplete: false),
  ])

  private func text(_ lines: [StyledLine]) -> [String] {
    lines.map { line in
      var text = line.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  @Test func factsAreATableOfLanes() {
    #expect(
      text(LensLines.facts(lens, columns: 90)) == [
        "2 said by some and not by others   A says it   - does not   ? not yet",
        "number  60 m                             - B C  The tower is 60 m high.",
        "number  50 m                             A - ?  The tower is 50 m high.",
        "C is not complete yet",
      ])
  }

  @Test func inANarrowPaneTheWordsAroundAFactAreBelowIt() {
    let lines = text(LensLines.facts(lens, columns: 40))
    #expect(lines.contains("number  50 m                      A - ?"))
    #expect(lines.contains("        The tower is 50 m high."))
  }

  @Test func tablesFitTheirColumns() {
    let long = DifferenceLens([
      LensAnswer(lane: "A", text: #"{"text": "\#(String(repeating: "长江", count: 80))"}"#),
      LensAnswer(lane: "B", text: #"{"text": "short"}"#),
    ])
    for columns in 24..<120 {
      for line in LensLines.facts(long, columns: columns) + LensLines.facts(lens, columns: columns) {
        #expect(TextWrapper.width(line) <= columns)
      }
    }
  }

  @Test func thereBeingNothingToListIsSaid() {
    let same = LensAnswer(lane: "A", text: "Water is wet.")
    var other = same
    other.lane = "B"
    #expect(
      text(LensLines.facts(DifferenceLens([same, other]), columns: 80)) == [
        "No number, date, address, name or JSON value differs."
      ])
    #expect(
      text(LensLines.facts(DifferenceLens([same]), columns: 80)) == [
        "One answer alone has nothing to differ from."
      ])
  }

  @Test func whatIsLeftOutIsCounted() {
    let many = DifferenceLens(
      [LensAnswer(lane: "A", text: "It is 7 m, 8 kg and 9 s."), LensAnswer(lane: "B", text: "None.")], most: 1
    )
    #expect(text(LensLines.facts(many, columns: 80)).last == "... 2 more are left out")
  }

  @Test func whatAllAgreeOnIsDimmedAndFactsAreBold() {
    let line = LensLines.text(lens.answers[0], columns: 80)
    #expect(
      line == [
        [
          Span("Water is wet. ", Style(.muted)), Span("The tower is "),
          Span("50 m", Style(.text, on: .base, .bold)),
          Span(" high."),
        ]
      ])
  }
}
