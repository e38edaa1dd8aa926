import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintCompare(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    guard !comparison.isEmpty || compare.mode == .scores else { return paintNoLanes(&canvas, area) }
    switch compare.mode {
    case .lanes: paintLanes(&canvas, area, at: now)
    case .difference: paintDifference(&canvas, area, at: now)
    case .lens: paintLens(&canvas, area, at: now)
    case .results: paintResults(&canvas, area, at: now)
    case .scores: paintScores(&canvas, area)
    }
  }

  private func paintNoLanes(_ canvas: inout Canvas, _ area: Rect) {
    var frame = Frame("Compare", isFocused: focus == .lane && overlay == nil)
    frame.footLeft = "no lanes yet"
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let inside = area.inside
    let lines = [
      "Compare asks 2 to 8 models the same, side by side; more of them by paging.", "",
      "a  adds models (Tab marks several)",
      "c  begins with the present chat: its model, parameters and history",
      "O  opens a kept comparison, or a plan of lanes and prompts (JSON5, CSV)", "",
      "Then type a message: Enter sends it to all lanes, Ctrl-X Enter to the focused one.",
      ":vary temperature=0,0.7,1.4 makes lanes of one model; :repeat 5 asks each of them five times.",
    ]
    for (row, line) in lines.enumerated() where row < inside.rows {
      canvas.say(
        line, column: inside.column + 1, row: inside.row + row, style: Style(row == 0 ? .text : .muted),
        in: inside)
    }
  }

  private func paintLanes(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let geometry = laneGeometry(area)
    let figures = LaneFigures(self, at: now)
    let lanes = self.lanes
    if let summary = geometry.summary { paintSummary(&canvas, summary, at: now) }
    if let strip = geometry.strip { paintStrip(lanes, geometry, &canvas, strip, at: now) }
    if let table = geometry.table {
      if geometry.arrangement == .grid {
        paintGrid(lanes, figures, &canvas, table, at: now)
      } else {
        paintLaneTable(lanes, figures, &canvas, table, at: now)
      }
    }
    for (place, area) in geometry.lines where lanes.indices.contains(place) {
      paintLaneLine(lanes[place], figures, &canvas, area, at: now)
    }
    for (place, area) in geometry.frames where lanes.indices.contains(place) {
      withLane(lanes[place].id).paintLane(lanes[place], &canvas, area, geometry, figures, at: now)
    }
  }

  // MARK: What is compared

  func paintSummary(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let right =
      isBlind
      ? "blind vote\(rankingWords.isEmpty ? ": 1 2 ... best  = tie  0 all bad" : ": \(rankingWords)  Enter casts")"
      : totalWords(at: now)
    let end = area.column + area.columns - 1 - Glyphs.width(right)
    canvas.say(right, column: end, row: area.row, style: Style(.muted), in: area)
    let words = summaryWords(at: now).joined(separator: signs.sign(" · "))
    canvas.say(
      Glyphs.fitted(words, columns: max(0, end - area.column - 2)), column: area.column + 1, row: area.row,
      style: Style(.muted), in: area)
  }

  /// Nothing, before anything was asked.
  func totalWords(at now: MonotonicTime) -> String {
    let spent = spentWords(at: now)
    return spent.isEmpty ? "" : "total \(spent)"
  }

  private func summaryWords(at now: MonotonicTime) -> [String] {
    if isBlind { return ["\(comparison.lanes.count) answers"] }
    let lanes = lanes
    let models = Set(lanes.map(\.model)).count
    var words = [
      models == lanes.count
        ? Figures.counted(models, "model")
        : "\(Figures.counted(lanes.count, "lane")), \(Figures.counted(models, "model"))"
    ]
    if let base = lane(comparison.base) {
      let others = lanes.filter { $0.id != base.id }
      words.append(others.contains { $0.prompts != base.prompts } ? "histories differ" : "same prompts")
      let count = others.count { !$0.differences(from: base).isEmpty }
      words.append(
        count == 0 ? "same parameters" : "\(Figures.counted(count, "lane")) differ\(count == 1 ? "s" : "")")
    }
    if comparison.repeats > 1 { words.append("\(comparison.repeats) runs each") }
    if compare.scrollsTogether { words.append("scrolled together") }
    if let cap = comparison.cap { words.append("cap \(money(cap))") }
    let waiting = comparison.queue.waiting.count
    if waiting > 0 {
      words.append(
        "\(waiting) queued, \(comparison.queue.limit) at once\(comparison.queue.isHeld ? ", held by the cap" : "")"
      )
    }
    if let progress = progressWords(at: now) { words.append(progress) }
    return words
  }

  /// A word on every lane, where not all are seen.
  private func paintStrip(
    _ lanes: [Lane], _ geometry: LaneGeometry, _ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime
  ) {
    let shown = geometry.frames.map(\.place)
    let range = "\((shown.first ?? 0) + 1)-\((shown.last ?? 0) + 1) of \(lanes.count)"
    var column = canvas.say(
      " \(range)  ", column: area.column, row: area.row, style: Style(.accent), in: area)
    for (place, lane) in lanes.enumerated() {
      let isShown = shown.contains(place)
      let name = isBlind ? "\(compare.voting?.number(of: lane.id) ?? place + 1)" : lane.letter
      let start = column
      column = canvas.say(
        isShown ? "[\(name)" : " \(name)", column: column, row: area.row,
        style: Style(
          lane.id == focusedLane ? .accent : .text, on: .base, lane.id == focusedLane ? .bold : []),
        in: area)
      if let reply = lane.shown {
        let state = reply.state(at: now)
        column = canvas.say(
          " " + (state.word.split(separator: " ").first.map(String.init) ?? ""), column: column,
          row: area.row,
          style: Style(state.tone.role), in: area)
      }
      column = canvas.say(isShown ? "] " : "  ", column: column, row: area.row, in: area)
      canvas.mark(Rect(column: start, row: area.row, columns: column - start, rows: 1), .lane(lane.id))
    }
  }

  /// A lane that is folded to a line.
  private func paintLaneLine(
    _ lane: Lane, _ figures: LaneFigures, _ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime
  ) {
    canvas.mark(area, .lane(lane.id))
    var line: StyledLine = [Span("  \(laneTitle(lane))  ", Style(.assistant))]
    if let reply = lane.shown {
      line.append(stateSpan(reply, at: now))
      if !isBlind, let known = figures[lane.id] {
        let words = [RunMetric.firstToken, .rate, .output, .cost].compactMap { metric -> String? in
          metric.value(of: known) == nil ? nil : "\(metric.shortTitle) \(metric.text(of: known))"
        }
        line.append(Span("   " + words.joined(separator: signs.sign(" · ")), Style(.muted)))
      }
      let first = reply.text.prefix(400).split(whereSeparator: \.isNewline).first ?? ""
      line.append(Span("   \(first)", Style(.text)))
    } else {
      line.append(Span("not asked", Style(.muted)))
    }
    canvas.grid.write(line, column: area.column, row: area.row, in: area)
  }
}
