package import TerminalUI

/// Which panes are seen, and where.
package struct ScreenLayout: Sendable, Hashable {
  package private(set) var places: [PaneID: Rect] = [:]

  package subscript(pane: PaneID) -> Rect? { places[pane] }

  mutating func put(_ pane: PaneID, _ area: Rect) { places[pane] = area }

  /// Row 0 is the view bar, the last row the footer; everything between belongs to panes.
  package init(
    size: Size, view: ViewID = .chat, messageLines: Int, focus: PaneID, isZoomed: Bool,
    showsWire: Bool = false,
    showsSecond: Bool = false, compare: PaneID = .lane, face: ChatFace = .talk, tasks: Int = 0
  ) {
    let body = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
    if isZoomed {
      places[focus] = body
      return
    }
    switch view {
    case .usage: places = UsagePane.places(in: body, focus: focus)
    case .keys: places = KeysPane.places(in: body)
    case .history: places = HistoryPane.places(in: body)
    case .chat where face == .pictures: places = PicturesPane.places(in: body)
    case .chat where face == .videos: places = VideosPane.places(in: body, tasks: tasks, focus: focus)
    default: break
    }
    if !places.isEmpty { return }
    if view == .params || view == .code {
      splitInTwo(body, view.panes, showsSecond: showsSecond)
      return
    }
    let box = min(max(messageLines, Self.leastMessageRows(size)), Self.mostMessageRows(size)) + 2
    let upper = Rect(column: 0, row: 1, columns: size.columns, rows: body.rows - box)
    let main = view == .compare ? compare : .transcript
    if showsWire { split(upper, main) } else { places[main] = upper }
    places[.message] = Rect(column: 0, row: body.row + body.rows - box, columns: size.columns, rows: box)
  }

  /// The inspector stands beside the transcript where both have room, else it is a drawer below it.
  /// Lanes need all columns.
  private mutating func split(_ area: Rect, _ main: PaneID) {
    if area.columns >= Self.columnsForTwo, main == .transcript {
      let left = area.columns * 57 / 100
      places[.transcript] = Rect(column: 0, row: area.row, columns: left, rows: area.rows)
      places[.wire] = Rect(column: left, row: area.row, columns: area.columns - left, rows: area.rows)
    } else {
      let drawer = max(6, area.rows * 45 / 100)
      places[main] = Rect(column: 0, row: area.row, columns: area.columns, rows: area.rows - drawer)
      places[.wire] = Rect(
        column: 0, row: area.row + area.rows - drawer, columns: area.columns, rows: drawer)
    }
  }

  /// A main pane and what belongs to it; where both have no room, one of them.
  private mutating func splitInTwo(_ area: Rect, _ panes: [PaneID], showsSecond: Bool) {
    guard area.columns >= Self.columnsForTwo else {
      places[showsSecond ? panes[1] : panes[0]] = area
      return
    }
    let left = panes[0] == .params ? area.columns * 64 / 100 : area.columns * 72 / 100
    places[panes[0]] = Rect(column: 0, row: area.row, columns: left, rows: area.rows)
    places[panes[1]] = Rect(column: left, row: area.row, columns: area.columns - left, rows: area.rows)
  }

  private static let columnsForTwo = 110

  private static func leastMessageRows(_ size: Size) -> Int { size.rows >= 30 ? 3 : size.rows >= 24 ? 2 : 1 }

  private static func mostMessageRows(_ size: Size) -> Int {
    size.rows > 50 ? 10 : size.rows >= 30 ? 7 : size.rows >= 24 ? 5 : 2
  }
}
