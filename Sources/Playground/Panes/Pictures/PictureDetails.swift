import RelayKit
import TerminalUI
import Workbench

/// What is known of the picture that is looked at: where it is, what was asked, what it cost.
extension Playground {
  func paintPictureDetails(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    guard area.rows > 0, let shown = pictures.shown, let facts = facts(of: shown) else { return }
    // A few rows below the picture have no frame.
    guard area.rows > 6 else {
      for (row, line) in shortDetails(facts, columns: area.columns - 2, at: now).prefix(area.rows)
        .enumerated()
      {
        canvas.grid.write(line, column: area.column + 1, row: area.row + row, in: area)
      }
      return
    }
    let frame = Frame("Details", isFocused: focus == .pictureDetails && overlay == nil)
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let inside = area.inside
    let lines = details(facts, columns: inside.columns - 2, at: now)
    let top = min(pictures.detailsTop, max(0, lines.count - inside.rows))
    for (row, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }

  private func details(_ facts: PictureFacts, columns: Int, at now: MonotonicTime) -> [StyledLine] {
    var lines: [StyledLine] = []
    func head(_ text: String) {
      if !lines.isEmpty { lines.append([]) }
      lines.append([Span(text, Style(.heading, on: .base, .bold))])
    }
    func text(_ words: String, _ role: Role = .text) {
      lines += TextWrapper.wrap([Span(words, Style(role))], columns: columns)
    }
    func row(_ name: String, _ value: String, _ role: Role = .text) {
      guard !value.isEmpty else { return }
      lines += LabelledLines.lines(name, value, role, label: 10, columns: columns)
    }
    if let original = shownOriginal {
      head("Before the edit")
      text(UnbrokenPieces.path(original.name, columns: columns))
      text("It was sent under this name; b goes on to the edited one.", .muted)
      lines.append([])
      row("File", summaryText(PictureFacts.summary(of: original), columns: columns - 10))
    } else {
      savedLines(facts, columns: columns, head: head, text: text)
      lines.append([])
      row("File", summaryText(facts.summary, columns: columns - 10))
      if let trouble = trouble(of: facts) { row("", "! " + trouble, .warn) }
    }
    let message = message(anywhere: facts.id.message)
    if let question = question(anywhere: facts.id.message) {
      head("Prompt")
      text(question.written.isEmpty ? promptSent(message) : question.written)
      for file in question.attachments {
        text(
          UnbrokenPieces.text(
            ["[\(file.isMask ? "mask " : "")\(file.name),", "\(Figures.bytes(file.byteCount))]"],
            between: " ", columns: columns), .info)
      }
    }
    if shownOriginal != nil { return lines }
    if let revised = facts.picture.revisedPrompt, !revised.isEmpty {
      head("Rewritten by the model")
      text(revised)
    }
    lines.append([])
    if let reply = message?.reply {
      row("Asked", askedWords(reply))
      let figures = RunFigures(
        reply, prices: prices(of: reply.model), at: now, measuresLength: false)
      row("Tokens", tokenWords(figures))
      row("Cost", costWords(figures), .text)
      if let total = reply.totalMilliseconds {
        row(
          "Time",
          Figures.milliseconds(total) + (reply.exchange?.asksForStream == true ? ", streamed" : ", no stream")
        )
      }
    }
    if let file = facts.file, file.isSaved, surroundings.isRemote {
      head("On your computer")
      text("To see the file itself there (y copies this line):")
      text(copyLine(file.path), .info)
    }
    return lines
  }

  /// Broken between format and bytes, not before a unit.
  private func summaryText(_ summary: String, columns: Int) -> String {
    UnbrokenPieces.text(summary.split(separator: ", ").map(String.init), between: ", ", columns: columns)
  }

  private func savedLines(
    _ facts: PictureFacts, columns: Int, head: (String) -> Void, text: (String, Role) -> Void
  ) {
    guard let file = facts.file, file.isSaved else {
      head("Not saved")
      if let message = message(anywhere: facts.id.message), isPrivateAnswer(message) {
        text("This is private: w writes it where you say.", .muted)
      } else if case .bytes = facts.picture.content {
        text("w writes it where you say.", .muted)
      }
      return
    }
    head("Saved")
    let path = shortPath(file.path)
    text(UnbrokenPieces.path(String(path.dropLast(file.name.count)), columns: columns), .muted)
    text(UnbrokenPieces.path(file.name, columns: columns), .text)
  }

  private func shortDetails(_ facts: PictureFacts, columns: Int, at now: MonotonicTime) -> [StyledLine] {
    func row(_ name: String, _ value: String, _ role: Role = .text) -> StyledLine {
      [
        Span(Glyphs.padded(name, columns: 7), Style(.muted)),
        Span(Glyphs.fitted(value, columns: max(4, columns - 7)), Style(role)),
      ]
    }
    var lines: [StyledLine] = []
    // Elsewhere it stands below the picture.
    if pictures.isGallery, let trouble = trouble(of: facts) { lines.append(row("", "! " + trouble, .warn)) }
    if let original = shownOriginal {
      lines.append(row("before", "\(original.name)   \(PictureFacts.summary(of: original))"))
      lines.append(row("", "It was sent under this name; b goes on to the edited one.", .muted))
    } else if let file = facts.file, file.isSaved {
      let path = shortPath(file.path)
      if 7 + Glyphs.width(path) + 3 + Glyphs.width(facts.summary) <= columns {
        lines.append(row("saved", path + "   " + facts.summary))
      } else {
        lines.append(row("saved", UnbrokenPieces.middle(path, columns: columns - 7)))
        lines.append(row("file", facts.summary))
      }
    } else {
      lines.append(row("file", facts.summary))
    }
    let message = message(anywhere: facts.id.message)
    if shownOriginal == nil, let reply = message?.reply {
      let figures = RunFigures(
        reply, prices: prices(of: reply.model), at: now, measuresLength: false)
      let time = reply.totalMilliseconds.map { "time " + Figures.milliseconds($0) }
      let cost = costWords(figures)
      let asked = askedWords(reply)
      let words = [asked.isEmpty ? nil : asked, cost.isEmpty ? nil : "cost \(cost)", time].compactMap(\.self)
      lines.append(row("asked", words.joined(separator: "   ")))
    }
    let prompt =
      question(anywhere: facts.id.message).map { $0.written.isEmpty ? promptSent(message) : $0.written } ?? ""
    lines.append(row("prompt", prompt.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
    if shownOriginal == nil, let file = facts.file, file.isSaved, surroundings.isRemote {
      lines.append(row("see it", copyLine(file.path)))
    }
    return lines
  }

  /// As it left, where nothing was typed.
  private func promptSent(_ message: Message?) -> String {
    message?.reply?.exchange.map { layouts.asked.words(of: $0).prompt } ?? ""
  }

  /// Values that were sent beside model and prompt: `size 1536x1024, n 2`.
  private func askedWords(_ reply: Reply) -> String {
    reply.exchange.map { layouts.asked.words(of: $0).values } ?? ""
  }

  private func tokenWords(_ figures: RunFigures) -> String {
    let input = figures.inputTokens.map { "\(figures.inputIsEstimate ? "~" : "")\($0) in" }
    let output = figures.outputTokens.map { "\(figures.outputIsEstimate ? "~" : "")\($0) out" }
    return [input, output].compactMap(\.self).joined(separator: ", ")
  }

  private func costWords(_ figures: RunFigures) -> String {
    guard let cost = figures.cost else { return "" }
    return NumberWords.money(cost, currency: figures.currency, isEstimate: figures.costIsEstimate)
  }

  /// A line for a shell on the user's own computer.
  func copyLine(_ path: String) -> String { "scp \(surroundings.host):\(shortPath(path)) ." }
}

/// What was asked for pictures, in words: a request can be megabytes long and is read once. Main thread.
final class AskedMemo {
  private var known: [String: (prompt: String, values: String)] = [:]

  func words(of exchange: Exchange) -> (prompt: String, values: String) {
    if let words = known[exchange.id] { return words }
    let body = (try? JSONValue(parsing: exchange.request.body))?.objectValue
    let hidden: Set<String> = ["model", "prompt", "messages", "image", "images"]
    let values = (body?.members ?? []).filter { !hidden.contains($0.key) }
      .map { "\($0.key) \(Glyphs.fitted($0.value.stringValue ?? $0.value.text(), columns: 24))" }
    let words = (body?["prompt"]?.stringValue ?? "", values.joined(separator: ", "))
    if known.count > 256 { known = [:] }
    // Of one that is read back from its digest the body may come later.
    if body != nil { known[exchange.id] = words }
    return words
  }
}
