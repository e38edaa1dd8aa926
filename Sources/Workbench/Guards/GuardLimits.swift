/// Bounds on money that hold whatever key is used, in US dollars. `nil` sets none.
package struct GuardLimits: Sendable, Hashable {
  package var perRequest: Double?
  package var perComparison: Double?
  /// All keys together, by the local day.
  package var perDay: Double?
  /// A request that is likely to cost more is asked about first.
  package var warnAbove: Double?
  /// The same, as a multiple of what the last requests cost.
  package var warnTimes: Double?

  package init(
    perRequest: Double? = nil, perComparison: Double? = nil, perDay: Double? = nil, warnAbove: Double? = nil,
    warnTimes: Double? = nil
  ) {
    (self.perRequest, self.perComparison, self.perDay) = (perRequest, perComparison, perDay)
    (self.warnAbove, self.warnTimes) = (warnAbove, warnTimes)
  }

  /// What holds where nothing is configured.
  package static let standard = GuardLimits(warnAbove: 0.5, warnTimes: 20)

  /// Below this a request is not unusual, however cheap the others were.
  package static let leastUnusual = 0.05

  package var isEmpty: Bool { !hasCaps && warnAbove == nil && warnTimes == nil }
  package var hasCaps: Bool { perRequest != nil || perDay != nil || perComparison != nil }
}
