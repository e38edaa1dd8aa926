import TerminalUI

/// The view of usage.
package struct UsagePane: Sendable {
  package init() {}

  /// Where its panes stand; a pane without room is not there.
  static func places(in body: Rect) -> [PaneID: Rect] { [.usageRequests: body] }
}
