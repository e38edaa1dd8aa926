import Workbench

/// Who knows what was spent before this run of the program: the history.
protocol SpendingLedger: Sendable {
  /// Whether there is a history at all; `report` gives something sooner or later then.
  var isKept: Bool { get }
  /// What was spent, by key, for the day and month of `time`; `nil` when nothing is kept or it cannot be read.
  func report(at time: Double, utcOffset: Int) async -> SpendingReport?
}

/// Where no history is kept: sums are those of this run alone, and the words say so.
struct NoLedger: SpendingLedger {
  var isKept: Bool { false }
  func report(at time: Double, utcOffset: Int) async -> SpendingReport? { nil }
}
