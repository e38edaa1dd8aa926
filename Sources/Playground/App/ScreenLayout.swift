package import TerminalUI

/// Which panes are seen, and where.
package struct ScreenLayout: Sendable, Hashable {
  package private(set) var places: [PaneID: Rect] = [:]

  package subscript(pane: PaneID) -> Rect? { places[pane] }

  /// Row 0 is the view bar, the last row the footer; everything between belongs to panes.
  package init(size: Size, messageLines: Int, focus: PaneID, isZoomed: Bool) {
    let body = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
    if isZoomed {
      places[focus] = body
      return
    }
    let box = min(max(messageLines, Self.leastMessageRows(size)), Self.mostMessageRows(size)) + 2
    places[.transcript] = Rect(column: 0, row: 1, columns: size.columns, rows: body.rows - box)
    places[.message] = Rect(column: 0, row: body.row + body.rows - box, columns: size.columns, rows: box)
  }

  private static func leastMessageRows(_ size: Size) -> Int { size.rows >= 30 ? 3 : size.rows >= 24 ? 2 : 1 }

  private static func mostMessageRows(_ size: Size) -> Int {
    size.rows > 50 ? 10 : size.rows >= 30 ? 7 : size.rows >= 24 ? 5 : 2
  }
}
