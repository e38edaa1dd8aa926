/// Makes the rows of a comparison from parts that are paired or alone.
struct RowWriter {
  private(set) var rows: [ComparisonRow] = []
  private(set) var isCoarse = false

  private let old: AnswerUnits
  private let new: AnswerUnits
  /// What marking words may still take.
  private var effort: Int

  init(_ old: AnswerUnits, _ new: AnswerUnits, effort: Int) {
    (self.old, self.new) = (old, new)
    // These steps are the cheaper ones.
    self.effort = effort.multipliedReportingOverflow(by: 4).partialValue
  }

  mutating func addOld(_ index: Int) {
    for (kind, range) in parts(old, index) {
      rows.append(ComparisonRow(kind: kind, content: .onlyOld(old[range])))
    }
  }

  mutating func addNew(_ index: Int) {
    for (kind, range) in parts(new, index) {
      rows.append(ComparisonRow(kind: kind, content: .onlyNew(new[range])))
    }
  }

  /// JSON that has no partner is shown as code, by its lines.
  private func parts(_ side: AnswerUnits, _ index: Int) -> [(ComparisonRow.Kind, Range<Int>)] {
    let unit = side.units[index]
    guard unit.kind == .json else { return [(unit.kind, unit.range)] }
    return SentenceCutter.lines(side.bytes, in: unit.range).map { (.code, $0) }
  }

  mutating func addPair(_ first: Int, _ second: Int, splitsLines: Bool) {
    let (left, right) = (old.units[first], new.units[second])
    if let before = left.value, let after = right.value {
      rows += JSONRows(old.values[before], new.values[after]).rows
      return
    }
    let isSplit = splitsLines && left.kind == .prose
    if !isSplit, AnswerUnits.isSame(old, left, new, right) {
      rows.append(ComparisonRow(kind: left.kind, content: .same(old: old[left.range], new: new[right.range])))
      return
    }
    let allowed = max(1000, min(2_000_000, effort))
    let marks = WordMarks(
      old, left.range, new, right.range, countsBlanks: left.kind == .code, effort: allowed)
    effort -= marks.spent
    isCoarse = isCoarse || marks.isCoarse
    if isSplit {
      addLines(marks.pieces)
    } else {
      add(left.kind, marks.pieces)
    }
  }

  private mutating func add(_ kind: ComparisonRow.Kind, _ pieces: [ComparisonRow.Piece]) {
    guard let first = pieces.first else { return }
    if pieces.count == 1, first.isSame {
      rows.append(ComparisonRow(kind: kind, content: .same(old: first.old, new: first.new)))
    } else {
      rows.append(ComparisonRow(kind: kind, content: .changed(pieces)))
    }
  }

  /// Divides what was compared in one piece where both have the end of a line.
  private mutating func addLines(_ pieces: [ComparisonRow.Piece]) {
    var line: [ComparisonRow.Piece] = []
    for var piece in pieces {
      while piece.isSame, let (left, right) = Self.lineEnds(piece) {
        line.append(
          ComparisonRow.Piece(isSame: true, old: piece.old[..<left], new: piece.new[..<right]))
        add(.prose, line)
        line = []
        piece.old = piece.old[left...]
        piece.new = piece.new[right...]
      }
      if !piece.old.isEmpty || !piece.new.isEmpty { line.append(piece) }
    }
    add(.prose, line)
  }

  /// Behind the first line ends of both, when as many words are before them.
  private static func lineEnds(_ piece: ComparisonRow.Piece) -> (Substring.Index, Substring.Index)? {
    guard let left = lineEnd(piece.old), let right = lineEnd(piece.new) else { return nil }
    func letters(_ text: Substring) -> Int {
      text.utf8.reduce(0) { $0 + (SentenceCutter.isBlank($1) ? 0 : 1) }
    }
    guard letters(piece.old[..<left]) == letters(piece.new[..<right]) else { return nil }
    return (left, right)
  }

  /// Behind the first end of a line and the empty lines that follow it.
  private static func lineEnd(_ text: Substring) -> Substring.Index? {
    guard var index = text.utf8.firstIndex(of: 0x0A) else { return nil }
    while index < text.endIndex, text.utf8[index] == 0x0A { text.utf8.formIndex(after: &index) }
    return index
  }
}
