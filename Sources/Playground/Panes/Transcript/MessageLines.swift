import RelayKit
import TerminalUI
import Workbench

/// The lines around a message's text: who speaks, with which figures; how it ended.
enum MessageLines {
  static func head(_ message: Message, _ playground: Playground, columns: Int, at now: MonotonicTime)
    -> [StyledLine]
  {
    if playground.isCompact { return compactHead(message, playground, columns: columns, at: now) }
    let clock = Figures.clock(message.createdAt, utcOffset: playground.surroundings.utcOffset)
    guard let reply = message.reply else {
      let name = Span(title(of: message.role), Style(role(of: message.role), on: .base, .bold))
      let off = message.isOff ? [Span("off, not sent   ", Style(.warn))] : []
      return [spread([name], off + [Span(clock, Style(.muted))], columns: columns)]
    }
    let state = reply.state(at: now)
    var right: StyledLine = message.isOff ? [Span("off, not sent   ", Style(.warn))] : []
    var word = playground.signs.sign(state.word)
    if reply.isRunning, state.tone == .live, let start = reply.exchange?.lastStart {
      word += " \(Figures.oneDecimal(reply.clock(now).milliseconds(since: start) / 1000)) s"
    }
    right.append(Span(word, Style(state.tone.role, on: .base, .bold)))
    let name = Span(reply.model, Style(.assistant, on: .base, .bold))
    let cached = playground.cacheWords(of: message.id, reply, at: now)
    let cost = playground.costWords(of: message.id, reply, at: now)
    let figures = ReplyFigureWords(reply, cost: cost, cached: cached, at: now).parts.map {
      playground.signs.sign($0)
    }
    let separator = playground.signs.sign(" · ")
    // Few rows: one line says it all.
    if playground.size.rows < 30 {
      var line: StyledLine = [name]
      var room = columns - Glyphs.width(reply.model) - Glyphs.width(word) - 4
      var words = ""
      for part in figures where Glyphs.width(words + part) + 3 <= room {
        words += (words.isEmpty ? "" : separator) + part
      }
      room -= Glyphs.width(words)
      line.append(Span("  " + words, Style(.muted)))
      return [spread(line, right, columns: columns)] + flags(message, reply, playground, columns: columns)
        + advice(message, playground, columns: columns)
    }
    right.append(Span("   " + clock, Style(.muted)))
    var lines = [spread([name], right, columns: columns)]
    if !figures.isEmpty {
      lines += TextWrapper.wrap([Span(figures.joined(separator: separator), Style(.muted))], columns: columns)
    }
    return lines + flags(message, reply, playground, columns: columns)
      + advice(message, playground, columns: columns)
  }

  /// A cheaper model, once; `advice: false` keeps it away.
  private static func advice(_ message: Message, _ playground: Playground, columns: Int) -> [StyledLine] {
    guard let words = playground.adviceWords(of: message) else { return [] }
    return TextWrapper.wrap([Span(words, Style(.muted))], columns: columns)
  }

  /// In a lane the figures of the newest answer stand above the text.
  private static func compactHead(
    _ message: Message, _ playground: Playground, columns: Int, at now: MonotonicTime
  ) -> [StyledLine] {
    guard let reply = message.reply else {
      if message.role == .user, !message.isOff { return [] }
      let name = title(of: message.role) + (message.isOff ? ", off, not sent" : "")
      return [[Span(name, Style(role(of: message.role), on: .base, .bold))]]
    }
    let flags = playground.isBlind ? [] : flags(message, reply, playground, columns: columns)
    if playground.workspace.conversation.lastAnswer == message.id { return flags }
    let state = reply.state(at: now)
    let words = ReplyFigureWords(reply, at: now).parts.prefix(2).joined(
      separator: playground.signs.sign(" · "))
    return [
      [Span(playground.signs.sign(state.word) + "  ", Style(state.tone.role)), Span(words, Style(.muted))]
    ] + flags
  }

  /// A question in a lane, which all lanes have in common: its beginning.
  static func compactQuestion(_ lines: [StyledLine], isWhole: Bool) -> [StyledLine] {
    let most = 2
    var shown = Array(lines.prefix(most)).map { line in
      line.map { Span($0.text, Style(.user, on: $0.style.surface)) }
    }
    if lines.count > most || !isWhole, let last = shown.indices.last {
      shown[last].append(Span(" ...", Style(.muted)))
    }
    return shown
  }

