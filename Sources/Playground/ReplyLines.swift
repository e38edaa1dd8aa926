import RelayKit
import TerminalUI
import Workbench

/// The lines around an answer's text: its head with figures, and how it ended.
enum ReplyLines {
  static func head(_ reply: Reply, columns: Int, at now: MonotonicTime) -> [StyledLine] {
    let state = reply.stateWord(at: now)
    let role = role(of: state)
    var name: StyledLine = [Span(reply.model, Style(.assistant, on: .base, .bold))]
    if let served = reply.servedModel, served != reply.model {
      name.append(Span("  answered as \(served)", Style(.warn)))
    }
    var right = state
    if reply.isRunning { right += " " + oneDecimal(now.milliseconds(since: reply.sentAt) / 1000) + " s" }
    let gap = max(2, columns - Glyphs.width(name) - Glyphs.width(right))
    name.append(Span(String(repeating: " ", count: gap)))
    name.append(Span(right, Style(role, on: .base, .bold)))
    let figures = figures(reply)
    return figures.isEmpty ? [name] : [name, [Span(figures, Style(.muted))]]
  }

  private static func figures(_ reply: Reply) -> String {
    var parts: [String] = []
    if let first = reply.firstTokenMilliseconds { parts.append("TTFT \(Int(first.rounded())) ms") }
    if let rate = reply.tokensPerSecond { parts.append("\(oneDecimal(rate)) tok/s") }
    if let input = reply.inputTokens { parts.append("\(input) tok in") }
    let output = reply.outputTokens
    if output.count > 0 { parts.append("\(output.isEstimate ? "~" : "")\(output.count) tok out") }
    if let exchange = reply.exchange, let end = exchange.end {
      parts.append("total \(seconds(end.milliseconds(since: reply.sentAt)))")
    }
    if let reason = reply.finishReason, reason != "stop" { parts.append("finish \(reason)") }
    return parts.joined(separator: " · ")
  }

  static func end(_ reply: Reply, columns: Int, at now: MonotonicTime) -> [StyledLine] {
    if case .retrying(let next, let due) = reply.phase, let error = reply.refusedBefore {
      let wait = max(0, Int((due.milliseconds(since: now) / 1000).rounded(.up)))
      let cause =
        error.retryAfter == nil ? "wait chosen here; the relay sent no Retry-After" : "wait set by the relay"
      return box(
        error, columns: columns,
        next: "Sending again in \(wait) s, try \(next), \(cause). Esc, then: R now, x cancel.")
    }
    switch reply.outcome {
    case .failed(let error):
      return box(error, columns: columns, next: "Esc, then: r ask again, m another model, Y copy details.")
    case .cut(let error):
      let error = error ?? RelayError(kind: .cut)
      return box(error, columns: columns, next: "Esc, then: r ask again, y copy what arrived.")
    case .stopped:
      let tokens = reply.tokenEvents
      return [[Span("■ stopped by you after ~\(tokens) tokens. What came is billed.", Style(.warn))]]
    case .done where reply.finishReason == "length":
      return [
        [Span("! The answer stopped at its length limit (max_tokens or the model's own).", Style(.warn))]
      ]
    case .done where reply.finishReason == "content_filter":
      return [[Span("! A filter at the supplier stopped the answer.", Style(.warn))]]
    case .done where reply.text.isEmpty:
      return [[Span("! The stream was complete but held no text.", Style(.warn))]]
    default: return []
    }
  }

  /// What happened, what to do, the relay's own words, what comes next.
  private static func box(_ error: RelayError, columns: Int, next: String) -> [StyledLine] {
    let bar = Span("│ ", Style(.error))
    var lines: [StyledLine] = []
    func add(_ text: String, _ style: Style) {
      for line in TextWrapper.wrap([Span(text, style)], columns: max(10, columns - 2)) {
        lines.append([bar] + line)
      }
    }
    let status = error.status.map { "ERROR \($0)" } ?? "NO ANSWER"
    add("✗ \(status) · \(error.title)", Style(.error, on: .base, .bold))
    add("What happened  " + error.explanation, Style())
    add("What to do     " + error.advice, Style())
    let words = error.message.isEmpty ? "(no words)" : "“\(error.message)”"
    add(
      (error.status == nil ? "Cause          " : "The relay said ") + words
        + (error.code.map { "  code \($0)" } ?? ""), Style(.muted))
    if let id = error.requestID { add("Request id     " + id, Style(.muted)) }
    add(next, Style(.accent))
    return lines
  }

  static func role(of state: String) -> Role {
    switch state.first {
    case "✓": .ok
    case "✗": .error
    case "!": .warn
    case "■": .warn
    default: .live
    }
  }

  static func seconds(_ milliseconds: Double) -> String {
    milliseconds < 1000 ? "\(Int(milliseconds.rounded())) ms" : oneDecimal(milliseconds / 1000) + " s"
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }
}
