import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintUsage(_ canvas: inout Canvas, _ area: Rect, _ pane: PaneID, at now: MonotonicTime) {
    switch pane {
    case .usageTrend, .usageSplit:
      // The line above belongs to all of them, and to the pane that stands below its beginning.
      if !isZoomed, area.column == 0 { paintUsageLine(&canvas, row: area.row - 1, at: now) }
      if pane == .usageTrend {
        paintTrend(&canvas, area, at: now)
      } else {
        paintSplit(&canvas, area)
      }
    default: paintRequests(&canvas, area, at: now)
    }
  }

  /// `[Day] Week Month   16 to 23 Nov   all keys, all models   unit: cost   source: this machine`.
  private func paintUsageLine(_ canvas: inout Canvas, row: Int, at now: MonotonicTime) {
    let isWide = size.columns >= 110
    let line = Rect(column: 0, row: row, columns: size.columns, rows: 1)
    var column = 1
    for split in UsageSplit.allCases {
      let isCurrent = split == usage.split
      let word = isCurrent ? "[\(split.title)]" : split.title
      column = canvas.say(
        word, column: column, row: row,
        style: Style(isCurrent ? .accent : .muted, on: .base, isCurrent ? .bold : []), in: line)
      column += 1
    }
    let question = usageQuestion(at: now)
    let last = min(question.days.upperBound, question.today)
    let gap = isWide ? "    " : "   "
    var words = gap + UsagePeriod.words(min(question.days.lowerBound, last)...last)
    if let chosen = usage.chosen { words += ", only \(chosen.title)" }
    words += gap + usageFilterWords(isShort: !isWide) + gap + "unit: \(usage.unit.rawValue)"
    column = canvas.grid.write(words, column: column - 1, row: row, style: Style(.text), in: line)
    let source =
      preferences.isPrivate
      ? "private: nothing is added" : isWide ? "source: this machine (bayside log)" : "this machine only"
    guard column + gap.count + source.count < size.columns else { return }
    canvas.say(
      gap + source, column: column, row: row, style: Style(preferences.isPrivate ? .warn : .muted), in: line)
  }

  /// What stands where figures would be, when there are none.
  var usageWords: String? {
    if let failure = usage.failure { return failure }
    guard let report = usage.report else { return "● reading the books" }
    guard report.listed == 0 else { return nil }
    if !usage.filter.isEmpty { return "Nothing passes the filter. Esc takes it away, F changes it." }
    if usage.chosen != nil { return "Nothing was sent then. Esc shows all periods." }
    if report.others > 0, !usage.filter.isDemo {
      return
        "Nothing was sent to a real relay in this time. \(NumberWords.counted(report.others, "request")) to the demo relay are counted apart: F shows them."
    }
    if usage.shift > 0 { return "Nothing was sent in this time. l goes on in time." }
    if usage.filter.isDemo {
      return "Nothing was sent to the demo relay yet. 1 goes to the chat; F shows real relays."
    }
    return
      "Nothing was sent yet. Every request will stand here with its tokens, times and cost. 1 goes to the chat."
  }
}
