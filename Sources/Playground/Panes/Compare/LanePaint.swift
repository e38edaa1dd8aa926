import RelayKit
import TerminalUI
import Workbench

/// One lane as a column: its state and figures above its text.
extension Playground {
  /// Paints the lane that has the chat's place.
  func paintLane(
    _ lane: Lane, _ canvas: inout Canvas, _ area: Rect, _ geometry: LaneGeometry, _ figures: LaneFigures,
    at now: MonotonicTime
  ) {
    canvas.mark(area, .lane(lane.id))
    let text = geometry.textFrame(area).inside
    let space = Self.transcriptSpace(in: text, hasSearchLine: transcript.search != nil)
    let column = TranscriptColumn(self, columns: space.columns, at: now)
    let view = transcriptView(column, rows: space.rows)
    var frame = Frame(
      canvas.signs.sign(laneTitle(lane)),
      isFocused: focus == .lane && overlay == nil && focusedLane == lane.id)
    frame.state = laneMarks(lane, geometry, at: now)
    let left = transcript.follows ? "follow on" : "follow OFF"
    frame.footLeft = laneFoot(lane, geometry) ?? left
    let right = canvas.signs.sign(transcriptPosition(column, view, rows: space.rows))
    frame.footRight = right.isEmpty || Glyphs.width(right) + 16 > area.columns ? "" : right
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let rows = geometry.figureRows(in: area)
    if rows > 0 {
      let head = Rect(column: area.column + 2, row: area.row + 1, columns: area.columns - 4, rows: rows)
      for (index, line) in laneHead(lane, figures, columns: head.columns, rows: rows, at: now).enumerated() {
        canvas.grid.write(line, column: head.column, row: head.row + index, in: head)
      }
    }
    if column.isEmpty {
      let words =
        lane.model.isEmpty ? "No model is chosen: m picks one." : "Not asked yet. i types a message."
      canvas.say(words, column: text.column + 1, row: text.row, style: Style(.muted), in: text)
    }
    paintText(of: view, &canvas, text, columns: space.columns)
    markMatches(&canvas, text, view)
    if transcript.search != nil, focusedLane == lane.id { paintSearchLine(&canvas, text) }
  }

  /// `A gpt-5.4-mini`; in a blind vote its number only.
  func laneTitle(_ lane: Lane) -> String {
    if let number = compare.voting?.number(of: lane.id), !isRevealed { return "Answer \(number)" }
    let off = lane.isOn ? "" : " (off)"
    let was = compare.voting?.number(of: lane.id).map { " (was \($0))" } ?? ""
    return "\(lane.letter) \(lane.name.isEmpty ? "no model" : lane.name)\(was)\(off)"
  }

  private func laneMarks(_ lane: Lane, _ geometry: LaneGeometry, at now: MonotonicTime) -> StyledLine {
    var words: [Span] = []
    if !isBlind {
      if comparison.winner == lane.id { words.append(Span("* winner", Style(.ok, on: .base, .bold))) }
      if comparison.base == lane.id, comparison.lanes.count > 1 { words.append(Span("base", Style(.muted))) }
    }
    if geometry.figureRows(in: geometry.frames.first?.area ?? Rect(column: 0, row: 0, columns: 0, rows: 0))
      == 0
    {
      let place = (comparison.index(of: lane.id) ?? 0) + 1
      words.append(Span("\(place) of \(comparison.lanes.count)", Style(.muted)))
      if let reply = lane.shown { words.append(stateSpan(reply, at: now)) }
    }
    return words.enumerated().flatMap { $0.offset == 0 ? [$0.element] : [Span("  "), $0.element] }
  }

  func stateSpan(_ reply: Reply, at now: MonotonicTime) -> Span {
    let state = reply.state(at: now)
    return Span(stateWords(reply, state, at: now), Style(state.tone.role, on: .base, .bold))
  }

