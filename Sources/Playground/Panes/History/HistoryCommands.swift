import RelayKit
import TerminalUI
import Workbench

enum HistoryCommands {
  static let table: [Command] = []
}

extension Playground {
  /// The view was gone to. - Returns: what it needs from outside.
  mutating func enterHistory(at now: MonotonicTime) -> [Effect] { [] }

  /// Esc. - Returns: `nil` when there was nothing in the view to close.
  mutating func goUpInHistory(at now: MonotonicTime) -> [Effect]? { nil }

  mutating func pressInFind(_ key: Key, at now: MonotonicTime) -> [Effect] { [] }

  mutating func typeInFind(_ text: String, at now: MonotonicTime) -> [Effect] { [] }

  mutating func scrollInHistory(_ rows: Int, _ pane: PaneID, at now: MonotonicTime) -> [Effect] { [] }

  mutating func pointInHistory(_ pane: PaneID, row: Int, at now: MonotonicTime) -> [Effect] { [] }
}
