import RelayKit
import TerminalUI
package import Workbench

/// Two answers against each other: which, by what, and where it is looked at.
package struct DifferenceLook: Sendable {
  /// The lane beside the base; `nil`: the focused one, or the first that is not the base.
  package var other: LaneID?
  package var unit = AnswerComparison.Unit.sentences
  /// `nil`: by the width.
  package var isSplit: Bool?
  package var top = 0
  /// The change that is looked at, from 1.
  package var change: Int?
  package var openFolds: Set<Int> = []
  package var lensTop = 0
  package init() {}

  mutating func start() { (top, change, openFolds) = (0, nil, []) }
}

/// Two answers and how they are compared.
package struct DifferenceKey: Sendable, Hashable {
  package var base: MessageID
  package var other: MessageID
  /// Bytes of both: an answer grows, and several choices stand in one.
  package var sizes: [Int]
  package var unit: AnswerComparison.Unit
}

/// The answers that the lens looks at.
package struct LensKey: Sendable, Hashable {
  var answers: [MessageID]
  var lanes: [String]
  var sizes: [Int]
  var isWhole: [Bool]
}

/// Comparisons and layouts of the last frames. Main thread.
final class DifferenceMemo {
  private var comparisons: [DifferenceKey: AnswerComparison] = [:]
  private var pending: Set<DifferenceKey> = []
  private var layoutKey: LayoutKey?
  private var layout: DifferenceLayout?
  private var lensKey: LensKey?
  private var lens: DifferenceLens?
  private var pendingLens: LensKey?
  private var askedAt: MonotonicTime?

  private struct LayoutKey: Equatable {
    var difference: DifferenceKey
    var shape: DifferenceLayout.Shape
    var folds: Set<Int>
  }

  func keep(_ comparison: AnswerComparison, _ key: DifferenceKey) {
    if comparisons.count > 16 { comparisons = [:] }
    comparisons[key] = comparison
    pending.remove(key)
  }

  func comparison(_ key: DifferenceKey) -> AnswerComparison? { comparisons[key] }

  /// - Returns: whether it has to be asked for: it is neither known nor on its way.
  func await(_ key: DifferenceKey) -> Bool { comparisons[key] == nil && pending.insert(key).inserted }

  func layout(_ key: DifferenceKey, _ shape: DifferenceLayout.Shape, _ folds: Set<Int>) -> DifferenceLayout? {
    guard let comparison = comparisons[key] else { return nil }
    let layoutKey = LayoutKey(difference: key, shape: shape, folds: folds)
    if self.layoutKey == layoutKey { return layout }
    let made = DifferenceLayout(comparison, shape: shape, openFolds: folds)
    (self.layoutKey, layout) = (layoutKey, made)
    return made
  }

  func forgetLens() { (lens, lensKey) = (nil, nil) }

  func keep(_ lens: DifferenceLens, _ key: LensKey) {
    (self.lens, lensKey) = (lens, key)
    if pendingLens == key { pendingLens = nil }
  }

  /// The newest that is there, and whether it is of these answers.
  func lens(_ key: LensKey) -> (lens: DifferenceLens?, isCurrent: Bool) { (lens, lensKey == key) }

  /// - Returns: whether it has to be asked for: one at a time, and of growing answers one in a second.
  func await(_ key: LensKey, at now: MonotonicTime) -> Bool {
    guard lensKey != key, pendingLens == nil else { return false }
    if let askedAt, !key.isWhole.allSatisfy({ $0 }), now.milliseconds(since: askedAt) < 1000 { return false }
    (pendingLens, askedAt) = (key, now)
    return true
  }
}

extension Playground {
  /// The lanes that are compared, when both have whole answers; else why they cannot be.
  func differencePair() -> (base: Lane, other: Lane)? {
    guard let base = lane(comparison.base) else { return nil }
    let candidates = lanes.filter { $0.id != base.id }
    let chosen = [compare.difference.other, focusedLane].compactMap { id in candidates.first { $0.id == id } }
      .first
    guard let other = chosen ?? candidates.first else { return nil }
    return (base, other)
  }

  func differenceKey(_ pair: (base: Lane, other: Lane)) -> DifferenceKey? {
    guard let base = pair.base.talk.conversation.lastAnswer,
      let other = pair.other.talk.conversation.lastAnswer,
      let old = pair.base.shown, let new = pair.other.shown, !old.isRunning, !new.isRunning
    else { return nil }
    return DifferenceKey(
      base: base, other: other, sizes: [old.text.utf8.count, new.text.utf8.count],
      unit: compare.difference.unit)
  }

