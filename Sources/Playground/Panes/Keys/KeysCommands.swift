import RelayKit
import TerminalUI
import Workbench

enum KeysCommands {
  static let table: [Command] = []
}

extension Playground {
  /// The view was gone to. - Returns: what it needs from outside.
  mutating func enterKeys(at now: MonotonicTime) -> [Effect] { [] }

  /// Esc. - Returns: whether there was something in the view to close.
  mutating func goUpInKeys() -> Bool { false }

  mutating func scrollInKeys(_ rows: Int, _ pane: PaneID, at now: MonotonicTime) -> [Effect] { [] }

  mutating func pointInKeys(_ pane: PaneID, row: Int, at now: MonotonicTime) -> [Effect] { [] }
}
