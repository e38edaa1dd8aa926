import TerminalUI
import Workbench

/// The lines of single rows of a comparison: a sign, a blank, and the text with its marks.
struct DifferenceRows {
  /// Cells of the sign and the blank behind it.
  private static let signColumns = 2

  private let comparison: AnswerComparison
  private let shape: DifferenceLayout.Shape

  init(_ comparison: AnswerComparison, shape: DifferenceLayout.Shape) {
    (self.comparison, self.shape) = (comparison, shape)
  }

  /// - Parameters:
  ///   - isLast: nothing follows, so no empty line does.
  ///   - marked: the row whose sign is `marker`.
  func lines(
    of item: DifferenceLayout.Item, isLast: Bool, marked: Int? = nil, marker: String = ""
  ) -> [DifferenceLayout.Line] {
    switch item {
    case .fold(_, let words): return [fold(words)]
    case .row(let row): return lines(old: row, new: row, isLast: isLast, marked: marked, marker: marker)
    case .beside(let old, let new):
      return lines(old: old, new: new, isLast: isLast, marked: marked, marker: marker)
    }
  }

  private func lines(
    old: Int, new: Int, isLast: Bool, marked: Int?, marker: String
  ) -> [DifferenceLayout.Line] {
    let (first, second) = (comparison.rows[old], comparison.rows[new])
    let endsParagraph = !isLast && (Self.endsParagraph(first) || Self.endsParagraph(second))
    func signed(_ row: Int, _ side: DifferenceMarks.Sides, _ columns: Int) -> [StyledLine] {
      let content = comparison.rows[row]
      let sign = row == marked ? Span(marker, Style(.accent, on: .base, .bold)) : Self.sign(content)
      return Self.wrapped(content, side, columns: columns, sign: sign)
    }
    switch shape {
    case .unified(let columns):
      return (signed(old, .both, columns) + (endsParagraph ? [[]] : [])).map {
        DifferenceLayout.Line(left: $0)
      }
    case .split(let leftColumns, let rightColumns):
      let left = signed(old, .old, leftColumns)
      let right = signed(new, .new, rightColumns)
      let count = max(left.count, right.count) + (endsParagraph ? 1 : 0)
      return (0..<count).map { index in
        DifferenceLayout.Line(
          left: index < left.count ? left[index] : [], right: index < right.count ? right[index] : [])
      }
    }
  }

  private static func endsParagraph(_ row: ComparisonRow) -> Bool {
    guard row.kind == .prose else { return false }
    func ends(_ text: Substring?) -> Bool {
      guard let text else { return false }
      var feeds = 0
      for byte in text.utf8.reversed() {
        if byte == 0x0A { feeds += 1 } else if byte > 0x20 { break }
        if feeds == 2 { return true }
      }
      return false
    }
    switch row.content {
    case .same(let old, let new): return ends(old) || ends(new)
    case .onlyOld(let text), .onlyNew(let text): return ends(text)
    case .changed(let pieces):
      return ends(pieces.last { !$0.old.isEmpty }?.old) || ends(pieces.last { !$0.new.isEmpty }?.new)
    }
  }

  private static func sign(_ row: ComparisonRow) -> Span {
    switch row.content {
    case .same: Span(" ")
    case .changed: Span("~", Style(.diffChange))
    case .onlyOld: Span("-", Style(.diffDelete))
    case .onlyNew: Span("+", Style(.diffAdd))
    }
  }

  private static func wrapped(
    _ row: ComparisonRow, _ sides: DifferenceMarks.Sides, columns: Int, sign: Span
  ) -> [StyledLine] {
    let spans = DifferenceMarks.spans(row, sides: sides)
    let inner = max(1, columns - signColumns)
    let lines =
      row.kind == .code
      ? TextWrapper.breakHard(spans, columns: inner) : TextWrapper.wrap(spans, columns: inner)
    return lines.enumerated().map { index, line in
      index == 0 ? [sign, Span(" ")] + line : [Span("  ")] + line
    }
  }

  // MARK: Heights

  /// As many lines as `lines(of:isLast:)` gives, for less.
  func height(of item: DifferenceLayout.Item, isLast: Bool) -> Int {
    switch item {
    case .fold: return 1
    case .row(let row): return height(old: row, new: row, isLast: isLast)
    case .beside(let old, let new): return height(old: old, new: new, isLast: isLast)
    }
  }

  private func height(old: Int, new: Int, isLast: Bool) -> Int {
    let (first, second) = (comparison.rows[old], comparison.rows[new])
    let gap = !isLast && (Self.endsParagraph(first) || Self.endsParagraph(second)) ? 1 : 0
    switch shape {
    case .unified(let columns): return gap + Self.height(first, .both, columns: columns)
    case .split(let left, let right):
      return gap + max(Self.height(first, .old, columns: left), Self.height(second, .new, columns: right))
    }
  }

  private static func height(_ row: ComparisonRow, _ sides: DifferenceMarks.Sides, columns: Int) -> Int {
    WrapHeight.lines(
      DifferenceMarks.spans(row, sides: sides), columns: max(1, columns - signColumns),
      atWords: row.kind != .code)
  }

  // MARK: Folds

  private func fold(_ words: String) -> DifferenceLayout.Line {
    let line = [Span("  " + words, Style(.muted))]
    if case .split = shape { return DifferenceLayout.Line(left: line, right: line) }
    return DifferenceLayout.Line(left: line)
  }

  static func words(ofFold rows: Range<Int>, _ comparison: AnswerComparison) -> String {
    var count = 0
    var kinds: Set<ComparisonRow.Kind> = []
    for row in comparison.rows[rows] {
      count += row.count
      kinds.insert(row.kind)
    }
    let noun =
      switch (kinds.count, kinds.first) {
      case (1, .code): "lines"
      case (1, .json): "values"
      case (1, .prose): comparison.unit == .sentences ? "sentences" : "lines"
      default: "parts"
      }
    return "... \(count) same \(noun)"
  }
}
