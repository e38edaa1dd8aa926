import TerminalUI

/// The view of keys.
package struct KeysPane: Sendable {
  package init() {}

  /// Where its panes stand; a pane without room is not there.
  static func places(in body: Rect) -> [PaneID: Rect] { [.keyList: body] }
}