  /// Works the comparison out: at once when it is short, else beside the loop.
  mutating func prepareDifference(at now: MonotonicTime) -> [Effect] {
    if compare.mode == .lens { return prepareLens(at: now) }
    guard compare.mode == .difference, let pair = differencePair(), let key = differenceKey(pair),
      layouts.difference.comparison(key) == nil
    else { return [] }
    let (old, new) = (pair.base.shown?.text ?? "", pair.other.shown?.text ?? "")
    if AnswerComparison.estimatedWork(old, new) < AnswerComparison.backgroundSize {
      layouts.difference.keep(AnswerComparison(base: old, other: new, unit: key.unit), key)
      return []
    }
    return layouts.difference.await(key) ? [.compareAnswers(key, base: old, other: new)] : []
  }

  var differenceIsSplit: Bool { compare.difference.isSplit ?? (size.columns >= 100) }

  private func shape(in area: Rect) -> DifferenceLayout.Shape {
    let (left, right) = differenceFrames(area)
    return differenceIsSplit
      ? .split(left: left.columns - 4, right: right.columns - 4) : .unified(columns: left.columns - 4)
  }

  /// The frames of both answers; of the one column, twice the same.
  private func differenceFrames(_ area: Rect) -> (left: Rect, right: Rect) {
    let inner = Rect(
      column: area.column, row: area.row + 1, columns: area.columns, rows: max(3, area.rows - 3))
    guard differenceIsSplit else { return (inner, inner) }
    let left = inner.columns / 2
    return (
      Rect(column: inner.column, row: inner.row, columns: left, rows: inner.rows),
      Rect(column: inner.column + left, row: inner.row, columns: inner.columns - left, rows: inner.rows)
    )
  }

  func differenceLayout() -> DifferenceLayout? {
    guard let area = layout[.difference], let pair = differencePair(), let key = differenceKey(pair) else {
      return nil
    }
    return layouts.difference.layout(key, shape(in: area), compare.difference.openFolds)
  }

  private func differenceRows() -> Int { max(1, (layout[.difference]?.rows ?? 6) - 5) }

  mutating func scrollDifference(_ rows: Int) {
    guard let made = differenceLayout() else { return }
    let most = max(0, made.lineCount - differenceRows())
    compare.difference.top = max(0, min(compare.difference.top + rows, most))
  }

  mutating func differencePage(_ sign: Int) { scrollDifference(sign * max(1, differenceRows() - 1)) }

  mutating func nextChange(_ step: Int, at now: MonotonicTime) {
    guard let made = differenceLayout() else { return }
    let count = made.comparison.changes.count
    guard count > 0 else { return say("Nothing differs.", at: now) }
    let present =
      compare.difference.change ?? (step > 0 ? (made.change(from: compare.difference.top) ?? 1) - 1 : 1)
    var next = present + step
    if next > count {
      next = 1
      say("From the top.", at: now)
    } else if next < 1 {
      next = count
      say("From the bottom.", at: now)
    }
    compare.difference.change = next
    if let line = made.firstLine(ofChange: next) {
      let rows = differenceRows()
      if line < compare.difference.top || line >= compare.difference.top + rows - 2 {
        compare.difference.top = max(0, min(line - rows / 3, made.lineCount - rows))
      }
    }
  }

  /// The next lane beside the base.
  mutating func nextCandidate(_ step: Int) {
    guard let pair = differencePair() else { return }
    let others = comparison.lanes.map(\.id).filter { $0 != pair.base.id }
    guard let place = others.firstIndex(of: pair.other.id), !others.isEmpty else { return }
    compare.difference.other = others[(place + step + others.count) % others.count]
    compare.difference.start()
  }

  /// The other one becomes the base, and the base the other one.
  mutating func turnDifference() {
    guard let pair = differencePair() else { return }
    comparison.base = pair.other.id
    compare.difference.other = pair.base.id
    compare.difference.start()
  }

  mutating func toggleFold(at now: MonotonicTime) {
    guard let made = differenceLayout() else { return }
    let rows = compare.difference.top..<(compare.difference.top + differenceRows())
    if let fold = rows.lazy.compactMap({ made.fold(atLine: $0) }).first {
      if compare.difference.openFolds.remove(fold) == nil { compare.difference.openFolds.insert(fold) }
    } else if compare.difference.openFolds.isEmpty {
      compare.difference.openFolds = Set(made.folds)
    } else {
      compare.difference.openFolds = []
    }
  }

  // MARK: Painting

