package import TerminalUI
package import Workbench

/// What a place on the screen does when it is clicked.
package enum HitTarget: Sendable, Hashable {
  case command(CommandID)
  case pane(PaneID)
  case view(ViewID)
  /// A row of the list over the panes.
  case row(Int)
  case wireTab(WireTab)
  /// A row of the list of frames.
  case wireRow(Int)
  case paramsKind(ParameterKind)
  case paramsRow(ParamsMark)
  case codeLanguage(String)
  case lane(LaneID)
  case resultsColumn(ResultsColumn)
  case resultsRow(Int)
  /// A row of a list in the views of usage, keys and history; what it counts is the pane's affair.
  case paneRow(PaneID, Int)
  /// The list, help or question itself: a click there does nothing below it.
  case overlay
}

package struct Hit: Sendable, Hashable {
  package var area: Rect
  package var target: HitTarget
}

/// A frame while it is painted: cells, and what they do when they are clicked.
package struct Canvas {
  package var grid: Grid
  package private(set) var hits: [Hit] = []
  package let signs: SignSet

  package init(size: Size, signs: SignSet) {
    grid = Grid(size: size)
    self.signs = signs
  }

  package var size: Size { grid.size }

  package mutating func mark(_ area: Rect, _ target: HitTarget) {
    hits.append(Hit(area: area, target: target))
  }

  /// Writes our own words, in the signs that the terminal has.
  @discardableResult
  package mutating func say(
    _ words: String, column: Int, row: Int, style: Style = Style(), in area: Rect? = nil
  ) -> Int {
    grid.write(signs.sign(words), column: column, row: row, style: style, in: area)
  }

  /// Key and word as one thing to press or click. - Returns: the column after it.
  @discardableResult
  package mutating func key(
    _ key: String, _ word: String, _ command: CommandID?, column: Int, row: Int, surface: Role,
    in area: Rect? = nil
  ) -> Int {
    let middle = grid.write(
      key, column: column, row: row, style: Style(.accent, on: surface, .bold), in: area)
    let end = grid.write(" " + word, column: middle, row: row, style: Style(.text, on: surface), in: area)
    if let command { mark(Rect(column: column, row: row, columns: end - column, rows: 1), .command(command)) }
    return end
  }
}

extension Rect {
  package func contains(_ position: Position) -> Bool {
    position.column >= column && position.column < column + columns && position.row >= row
      && position.row < row + rows
  }

  /// The rectangle without its frame.
  package var inside: Rect { Frame.inside(self) }
}

/// Layouts and hits of the last frame. A memo: dropping it costs time, never truth. Main thread.
final class LayoutMemo {
  var hits: [Hit] = []
  private var transcripts: [LaneID?: TranscriptMemo] = [:]
  let figures = FiguresMemo()
  let laneCosts = LaneCostMemo()
  let difference = DifferenceMemo()
  let checks = CheckMemo()
  let wire = WireMemo()
  let findings = FindingsMemo()
  let draft = DraftMemo()
  let code = CodeMemo()
  let asked = AskedMemo()

  /// Of the chat (`nil`) or a lane.
  func transcript(of lane: LaneID?) -> TranscriptMemo {
    if let memo = transcripts[lane] { return memo }
    let memo = TranscriptMemo()
    transcripts[lane] = memo
    return memo
  }

  func forget(_ lane: LaneID) { transcripts[lane] = nil }
}
