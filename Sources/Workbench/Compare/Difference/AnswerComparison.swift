/// What differs between two answers. Both are cut into sentences or lines, lines of code and JSON values; those that
/// belong together are aligned, and inside a changed pair the words are marked. It knows text, not meaning: the
/// same said in other words differs.
///
/// The work is bounded (`isCoarse` says where that cost precision) and needs no thread of its own; above
/// `backgroundSize` it should not run where keys are waited for.
package struct AnswerComparison: Sendable, Hashable {
  /// How prose is compared; code always by lines, JSON always by structure.
  package enum Unit: String, Sendable, Hashable, CaseIterable { case words, lines, sentences }

  /// What the prose was compared by: lines, where comparing word by word was asked for and would take too long.
  package private(set) var unit: Unit
  package private(set) var rows: [ComparisonRow] = []
  /// Places in `rows` of all that differs, in order: change number n is `changes[n - 1]`.
  package private(set) var changes: [Int] = []
  /// The answers are so long, or have so little in common, that parts were only compared with those at about the
  /// same place, or that words inside a pair were not told apart.
  package private(set) var isCoarse = false
  /// Byte for byte.
  package let isIdentical: Bool
  /// Words, each as often as it occurs; case and punctuation do not count.
  package private(set) var onlyOldWords = 0
  package private(set) var onlyNewWords = 0
  /// Words that both have.
  package private(set) var sharedWords = 0

  /// Percent: the words that both have, twice, of all words of both. 100 only where nothing differs, 0 only where
  /// nothing is shared.
  package var similarity: Int {
    let all = 2 * sharedWords + onlyOldWords + onlyNewWords
    if changes.isEmpty { return 100 }
    guard all > 0, sharedWords > 0 else { return 0 }
    return min(99, max(1, (200 * sharedWords + all / 2) / all))
  }

  /// Bytes of both from which on the comparison belongs into the background.
  package static let backgroundSize = 200_000

  /// A cheap measure of the work: bytes of both.
  package static func estimatedWork(_ base: String, _ other: String) -> Int {
    base.utf8.count + other.utf8.count
  }

  /// - Parameter effort: how many steps aligning may take, and marking words; bounds the time.
  package init(base: String, other: String, unit: Unit = .sentences, effort: Int = 40_000_000) {
    self.unit = unit
    isIdentical = base.utf8.elementsEqual(other.utf8)
    compare(base, other, effort: effort)
    if unit == .words, isCoarse {
      self.unit = .lines
      rows = []
      compare(base, other, effort: effort)
      isCoarse = true
    }
    changes = rows.indices.filter { rows[$0].isChange }
  }

  private mutating func compare(_ base: String, _ other: String, effort: Int) {
    let (base, other) = (Self.native(base), Self.native(other))
    let prose: AnswerUnits.Prose =
      switch unit {
      case .words: .whole
      case .lines: .lines
      case .sentences: .sentences
      }
    var vocabulary = Vocabulary()
    func cut(_ text: String, readsJSON: Bool) -> AnswerUnits {
      AnswerUnits(text, prose: prose, readsJSON: readsJSON, vocabulary: &vocabulary)
    }
    var old = cut(base, readsJSON: true)
    var counts = vocabulary.takeCounts()
    var new = cut(other, readsJSON: true)
    // JSON can only be compared with JSON.
    if old.values.isEmpty, !new.values.isEmpty {
      _ = vocabulary.takeCounts()
      new = cut(other, readsJSON: false)
    }
    let newCounts = vocabulary.takeCounts()
    if new.values.isEmpty, !old.values.isEmpty {
      old = cut(base, readsJSON: false)
      counts = vocabulary.takeCounts()
    }
    count(counts, newCounts)
    let alignment = UnitAlignment(
      old, new, vocabulary: vocabulary, leastShare: unit == .words ? 0 : 0.25, effort: effort)
    isCoarse = alignment.isCoarse
    addRows(old, new, alignment.pairs, effort: effort)
  }

  /// Text in one piece, where places are found at once.
  private static func native(_ text: String) -> String {
    var text = text
    text.makeContiguousUTF8()
    return text
  }

  private mutating func count(_ old: [Int], _ new: [Int]) {
    (sharedWords, onlyOldWords, onlyNewWords) = (0, 0, 0)
    for index in 0..<max(old.count, new.count) {
      let first = index < old.count ? old[index] : 0
      let second = index < new.count ? new[index] : 0
      sharedWords += min(first, second)
      onlyOldWords += max(0, first - second)
      onlyNewWords += max(0, second - first)
    }
  }

  // MARK: Rows

  private mutating func addRows(
    _ old: AnswerUnits, _ new: AnswerUnits, _ pairs: [(old: Int, new: Int)], effort: Int
  ) {
    var (x, y) = (0, 0)
    var words = RowWriter(old, new, effort: effort)
    for pair in pairs {
      for index in x..<pair.old { words.addOld(index) }
      for index in y..<pair.new { words.addNew(index) }
      words.addPair(pair.old, pair.new, splitsLines: unit == .words)
      (x, y) = (pair.old + 1, pair.new + 1)
    }
    for index in x..<old.units.count { words.addOld(index) }
    for index in y..<new.units.count { words.addNew(index) }
    rows = words.rows
    isCoarse = isCoarse || words.isCoarse
  }
}
