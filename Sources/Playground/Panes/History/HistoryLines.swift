import RelayKit
import TerminalUI
import Workbench

/// A line of the list: the day of what follows, or an entry by its place.
enum HistoryLine: Hashable {
  /// Number of the local day since 1970-01-01.
  case day(Int)
  case entry(Int)
}

extension Playground {
  /// The lines from the first entry that is seen on.
  func historyLines(rows: Int) -> [HistoryLine] {
    guard let page = history.page, rows > 0 else { return [] }
    var lines: [HistoryLine] = []
    var day: Int?
    var place = history.top
    while lines.count < rows, place < page.total, let entry = history.entry(at: place) {
      let next = localDay(entry.updatedAt)
      if next != day {
        day = next
        lines.append(.day(next))
        if lines.count == rows { break }
      }
      lines.append(.entry(place))
      place += 1
    }
    return lines
  }

  /// Moves the first line that is seen so that the mark is among them.
  mutating func settleHistory() {
    guard let page = history.page, page.total > 0 else {
      (history.mark, history.top) = (0, 0)
      return
    }
    history.mark = min(max(0, history.mark), page.total - 1)
    history.top = min(history.top, history.mark)
    let rows = historyRows
    // What is not read yet is shown as the last page that ends with the mark, and settled when it came.
    guard history.entry(at: history.mark) != nil else {
      if history.mark - history.top >= rows { history.top = max(0, history.mark - rows + 1) }
      return
    }
    if history.entry(at: history.top) == nil { history.top = max(0, history.mark - rows + 1) }
    while history.top < history.mark, !historyLines(rows: rows).contains(.entry(history.mark)) {
      history.top += 1
    }
    // No rows stay empty below the end.
    while history.top > 0, history.entry(at: history.top - 1) != nil, historyLines(rows: rows).count < rows {
      history.top -= 1
      if !historyLines(rows: rows).contains(.entry(history.mark)) {
        history.top += 1
        break
      }
    }
  }

  /// Rows for lines of the list.
  var historyRows: Int {
    guard let area = layout[.historyList] else { return 10 }
    return max(1, area.inside.rows - 2 - historyNoteRows(area))
  }

  /// Below the list where there is no pane for a look at the marked one.
  func historyNoteRows(_ area: Rect) -> Int {
    layout[.historyPreview] == nil && !isZoomed && area.inside.rows > 12 ? 3 : 0
  }

  /// `Today`, `Yesterday`, `Fri 21 Nov`, `21 Nov 2025`.
  func historyDay(_ day: Int, at now: MonotonicTime) -> String {
    let today = localDay(wallClock(at: now))
    if day == today { return "Today" }
    if day == today - 1 { return "Yesterday" }
    let date = CalendarDay(number: day)
    return date.year == CalendarDay(number: today).year ? date.short : date.long
  }

  func localDay(_ time: Double) -> Int {
    guard time.isFinite, time.magnitude < 1e12 else { return 0 }
    return Int(((time + Double(surroundings.utcOffset)) / 86_400).rounded(.down))
  }
}

/// A day of the calendar by its number since 1970-01-01.
struct CalendarDay {
  var year: Int
  /// From 1.
  var month: Int
  var day: Int
  /// 0 is Monday.
  var weekday: Int

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  init(number: Int) {
    let text = ModelDay.text(Double(number) * 86_400) ?? "1970-01-01"
    let parts = text.split(separator: "-").compactMap { Int($0) }
    (year, month, day) = parts.count == 3 ? (parts[0], parts[1], parts[2]) : (1970, 1, 1)
    // 1970-01-01 was a Thursday.
    weekday = ((number + 3) % 7 + 7) % 7
  }

  var short: String { "\(Self.weekdays[weekday]) \(day) \(Self.months[month - 1])" }
  var long: String { "\(day) \(Self.months[month - 1]) \(year)" }
}
