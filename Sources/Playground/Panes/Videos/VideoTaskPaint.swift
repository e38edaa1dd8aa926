import RelayKit
import TerminalUI
import Workbench

/// The marked task: what was asked, where it stands, when it is looked after next.
extension Playground {
  func paintVideoTask(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    guard let task = videos.task else {
      Frame("Task", isFocused: focus == .videoTask && overlay == nil).draw(
        on: &canvas.grid, in: area, signs: canvas.signs)
      return
    }
    var frame = Frame(
      "Task \(Figures.clock(task.startedAt, utcOffset: surroundings.utcOffset))",
      isFocused: focus == .videoTask && overlay == nil)
    frame.state = [Span(canvas.signs.sign(task.stateWords), Style(task.tone, on: .base, .bold))]
    let wallClock = wallClock(at: now)
    if let next = task.nextCheck, task.isOpen {
      frame.footRight =
        next > wallClock
        ? "next check in \(VideoClock.duration((next - wallClock).rounded(.up)))" : "checking"
    }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let lines = taskLines(task, columns: inside.columns - 2, at: wallClock)
    let top = min(videos.taskTop, max(0, lines.count - inside.rows))
    for (row, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }

  private func taskLines(_ task: VideoTask, columns: Int, at now: Double) -> [StyledLine] {
    var lines: [StyledLine] = []
    func row(_ name: String, _ value: String, _ role: Role = .text) {
      guard !value.isEmpty else { return }
      lines += LabelledLines.lines(name, signs.sign(value), role, label: 11, columns: columns)
    }
    func clock(_ time: Double) -> String { Figures.clock(time, utcOffset: surroundings.utcOffset) }
    if !task.sentence.isEmpty { row("", "! " + task.sentence, task.tone) }
    // Of what is over the sentence tells; a note is of the time before.
    if !task.note.isEmpty, task.sentence.isEmpty { row("", task.note, .warn) }
    row("Prompt", task.prompt)
    row(
      "Asked for",
      task.asked.map { $0.name.isEmpty ? $0.value : "\($0.name) \($0.value)" }.joined(separator: ", "))
    let accepted = task.log.first { $0.status != nil }
    row(
      "Sent",
      clock(task.startedAt)
        + (accepted.map {
          "   POST \($0.status ?? 0)\($0.milliseconds.map { "  " + Figures.milliseconds($0) } ?? "")"
        } ?? ""))
    if let queued = task.queuedAt {
      let end = task.workingAt ?? task.endedAt
      row(
        "Queued",
        "\(clock(queued)) to \(end.map(clock) ?? "now")   \(VideoClock.duration(task.waitedSeconds(at: now) ?? 0))"
      )
    }
    if let working = task.workingAt {
      row(
        "Working",
        "\(clock(working)) to \(task.endedAt.map(clock) ?? "now")   \(VideoClock.duration(task.workedSeconds(at: now) ?? 0))"
      )
    }
    if let progress = task.progress, task.isOpen {
      let bar = ErrorBox.bar(share: Double(progress) / 100, columns: 10)
      row("", "\(bar)  step \(progress) %, the relay moves this in jumps", .live)
    }
    if let usual = usualTime(task.model) { row("Usual time", usual) }
    if let file = task.file {
      row(
        file.state == .whole ? "Saved" : "File",
        UnbrokenPieces.path(shortPath(file.path), columns: columns - 11))
      row("", task.progressWords(at: now))
    } else {
      row("Saved", task.isOpen ? "by itself when it is done" : "")
    }
    if let expires = task.expiresAt, !task.hasFile { row("Link ends", clock(expires)) }
    if task.checks > 0 {
      let last = task.log.last { $0.status != nil }
      row("Checks", "\(task.checks)" + (last.map { ", last \($0.status ?? 0) at \(clock($0.at))" } ?? ""))
    }
    if let end = task.givesUpAt, task.isOpen { row("Gives up", "\(clock(end)); the task itself goes on") }
    if let id = task.serverID {
      row("Server id", UnbrokenPieces.text([id, "y copies it"], between: "   ", columns: columns - 11))
    }
    let key = task.keyName.isEmpty ? task.keyLabel : "key \(task.keyName)"
    row("Sent to", task.isDemo ? "the demo relay" : "\(task.relay) with \(key)")
    row("Cost", task.costWords())
    return lines
  }

  /// `1 m 50 s to 3 m 10 s (your last 9 tasks)`; nothing before there were three.
  private func usualTime(_ model: String) -> String? {
    let times = videos.list.lazy.filter { $0.model == model && $0.state == .completed }
      .compactMap { task in task.endedAt.map { $0 - task.startedAt } }.prefix(9).sorted()
    guard times.count >= 3, let least = times.first, let most = times.last else { return nil }
    return "\(VideoClock.duration(least)) to \(VideoClock.duration(most)) (your last \(times.count) tasks)"
  }

  func paintVideoAnswer(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    var frame = Frame(videos.tab.title, isFocused: focus == .videoAnswer && overlay == nil)
    if let last = videos.task?.log.last(where: { $0.status != nil }), videos.tab == .answer {
      let time = last.milliseconds.map { canvas.signs.sign(" · ") + Figures.milliseconds($0) } ?? ""
      frame.state = [Span("\(last.status ?? 0)\(time)", Style(.muted))]
    }
    frame.footRight = "[ ] " + VideosPane.Tab.allCases.map(\.title).joined(separator: " / ")
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    guard let task = videos.task else { return }
    if videos.tab == .frame { return paintFirstFrame(task, &canvas, inside) }
    let lines =
      videos.tab == .log
      ? logLines(task, columns: inside.columns - 2) : answerLines(task, columns: inside.columns - 2)
    let top = min(videos.answerTop, max(0, lines.count - inside.rows))
    for (row, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }

  private func logLines(_ task: VideoTask, columns: Int) -> [StyledLine] {
    guard !task.log.isEmpty else { return [[Span("Nothing yet.", Style(.muted))]] }
    return task.log.reversed().flatMap { line -> [StyledLine] in
      let progress = line.progress.map { "\($0)" } ?? ""
      let word = Glyphs.fitted(line.word, columns: 16)
      let padded = word + String(repeating: " ", count: max(1, 17 - Glyphs.width(word)))
      let http = line.note.isEmpty ? line.status.map { $0 == 200 ? "" : "HTTP \($0)" } ?? "" : line.note
      let head: StyledLine = [
        Span(Figures.clock(line.at, utcOffset: surroundings.utcOffset) + "  ", Style(.muted)),
        Span(padded, Style(.text)),
        Span(String(repeating: " ", count: max(0, 4 - progress.count)) + progress + "  ", Style(.live)),
      ]
      let note = Span(http, Style(.muted))
      if Glyphs.width(head) + Glyphs.width(http) <= columns { return [head + [note]] }
      // Below the word, where a sentence has more room.
      let indent = Span(String(repeating: " ", count: 10), Style(.muted))
      return [head] + TextWrapper.wrap([note], columns: max(8, columns - 10)).map { [indent] + $0 }
    }
  }

  private func answerLines(_ task: VideoTask, columns: Int) -> [StyledLine] {
    guard !task.lastAnswer.isEmpty else { return [[Span("No answer came yet.", Style(.muted))]] }
    let text =
      (try? JSONValue(parsing: task.lastAnswer))?.text(pretty: true)
      ?? String(decoding: task.lastAnswer, as: UTF8.self)
    let lines = CodeColours.lines(text, language: "json").flatMap {
      TextWrapper.breakHard($0, columns: columns)
    }
    let note = "HTTP 200 does not mean done: the state word decides."
    return lines + [[]] + TextWrapper.wrap([Span(note, Style(.muted))], columns: columns)
  }

  private func frameKey(_ task: VideoTask, _ inside: Rect) -> PictureKey? {
    task.firstFrame.map {
      PictureKey(source: .file($0), columns: max(1, inside.columns - 2), rows: max(1, inside.rows))
    }
  }

  private func paintFirstFrame(_ task: VideoTask, _ canvas: inout Canvas, _ inside: Rect) {
    let words: String
    if let key = frameKey(task, inside) {
      switch pictures.drawing(key) {
      case .shown(let cells, _, _)?:
        return canvas.grid.draw(
          cells,
          at: Position(
            column: inside.column + max(0, (inside.columns - cells.size.columns) / 2), row: inside.row),
          in: inside)
      case .failed(let sentence)?: words = sentence
      case nil: words = "drawing"
      }
    } else {
      words =
        task.hasFile
        ? "No first frame could be had: ffmpeg makes one where it is installed." : "It comes with the file."
    }
    for (row, line) in TextWrapper.wrap([Span(words, Style(.muted))], columns: max(8, inside.columns - 2))
      .enumerated() where row < inside.rows
    {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }

  var keysInVideosPane: [PictureKey] {
    guard videos.tab == .frame, let task = videos.task, let inside = layout[.videoAnswer]?.inside else {
      return []
    }
    return frameKey(task, inside).map { [$0] } ?? []
  }
}
