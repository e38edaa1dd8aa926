import RelayKit
import TerminalUI
import Workbench

/// All lanes with their figures, above the answer of one of them.
extension Playground {
  func paintLaneTable(
    _ lanes: [Lane], _ figures: LaneFigures, _ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime
  ) {
    let all = isBlind ? ["state"] : ["state", "TTFT", "tok/s", "in/out", "cost"]
    // Where not all have room, tokens go first, then the rate.
    let kept = area.columns >= 72 ? [0, 1, 2, 3, 4] : area.columns >= 62 ? [0, 1, 2, 4] : [0, 1, 4]
    func picked<Element>(_ row: [Element]) -> [Element] { kept.compactMap { $0 < row.count ? row[$0] : nil } }
    let heads = picked(all)
    let cells = lanes.map { picked(laneCells($0, figures, at: now)) }
    let widths = heads.indices.map { column in
      ([heads[column]] + cells.compactMap { column < $0.count ? $0[column].text : nil }).map(Glyphs.width)
        .max() ?? 0
    }
    let nameColumns = max(10, area.columns - 3 - widths.reduce(0) { $0 + $1 + 2 })
    func row(_ spans: StyledLine) -> StyledLine {
      zip(spans, widths).map { span, width in
        Span(Glyphs.padded(span.text, columns: width) + "  ", span.style)
      }
    }
    let head = row(heads.map { Span($0, Style(.muted)) })
    canvas.grid.write(
      [Span("   " + Glyphs.padded("model", columns: nameColumns), Style(.muted))] + head, column: area.column,
      row: area.row, in: area)
    let rows = max(0, area.rows - 2)
    let focused = lanes.firstIndex { $0.id == focusedLane } ?? 0
    let top = max(0, min(focused - rows / 2, lanes.count - rows))
    for index in 0..<min(rows, lanes.count) {
      let lane = lanes[top + index]
      let line = Rect(column: area.column, row: area.row + 1 + index, columns: area.columns, rows: 1)
      let isFocused = lane.id == focusedLane
      canvas.mark(line, .lane(lane.id))
      let name: StyledLine = [
        Span(signs.sign(isFocused ? " ▸ " : "   "), Style(.accent, on: .base, .bold)),
        Span(
          Glyphs.padded(
            signs.sign(Glyphs.fitted(laneTitle(lane), columns: nameColumns - 1)), columns: nameColumns),
          Style(.assistant, on: .base, isFocused ? .bold : [])),
      ]
      canvas.grid.write(name + row(cells[top + index]), column: area.column, row: line.row, in: line)
    }
    guard area.rows > 1 else { return }
    let more = lanes.count > rows ? "\(top + 1)-\(top + rows) of \(lanes.count)  " : ""
    let last = area.row + area.rows - 1
    let end = canvas.say(more, column: area.column + 3, row: last, style: Style(.accent), in: area)
    paintSummary(
      &canvas, Rect(column: end - 1, row: last, columns: area.column + area.columns - end + 1, rows: 1),
      at: now)
  }

  private func laneCells(_ lane: Lane, _ figures: LaneFigures, at now: MonotonicTime) -> StyledLine {
    guard let reply = lane.shown else { return [Span(lane.isOn ? "not asked" : "off", Style(.muted))] }
    let state = reply.state(at: now)
    let word = Span(stateWords(reply, state, at: now), Style(state.tone.role, on: .base, .bold))
    guard !isBlind, let known = figures[lane.id] else { return [word] }
    func cell(_ metric: RunMetric) -> Span {
      Span(metric.text(of: known) + (figures.rank(metric, lane.id) == 1 ? "*" : ""))
    }
    let tokens = "\(RunMetric.input.text(of: known))/\(RunMetric.output.text(of: known))"
    return [word, cell(.firstToken), cell(.rate), Span(tokens), cell(.cost)]
  }
}

/// Lanes that were made by varying: a column for each model, a row for each variation.
struct LaneGrid {
  let models: [String]
  let variations: [String]
  /// By variation and model.
  private var places: [[LaneID?]]

  init(_ lanes: [Lane]) {
    var (models, variations): ([String], [String]) = ([], [])
    for lane in lanes {
      if !models.contains(lane.model) { models.append(lane.model) }
      let variation = Self.variation(lane)
      if !variations.contains(variation) { variations.append(variation) }
    }
    (self.models, self.variations) = (models, variations)
    places = variations.map { _ in models.map { _ in nil } }
    for lane in lanes {
      guard let row = variations.firstIndex(of: Self.variation(lane)),
        let column = models.firstIndex(of: lane.model)
      else { continue }
      places[row][column] = places[row][column] ?? lane.id
    }
  }

  private static func variation(_ lane: Lane) -> String { lane.variation.joined(separator: ", ") }

  func lane(row: Int, column: Int) -> LaneID? { places[row][column] }

  /// Rows that it takes on the screen: heads, rows, sums.
  static func rows(_ lanes: [Lane]) -> Int { LaneGrid(lanes).variations.count + 2 }
}

extension Playground {
  func paintGrid(
    _ lanes: [Lane], _ figures: LaneFigures, _ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime
  ) {
    let grid = LaneGrid(lanes)
    let names = min(30, (grid.variations.map(Glyphs.width).max() ?? 0) + 2)
    let cell = max(12, min(24, (area.columns - names - 2) / max(1, grid.models.count)))
    func paint(_ text: String, _ column: Int, _ row: Int, _ style: Style) {
      canvas.grid.write(
        Glyphs.fitted(text, columns: cell - 1), column: area.column + names + 2 + column * cell, row: row,
        style: style, in: area)
    }
    canvas.say(
      " \(compare.rankedBy.shortTitle)", column: area.column, row: area.row, style: Style(.muted), in: area)
    for (column, model) in grid.models.enumerated() { paint(model, column, area.row, Style(.assistant)) }
    let rows = max(0, area.rows - 2)
    let focusedRow = grid.variations.indices.first { row in
      grid.models.indices.contains { grid.lane(row: row, column: $0) == focusedLane }
    }
    let top = max(0, min((focusedRow ?? 0) - rows / 2, grid.variations.count - rows))
    for index in 0..<min(rows, grid.variations.count) {
      let (row, y) = (top + index, area.row + 1 + index)
      canvas.grid.write(
        Glyphs.fitted(" " + grid.variations[row], columns: names + 1), column: area.column, row: y,
        style: Style(.text), in: area)
      for column in grid.models.indices {
        guard let id = grid.lane(row: row, column: column), let lane = lane(id) else { continue }
        let surface: Role = id == focusedLane ? .select : .base
        canvas.mark(
          Rect(column: area.column + names + 2 + column * cell, row: y, columns: cell, rows: 1), .lane(id))
        guard let reply = lane.shown else {
          paint("not asked", column, y, Style(.muted, on: surface))
          continue
        }
        let state = reply.state(at: now)
        let sign = state.word.split(separator: " ").first.map(String.init) ?? ""
        let value = isBlind ? "" : figures[id].map { compare.rankedBy.text(of: $0) } ?? ""
        let best = figures.rank(compare.rankedBy, id) == 1 && !isBlind ? "*" : ""
        paint(
          signs.sign("\(sign) \(value)\(best)"), column, y,
          Style(state.tone.role, on: surface, id == focusedLane ? .bold : []))
      }
    }
    paintSummary(
      &canvas, Rect(column: area.column, row: area.row + area.rows - 1, columns: area.columns, rows: 1),
      at: now)
  }
}
