import RelayKit

/// The range that the words of a refusal give for a value.
struct ValueBounds: Sendable, Hashable {
  struct Bound: Sendable, Hashable {
    var literal: String
    var isExclusive = false
    var value: Double { Double(literal) ?? .nan }
  }

  var least: Bound?
  var most: Bound?

  private struct Row: Sendable {
    var pattern: PhrasePattern
    var isMost: Bool
    var isExclusive: Bool
  }

  private static func rows(_ texts: [String], isMost: Bool, isExclusive: Bool) -> [Row] {
    texts.map { Row(pattern: PhrasePattern($0), isMost: isMost, isExclusive: isExclusive) }
  }

  /// One bound; the last number of a row counts.
  private static let single: [Row] =
    rows(
      [
        "<= #", "at most #", "maximum of #", "maximum value of #", "maximum value is #", "maximum is #",
        "maximum length #", "maximum length of #", "no more than #", "not exceed #", "cannot exceed #",
        "up to #",
        "less than or equal to #", "not be greater than #", "# > # , which is the maximum", "# or less",
        "max #",
      ], isMost: true, isExclusive: false)
    + rows(["less than #", "smaller than #", "below #"], isMost: true, isExclusive: true)
    + rows(
      [
        ">= #", "at least #", "minimum of #", "minimum value of #", "minimum value is #", "minimum is #",
        "greater than or equal to #", "not be less than #", "no less than #", "# or more",
      ], isMost: false, isExclusive: false)
    + rows(["greater than #", "more than #"], isMost: false, isExclusive: true)

  private struct Pair: Sendable {
    var pattern: PhrasePattern
    var isLeastOpen = false
    var isMostOpen = false
  }

  /// Both bounds.
  private static let pairs: [Pair] =
    [
      "[ # , # ]", "between # and #", "from # to #", "from # ( inclusive ) to # ( inclusive )",
      "range : # .. #",
      "range # to #", "range # - #", "range of # to #", "range from # to #", "between # to #",
    ].map { Pair(pattern: PhrasePattern($0)) } + [
      Pair(pattern: PhrasePattern("( # , # ]"), isLeastOpen: true),
      Pair(pattern: PhrasePattern("[ # , # )"), isMostOpen: true),
      Pair(pattern: PhrasePattern("( # , # )"), isLeastOpen: true, isMostOpen: true),
      Pair(pattern: PhrasePattern("from # ( inclusive ) to # ( exclusive )"), isMostOpen: true),
    ]

  /// `nil` when the words give none that `value` is outside of.
  init?(words: ErrorWords, refusing value: Double) {
    for row in Self.pairs {
      for numbers in row.pattern.matches(in: words.tokens) where numbers.count == 2 {
        least = Bound(literal: numbers[0], isExclusive: row.isLeastOpen)
        most = Bound(literal: numbers[1], isExclusive: row.isMostOpen)
        if isOutside(value), numbers[0] != numbers[1] { return }
      }
    }
    (least, most) = (nil, nil)
    for row in Self.single {
      for numbers in row.pattern.matches(in: words.tokens) {
        guard let literal = numbers.last else { continue }
        let bound = Bound(literal: literal, isExclusive: row.isExclusive)
        let side = ValueBounds(least: row.isMost ? nil : bound, most: row.isMost ? bound : nil)
        // The first that the value breaks is what the refusal is about.
        guard side.isOutside(value) else { continue }
        if row.isMost { most = most ?? bound } else { least = least ?? bound }
      }
    }
    if words.says("non-negative", "nonnegative"), value < 0 { least = least ?? Bound(literal: "0") }
    if least == nil, most == nil { return nil }
  }

  private init(least: Bound?, most: Bound?) {
    self.least = least
    self.most = most
  }

  private func isOutside(_ value: Double) -> Bool {
    if let least, least.isExclusive ? value <= least.value : value < least.value { return true }
    if let most, most.isExclusive ? value >= most.value : value > most.value { return true }
    return false
  }

  /// The nearest value inside; `nil` where there is none to name: next to an open end of a fraction.
  func nearest(to value: Double, isInteger: Bool) -> JSONValue? {
    let (bound, step) =
      if let least, value <= least.value { (least, 1) } else if let most { (most, -1) } else {
        (Bound(literal: ""), 0)
      }
    guard bound.value.isFinite else { return nil }
    guard bound.isExclusive || (isInteger && Int(bound.literal) == nil) else { return .number(bound.literal) }
    guard isInteger, let whole = Int(exactly: bound.value) else { return nil }
    let moved = bound.isExclusive ? whole.addingReportingOverflow(step) : (whole, false)
    return moved.1 ? nil : .integer(moved.0)
  }
}
