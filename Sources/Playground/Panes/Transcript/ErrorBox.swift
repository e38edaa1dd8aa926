import RelayKit
import TerminalUI
import Workbench

/// What went wrong, where the answer would stand: what happened, what to do, what happens next, and the
/// relay's own words.
struct ErrorBox {
  private var title = ""
  private var tone = ReplyState.Tone.bad
  private var happened = ""
  private var advice = ""
  private var next = ""
  private var said = ""
  private var request = ""
  private var saidHeading = "The relay said"
  private var actions: [(command: CommandID, word: String)] = []
  private let playground: Playground

  /// `nil` when there is nothing to tell.
  init?(_ message: Message, _ reply: Reply, _ playground: Playground, at now: MonotonicTime) {
    self.playground = playground
    if case .retrying(let attempt, let due) = reply.phase, let error = reply.refusal {
      fillWait(error, attempt: attempt, due: due, reply, at: now)
    } else if let quiet = reply.quietSeconds(at: now) {
      fillQuiet(reply, seconds: quiet, at: now)
    } else if case .failed(let error) = reply.outcome {
      fill(error, reply)
      if let diagnosis = playground.findings(of: message)?.diagnosis { add(diagnosis) }
      if let model = playground.fallback(for: message.id) {
        actions.insert(("fallback", "Ask \(model)"), at: 0)
      }
    } else if case .cut(let error) = reply.outcome, !reply.isComingElsewhere {
      fill(error ?? RelayError(kind: .cut), reply)
      actions = reply.text.isEmpty ? [] : [("go.on", "Go on")]
      actions += [("again", "Ask again"), ("copy", "Copy"), ("copy.menu", "Copy details")]
    } else {
      return nil
    }
  }

  private mutating func fill(_ error: RelayError, _ reply: Reply) {
    let state = reply.state(at: reply.askedAt).word
    title = "\(state) · \(error.title)"
    happened = error.explanation
    advice = error.advice
    let tries = reply.exchange?.attempts.count ?? 1
    if tries > 1 {
      next = "\(tries) tries were refused; it is not sent again by itself."
    } else if !reply.text.isEmpty {
      next = "Not sent again by itself: text had already come."
    } else if !error.isRetryable {
      next = "Not sent again by itself: it would end the same way."
    } else {
      next = "Not sent again by itself."
    }
    said = words(of: error)
    saidHeading = error.quotesRelay ? "The relay said" : error.message.isEmpty ? "Details" : "Cause"
    actions = [("again", "Ask again"), ("model", "Model"), ("copy.menu", "Copy details")]
    if [.unauthorized, .notARelay, .nameNotResolved, .notFound, .redirected].contains(error.kind) {
      actions.insert(("setup", "Key and base URL"), at: 1)
    }
  }

  /// The place in our body, and what can be done about it.
  private mutating func add(_ diagnosis: Diagnosis) {
    let place = diagnosis.place.map { "\($0)" } ?? ""
    request = [place, diagnosis.sentence ?? ""].filter { !$0.isEmpty }.joined(separator: "   ")
    guard let first = diagnosis.remedies.first else { return }
    let count = diagnosis.remedies.count
    if count > 1 || !first.isOneKey {
      actions.insert(("doctor", count == 1 ? first.title : "\(count) ways to mend it"), at: 0)
    }
    if first.isOneKey { actions.insert(("mend", first.title), at: 0) }
  }

  private mutating func fillWait(
    _ error: RelayError, attempt: Int, due: MonotonicTime, _ reply: Reply, at now: MonotonicTime
  ) {
    tone = .caution
    let status = error.troubleStatus.map { " \($0)" } ?? ""
    title = "! WAITING\(status) · \(error.title)"
    happened = error.explanation
    let left = max(0, due.milliseconds(since: now) / 1000)
    let planned = reply.exchange?.attempts.last { $0.waitSeconds != nil }?.waitSeconds ?? max(left, 1)
    let bar = Self.bar(share: 1 - min(1, left / max(0.001, planned)), columns: 16)
    let cause =
      error.retryAfter == nil
      ? "The wait was chosen here; the relay sent no Retry-After." : "The relay set the wait."
    next = "Sending again in \(Int(left.rounded(.up))) s  \(bar)  try \(attempt).\n\(cause)"
    said = words(of: error)
    actions = [("again", "Send now"), ("stop", "Do not send"), ("model", "Model")]
  }

