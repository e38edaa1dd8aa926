import MarkdownText
import RelayKit
import TerminalUI
import Workbench

/// The tabs of the inspector that are text: request, headers, response, timing.
struct WireText {
  let columns: Int
  private(set) var lines: [StyledLine] = []

  /// Longer bodies are shown up to here; copying takes all of them.
  static let longestShown = 32 << 10

  init(columns: Int) { self.columns = max(8, columns) }

  // MARK: Tabs

  mutating func addRequest(_ exchange: Exchange, raw: Bool) {
    add([Span(exchange.request.method, Self.strong), Span(" " + exchange.request.url)])
    addHeaders(exchange.request.headers)
    let size = Figures.counted(exchange.request.body.count, "byte")
    heading(raw ? "Body, \(size), exactly as sent" : "Body, \(size), indented to be read; v shows it as sent")
    addBody(exchange.request.body, raw: raw)
  }

  mutating func addHeaders(_ exchange: Exchange) {
    for attempt in exchange.attempts.dropLast() {
      heading("Try \(attempt.number), refused")
      if let head = attempt.head { addHead(head) }
      if let error = attempt.error, !error.message.isEmpty { add([Span(error.message, Self.muted)]) }
      if let wait = attempt.waitSeconds {
        add([Span("then waited \(Figures.seconds(wait))", Self.muted)])
      }
    }
    if exchange.attempts.count > 1 { heading("Try \(exchange.attempts.count)") }
    if let head = exchange.head {
      addHead(head)
    } else {
      add([Span(exchange.outcome == nil ? "No answer yet." : "No answer came.", Self.muted)])
    }
    heading("Request id")
    add([Span(exchange.requestID ?? "none was named", exchange.requestID == nil ? Self.muted : Style())])
    if let address = exchange.summary.remoteAddress {
      heading("Connection")
      add([Span(address + (exchange.summary.reusedConnection ? ", used before" : ", new"))])
    }
  }

  mutating func addResponse(_ exchange: Exchange, raw: Bool) {
    if raw {
      heading("Body, \(Figures.counted(exchange.bytes.count, "byte")), exactly as it came")
      addBody(exchange.bytes, raw: true)
      return
    }
    heading("What the events add up to")
    addCode(Self.assembled(exchange.answer).text(pretty: true))
    heading("What bayside made of it")
    for line in Self.verdict(exchange) { add([Span(line)]) }
  }

  mutating func addTiming(_ timing: WireTiming, isRunning: Bool, sleptSeconds: Double) {
    let width = max(8, min(40, columns - 34))
    for span in timing.spans {
      let bar = Self.bar(span.start, span.end, of: timing.total, columns: width)
      add([
        Span(Glyphs.padded(span.name, columns: 17), Self.muted), Span("|\(bar)|", Style(.accent)),
        Span(" " + Figures.milliseconds(span.end - span.start)),
      ])
    }
    add([])
    let facts: [(String, Double?)] = [
      ("first byte", timing.firstByte), ("first token", timing.firstToken),
      ("first visible", timing.firstVisible), (isRunning ? "so far" : "total", timing.total),
    ]
    for (name, value) in facts {
      add([
        Span(Glyphs.padded(name, columns: 17), Self.muted), Span(value.map(Figures.milliseconds) ?? "-"),
      ])
    }
    if sleptSeconds > 0 {
      add([
        Span(
          "bayside was stopped for \(Figures.seconds(sleptSeconds)) meanwhile; these times are not comparable.",
          Style(.warn))
      ])
    }
    guard !timing.gaps.isEmpty else { return }
    let p = [0.5, 0.95, 0.99].map { timing.percentile($0).map(Figures.milliseconds) ?? "-" }
    heading("Between tokens   p50 \(p[0])   p95 \(p[1])   p99 \(p[2])")
    let most = Double(timing.histogram.map(\.count).max() ?? 1)
    for step in timing.histogram {
      let filled = step.count == 0 ? 0 : max(1, Int((Double(step.count) / most * Double(width)).rounded()))
      add([
        Span(Glyphs.padded(step.label, columns: 17), Self.muted),
        Span(Glyphs.padded(String(repeating: "#", count: filled), columns: width + 1), Style(.accent)),
        Span(" \(step.count)"),
      ])
    }
    add([Span("Tokens that came in one network read have no gap between them.", Self.muted)])
  }

  /// One frame by itself.
  mutating func addFrame(_ number: Int, _ exchange: Exchange, raw: Bool) {
    let frame = exchange.frames[number]
    let since = exchange.attempts.isEmpty ? exchange.start : exchange.lastStart
    let together = Self.framesOfRead(number, exchange.frames)
    add([
      Span("Frame \(number + 1)", Self.strong),
      Span(
        " · arrived +\(Figures.milliseconds(frame.instant.milliseconds(since: since))) · "
          + "same read: \(Figures.counted(together, "frame")) · \(Figures.bytes(frame.length))", Self.muted),
    ])
    if raw {
      let bytes = Array(FrameText.bytes(of: frame, in: exchange).prefix(Self.longestShown))
      for line in Self.visibleBytes(bytes) { lines += TextWrapper.breakHard([Span(line)], columns: columns) }
      return
    }
    addBody(Array(FrameText.payload(of: frame, in: exchange).utf8), raw: false)
  }

