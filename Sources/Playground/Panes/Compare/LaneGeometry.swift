import TerminalUI
import Workbench

/// Where each lane stands, for a size, an arrangement and the lane under the focus.
struct LaneGeometry {
  /// A line above the lanes that says what is compared.
  private(set) var summary: Rect?
  /// The figures of all lanes in a table.
  private(set) var table: Rect?
  /// A word on every lane, where not all have a column.
  private(set) var strip: Rect?
  /// Frames, by the lane's place.
  private(set) var frames: [(place: Int, area: Rect)] = []
  /// Lanes of a line each, by place.
  private(set) var lines: [(place: Int, area: Rect)] = []
  let arrangement: LaneArrangement

  /// Narrower columns cannot be read.
  static let leastColumn = 37

  /// - Parameters:
  ///   - first: the first column of the last frame, which stays unless the focus leaves the columns.
  init(
    area: Rect, count: Int, focused: Int, arrangement chosen: LaneArrangement?, first: inout Int,
    isZoomed: Bool, gridRows: Int
  ) {
    arrangement = chosen ?? (area.columns < 100 ? .table : .columns)
    guard count > 0, area.rows > 3 else { return }
    if isZoomed {
      frames = [(focused, area)]
      return
    }
    var rest = area
    func takeRows(_ rows: Int) -> Rect {
      let rows = min(rows, max(0, rest.rows - 4))
      let taken = Rect(column: rest.column, row: rest.row, columns: rest.columns, rows: rows)
      rest = Rect(column: rest.column, row: rest.row + rows, columns: rest.columns, rows: rest.rows - rows)
      return taken
    }
    switch arrangement {
    case .columns:
      summary = takeRows(1)
      let columns = min(count, max(1, area.columns / Self.leastColumn))
      if columns < count { strip = takeRows(1) }
      first = min(max(first, focused - columns + 1), focused, count - columns)
      first = max(0, first)
      let width = area.columns / columns
      for index in 0..<columns {
        let start = rest.column + index * width
        let end = index + 1 == columns ? rest.column + rest.columns : start + width
        frames.append(
          (first + index, Rect(column: start, row: rest.row, columns: end - start, rows: rest.rows)))
      }
    case .table, .grid:
      // The answer below needs room to be read.
      let wanted = arrangement == .grid ? gridRows : count + 2
      table = takeRows(min(wanted, max(4, rest.rows / 2)))
      frames = [(focused, rest)]
    case .stack:
      summary = takeRows(1)
      let before = min(focused, max(0, rest.rows - 8))
      for place in (focused - before)..<focused { lines.append((place, takeRows(1))) }
      let after = min(count - focused - 1, max(0, rest.rows - 8))
      let open = rest.rows - after
      frames = [(focused, Rect(column: rest.column, row: rest.row, columns: rest.columns, rows: open))]
      for index in 0..<after {
        lines.append(
          (
            focused + 1 + index,
            Rect(column: rest.column, row: rest.row + open + index, columns: rest.columns, rows: 1)
          ))
      }
    }
  }

  func frame(of place: Int) -> Rect? { frames.first { $0.place == place }?.area }

  /// Lines of figures at the top of a frame.
  func figureRows(in frame: Rect) -> Int {
    if arrangement == .table || arrangement == .grid { return 0 }
    return frame.rows >= 18 ? 5 : frame.rows >= 12 ? 3 : frame.rows >= 8 ? 2 : 1
  }

  /// The frame as the text of the lane sees it: without the lines of figures.
  func textFrame(_ frame: Rect) -> Rect {
    let figures = figureRows(in: frame)
    return Rect(
      column: frame.column, row: frame.row + figures, columns: frame.columns, rows: frame.rows - figures)
  }
}

extension Playground {
  func laneGeometry(_ area: Rect) -> LaneGeometry {
    var first = compare.firstColumn
    return laneGeometry(area, first: &first)
  }

  private func laneGeometry(_ area: Rect, first: inout Int) -> LaneGeometry {
    LaneGeometry(
      area: area, count: comparison.lanes.count, focused: comparison.index(of: focusedLane) ?? 0,
      // The grid tells by its heads who is who.
      arrangement: isBlind && compare.arrangement == .grid ? nil : compare.arrangement, first: &first,
      isZoomed: isZoomed && focus == .lane,
      gridRows: LaneGrid.rows(lanes))
  }

  /// Keeps the columns where they are while the focus stays in them.
  mutating func settleColumns() {
    guard view == .compare, let area = paneLayout[.lane] else { return }
    var first = compare.firstColumn
    _ = laneGeometry(area, first: &first)
    compare.firstColumn = first
  }

  /// Where the panes are, lanes as one.
  private var paneLayout: ScreenLayout {
    ScreenLayout(
      size: size, view: view, messageLines: message.lineCount(columns: MessagePane.textColumns(size.columns)),
      focus: focus, isZoomed: isZoomed, showsWire: isWireShown,
      showsSecond: focus == .draft || focus == .codeOptions, compare: compare.mode.pane, face: face,
      tasks: videos.list.count)
  }

  private var isWireShown: Bool { wire.isOpen && (view != .compare || compare.mode == .lanes) }

  /// Where the panes are now. The transcript of a lane that has the chat's place is in its column.
  package var layout: ScreenLayout {
    var layout = paneLayout
    guard view == .compare, compare.mode == .lanes, let seated, let area = layout[.lane] else {
      return layout
    }
    let geometry = laneGeometry(area)
    if let place = comparison.index(of: seated),
      let frame = geometry.frame(of: place) ?? geometry.frames.first?.area
    {
      layout.put(.transcript, geometry.textFrame(frame))
    }
    return layout
  }
}
