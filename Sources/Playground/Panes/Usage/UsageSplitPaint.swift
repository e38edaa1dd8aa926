import RelayKit
import TerminalUI
import Workbench

/// How the sum splits: by model, key, tag and result; below it what else is to be said of money.
extension Playground {
  /// Every row that can be marked, in the order in which they are shown.
  var usageShares: [(dimension: UsageDimension, share: UsageShare)] {
    usageSections.flatMap { section in section.shares.map { (section.dimension, $0) } }
  }

  private var usageSections: [(dimension: UsageDimension, shares: [UsageShare])] {
    guard let report = usage.report else { return [] }
    return [UsageDimension.model, .key, .project, .profile, .result, .kind].compactMap { dimension in
      let unit: UsageUnit = dimension == .result ? .requests : usage.unit
      let shares = report.shares(dimension, by: unit)
      // Where nothing is tagged there is nothing to split by.
      let isTold = [.model, .key, .result].contains(dimension) || shares.contains { !$0.value.isEmpty }
      if dimension == .kind, shares.count < 2 { return nil }
      return isTold && !shares.isEmpty ? (dimension, shares) : nil
    }
  }

  func paintSplit(_ canvas: inout Canvas, _ area: Rect) {
    let inside = area.inside
    var frame = Frame("By model", isFocused: focus == .usageSplit && overlay == nil)
    let isBoth = inside.columns >= 70
    frame.state = [
      Span(
        usage.showsSpeed && !isBoth ? "errors and times" : usage.unit.rawValue, Style(.muted))
    ]
    frame.footRight = isBoth ? "" : usage.showsSpeed ? "v parts" : "v errors, times"
    frame.footLeft = "Enter filters"
    guard let report = usage.report, usage.failure == nil else {
      return frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    }
    let notes = splitNotes(report).flatMap {
      TextWrapper.wrap([Span(canvas.signs.sign($0), Style(.muted))], columns: inside.columns - 2)
    }
    let lines = splitLines(report, inside, isBoth: isBoth)
    let noteRows = notes.isEmpty || inside.rows < 12 ? 0 : notes.count
    // A row between where there is one.
    let gap = noteRows > 0 && lines.count < inside.rows - noteRows ? 1 : 0
    let room = inside.rows - noteRows - gap
    let marked = lines.firstIndex { $0.row == usage.markedShare } ?? 0
    let top = focus == .usageSplit ? max(0, min(marked - room + 2, lines.count - room)) : 0
    var seen = Array(lines.dropFirst(top).prefix(room))
    // A heading without its rows would be read as that of the notes.
    while seen.count + top < lines.count, let last = seen.last, last.row == nil { seen.removeLast() }
    let rest = lines.dropFirst(top + seen.count).count { $0.row != nil }
    frame.footLeft = rest > 0 ? "j: \(rest) more" : "Enter filters"
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    for (row, line) in seen.enumerated() {
      let strip = Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1)
      let isMarked = line.row == usage.markedShare && focus == .usageSplit
      if isMarked { canvas.grid.fill(strip, style: Style(.text, on: .select, .bold)) }
      canvas.grid.write(line.spans, column: strip.column + 1, row: strip.row, in: strip)
      if isMarked {
        canvas.grid.highlight(strip, attributes: .bold, surface: .select)
        canvas.say("▸", column: strip.column, row: strip.row, style: Style(.accent, on: .select, .bold))
      }
      if let index = line.row { canvas.mark(strip, .paneRow(.usageSplit, index)) }
    }
    guard noteRows > 0 else { return }
    for (row, line) in notes.enumerated() {
      canvas.grid.write(
        line, column: inside.column + 1, row: inside.row + room + gap + row, in: inside)
    }
  }

  private func splitLines(
    _ report: UsageReport, _ inside: Rect, isBoth: Bool
  ) -> [(row: Int?, spans: StyledLine)] {
    var lines: [(row: Int?, spans: StyledLine)] = []
    var row = 0
    let figureColumns = figureColumns(report, inside, isBoth: isBoth)
    for (place, section) in usageSections.enumerated() {
      let unit: UsageUnit = section.dimension == .result ? .requests : usage.unit
      if place > 0 {
        lines.append((nil, []))
        lines.append((nil, [Span("By \(section.dimension.title)", Style(.heading, on: .base, .bold))]))
      }
      let showsSpeed = section.dimension == .model && (usage.showsSpeed || isBoth)
      let nameColumns = isBoth ? 20 : showsSpeed ? max(8, inside.columns - 29) : 17
      if showsSpeed {
        let gap = isBoth ? nameColumns + 1 + figureColumns + Self.barColumns : nameColumns + 1
        lines.append((nil, [Span(String(repeating: " ", count: gap) + Self.speedHeading, Style(.muted))]))
      }
      for share in section.shares {
        let isChosen = usage.filter[section.dimension] == share.value
        let name = (isChosen ? "[x] " : "") + UsageWords.value(share.value, of: section.dimension)
        var spans: StyledLine = [
          Span(
            padded(name, columns: nameColumns) + " ", Style(section.dimension == .model ? .assistant : .text))
        ]
        if !showsSpeed || isBoth { spans += part(share, unit, of: report, columns: figureColumns) }
        if showsSpeed { spans += speed(share) }
        lines.append((row, spans))
        row += 1
      }
    }
    return lines
  }

  /// Of the bar and its percentage.
  private static let barColumns = 13

  /// As many as the longest figure needs, and never more than there are; most are short.
  private func figureColumns(_ report: UsageReport, _ inside: Rect, isBoth: Bool) -> Int {
    let names = isBoth ? 20 : 17
    let room = inside.columns - 2 - names - 1 - Self.barColumns - (isBoth ? Self.speedHeading.count : 0)
    let longest = usageSections.flatMap { section -> [Int] in
      let unit: UsageUnit = section.dimension == .result ? .requests : usage.unit
      return section.shares.map { unit.text(of: $0.sums, columns: 24).count + 1 }
    }.max()
    return max(9, min(longest ?? 9, room))
  }

  /// `~$3.51   |######   56%`.
  private func part(
    _ share: UsageShare, _ unit: UsageUnit, of report: UsageReport, columns: Int
  ) -> StyledLine {
    let currency = report.mainCurrency
    let value = unit.value(of: share.sums, currency: currency)
    let whole = unit.value(of: report.total, currency: currency)
    let percent = whole > 0 ? Int((value / whole * 100).rounded()) : 0
    let bar = HorizontalBar.text(value, of: whole, columns: 8)
    let isError = UsageResult(key: share.value).isError && unit == .requests
    return [
      Span(padded(unit.text(of: share.sums, columns: columns), columns: columns), Style(.text)),
      Span("|" + padded(bar, columns: 8), Style(isError ? .error : .series1)),
      Span(Self.right("\(percent)", 3) + "%", Style(.muted)),
    ]
  }

  private static let speedHeading = "  errs   TTFT    p95  total"

  /// Of requests that are too many to look at each, medians of samples, and of very many means.
  private func speed(_ share: UsageShare) -> StyledLine {
    let sums = share.sums
    let speed = share.speed
    let mark = speed?.isSample == true ? "~" : ""
    func time(_ value: Double?) -> String {
      Self.right(value.map { mark + NumberWords.milliseconds($0).filter { $0 != " " } } ?? "-", 7)
    }
    return [
      Span(
        Self.right(UsageWords.percent(sums.errorRate).filter { $0 != " " }, 6),
        Style(sums.errors > 0 ? .error : .muted)),
      Span(
        time(speed?.firstToken?.median ?? sums.firstToken.value) + time(speed?.firstToken?.high)
          + time(speed?.total?.median ?? sums.total.value), Style(.text)),
    ]
  }

  private func splitNotes(_ report: UsageReport) -> [String] {
    let total = report.total
    var notes: [String] = []
    if total.cachedTokens > 0 {
      let saved = total.saved.amounts.isEmpty ? "" : ", saved \(total.saved.text)"
      notes.append("cached \(UsageWords.percent(total.cachedShare))\(saved)")
    }
    if total.receipts > 0 {
      let counted = NumberWords.counted(total.receipts, "receipt")
      let compared =
        total.expected.amounts.isEmpty ? "" : "; \(total.charged.text) of \(total.expected.text) expected"
      notes.append(counted + compared)
    }
    if report.isSampled {
      notes.append("~ times: of one request in \(UsageSpread.sampledEvery)")
    } else if report.speed == nil, total.total.value != nil {
      notes.append("TTFT and total are means")
    }
    if total.unpriced > 0 {
      notes.append("\(NumberWords.counted(total.unpriced, "request")) without a known price")
    }
    if report.others > 0, !usage.filter.isDemo {
      notes.append("\(NumberWords.counted(report.others, "request")) to the demo relay, apart")
    }
    return notes
  }
}