  /// What is worth knowing about an answer beside its figures.
  private static func flags(
    _ message: Message, _ reply: Reply, _ playground: Playground, columns: Int
  ) -> [StyledLine] {
    var notes =
      reply.isReplay && !playground.isCompact
      ? ["> REPLAY of a recorded exchange; nothing was sent.\(paceWords(reply))"] : []
    notes += reply.lessons.map { $0.sentence + " (:remedies)" }
    if reply.isRunning, let served = reply.servedModel, !ModelIdentity.isSame(reply.model, served) {
      notes.append("! MODEL  You asked for \(reply.model); the answer names \(served).")
    }
    for flag in playground.findings(of: message)?.flags ?? [] where flag.word != "USAGE" {
      notes.append("! \(flag.word)  \(flag.sentence)")
    }
    if reply.answer.choices.count > 1 {
      notes.append(
        "Choice \(reply.shownChoice + 1) of \(reply.answer.choices.count); [ and ] show the others.")
    }
    if !reply.answer.restarted.isEmpty {
      notes.append(
        "! RESTARTED  a second answer followed the first in one stream; the last is shown. Y copies all.")
    }
    if reply.sleptSeconds > 0 {
      notes.append(
        "! bayside was stopped for \(Figures.seconds(reply.sleptSeconds)); times are not comparable")
    }
    return notes.flatMap { TextWrapper.wrap([Span($0, Style(.warn))], columns: columns) }
  }

  private static func paceWords(_ reply: Reply) -> String {
    guard reply.isRunning else { return "" }
    switch reply.pace {
    case .recorded: return " At its own pace: > faster, < holds."
    case .times(let factor): return " \(factor) times faster: > faster, < holds."
    case .stepped:
      return
        " Held after \(Figures.counted(reply.exchange?.frames.count ?? 0, "frame")): < one more, > goes on."
    }
  }

  static func reasoningHead(_ reply: Reply, isOpen: Bool, _ playground: Playground) -> StyledLine {
    var words = "reasoning"
    if reply.reasoning.isEmpty {
      words += " (not shown by the relay, \(Figures.counted(reply.reasoningTokens ?? 0, "token")))"
    } else if let tokens = reply.reasoningTokens, tokens > 0 {
      words += " (\(Figures.counted(tokens, "token")))"
    } else {
      words += " (\(Figures.bytes(reply.reasoning.utf8.count)))"
    }
    var line: StyledLine = [
      Span(playground.signs.sign(isOpen ? "▾ " : "▸ "), Style(.accent)),
      Span(words, Style(.reasoning, on: .base, .italic)),
    ]
    if !reply.reasoning.isEmpty {
      line.append(Span(isOpen ? "   Space folds" : "   Space opens", Style(.muted)))
    }
    return line
  }

  static func stopRule(_ playground: Playground, columns: Int) -> StyledLine {
    let words = "-- you stopped following here "
    let rule = words + String(repeating: "-", count: max(0, columns - words.count))
    return [Span(Glyphs.fitted(rule, columns: columns), Style(.accent))]
  }

  static func end(_ message: Message, _ playground: Playground, columns: Int, at now: MonotonicTime)
    -> [StyledLine]
  {
    guard let reply = message.reply else {
      let files = message.attachments.map {
        "  [\($0.name)\($0.byteCount > 0 ? ", " + Figures.bytes($0.byteCount) : "")]"
      }
      return files.flatMap { TextWrapper.wrap([Span($0, Style(.info))], columns: columns) }
    }
    var lines = toolCalls(message, reply, playground, columns: columns)
    // Words of a relay may name the model.
    if playground.isBlind { return lines }
    if let box = ErrorBox(message, reply, playground, at: now) {
      if case .cut = reply.outcome { lines.append(cutRule(columns: columns)) }
      let isFolded = playground.transcript.foldedBoxes.contains(message.id)
      lines += [[]] + (isFolded ? [box.foldedLine(columns: columns)] : box.lines(columns: columns))
    } else if let autopsy = playground.findings(of: message)?.autopsy {
      lines += Self.autopsy(autopsy, reply.state(at: now).word, playground, columns: columns)
    } else if let note = endNote(reply) {
      let style = Style(reply.isComingElsewhere ? .live : .warn)
      lines += TextWrapper.wrap([Span(playground.signs.sign(note), style)], columns: columns)
    }
    return lines
  }

  /// Where the tokens of an empty or short answer went.
  private static func autopsy(
    _ autopsy: BudgetAutopsy, _ word: String, _ playground: Playground, columns: Int
  )
    -> [StyledLine]
  {
    var figures = ["finish_reason \(autopsy.finishReason ?? "missing"): \(autopsy.reasonWords)"]
    if let limit = autopsy.limit { figures.append("\(limit.name) \(limit.tokens)") }
    if let reasoning = autopsy.split.reasoning { figures.append("reasoning \(reasoning)") }
    figures.append("answer \(autopsy.split.answer)")
    if let left = autopsy.left { figures.append("left \(left)") }
    let words = "\(word) · \(autopsy.sentence)"
    return TextWrapper.wrap([Span(playground.signs.sign(words), Style(.warn))], columns: columns)
      + TextWrapper.wrap(
        [Span(playground.signs.sign("  " + figures.joined(separator: " · ")), Style(.muted))],
        columns: columns)
  }