  /// `● STREAMING 5.2 s`, `✓ DONE 4.1 s`.
  func stateWords(_ reply: Reply, _ state: ReplyState, at now: MonotonicTime) -> String {
    let word = signs.sign(state.word)
    if isBlind { return word }
    if reply.isRunning, state.tone == .live, let start = reply.sentAt ?? reply.exchange?.start {
      return "\(word) \(Figures.oneDecimal(reply.clock(now).milliseconds(since: start) / 1000)) s"
    }
    if !reply.isRunning, let total = reply.totalMilliseconds {
      return "\(word) \(Figures.milliseconds(total))"
    }
    return word
  }

  /// In the table, what differs has no place of its own.
  private func laneFoot(_ lane: Lane, _ geometry: LaneGeometry) -> String? {
    guard geometry.arrangement == .table || geometry.arrangement == .grid, !isBlind else { return nil }
    let notes = laneNotes(lane)
    return notes.isEmpty ? nil : notes.joined(separator: signs.sign(" · "))
  }

  /// What is worth knowing beside figures: what differs, another model than asked for, which run is shown.
  func laneNotes(_ lane: Lane) -> [String] {
    var notes: [String] = []
    if lane.model != lane.answeredModel { notes.append("next: \(lane.model)") }
    if let base = self.lane(comparison.base), base.id != lane.id {
      let differences = lane.differences(from: base).filter { !lane.variation.contains($0) }
      if !differences.isEmpty { notes.append(differences.joined(separator: ", ") + " differs") }
    }
    if let reply = lane.shown, let served = reply.servedModel, !ModelIdentity.isSame(reply.model, served) {
      notes.append("served \(served)")
    }
    let runs = lane.runs
    if runs.count > 1, let shown = lane.talk.conversation.lastAnswer, let place = runs.firstIndex(of: shown) {
      notes.append("run \(place + 1) of \(runs.count)")
    }
    return notes
  }

  private func laneHead(
    _ lane: Lane, _ figures: LaneFigures, columns: Int, rows: Int, at now: MonotonicTime
  ) -> [StyledLine] {
    guard let reply = lane.shown else { return [[Span("not asked", Style(.muted))]] }
    let state = stateSpan(reply, at: now)
    if isBlind { return [[state]] }
    let known = figures[lane.id] ?? RunFigures()
    func ranked(_ metric: RunMetric, unit: String = "") -> StyledLine {
      var spans = [Span(metric.text(of: known) + unit, Style(.text))]
      if let rank = figures.rank(metric, lane.id) {
        spans.append(
          Span(
            "  " + Ranking<LaneID>.ordinal(rank),
            Style(rank == 1 ? .ok : .muted, on: .base, rank == 1 ? .bold : [])))
      }
      return spans
    }
    let rate: StyledLine =
      known.tokensPerSecond == nil
      ? [Span(reply.isRunning ? "no answer yet" : "", Style(.muted))]
      : ranked(.rate, unit: " tok/s")
    let tokens = "in \(RunMetric.input.text(of: known)) / out \(RunMetric.output.text(of: known))"
    var lines = [
      MessageLines.spread([state], rate, columns: columns),
      MessageLines.spread(
        [Span("TTFT ", Style(.muted))] + ranked(.firstToken), [Span(tokens, Style(.muted))], columns: columns),
    ]
    var third: [String] = []
    if let reason = known.finishReason { third.append("finish \(reason)") }
    if let reasoning = known.reasoningTokens, reasoning > 0 { third.append("think \(reasoning)") }
    if let cached = known.cachedTokens, cached > 0 { third.append("cached \(cached)") }
    lines.append(
      MessageLines.spread(
        ranked(.cost), [Span(third.joined(separator: signs.sign(" · ")), Style(.muted))], columns: columns))
    let notes = (laneNotes(lane) + verdictWords(lane, at: now)).joined(separator: signs.sign(" · "))
    lines.append([Span(Glyphs.fitted(notes, columns: columns), Style(.warn))])
    if rows < lines.count {
      lines = Array(lines.prefix(rows))
    } else {
      lines.append([Span(String(repeating: signs.horizontal, count: columns), Style(.frameIdle))])
    }
    return lines
  }
}
