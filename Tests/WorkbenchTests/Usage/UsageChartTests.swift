import SeededRandom
import Testing
import Workbench

struct UsageChartTests {
  @Test func stepsOfAnAxisAreRoundAndHoldTheLargest() {
    var random = SplitMix(seed: 7)
    for _ in 0..<2000 {
      let largest = Double.random(in: 0.000_001..<1_000_000, using: &random)
      let steps = Int.random(in: 1...20, using: &random)
      let scale = BarScale(largest: largest, steps: steps, isWhole: false)
      #expect(scale.top >= largest * (1 - 1e-9))
      // Three quarters of the chart are of use.
      #expect(scale.top <= largest * 4 / 3 * (1 + 1e-9), "\(largest) in \(steps)")
      let label = UsageUnit.cost.axis(scale.step, step: scale.step, currency: "USD")
      #expect(label.filter { ("1"..."9").contains($0) }.count <= 2, "\(label)")
    }
    #expect(BarScale(largest: 1.43, steps: 8, isWhole: false).step == 0.2)
    #expect(BarScale(largest: 5, steps: 8, isWhole: false).step == 0.8)
    #expect(BarScale(largest: 10, steps: 8, isWhole: false).step == 1.5)
    #expect(BarScale(largest: 3, steps: 8, isWhole: true).step == 1)
    #expect(BarScale(largest: 0, steps: 8, isWhole: true).step == 1)
    #expect(BarScale(largest: .infinity, steps: 8, isWhole: true).step == 1)
  }

  private func bars(_ values: [Double], lastIsOpen: Bool = true, isASCII: Bool = false) -> [String] {
    let bars = values.enumerated().map {
      VerticalBars.Bar(value: $1, isOpen: lastIsOpen && $0 == values.count - 1)
    }
    let scale = BarScale(largest: values.max() ?? 0, steps: 4, isWhole: false)
    return VerticalBars(bars, scale: scale, columns: 40, rows: 4, isASCII: isASCII) {
      UsageUnit.cost.axis($0, step: scale.step, currency: "USD")
    }.lines
  }

  @Test func standingBarsHaveEighthsAndAnotherFillForWhatIsNotOver() {
    #expect(
      bars([0.4, 0.85, 0.01, 0.5])
        == [
          "$1.00 |           ▃▃▃▃",
          "$0.75 |           ████",
          "$0.50 |   ▅▅▅▅    ████            ░░░░",
          "$0.25 |   ████    ████    ▁▁▁▁    ░░░░",
          "    0 +---------------------------------",
        ])
  }

  @Test func aBarIsAsHighAsItsValueToTheEighth() {
    var random = SplitMix(seed: 3)
    let eighths: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    for _ in 0..<300 {
      let values = (0..<5).map { _ in Double.random(in: 0...1, using: &random) }
      let rows = Int.random(in: 1...12, using: &random)
      let scale = BarScale(largest: 1, steps: rows, isWhole: false)
      let chart = VerticalBars(
        values.map { .init(value: $0, isOpen: false) }, scale: scale, columns: 60, rows: rows, isASCII: false
      ) { "\($0)" }
      for (index, value) in values.enumerated() {
        var parts = 0
        for line in chart.lines.dropLast() {
          let cells = Array(line)
          let column = chart.widths[index].lowerBound
          parts += cells.indices.contains(column) ? eighths.firstIndex(of: cells[column]) ?? 0 : 0
        }
        let wanted = value / scale.top * Double(rows) * 8
        #expect(abs(Double(parts) - wanted) <= 1, "\(value) of \(scale.top) in \(rows) rows")
      }
    }
  }

  @Test func inASCIIBarsAreMadeOfSignsOfASCII() {
    let text = bars([0.4, 0.85, 0.01, 0.5], isASCII: true).joined()
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.contains("####") && text.contains("::::"))
  }

  @Test func linesNeverPassTheColumnsTheyHave() {
    for count in 1...15 {
      let scale = BarScale(largest: 5, steps: 6, isWhole: true)
      let chart = VerticalBars(
        (0..<count).map { .init(value: Double($0), isOpen: false) }, scale: scale, columns: 74, rows: 6,
        isASCII: false
      ) { UsageUnit.requests.axis($0, step: scale.step, currency: "") }
      #expect(chart.lines.allSatisfy { $0.count <= 74 })
      #expect(chart.slots.count == count)
    }
  }

  @Test func lyingBarsAreNeverLongerThanTheirRoomAndNeverNothing() {
    #expect(HorizontalBar.text(5, of: 10, columns: 10) == "#####")
    #expect(HorizontalBar.text(0.001, of: 10, columns: 10) == "#")
    #expect(HorizontalBar.text(0, of: 10, columns: 10) == "")
    #expect(HorizontalBar.text(20, of: 10, columns: 10) == "##########")
    #expect(HorizontalBar.text(3, of: 10, columns: 10, isOpen: true) == "...")
    #expect(HorizontalBar.text(3, of: 0, columns: 10) == "")
  }

  @Test func numbersOfTheAxisHaveTheDecimalsOfTheirSteps() {
    #expect(UsageUnit.cost.axis(1.6, step: 0.2, currency: "USD") == "$1.60")
    #expect(UsageUnit.cost.axis(10, step: 5, currency: "CNY") == "¥10")
    #expect(UsageUnit.cost.axis(0.0025, step: 0.0005, currency: "USD") == "$0.0025")
    #expect(UsageUnit.cost.axis(0, step: 0.2, currency: "USD") == "0")
    #expect(UsageUnit.tokens.axis(80_000, step: 20_000, currency: "") == "80k")
  }

  @Test func countsAndPartsReadWell() {
    #expect(UsageWords.count(9999) == "9999")
    #expect(UsageWords.count(80_600) == "81k")
    #expect(UsageWords.count(999_499) == "999k")
    #expect(UsageWords.count(999_500) == "1M")
    #expect(UsageWords.count(1_240_000) == "1.2M")
    #expect(UsageWords.percent(0.125) == "13 %")
    #expect(UsageWords.percent(0.0123) == "1.2 %")
    #expect(UsageWords.percent(0.0001) == "<0.1 %")
    #expect(UsageWords.percent(0) == "0 %")
    #expect(UsageWords.percent(nil) == "-")
    #expect(UsageWords.result(UsageResult(outcome: "done", status: 200)) == "200 ok")
    #expect(UsageWords.result(UsageResult(outcome: "failed", status: 429)) == "429 limit")
    #expect(UsageWords.result(UsageResult(key: "cut 200")) == "200 cut")
    #expect(UsageWords.result(UsageResult(key: "failed")) == "no answer")
  }
}