  private mutating func fillQuiet(_ reply: Reply, seconds: Double, at now: MonotonicTime) {
    tone = .caution
    title = "! QUIET \(Int(seconds)) s · The connection is open, no data comes"
    let last =
      reply.lastRead.flatMap { read in reply.sentAt.map { read.milliseconds(since: $0) / 1000 } } ?? 0
    happened =
      reply.exchange?.arrivals.isEmpty == false
      ? "Last data at +\(Figures.oneDecimal(last)) s. The model may be thinking, or the supplier may be stuck."
      : "The request was sent; nothing came back yet. The model may be thinking, or the supplier may be stuck."
    let extra = reply.extraSeconds > 0 ? " (\(reply.extraSeconds) s longer than set)" : ""
    next = "bayside waits until its time limit\(extra), then stops and keeps what arrived."
    actions = [("stop", "Stop, keep the text"), ("wait", "Wait 60 s longer"), ("copy", "Copy")]
  }

  private func words(of error: RelayError) -> String {
    var parts: [String] = []
    if !error.message.isEmpty {
      parts.append("“\(error.message)”")
    } else if let page = error.details["title"] {
      parts.append("(a web page: “\(page)”)")
    } else if error.quotesRelay {
      parts.append("(empty answer)")
    }
    if let code = error.code, !code.isEmpty, code != error.status.map(String.init) {
      parts.append("code \(code)")
    }
    if let id = error.requestID { parts.append("request \(id)") }
    return parts.joined(separator: "   ")
  }

  static func bar(share: Double, columns: Int) -> String {
    let filled = min(columns, max(0, Int((share * Double(columns)).rounded())))
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: columns - filled) + "]"
  }

  // MARK: Lines

  func lines(columns: Int) -> [StyledLine] {
    let edge = Style(tone.role)
    let inner = max(8, columns - 4)
    var lines: [StyledLine] = [rule(title, edge, columns: columns)]
    func add(_ heading: String, _ text: String, _ style: Style) {
      guard !text.isEmpty else { return }
      for line in Self.section(heading, text, style, columns: inner) {
        let gap = max(0, inner - Glyphs.width(line))
        lines.append(
          [Span("| ", edge)] + line + [Span(String(repeating: " ", count: gap)), Span(" |", edge)])
      }
    }
    let signs = playground.signs
    add("What happened", signs.sign(happened), Style())
    add("What to do", signs.sign(advice), Style())
    add("In the request", request, Style(.warn))
    add("Next", next, Style())
    add(saidHeading, said, Style(.muted))
    lines.append(footRule(edge, columns: columns))
    return lines
  }

  /// What stays of a box that was hidden.
  func foldedLine(columns: Int) -> StyledLine {
    let words = playground.signs.sign("▸ \(title)")
    return [
      Span(Glyphs.fitted(words, columns: max(4, columns - 14)), Style(tone.role, on: .base, .bold)),
      Span("   Space opens", Style(.muted)),
    ]
  }

  /// Narrow: the heading stands before the text. Wide: above it, which reads better in a column.
  private static func section(_ heading: String, _ text: String, _ style: Style, columns: Int) -> [StyledLine]
  {
    let label = Style(.heading, on: .base, .bold)
    let width = 15
    let wrapped = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      TextWrapper.wrap([Span(String($0), style)], columns: max(8, columns - width))
    }
    return wrapped.enumerated().map { row, line in
      [Span(Glyphs.padded(row == 0 ? heading : "", columns: width), label)] + line
    }
  }

  private func rule(_ words: String, _ style: Style, columns: Int) -> StyledLine {
    let text = playground.signs.sign(words)
    let fitted = Glyphs.fitted(text, columns: max(4, columns - 8))
    let rest = max(0, columns - 6 - Glyphs.width(fitted))
    return [
      Span("+-- ", style), Span(fitted, Style(style.foreground, on: .base, .bold)),
      Span(" " + String(repeating: "-", count: rest) + "+", style),
    ]
  }

  private func footRule(_ style: Style, columns: Int) -> StyledLine {
    var line: StyledLine = [Span("+---- ", style)]
    var used = 6
    if playground.isTyping {
      line.append(Span("Esc, then:  ", Style(.muted)))
      used += 12
    }
    for (id, word) in actions {
      guard let key = navigationKey(of: id) else { continue }
      let width = Glyphs.width(key) + Glyphs.width(word) + 4
      guard used + width + 2 <= columns else { break }
      line += [Span(key, Style(.accent, on: .base, .bold)), Span(" \(word)   ")]
      used += width
    }
    line.append(Span(String(repeating: "-", count: max(0, columns - used - 1)) + "+", style))
    return line
  }

  private func navigationKey(of id: CommandID) -> String? {
    let keys = playground.keyMap.keys(of: id)
    return
      (keys.first { $0.scope == .pane(.transcript) } ?? keys.first { $0.scope == .navigation }
      ?? keys.first { $0.scope == .leader } ?? keys.first).map { KeyNames.text($0) }
  }
}
