import Workbench

/// Who knows what was spent before this run of the program, and what others spend beside it: the history.
protocol SpendingLedger: Sendable {
  /// Whether there is a history at all; `report` gives something sooner or later then.
  var isKept: Bool { get }
  /// What was spent, by key, for the day and month of `time`; `nil` when nothing is kept or it cannot be read.
  func report(at time: Double, utcOffset: Int) async -> SpendingReport?

  /// Counts a request as under way for every bayside on this machine. Waits for the disk.
  /// - Parameters:
  ///   - request: the id of its exchange, kept or not.
  ///   - amount: the most that it may cost, US dollars.
  ///   - held: why it may not leave, seen with what others did up to this moment; `nil` lets it out.
  /// - Returns: what `held` said; `nil` too where nobody knows.
  func reserve(
    _ request: String, key: String, amount: Double, at time: Double,
    held: @escaping @Sendable (SpendingReport) -> HeldRequest?
  ) -> HeldRequest?

  /// A reserved request has ended that the history does not keep: only its cost is counted.
  func settle(_ request: String, key: String, cost: Double?, at time: Double)
}

/// Where no history is kept: sums are those of this run alone, and the words say so.
struct NoLedger: SpendingLedger {
  var isKept: Bool { false }
  func report(at time: Double, utcOffset: Int) async -> SpendingReport? { nil }
  func reserve(
    _ request: String, key: String, amount: Double, at time: Double,
    held: @escaping @Sendable (SpendingReport) -> HeldRequest?
  ) -> HeldRequest? { nil }
  func settle(_ request: String, key: String, cost: Double?, at time: Double) {}
}
