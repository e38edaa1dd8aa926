import RelayKit
import TerminalUI
package import Workbench

/// The view of usage: bars over time, how they split, and the requests themselves.
package struct UsagePane: Sendable {
  package var split = UsageSplit.day
  package var unit = UsageUnit.cost
  package var order = UsageOrder.newest
  package var filter = UsageFilter()
  /// How many periods the bars were moved into the past.
  package var shift = 0
  /// The bar that totals, splits and the list are about; `nil`: all of them.
  package var chosen: UsagePeriod?
  /// The split shows errors and times instead of parts.
  package var showsSpeed = false
  package internal(set) var report: UsageReport?
  /// A window of the list, and the place of its first request in it.
  package internal(set) var requests: [UsageRecord] = []
  var offset = 0
  /// What was asked last for the report, and for a part of the list; what comes for another is late.
  var asked: UsageQuestion?
  var partAsked: UsageQuestion?
  /// Why the books cannot be read.
  var failure: String?
  /// The place of the marked request in the whole list.
  package internal(set) var mark = 0
  var top = 0
  /// The marked bar; `nil`: the last one.
  var markedBar: Int?
  var markedShare = 0
  /// The request whose page is open, in place of the list.
  package internal(set) var details: UsageRecord?
  var detailsTop = 0
  /// When the books are read again, because something was written into them.
  var refreshAt: MonotonicTime?

  package init() {}

  /// Bars that are seen at once.
  static let periods = 8
  /// Requests that are read at once.
  static let window = 200

  /// How far `h` and `l` go: no period is in two screens, so that their totals add up.
  var leap: Int { Self.periods }

  func request(at place: Int) -> UsageRecord? {
    let index = place - offset
    return requests.indices.contains(index) ? requests[index] : nil
  }

  /// Requests that pass the filter.
  var count: Int { max(report?.listed ?? 0, offset + requests.count) }

  /// Where its panes stand. Without room for two side by side, the bars and the split have one place, and it
  /// belongs to that of the two which has the focus.
  static func places(in body: Rect, focus: PaneID) -> [PaneID: Rect] {
    let below = Rect(column: 0, row: body.row + 1, columns: body.columns, rows: body.rows - 1)
    if body.columns >= 110 {
      let rows = max(9, body.rows / 2)
      let right = body.columns * 37 / 100
      let left = body.columns - right
      return [
        .usageTrend: Rect(column: 0, row: below.row, columns: left, rows: rows),
        .usageSplit: Rect(column: left, row: below.row, columns: right, rows: rows),
        .usageRequests: Rect(
          column: 0, row: below.row + rows, columns: body.columns, rows: below.rows - rows),
      ]
    }
    let rows = min(UsagePane.periods + 2, max(5, body.rows - 12))
    return [
      focus == .usageSplit ? .usageSplit : .usageTrend: Rect(
        column: 0, row: below.row, columns: body.columns, rows: rows),
      .usageRequests: Rect(column: 0, row: below.row + rows, columns: body.columns, rows: below.rows - rows),
    ]
  }
}
