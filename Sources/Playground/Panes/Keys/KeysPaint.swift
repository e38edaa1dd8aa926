import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintKeys(_ canvas: inout Canvas, _ area: Rect, _ pane: PaneID, at now: MonotonicTime) {
    let frame = Frame(pane.title, isFocused: focus == pane && overlay == nil)
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
  }
}
