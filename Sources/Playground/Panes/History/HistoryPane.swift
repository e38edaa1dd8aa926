import TerminalUI

/// The view of history.
package struct HistoryPane: Sendable {
  /// Letters go to the line that finds.
  package var isFinding = false
  package init() {}

  /// Where its panes stand; a pane without room is not there.
  static func places(in body: Rect) -> [PaneID: Rect] { [.historyList: body] }
}
