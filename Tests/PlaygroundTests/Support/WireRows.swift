import Playground
import RelayKit
import TerminalUI
import Workbench

/// What the inspector shows, without the panes around it.
extension Stage {
  /// Rows of the pane from its title to its foot.
  var wireRows: [String] {
    guard let area = playground.layout[.wire] else { return [] }
    let grid = grid
    return (area.row..<area.row + area.rows).map { row in
      let cells = Array(grid.text(row: row))
      return String(cells.dropFirst(area.column).prefix(area.columns))
    }
  }

  /// The row under the mark.
  var markedWireRow: String { wireRows.first { $0.contains("▸") } ?? "" }

  /// Rows that hold a text.
  func wireRows(with text: String) -> [String] { wireRows.filter { $0.contains(text) } }
}

extension Stage {
  /// A question is on its way, and the inspector has the focus.
  static func onTheWire(columns: Int = 120, rows: Int = 36, body: String = "{}") -> Stage {
    var stage = Stage(columns: columns, rows: rows)
    stage.type("q")
    stage.press(.enter)
    stage.begin(body: body)
    stage.head(200, [HTTPHeader("Content-Type", "text/event-stream"), HTTPHeader("X-Request-Id", "r-9")])
    stage.press(.escape, Key(.function(7)))
    _ = stage.takeEffects()
    return stage
  }

  /// Tokens of their own reads, so many milliseconds after one another.
  mutating func readTokens(every milliseconds: [Double]) {
    for (index, pause) in milliseconds.enumerated() {
      pass(seconds: pause / 1000)
      read(Event.text("w\(index)"))
    }
  }

  /// What was copied last.
  mutating func takeCopy() -> CopyItem? {
    for case .copy(let item) in takeEffects().reversed() { return item }
    return nil
  }
}

/// What stands in a row, without the frame around it.
func words(_ row: String) -> [String] {
  row.split { $0 == " " || $0 == "│" || $0 == "┃" }.map(String.init)
}
