import RelayKit
import TerminalUI
import Workbench

enum UsageCommands {
  static let table: [Command] = []
}

extension Playground {
  /// The view was gone to. - Returns: what it needs from outside.
  mutating func enterUsage(at now: MonotonicTime) -> [Effect] { [] }

  /// Esc. - Returns: whether there was something in the view to close.
  mutating func goUpInUsage() -> Bool { false }

  mutating func scrollInUsage(_ rows: Int, _ pane: PaneID, at now: MonotonicTime) -> [Effect] { [] }

  mutating func pointInUsage(_ pane: PaneID, row: Int, at now: MonotonicTime) -> [Effect] { [] }
}
