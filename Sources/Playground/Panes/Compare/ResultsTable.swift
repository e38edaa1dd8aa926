import RelayKit
import TerminalUI
package import Workbench

/// A column of the table of results.
package enum ResultsColumn: Sendable, Hashable {
  case lane, state, metric(RunMetric), finish, verdict

  static let all: [ResultsColumn] =
    [.lane, .state]
    + [.firstToken, .rate, .total, .input, .cached, .output, .reasoning, .cost, .length]
    .map { .metric($0) } + [.finish, .verdict]

  /// Those that stay where not all have room come first.
  static let byImportance: [ResultsColumn] =
    [.lane, .state] + [.firstToken, .rate, .cost, .output].map { .metric($0) } + [.verdict]
    + [.total, .length, .input].map { .metric($0) } + [.finish] + [.reasoning, .cached].map { .metric($0) }

  var title: String {
    switch self {
    case .lane: "lane"
    case .state: "state"
    case .metric(let metric): metric.shortTitle
    case .finish: "finish"
    case .verdict: "verdicts"
    }
  }
}

/// How the table is looked at. Sorting it moves no lane.
package struct ResultsTable: Sendable, Hashable {
  package var sortedBy: ResultsColumn?
  package var isReversed = false
  package var mark = 0
  package init() {}
}

/// One run in the table.
struct ResultsRow {
  var lane: Lane
  var answer: MessageID
  /// From 1, among the runs of its lane.
  var number: Int
  var reply: Reply
  var figures: RunFigures
  /// Of sorting by verdicts only: working it out looks through all verdicts.
  var verdictRank = 0.0
}

extension Playground {
  /// The runs of the turn that was asked last, in the order of the table.
  func resultsRows(at now: MonotonicTime) -> [ResultsRow] {
    var rows: [ResultsRow] = []
    for lane in lanes {
      for (place, run) in runFigures(of: lane, at: now).enumerated() {
        rows.append(
          ResultsRow(
            lane: lane, answer: run.id, number: lane.runs.count > 1 ? place + 1 : 0, reply: run.reply,
            figures: run.figures))
      }
    }
    guard let column = compare.results.sortedBy else { return rows }
    if column == .verdict {
      for index in rows.indices { rows[index].verdictRank = verdictRank(rows[index].answer, at: now) }
    }
    let sorted = rows.enumerated().sorted { left, right in
      switch before(left.element, right.element, by: column, at: now) {
      case .some(let isBefore): isBefore != compare.results.isReversed
      case nil: left.offset < right.offset
      }
    }.map(\.element)
    guard case .metric(let metric) = column else { return sorted }
    // What is not known stands last, whichever way.
    return sorted.filter { metric.value(of: $0.figures) != nil }
      + sorted.filter { metric.value(of: $0.figures) == nil }
  }

  /// `nil`: neither comes first.
  private func before(
    _ left: ResultsRow, _ right: ResultsRow, by column: ResultsColumn, at now: MonotonicTime
  ) -> Bool? {
    func compared<Value: Comparable>(_ left: Value, _ right: Value) -> Bool? {
      left == right ? nil : left < right
    }
    switch column {
    case .lane: return compared(left.lane.name, right.lane.name)
    case .state: return compared(left.reply.state(at: now).word, right.reply.state(at: now).word)
    case .finish: return compared(left.figures.finishReason ?? "", right.figures.finishReason ?? "")
    case .verdict: return compared(left.verdictRank, right.verdictRank)
    case .metric(let metric):
      guard let one = metric.value(of: left.figures), let other = metric.value(of: right.figures) else {
        return nil
      }
      // The better first: that is what a table is sorted for.
      return compared(one, other).map { metric.preference == .more ? !$0 : $0 }
    }
  }

  /// The next column, or the same the other way round.
  mutating func sortResults(by column: ResultsColumn, at now: MonotonicTime) {
    let marked = markedResult(at: now)
    defer { markResult(marked, at: now) }
    if compare.results.sortedBy == column {
      compare.results.isReversed.toggle()
    } else {
      (compare.results.sortedBy, compare.results.isReversed) = (column, false)
    }
  }

  mutating func sortNextResults(at now: MonotonicTime) {
    let marked = markedResult(at: now)
    defer { markResult(marked, at: now) }
    let all = ResultsColumn.all
    let place = compare.results.sortedBy.flatMap { all.firstIndex(of: $0) } ?? -1
    compare.results.sortedBy = all[(place + 1) % all.count]
    compare.results.isReversed = false
    say("Sorted by \(compare.results.sortedBy?.title ?? ""); the lanes stay where they are.", at: now)
  }

  private func markedResult(at now: MonotonicTime) -> MessageID? {
    let rows = resultsRows(at: now)
    return rows.indices.contains(compare.results.mark) ? rows[compare.results.mark].answer : nil
  }

  /// The mark stays on its answer, wherever that stands now.
  private mutating func markResult(_ answer: MessageID?, at now: MonotonicTime) {
    if let row = resultsRows(at: now).firstIndex(where: { $0.answer == answer }) {
      compare.results.mark = row
    }
  }

  mutating func moveInResults(_ rows: Int, at now: MonotonicTime) {
    compare.results.mark = max(0, min(compare.results.mark + rows, resultsRows(at: now).count - 1))
  }

  /// Goes to the lane and answer under the mark.
  mutating func openResult(at now: MonotonicTime) {
    let rows = resultsRows(at: now)
    guard rows.indices.contains(compare.results.mark) else { return }
    let row = rows[compare.results.mark]
    compare.focused = row.lane.id
    comparison.change(row.lane.id) { $0.talk.conversation.choose(row.answer) }
    showMode(.lanes)
    settleColumns()
  }

