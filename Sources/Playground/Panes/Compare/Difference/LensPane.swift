import RelayKit
import TerminalUI
import Workbench

/// The difference lens: the facts in which the answers disagree, and the answers with what all agree on dimmed.
extension Playground {
  private var lensLanes: [Lane] { lanes.filter { $0.shown?.text.isEmpty == false } }

  private var lensAnswers: [LensAnswer] {
    lensLanes.compactMap { lane in
      guard let reply = lane.shown else { return nil }
      let name = isBlind ? "\(compare.voting?.number(of: lane.id) ?? 0)" : lane.letter
      return LensAnswer(lane: name, text: reply.text, isComplete: !reply.isRunning)
    }
  }

  private func key(_ answers: [LensAnswer]) -> LensKey {
    LensKey(
      answers: lensLanes.compactMap(\.talk.conversation.lastAnswer),
      lanes: answers.map(\.lane), sizes: answers.map(\.text.utf8.count), isWhole: answers.map(\.isComplete))
  }

  /// Looks through the answers: at once when they are short and whole, else beside the loop, one look at a time.
  mutating func prepareLens(at now: MonotonicTime) -> [Effect] {
    let answers = lensAnswers
    let key = key(answers)
    guard !layouts.difference.lens(key).isCurrent else { return [] }
    let size = key.sizes.reduce(0, +)
    if size < AnswerComparison.backgroundSize, key.isWhole.allSatisfy({ $0 }) {
      layouts.difference.keep(DifferenceLens(answers), key)
      return []
    }
    return layouts.difference.await(key, at: now) ? [.lookThroughLens(key, answers)] : []
  }

  /// The newest look; nothing before the first.
  private var currentLens: DifferenceLens {
    layouts.difference.lens(key(lensAnswers)).lens ?? DifferenceLens([])
  }

  /// The facts, then the answers side by side.
  private func lensLines(columns: Int) -> [[StyledLine]] {
    let lens = currentLens
    var lines = LensLines.facts(lens, columns: columns).map { [$0] }
    guard !lens.answers.isEmpty else { return lines }
    let count = min(lens.answers.count, max(1, columns / LaneGeometry.leastColumn))
    let width = columns / count - 1
    // More answers than columns stand below each other.
    for start in stride(from: 0, to: lens.answers.count, by: count) {
      let row = lens.answers[start..<min(start + count, lens.answers.count)]
      lines.append([])
      lines.append(
        row.map {
          [Span("\($0.lane)\($0.isComplete ? "" : ", still coming")", Style(.assistant, on: .base, .bold))]
        })
      let texts = row.map { LensLines.text($0, columns: width) }
      for index in 0..<(texts.map(\.count).max() ?? 0) {
        lines.append(texts.map { index < $0.count ? $0[index] : [] })
      }
    }
    return lines
  }

  private func lensSpace(_ area: Rect) -> (columns: Int, rows: Int) {
    (max(10, area.inside.columns - 2), max(1, area.inside.rows))
  }

  mutating func scrollLens(_ rows: Int) {
    guard let area = layout[.lens] else { return }
    let space = lensSpace(area)
    let most = max(0, lensLines(columns: space.columns).count - space.rows)
    compare.difference.lensTop = max(0, min(compare.difference.lensTop + rows, most))
  }

  mutating func lensPage(_ sign: Int) { scrollLens(sign * max(1, (layout[.lens]?.inside.rows ?? 10) - 1)) }

  func paintLens(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let space = lensSpace(area)
    let lines = lensLines(columns: space.columns)
    let top = max(0, min(compare.difference.lensTop, lines.count - space.rows))
    var frame = Frame("Lens", isFocused: focus == .lens && overlay == nil)
    frame.state = [Span("what disagrees; what all say is dimmed", Style(.muted))]
    frame.footLeft = canvas.signs.sign("j k scroll · D Diff of two · Esc back")
    frame.footRight =
      lines.count <= space.rows ? "100 %" : "\(min(100, (top + space.rows) * 100 / lines.count)) %"
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let inside = area.inside
    if currentLens.answers.isEmpty {
      canvas.say(
        lensAnswers.isEmpty ? "No lane has an answer yet." : "Looking through the answers.",
        column: inside.column + 1, row: inside.row, style: Style(.muted),
        in: inside)
      return
    }
    for (row, cells) in lines.dropFirst(top).prefix(space.rows).enumerated() {
      let width = space.columns / max(1, cells.count)
      for (index, cell) in cells.enumerated() {
        let column = inside.column + 1 + index * width
        let place = Rect(
          column: column, row: inside.row + row, columns: cells.count == 1 ? space.columns : width - 1,
          rows: 1)
        canvas.grid.write(cell, column: column, row: inside.row + row, in: place)
      }
    }
  }

  mutating func scrollMode(_ rows: Int, at now: MonotonicTime) -> [Effect] {
    switch compare.mode {
    case .difference: scrollDifference(rows)
    case .lens: scrollLens(rows)
    case .results: moveInResults(rows, at: now)
    case .scores: moveInScores(rows)
    case .lanes: break
    }
    return []
  }
}
