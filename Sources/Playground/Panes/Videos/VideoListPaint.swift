import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintVideos(_ canvas: inout Canvas, _ area: Rect, _ pane: PaneID, at now: MonotonicTime) {
    switch pane {
    case .videoList: paintVideoList(&canvas, area, at: now)
    case .videoTask: paintVideoTask(&canvas, area, at: now)
    default: paintVideoAnswer(&canvas, area, at: now)
    }
  }

  private func paintVideoList(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    let list = videos.list
    var frame = Frame("Video tasks", isFocused: focus == .videoList && overlay == nil)
    let running = list.count(where: \.isOpen)
    let day = LocalDay(time: wallClock(at: now), utcOffset: surroundings.utcOffset)
    let today = list.count { LocalDay(time: $0.startedAt, utcOffset: surroundings.utcOffset) == day }
    frame.state = [
      Span(canvas.signs.sign("\(running) running · \(today) today"), Style(running > 0 ? .live : .muted))
    ]
    frame.footLeft = videoQuitWords(isShort: area.columns < 110)
    if area.columns >= 110 { frame.footRight = "kept here, the relay has no list" }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    guard !list.isEmpty else {
      let words =
        videos.tasks == nil
        ? "Reading the tasks."
        : "No video was asked for yet. Ctrl-X m picks a model that makes some; the message is then the prompt."
      for (row, line) in TextWrapper.wrap([Span(words, Style(.muted))], columns: max(10, inside.columns - 2))
        .enumerated() where row < inside.rows
      {
        canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
      }
      return
    }
    let columns = VideoColumns(inside.columns, wants: videoColumnWants(at: wallClock(at: now)))
    for (start, title) in columns.titles {
      canvas.say(title, column: inside.column + start, row: inside.row, style: Style(.muted), in: inside)
    }
    let rows = inside.rows - 1
    let top = max(0, videos.markedIndex - max(0, rows - 1))
    for (row, place) in (top..<min(list.count, top + max(0, rows))).enumerated() {
      let line = Rect(column: inside.column, row: inside.row + 1 + row, columns: inside.columns, rows: 1)
      paint(list[place], isMarked: place == videos.markedIndex, columns, &canvas, line, at: now)
      canvas.mark(line, .paneRow(.videoList, place))
    }
  }

  /// What becomes of the tasks when bayside ends: the demo relay ends with it.
  private func videoQuitWords(isShort: Bool) -> String {
    let open = videos.list.filter(\.isUnfinished)
    let tasks = open.isEmpty ? videos.list : open
    let demos = tasks.isEmpty ? (workspace.relay?.isDemo == true ? 1 : 0) : tasks.count(where: \.isDemo)
    if demos == 0 {
      return isShort
        ? "they go on if you quit" : "tasks live on the server; quitting bayside does not stop them"
    }
    if demos < tasks.count {
      return isShort
        ? "those of the demo end if you quit" : "quitting bayside ends the tasks of the demo relay only"
    }
    return isShort ? "they end if you quit" : "tasks of the demo relay end with bayside"
  }

  private func videoColumnWants(at now: Double) -> VideoColumns.Wants {
    func widest(_ words: (VideoTask) -> String) -> Int {
      videos.list.map { Glyphs.width(words($0)) }.max() ?? 0
    }
    return VideoColumns.Wants(
      model: widest(\.model), prompt: widest(\.promptLine),
      progress: widest { $0.progressWords(at: now) })
  }

  private func paint(
    _ task: VideoTask, isMarked: Bool, _ columns: VideoColumns, _ canvas: inout Canvas, _ line: Rect,
    at now: MonotonicTime
  ) {
    let surface: Role = isMarked ? .select : .base
    if isMarked { canvas.grid.fill(line, style: Style(.text, on: surface)) }
    func put(_ text: String, _ column: VideoColumns.Column?, _ role: Role, _ attributes: TextAttributes = [])
    {
      guard let column else { return }
      let shown = Glyphs.fitted(canvas.signs.sign(text), columns: column.width)
      let start = column.isRight ? column.start + column.width - Glyphs.width(shown) : column.start
      canvas.grid.write(
        shown, column: line.column + start, row: line.row, style: Style(role, on: surface, attributes),
        in: line)
    }
    canvas.say(
      isMarked ? "▸" : " ", column: line.column + 1, row: line.row, style: Style(.accent, on: surface, .bold),
      in: line)
    let wallClock = wallClock(at: now)
    put(Figures.clock(task.startedAt, utcOffset: surroundings.utcOffset), columns.started, .muted)
    put(task.model, columns.model, .assistant)
    put(task.promptLine, columns.prompt, .text)
    put(task.stateWords, columns.state, task.tone, .bold)
    put(task.progressWords(at: wallClock), columns.progress, .text)
    put(task.costWords(columns: columns.cost.width), columns.cost, .text)
  }
}

/// Where the columns of the board stand.
struct VideoColumns {
  struct Column {
    var start: Int
    var width: Int
    var isRight = false
  }
  let started = Column(start: 4, width: 8)
  let model: Column
  let prompt: Column?
  let state: Column
  let progress: Column
  let cost: Column

  /// Cells of the longest text of each column.
  struct Wants {
    var model: Int
    var prompt: Int
    var progress: Int
  }

  init(_ columns: Int, wants: Wants) {
    let isWide = columns >= 108
    let costWidth = 9
    cost = Column(start: max(0, columns - costWidth - 1), width: costWidth, isRight: true)
    let stateWidth = isWide ? 16 : 15
    let gaps = isWide ? 4 : 3
    let room = max(0, cost.start - 14 - stateWidth - gaps)
    // Times in the progress change: so much is always theirs, so that nothing moves with them.
    let usual = isWide ? 24 : max(8, min(22, room - min(wants.model, 22)))
    var progressWidth = min(usual, max(8, room - 6))
    let promptLeast = isWide ? min(wants.prompt, (room - progressWidth) * 3 / 5) : 0
    let modelWidth = max(6, min(max(5, wants.model), room - progressWidth - promptLeast))
    // What neither model nor prompt needs.
    let spare = room - progressWidth - modelWidth - (isWide ? max(6, min(wants.prompt, room)) : 0)
    progressWidth += max(0, min(spare, wants.progress - progressWidth))
    progress = Column(start: cost.start - progressWidth - 1, width: progressWidth)
    state = Column(start: progress.start - stateWidth - 1, width: stateWidth)
    let left = max(6, room - progressWidth)
    if isWide {
      let width = max(modelWidth, min(16, left / 3))
      model = Column(start: 14, width: width)
      prompt = Column(start: 14 + width + 1, width: max(0, left - width))
    } else {
      model = Column(start: 14, width: left)
      prompt = nil
    }
  }

  var titles: [(Int, String)] {
    [(started.start, "started"), (model.start, "model")]
      + (prompt.map { [($0.start, "prompt")] } ?? [])
      + [(state.start, "state"), (progress.start, "progress"), (cost.start + cost.width - 4, "cost")]
  }
}