  /// How many frames came in the same read; they stand in a row.
  private static func framesOfRead(_ number: Int, _ frames: [StreamFrame]) -> Int {
    let arrival = frames[number].arrival
    let before = frames[..<number].reversed().prefix { $0.arrival == arrival }
    return before.count + frames[number...].prefix { $0.arrival == arrival }.count
  }

  mutating func say(_ text: String) { add([Span(text, Self.muted)]) }

  // MARK: Parts

  private static let strong = Style(.heading, on: .base, .bold)
  private static let muted = Style(.muted)

  mutating func add(_ line: StyledLine) {
    if line.isEmpty { lines.append([]) } else { lines += TextWrapper.wrap(line, columns: columns) }
  }

  mutating func heading(_ text: String) {
    if !lines.isEmpty { lines.append([]) }
    add([Span(text, Self.muted)])
  }

  private mutating func addHead(_ head: HTTPResponseHead) {
    let tone: Role = (200..<300).contains(head.status) ? .ok : .error
    add([
      Span("\(head.version) ", Self.muted),
      Span("\(head.status) \(head.reason)", Style(tone, on: .base, .bold)),
    ])
    addHeaders(head.headers)
  }

  private mutating func addHeaders(_ headers: [HTTPHeader]) {
    for header in headers { add([Span(header.name + ": ", Style(.accent)), Span(header.value)]) }
  }

  private mutating func addBody(_ bytes: [UInt8], raw: Bool) {
    guard !bytes.isEmpty else { return say("(empty)") }
    let isCut = bytes.count > Self.longestShown
    if !raw, !isCut, let json = try? JSONValue(parsing: bytes) {
      addCode(json.text(pretty: true))
    } else {
      let shown = isCut ? Array(bytes.prefix(Self.longestShown)) : bytes
      for line in String(decoding: shown, as: UTF8.self).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      {
        lines += TextWrapper.breakHard([Span(String(line))], columns: columns)
      }
    }
    if isCut {
      say(
        "The first \(Figures.bytes(Self.longestShown)) of \(Figures.bytes(bytes.count)); Y copies all of it.")
    }
  }

  private mutating func addCode(_ text: String) {
    for spans in CodeColours.lines(text, language: "json") {
      lines += spans.isEmpty ? [[]] : TextWrapper.breakHard(spans, columns: columns)
    }
  }

  /// Bytes as text in which line ends and other control characters are seen.
  private static func visibleBytes(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var line = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\r": line += "\\r"
      case "\n":
        lines.append(line + "\\n")
        line = ""
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  static func bar(_ start: Double, _ end: Double, of total: Double, columns: Int) -> String {
    let scale = Double(columns) / max(0.001, total)
    let first = min(columns - 1, max(0, Int(start * scale)))
    let last = min(columns, max(first + 1, Int((end * scale).rounded())))
    return String(repeating: ".", count: first) + String(repeating: "#", count: last - first)
      + String(repeating: ".", count: columns - last)
  }

  // MARK: What the client made of it

  static func assembled(_ answer: AssembledAnswer) -> JSONValue {
    var object = JSONObject()
    object["id"] = answer.responseID.map { .string($0) }
    object["model"] = answer.servedModel.map { .string($0) }
    object["system_fingerprint"] = answer.fingerprint.map { .string($0) }
    object["choices"] = .array(
      answer.choices.map { choice in
        var message = JSONObject()
        message["role"] = .string("assistant")
        message["content"] = .string(clipped(choice.text))
        if !choice.reasoning.isEmpty { message["reasoning_content"] = .string(clipped(choice.reasoning)) }
        if !choice.refusal.isEmpty { message["refusal"] = .string(choice.refusal) }
        if !choice.toolCalls.isEmpty { message["tool_calls"] = .array(choice.toolCalls.map(\.json)) }
        var object = JSONObject()
        object["index"] = .integer(choice.index)
        object["message"] = .object(message)
        object["finish_reason"] = choice.finishReason.map { .string($0) } ?? .null
        return .object(object)
      })
    object["usage"] = answer.usage
    return .object(object)
  }

  /// The beginning of a long text, and how long it is.
  static func clipped(_ text: String, to most: Int = longestShown / 2) -> String {
    guard text.utf8.count > most else { return text }
    return String(decoding: text.utf8.prefix(most), as: UTF8.self)
      + "… (\(Figures.bytes(text.utf8.count)) in all)"
  }

  private static func verdict(_ exchange: Exchange) -> [String] {
    var lines: [String] = []
    switch exchange.outcome {
    case nil: lines.append("It is still running.")
    case .done: lines.append("Done: the answer is complete.")
    case .stopped: lines.append("Stopped by you.")
    case .cut: lines.append("Cut: it ended without a reason to end.")
    case .failed(let error): lines.append("Failed: \(error.title). \(error.explanation)")
    }
    let answer = exchange.answer
    lines.append(
      "\(Figures.counted(answer.tokenEvents, "event")) with tokens, \(Figures.counted(exchange.frames.count, "frame")), \(Figures.counted(exchange.arrivals.count, "network read")), \(Figures.bytes(exchange.bytes.count))."
    )
    if let served = answer.servedModel, served != exchange.requestedModel {
      lines.append("Asked for \(exchange.requestedModel), served by \(served).")
    }
    if answer.usage == nil { lines.append("No usage came; token counts on the screen are estimates (~).") }
    if !answer.restarted.isEmpty {
      lines.append("The answer began again in the same stream; the last one counts.")
    }
    return lines
  }
}
