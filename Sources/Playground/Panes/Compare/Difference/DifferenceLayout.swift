package import TerminalUI
package import Workbench

/// The lines that show a comparison at some width. Heights are worked out once, lines when they are looked at, so
/// that a long comparison costs little. A value: it can be made in the background, and is kept until the width,
/// the comparison or a fold changes.
package struct DifferenceLayout: Sendable {
  package enum Shape: Sendable, Hashable {
    /// Both answers beside each other, row by row.
    case split(left: Int, right: Int)
    case unified(columns: Int)
  }

  package struct Line: Sendable, Hashable {
    package var left: StyledLine = []
    /// Empty in the unified shape.
    package var right: StyledLine = []
  }

  /// What one or several lines show.
  enum Item: Sendable, Hashable {
    case row(Int)
    /// A row of the old answer alone beside one of the new one alone.
    case beside(old: Int, new: Int)
    /// Rows that are the same; named by the first of them. What its line says was counted once.
    case fold(Range<Int>, words: String)
  }

  package let comparison: AnswerComparison
  package let shape: Shape
  package let openFolds: Set<Int>
  let items: [Item]
  /// The first line of each item; at the end the number of lines.
  private let starts: [Int]
  /// The item of each change.
  private let changeItems: [Int]

  package init(_ comparison: AnswerComparison, shape: Shape, openFolds: Set<Int> = []) {
    (self.comparison, self.shape, self.openFolds) = (comparison, shape, openFolds)
    items = Self.items(of: comparison, isSplit: Self.isSplit(shape), openFolds: openFolds)
    let rows = DifferenceRows(comparison, shape: shape)
    var starts: [Int] = []
    starts.reserveCapacity(items.count + 1)
    var places: [Int: Int] = [:]
    var line = 0
    for (index, item) in items.enumerated() {
      starts.append(line)
      line += rows.height(of: item, isLast: index + 1 == items.count)
      switch item {
      case .row(let row): places[row] = index
      case .beside(let old, let new): (places[old], places[new]) = (index, index)
      case .fold: break
      }
    }
    starts.append(line)
    self.starts = starts
    changeItems = comparison.changes.map { places[$0] ?? 0 }
  }

  package var lineCount: Int { starts.last ?? 0 }

  /// - Parameters:
  ///   - current: the number of the change that is looked at, from 1; its sign is `marker`.
  ///   - marker: one cell.
  package func lines(_ range: Range<Int>, current: Int? = nil, marker: String = "▸") -> [Line] {
    let range = range.clamped(to: 0..<lineCount)
    guard !range.isEmpty else { return [] }
    let rows = DifferenceRows(comparison, shape: shape)
    let currentRow = current.flatMap { row(ofChange: $0) }
    var lines: [Line] = []
    var index = item(atLine: range.lowerBound)
    while index < items.count, starts[index] < range.upperBound {
      let all = rows.lines(
        of: items[index], isLast: index + 1 == items.count, marked: currentRow, marker: marker)
      let from = max(0, range.lowerBound - starts[index])
      let to = min(all.count, range.upperBound - starts[index])
      if from < to { lines += all[from..<to] }
      index += 1
    }
    return lines
  }

  // MARK: Places

  /// - Parameter number: from 1.
  package func firstLine(ofChange number: Int) -> Int? {
    changeItems.indices.contains(number - 1) ? starts[changeItems[number - 1]] : nil
  }

  /// The first change that begins at or behind a line.
  package func change(from line: Int) -> Int? {
    var (low, high) = (0, changeItems.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[changeItems[middle]] < line { low = middle + 1 } else { high = middle }
    }
    return low < changeItems.count ? low + 1 : nil
  }

  /// The fold whose own line this is: to be put into `openFolds`, or taken out.
  package func fold(atLine line: Int) -> Int? {
    guard (0..<lineCount).contains(line), case .fold(let rows, _) = items[item(atLine: line)] else {
      return nil
    }
    return rows.lowerBound
  }

  /// All folds that there are, open or not, to open or close them at once.
  package var folds: [Int] {
    items.compactMap { if case .fold(let rows, _) = $0 { rows.lowerBound } else { nil } }
  }

  private func row(ofChange number: Int) -> Int? {
    comparison.changes.indices.contains(number - 1) ? comparison.changes[number - 1] : nil
  }

  private func item(atLine line: Int) -> Int {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle + 1] <= line { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Items

  /// So many rows that are the same are hidden at least.
  private static let fewestHidden = 3

  private static func isSplit(_ shape: Shape) -> Bool { if case .split = shape { true } else { false } }

  private static func items(of comparison: AnswerComparison, isSplit: Bool, openFolds: Set<Int>) -> [Item] {
    let rows = comparison.rows
    var items: [Item] = []
    var index = 0
    while index < rows.count {
      let start = index
      if !rows[index].isChange {
        while index < rows.count, !rows[index].isChange { index += 1 }
        addSame(start..<index, of: comparison, openFolds, to: &items)
      } else if isSplit, case .onlyOld = rows[index].content {
        while index < rows.count, case .onlyOld = rows[index].content { index += 1 }
        let middle = index
        while index < rows.count, case .onlyNew = rows[index].content { index += 1 }
        addBeside(start..<middle, middle..<index, rows, to: &items)
      } else {
        items.append(.row(index))
        index += 1
      }
    }
    return items
  }

  /// What stands alone on both sides at one place is shown side by side.
  private static func addBeside(
    _ old: Range<Int>, _ new: Range<Int>, _ rows: [ComparisonRow], to items: inout [Item]
  ) {
    let pairs = min(old.count, new.count)
    for offset in 0..<pairs {
      items.append(.beside(old: old.lowerBound + offset, new: new.lowerBound + offset))
    }
    for index in old.dropFirst(pairs) { items.append(.row(index)) }
    for index in new.dropFirst(pairs) { items.append(.row(index)) }
  }

  /// One row beside each change stays visible.
  private static func addSame(
    _ same: Range<Int>, of comparison: AnswerComparison, _ openFolds: Set<Int>, to items: inout [Item]
  ) {
    let count = comparison.rows.count
    let isWhole = same.count == count
    let first = same.lowerBound + (same.lowerBound == 0 || isWhole ? 0 : 1)
    let last = same.upperBound - (same.upperBound == count || isWhole ? 0 : 1)
    guard last - first >= fewestHidden else {
      for index in same { items.append(.row(index)) }
      return
    }
    for index in same.lowerBound..<first { items.append(.row(index)) }
    let isOpen = openFolds.contains(first)
    let words = DifferenceRows.words(ofFold: first..<last, comparison) + (isOpen ? ", shown" : "")
    items.append(.fold(first..<last, words: words))
    if isOpen { for index in first..<last { items.append(.row(index)) } }
    for index in last..<same.upperBound { items.append(.row(index)) }
  }
}