  /// Begins at the lane that has the focus.
  mutating func showResults(at now: MonotonicTime) {
    let id = focusedLane
    showMode(.results)
    if let row = resultsRows(at: now).firstIndex(where: { $0.lane.id == id }) { compare.results.mark = row }
  }

  // MARK: Painting

  func paintResults(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let rows = resultsRows(at: now)
    var frame = Frame("Results", isFocused: focus == .results && overlay == nil)
    let sorted = compare.results.sortedBy.map {
      "by \($0.title)\(compare.results.isReversed ? ", reversed" : "")"
    }
    frame.state = [Span(sorted ?? "as the lanes stand", Style(.muted))]
    frame.footLeft = canvas.signs.sign("Enter goes there · s sorts · o turns round · Esc back")
    frame.footRight = totalWords(at: now)
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let inside = area.inside
    let columns = resultsColumns(rows, columns: inside.columns - 1, at: now)
    var x = inside.column + 1
    for (column, width) in columns {
      let isSorted = compare.results.sortedBy == column
      canvas.grid.write(
        Glyphs.fitted(column.title, columns: width), column: x, row: inside.row,
        style: Style(isSorted ? .accent : .muted, on: .base, isSorted ? .bold : []), in: inside)
      canvas.mark(Rect(column: x, row: inside.row, columns: width, rows: 1), .resultsColumn(column))
      x += width + 1
    }
    var spread = spreadLines(columns: inside.columns - 2, at: now)
    if rows.indices.contains(compare.results.mark) {
      let row = rows[compare.results.mark]
      let said = verdictLines(row.answer, columns: inside.columns - 2, at: now)
      if !said.isEmpty { spread += [[Span("\(laneTitle(row.lane)):", Style(.assistant))]] + said }
    }
    let spreadRows = spread.isEmpty ? 0 : min(spread.count + 1, max(0, inside.rows - 6))
    let height = max(1, inside.rows - 1 - spreadRows)
    let top = max(0, min(compare.results.mark - height / 2, rows.count - height))
    for index in 0..<min(height, rows.count) {
      let isMarked = top + index == compare.results.mark
      let y = inside.row + 1 + index
      let surface: Role = isMarked ? .select : .base
      let line = Rect(column: inside.column, row: y, columns: inside.columns, rows: 1)
      canvas.mark(line, .resultsRow(top + index))
      if isMarked { canvas.grid.fill(line, style: Style(.text, on: .select, .bold)) }
      if isMarked {
        canvas.say("▸", column: inside.column, row: y, style: Style(.accent, on: surface, .bold))
      }
      var x = inside.column + 1
      for (column, width) in columns {
        let (text, role) = cell(rows[top + index], column, at: now)
        canvas.grid.write(
          Glyphs.fitted(text, columns: width), column: x, row: y, style: Style(role, on: surface), in: inside)
        x += width + 1
      }
    }
    if rows.isEmpty {
      canvas.say(
        "Nothing was asked yet.", column: inside.column + 1, row: inside.row + 2, style: Style(.muted),
        in: inside)
    }
    for (index, line) in spread.prefix(max(0, spreadRows - 1)).enumerated() {
      canvas.grid.write(
        line, column: inside.column + 1, row: inside.row + inside.rows - spreadRows + 1 + index, in: inside)
    }
  }

  private func cell(_ row: ResultsRow, _ column: ResultsColumn, at now: MonotonicTime) -> (String, Role) {
    switch column {
    case .lane: return (laneTitle(row.lane) + (row.number > 0 ? " #\(row.number)" : ""), .assistant)
    case .state:
      let state = row.reply.state(at: now)
      return (signs.sign(state.word), state.tone.role)
    case .metric(let metric):
      return (metric.text(of: row.figures, columns: Self.costColumns), .text)
    case .finish: return (row.figures.finishReason ?? "-", .muted)
    case .verdict: return (verdicts(of: row.answer, at: now).joined(separator: " "), .text)
    }
  }

  private static let costColumns = 11

  /// The columns that have room, the first ones first; verdicts only where there are any.
  private func resultsColumns(_ rows: [ResultsRow], columns: Int, at now: MonotonicTime) -> [(
    column: ResultsColumn, width: Int
  )] {
    let names = rows.map { Glyphs.width(laneTitle($0.lane)) + ($0.number > 0 ? 4 : 0) }.max() ?? 8
    var widths: [ResultsColumn: Int] = [:]
    var used = 0
    let said = rows.map { verdicts(of: $0.answer, at: now).joined(separator: " ") }
    for column in ResultsColumn.byImportance {
      let width: Int
      switch column {
      case .lane: width = min(names, max(14, columns / 3))
      case .state: width = 13
      case .metric(.cost): width = Self.costColumns
      case .metric(.firstToken), .metric(.total): width = 8
      case .metric: width = 6
      case .finish: width = 10
      case .verdict: width = min(40, said.map { Glyphs.width($0) }.max() ?? 0)
      }
      if width == 0 { continue }
      guard used + width <= columns else { continue }
      widths[column] = width
      used += width + 1
    }
    return ResultsColumn.all.compactMap { column in widths[column].map { (column, $0) } }
  }

  /// Of lanes that were asked more than once.
  private func spreadLines(columns: Int, at now: MonotonicTime) -> [StyledLine] {
    lanes.flatMap { lane -> [StyledLine] in
      let runs = runFigures(of: lane, at: now)
      guard runs.count > 1 else { return [] }
      let spread = Spread(runs.map { ($0.figures, $0.reply.text) })
      return TextWrapper.wrap(
        [Span("\(laneTitle(lane))  ", Style(.assistant)), Span(spread.line, Style(.text))], columns: columns)
    }
  }
}
