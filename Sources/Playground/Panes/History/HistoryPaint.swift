import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintHistory(_ canvas: inout Canvas, _ area: Rect, _ pane: PaneID, at now: MonotonicTime) {
    if pane == .historyList {
      paintHistoryList(&canvas, area, at: now)
    } else {
      paintHistoryPreview(&canvas, area)
    }
  }

  private func paintHistoryList(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    var frame = Frame("History", isFocused: focus == .historyList && overlay == nil)
    if let page = history.page {
      let counts = [
        page.chats == 0 ? nil : Figures.counted(page.chats, "chat"),
        page.comparisons == 0 ? nil : Figures.counted(page.comparisons, "comparison"),
      ]
      let all = counts.compactMap(\.self).joined(separator: ", ")
      // What is listed is a part of them.
      let isFiltered = history.filter != HistoryFilter()
      frame.state = [Span(isFiltered ? "\(page.total) found in \(all)" : all, Style(.muted))]
      if page.total > 0 {
        let last = historyLines(rows: historyRows).compactMap {
          if case .entry(let place) = $0 { place } else { nil }
        }
        frame.footRight = "\(history.top + 1)-\((last.last ?? history.top) + 1) of \(page.total)"
      }
    }
    if !history.chosen.isEmpty { frame.footLeft = "\(history.chosen.count) marked" }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    paintFind(&canvas, inside)
    canvas.grid.write(
      String(repeating: canvas.signs.horizontal, count: inside.columns), column: inside.column,
      row: inside.row + 1,
      style: Style(.frameIdle), in: inside)
    let noteRows = historyNoteRows(area)
    var list = Rect(
      column: inside.column, row: inside.row + 2, columns: inside.columns,
      rows: max(0, inside.rows - 2 - noteRows))
    if let words = historyWords {
      let lines = TextWrapper.wrap(
        [Span(canvas.signs.sign(words), Style(history.failure == nil ? .muted : .error))],
        columns: max(10, list.columns - 2)
      ).prefix(max(1, list.rows / 2))
      for (row, line) in lines.enumerated() {
        canvas.grid.write(line, column: list.column + 1, row: list.row + row, in: list)
      }
      // What was read before stays below.
      list = Rect(
        column: list.column, row: list.row + lines.count, columns: list.columns,
        rows: max(0, list.rows - lines.count))
    }
    for (index, line) in historyLines(rows: list.rows).enumerated() {
      let row = list.row + index
      switch line {
      case .day(let day):
        canvas.say(
          historyDay(day, at: now), column: list.column + 1, row: row,
          style: Style(.heading, on: .base, .bold), in: list)
      case .entry(let place):
        paintEntry(&canvas, place, Rect(column: list.column, row: row, columns: list.columns, rows: 1))
      }
    }
    if noteRows > 0 { paintHistoryNote(&canvas, inside, rows: noteRows) }
  }

  /// Why there is no list; `nil` where there is one.
  private var historyWords: String? {
    if let failure = history.failure { return failure }
    guard let page = history.page else { return "Reading the history." }
    guard page.total == 0 else { return nil }
    if !history.filter.text.isEmpty || !history.filter.words.isEmpty {
      return "Nothing is like that. Esc shows everything."
    }
    return preferences.isPrivate
      ? "Nothing is kept: this is private mode. Ctrl-X P ends it."
      : "Nothing is kept yet. Chats and comparisons come here by themselves as soon as something is sent."
  }

  private func paintFind(_ canvas: inout Canvas, _ inside: Rect) {
    var column = canvas.grid.write(
      "find > ", column: inside.column + 1, row: inside.row,
      style: Style(history.isFinding ? .accent : .muted),
      in: inside)
    column = canvas.grid.write(
      history.filter.text, column: column, row: inside.row, style: Style(.text), in: inside)
    if history.isFinding, overlay == nil {
      canvas.grid.cursor = Position(column: min(column, inside.column + inside.columns - 1), row: inside.row)
    }
    let words = history.filter.words
    if !words.isEmpty {
      let text = canvas.signs.sign("[\(words)]  Esc all ")
      let start = inside.column + inside.columns - Glyphs.width(text)
      if start > column {
        canvas.grid.write(text, column: start, row: inside.row, style: Style(.accent), in: inside)
      }
    }
  }

  private func paintEntry(_ canvas: inout Canvas, _ place: Int, _ area: Rect) {
    guard let entry = history.entry(at: place) else { return }
    let isMarked = place == history.mark
    let surface: Role = isMarked ? .select : .base
    if isMarked { canvas.grid.fill(area, style: Style(.text, on: surface)) }
    let isChosen = history.chosen.contains(entry.id)
    let head = (isMarked ? "▸" : " ") + (isChosen ? "+" : entry.isStarred ? "*" : " ")
    let clock = Figures.clock(entry.updatedAt, utcOffset: surroundings.utcOffset).prefix(5)
    var column = canvas.say(
      head + clock + "  ", column: area.column, row: area.row,
      style: Style(isChosen ? .accent : .muted, on: surface), in: area)
    let right = columnsOfEntry(entry, area.columns)
    let width = right.reduce(0) { $0 + $1.columns + 1 }
    let room = max(8, area.column + area.columns - column - width - 1)
    let tags = entry.tags.map { " #\($0)" }.joined()
    let style = Style(.text, on: surface, isMarked ? .bold : [])
    if let hit = foundHit(entry, room: room) {
      var place = Rect(column: column, row: area.row, columns: room, rows: 1)
      place.columns = min(place.columns, area.column + area.columns - column)
      var end = canvas.grid.write(
        canvas.signs.sign(hit.before), column: column, row: area.row, style: style, in: place)
      end = canvas.grid.write(
        canvas.signs.sign(hit.word), column: end, row: area.row, style: Style(.accent, on: surface, .bold),
        in: place)
      canvas.grid.write(
        fitted(hit.after, columns: max(0, column + room - end)), column: end, row: area.row, style: style,
        in: place)
    } else {
      let title = entry.title + tags
      canvas.grid.write(
        Glyphs.fitted(canvas.signs.sign(title.isEmpty ? "(no text)" : title), columns: room), column: column,
        row: area.row, style: style, in: area)
    }
    column = area.column + area.columns - width
    for field in right {
      let text = Glyphs.fitted(canvas.signs.sign(field.text), columns: field.columns)
      let start = field.isRight ? column + field.columns - Glyphs.width(text) : column
      canvas.grid.write(text, column: start, row: area.row, style: Style(field.role, on: surface), in: area)
      column += field.columns + 1
    }
    canvas.mark(area, .paneRow(.historyList, place))
  }

  /// The title, and behind it the place where a search found a word, so that the word is seen; `nil` where it is in
  /// the title or nothing was searched for.
  private func foundHit(_ entry: HistoryEntry, room: Int) -> (before: String, word: String, after: String)? {
    guard let found = entry.found?.trimmingEllipses, !found.isEmpty, !entry.title.contains(found),
      let range = Self.hit(in: found, history.filter.text)
    else { return nil }
    let most = max(8, room / 3)
    let title =
      Glyphs.width(entry.title) > most ? Glyphs.fitted(entry.title, columns: most) : entry.title
    // A little of what stands before the word, from the beginning of one.
    let near = found[..<range.lowerBound].suffix(12)
    let lead = near.count < 12 ? near : near.drop { $0 != " " }.drop { $0 == " " }
    return ("\(title)  …\(lead)", String(found[range]), String(found[range.upperBound...]))
  }

  /// The first of the words that are looked for.
  private static func hit(in text: String, _ filter: String) -> Range<String.Index>? {
    let words = filter.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
    var start = text.startIndex
    while start < text.endIndex {
      for word in words where text[start...].prefix(word.count).lowercased() == word {
        return start..<text[start...].prefix(word.count).endIndex
      }
      start = text.index(after: start)
    }
    return nil
  }

  private typealias EntryField = (text: String, columns: Int, isRight: Bool, role: Role)

  private func columnsOfEntry(_ entry: HistoryEntry, _ columns: Int) -> [EntryField] {
    var fields: [EntryField] = []
    let models = entry.models.count > 1 ? "\(entry.models.count) models" : entry.models.first ?? "-"
    if columns >= 70 { fields.append((models, 16, false, .muted)) }
    fields.append(state(of: entry))
    let cost = entry.isDemo ? "demo" : entry.cost.map { money($0, entry) } ?? "-"
    fields.append((cost, Self.costColumns, true, .muted))
    return fields
  }

  private func money(_ cost: Double, _ entry: HistoryEntry) -> String {
    NumberWords.money(
      cost, currency: entry.currency, isEstimate: entry.costIsEstimate, columns: Self.costColumns)
  }

  private static let costColumns = 10

  private func state(of entry: HistoryEntry) -> EntryField {
    if entry.wasInterrupted { return ("! cut", 9, false, .error) }
    switch entry.lastOutcome {
    case "cut": return ("✗ cut", 9, false, .error)
    case "failed": return ("✗ failed", 9, false, .error)
    case "stopped": return ("stopped", 9, false, .warn)
    case nil where entry.requests > 0: return ("running", 9, false, .live)
    default:
      // Of one question several answers may have been asked for: these are no turns.
      let words = entry.requests > 9 ? "\(entry.requests) ans." : Figures.counted(entry.requests, "answer")
      return (words, 9, false, .muted)
    }
  }

  private func paintHistoryNote(_ canvas: inout Canvas, _ inside: Rect, rows: Int) {
    let first = inside.row + inside.rows - rows
    canvas.grid.write(
      String(repeating: canvas.signs.horizontal, count: inside.columns), column: inside.column, row: first,
      style: Style(.frameIdle), in: inside)
    let passage = history.preview.flatMap { preview in
      preview.id == history.marked?.id ? preview.passages.last { !$0.isAnswer } ?? preview.passages.last : nil
    }
    let text = (passage?.text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    canvas.grid.write(
      Glyphs.fitted(text, columns: inside.columns - 2), column: inside.column + 1, row: first + 1,
      style: Style(.text), in: inside)
    canvas.say(historyPlaceWords, column: inside.column + 1, row: first + 2, style: Style(.muted), in: inside)
  }

  private var historyPlaceWords: String {
    if preferences.isPrivate { return "Private mode: nothing is written. Ctrl-X P ends it." }
    // Why it cannot be read stands in place of the list.
    if history.failure != nil { return "" }
    if let problem = history.notKept { return "Nothing is kept now: \(problem)" }
    return "Kept in \(surroundings.historyFile), readable only by you."
  }

  private func paintHistoryPreview(_ canvas: inout Canvas, _ area: Rect) {
    let inside = area.inside
    let preview = history.preview.flatMap { $0.id == history.marked?.id ? $0 : nil }
    var frame = Frame(preview?.title ?? "Preview", isFocused: focus == .historyPreview && overlay == nil)
    frame.state = [Span(history.marked?.models.first ?? "", Style(.muted))]
    if let preview {
      let unfinished = preview.unfinished == 0 ? "" : ", \(preview.unfinished) not finished"
      frame.footRight = Figures.counted(preview.turns, "turn") + unfinished
    }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    guard let preview else { return }
    let lines = previewLines(preview, columns: max(10, inside.columns - 2))
    let top = min(history.previewTop, max(0, lines.count - inside.rows))
    for (row, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }

  /// With what was searched for made to stand out.
  private static func marked(_ line: StyledLine, _ words: FoundWords) -> StyledLine {
    line.flatMap { span -> StyledLine in
      let hits = words.hits(in: span.text)
      guard !hits.isEmpty else { return [span] }
      let text = Array(span.text)
      var pieces: StyledLine = []
      var at = 0
      for hit in hits {
        if hit.lowerBound > at { pieces.append(Span(String(text[at..<hit.lowerBound]), span.style)) }
        pieces.append(Span(String(text[hit]), Style(.accent, on: span.style.surface, .bold)))
        at = hit.upperBound
      }
      if at < text.count { pieces.append(Span(String(text[at...]), span.style)) }
      return pieces
    }
  }

  private func previewLines(_ preview: HistoryPreview, columns: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    let words = FoundWords(history.filter.text)
    for passage in preview.passages {
      var head: StyledLine = [
        Span(passage.speaker, Style(passage.isAnswer ? .assistant : .user, on: .base, .bold))
      ]
      if !passage.note.isEmpty {
        let (sign, role): (String, Role) = passage.isComing ? ("●", .live) : ("✗", .error)
        head.append(Span(signs.sign("   \(sign) \(passage.note)"), Style(role)))
      }
      lines.append(head)
      let isBare = passage.text.isEmpty && !passage.pictures.isEmpty
      for paragraph in passage.text.split(separator: "\n", omittingEmptySubsequences: isBare) {
        lines += TextWrapper.wrap([Span(String(paragraph), Style(.text))], columns: columns).map {
          Self.marked($0, words)
        }
      }
      for picture in passage.pictures {
        lines += TextWrapper.wrap([Span(picture, Style(.info))], columns: columns)
      }
      lines.append([])
    }
    if !preview.parameters.isEmpty {
      lines += TextWrapper.wrap([Span("Params   \(preview.parameters)", Style(.muted))], columns: columns)
    }
    lines += TextWrapper.wrap([Span(historyPlaceWords, Style(.muted))], columns: columns)
    return lines
  }
}

extension String {
  fileprivate var trimmingEllipses: String {
    var text = self[...]
    while let first = text.first, first == "…" || first == "." || first == " " { text.removeFirst() }
    while let last = text.last, last == "…" || last == " " { text.removeLast() }
    return String(text)
  }
}