  private static func cutRule(columns: Int) -> StyledLine {
    let words = "-- cut here: the text above is not the whole reply "
    let rule = words + String(repeating: "-", count: max(0, columns - words.count))
    return [Span(Glyphs.fitted(rule, columns: columns), Style(.error))]
  }

  private static func endNote(_ reply: Reply) -> String? {
    if reply.isComingElsewhere {
      return "● RUNNING in another bayside. What had come stands above; open the chat again when it is whole."
    }
    guard case .stopped = reply.outcome else { return nil }
    if reply.missingExchange != nil { return "■ This answer is not in the history any more." }
    if reply.wasNeverSent { return "■ NOT SENT: it never left, and nothing is billed." }
    if reply.isOfPictures {
      return "■ STOPPED by you. The connection was closed; the relay may finish it, and bill it."
    }
    let tokens = reply.outputTokens
    guard tokens.count > 0 else {
      return "■ STOPPED by you before anything came. The connection was closed; it may be billed."
    }
    let count = "\(tokens.isEstimate ? "~" : "")\(Figures.counted(tokens.count, "token"))"
    return "■ STOPPED by you after \(count). The connection was closed; what came is billed."
  }

  /// Calls as they came; arguments may be no valid JSON and are shown as they are.
  private static func toolCalls(
    _ message: Message, _ reply: Reply, _ playground: Playground, columns: Int
  ) -> [StyledLine] {
    guard !reply.toolCalls.isEmpty else { return [] }
    var lines: [StyledLine] = []
    let tools = playground.layouts.findings.tools(of: message)
    for call in reply.toolCalls {
      let arguments = ToolArguments(call: call, tools: tools)
      lines.append([
        Span("  tool call  ", Style(.muted)), Span(call.name, Style(.tool, on: .base, .bold)),
        Span(call.id.isEmpty ? "" : "  \(call.id)", Style(.muted)),
      ])
      for line in arguments.shown.split(separator: "\n", omittingEmptySubsequences: false) {
        lines += TextWrapper.breakHard([Span(String(line), Style(.tool))], columns: max(1, columns - 4)).map {
          [Span("    ")] + $0
        }
      }
      if !reply.isRunning, let trouble = arguments.trouble {
        lines += TextWrapper.wrap([Span("    ! \(trouble)", Style(.warn))], columns: columns)
      }
    }
    return lines
  }

  /// Left and right in one line; when both do not fit, the left is cut.
  static func spread(_ left: StyledLine, _ right: StyledLine, columns: Int) -> StyledLine {
    let room = columns - Glyphs.width(right) - 2
    var kept: StyledLine = []
    var used = 0
    for span in left where used < room {
      let text = Glyphs.fitted(span.text, columns: room - used)
      kept.append(Span(text, span.style))
      used += Glyphs.width(text)
    }
    let gap = max(1, columns - used - Glyphs.width(right))
    return kept + [Span(String(repeating: " ", count: gap))] + right
  }

  static func title(of role: MessageRole) -> String {
    switch role {
    case .user: "You"
    case .system: "System"
    case .developer: "Developer"
    case .assistant: "Assistant, written by you"
    case .tool: "Tool"
    case .other(let name): name
    }
  }

  static func role(of role: MessageRole) -> Role {
    switch role {
    case .user: .user
    case .assistant: .assistant
    case .tool: .tool
    default: .system
    }
  }
}

/// The figures of an answer as words; what is worked out here is marked with `~`.
struct ReplyFigureWords {
  let parts: [String]

  /// - Parameters:
  ///   - cost: what it costs, in words.
  ///   - cached: what prompt caching brought; it is worth less room than the other figures.
  init(_ reply: Reply, cost: String? = nil, cached: String? = nil, at now: MonotonicTime) {
    var parts: [String] = []
    // Of pictures the first byte is the last one.
    if !reply.isOfPictures, let first = reply.firstTokenMilliseconds {
      parts.append("TTFT \(Figures.milliseconds(first))")
    }
    if !reply.isOfPictures, let visible = reply.firstVisibleMilliseconds {
      parts.append("visible \(Figures.milliseconds(visible))")
    }
    if !reply.isOfPictures, let rate = reply.tokensPerSecond(at: now) {
      parts.append("\(NumberWords.rate(rate)) tok/s")
    }
    let output = reply.outputTokens
    if output.count > 0 { parts.append("\(output.isEstimate ? "~" : "")\(output.count) tok out") }
    if let input = reply.inputTokens {
      let share = cached != nil ? nil : reply.cachedTokens.flatMap { $0 > 0 ? " (\($0) cached)" : nil }
      parts.append("\(input) tok in\(share ?? "")")
    }
    if let cost { parts.append(cost) }
    if let total = reply.totalMilliseconds, reply.outcome != nil {
      parts.append("total \(Figures.milliseconds(total))")
    }
    if let reason = reply.finishReason, reason != "stop" { parts.append("finish \(reason)") }
    if let cached { parts.append(cached) }
    self.parts = parts
  }
}