  func paintDifference(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let pair = differencePair()
    let key = pair.flatMap { differenceKey($0) }
    let made = key.flatMap { layouts.difference.layout($0, shape(in: area), compare.difference.openFolds) }
    let (left, right) = differenceFrames(area)
    let isFocused = focus == .difference && overlay == nil
    guard let pair, let made else {
      var frame = Frame("Diff", isFocused: isFocused)
      frame.footLeft = "Esc back"
      frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
      canvas.say(
        Glyphs.fitted(waitingWords(pair, key), columns: area.columns - 4), column: area.column + 2,
        row: area.row + 2, style: Style(.muted), in: area)
      return
    }
    paintDifferenceHead(pair, made.comparison, &canvas, area)
    let rows = left.inside.rows
    let top = max(0, min(compare.difference.top, made.lineCount - rows))
    let lines = made.lines(
      top..<(top + rows), current: compare.difference.change, marker: canvas.signs.sign("▸"))
    let percent = made.lineCount <= rows ? "100 %" : "\(min(100, (top + rows) * 100 / made.lineCount)) %"
    var first = Frame(
      differenceIsSplit ? laneTitle(pair.base) + " (base)" : "Unified, words marked",
      isFocused: isFocused && !differenceIsSplit)
    first.footLeft =
      "[-only in \(shortName(pair.base))-]"
      + (differenceIsSplit ? "" : "  {+only in \(shortName(pair.other))+}")
    if !differenceIsSplit { first.footRight = percent }
    first.draw(on: &canvas.grid, in: left, signs: canvas.signs)
    if differenceIsSplit {
      var second = Frame(laneTitle(pair.other), isFocused: isFocused)
      second.footLeft = "{+only in \(shortName(pair.other))+}"
      second.footRight = percent
      second.draw(on: &canvas.grid, in: right, signs: canvas.signs)
    }
    for (row, line) in lines.enumerated() {
      canvas.grid.write(line.left, column: left.column + 2, row: left.inside.row + row, in: left.inside)
      if differenceIsSplit {
        canvas.grid.write(line.right, column: right.column + 2, row: right.inside.row + row, in: right.inside)
      }
    }
    paintDifferenceFoot(pair, made.comparison, &canvas, area)
  }

  private func shortName(_ lane: Lane) -> String {
    isBlind ? "\(compare.voting?.number(of: lane.id) ?? 0)" : lane.letter
  }

  /// Why nothing is shown yet.
  private func waitingWords(_ pair: (base: Lane, other: Lane)?, _ key: DifferenceKey?) -> String {
    guard let pair else { return "Two lanes are needed: a adds models." }
    if key != nil { return "Comparing two long answers; this goes on beside everything else." }
    let running = [pair.base, pair.other].filter { $0.shown?.isRunning == true }.map(laneTitle)
    if !running.isEmpty {
      return "Two finished answers are needed. Running: \(running.joined(separator: ", "))."
    }
    return
      "Two answers are needed. Not asked: \([pair.base, pair.other].filter { $0.shown == nil }.map(laneTitle).joined(separator: ", "))."
  }

  private func paintDifferenceHead(
    _ pair: (base: Lane, other: Lane), _ difference: AnswerComparison, _ canvas: inout Canvas, _ area: Rect
  ) {
    // Above both columns the names stand in the frames too.
    let isNarrow = area.columns < 110
    var words =
      isNarrow
      ? " Diff  base \(shortName(pair.base)) with \(shortName(pair.other))"
      : " Diff  base \(laneTitle(pair.base))   with \(laneTitle(pair.other))"
    words += "   by \(difference.unit.rawValue)   similarity \(difference.similarity) %"
    if difference.isIdentical { words += "   the same, byte for byte" }
    if difference.isCoarse { words += "   coarse: too long or too different for every detail" }
    let count = difference.changes.count
    let right = count == 0 ? "" : "change \(compare.difference.change.map(String.init) ?? "-") of \(count) "
    canvas.say(
      right, column: area.column + area.columns - Glyphs.width(right), row: area.row, style: Style(.accent),
      in: area)
    canvas.say(
      Glyphs.fitted(words, columns: max(0, area.columns - Glyphs.width(right) - 1)), column: area.column,
      row: area.row, style: Style(.text), in: area)
  }

  private func paintDifferenceFoot(
    _ pair: (base: Lane, other: Lane), _ difference: AnswerComparison, _ canvas: inout Canvas, _ area: Rect
  ) {
    let row = area.row + area.rows - 2
    let (base, other) = (shortName(pair.base), shortName(pair.other))
    let words =
      " \(base) has \(Figures.counted(difference.onlyOldWords, "word")) not in \(other)\(signs.sign(" · "))\(other) has \(difference.onlyNewWords) not in \(base)\(signs.sign(" · "))\(difference.sharedWords) shared   - removed   + added   ~ changed"
    canvas.say(
      Glyphs.fitted(words, columns: area.columns - 1), column: area.column, row: row, style: Style(.muted),
      in: area)
    let running = lanes.filter { $0.shown?.isRunning == true }.map(laneTitle)
    let differs = pair.base.prompts != pair.other.prompts
    let note =
      differs
      ? " ! They answer different questions."
      : running.isEmpty
        ? " The same said in other words is not detected: this is a difference of texts."
        : " Still coming: \(running.joined(separator: ", "))."
    canvas.say(
      Glyphs.fitted(note, columns: area.columns - 1), column: area.column, row: row + 1, style: Style(.muted),
      in: area)
  }
}
