package import MarkdownText
package import RelayKit
package import TerminalUI
package import Workbench

/// One line of the transcript, and the turn that it belongs to.
package struct TranscriptLine: Sendable, Hashable {
  package var spans: StyledLine
  package var turn: Int
  /// The first line of a turn.
  package var isTurnStart = false
}

/// How the conversation is read: where, followed or not, folded or not. Lines are laid out from caches; the
/// place is an anchor (turn and line in it), so that text that comes never moves what is read.
package struct TranscriptView {
  package var follows = true
  package var showsRaw = false
  package var unfolded: Set<Int> = []
  package var anchorTurn = 0
  package var anchorLine = 0
  private var documents: [Int: MarkdownDocument] = [:]
  private let cache = TranscriptCache()

  package init() {}

  package mutating func append(_ text: String, to turn: Int) {
    documents[turn, default: MarkdownDocument()].append(text)
  }
  package mutating func finish(_ turn: Int) { documents[turn]?.finish() }
  package func codeBlocks(of turn: Int) -> [CodeBlock] { documents[turn]?.codeBlocks ?? [] }

  package func lines(_ conversation: Conversation, columns: Int, at now: MonotonicTime) -> [TranscriptLine] {
    var lines: [TranscriptLine] = []
    for turn in conversation.turns {
      lines.append(
        TranscriptLine(spans: [Span("You", Style(.user, on: .base, .bold))], turn: turn.id, isTurnStart: true)
      )
      for spans in cache.prompt(turn, columns: columns - 2) { add(spans, of: turn, to: &lines) }
      add([], of: turn, to: &lines)
      for spans in ReplyLines.head(turn.reply, columns: columns, at: now) {
        lines.append(TranscriptLine(spans: spans, turn: turn.id))
      }
      addReasoning(of: turn, columns: columns, to: &lines)
      for spans in cache.body(turn, documents[turn.id], raw: showsRaw, columns: columns - 2) {
        add(spans, of: turn, to: &lines)
      }
      for spans in ReplyLines.end(turn.reply, columns: columns, at: now) {
        lines.append(TranscriptLine(spans: spans, turn: turn.id))
      }
      add([], of: turn, to: &lines)
    }
    if lines.last?.spans.isEmpty == true { lines.removeLast() }
    return lines
  }

  private func add(_ spans: StyledLine, of turn: Turn, to lines: inout [TranscriptLine]) {
    lines.append(TranscriptLine(spans: spans.isEmpty ? [] : [Span("  ")] + spans, turn: turn.id))
  }

  private func addReasoning(of turn: Turn, columns: Int, to lines: inout [TranscriptLine]) {
    guard !turn.reply.reasoning.isEmpty else { return }
    let isOpen = unfolded.contains(turn.id)
    let count = turn.reply.reasoning.count
    lines.append(
      TranscriptLine(
        spans: [
          Span(isOpen ? "▾ " : "▸ ", Style(.accent)),
          Span("reasoning, \(count) characters", Style(.reasoning, on: .base, .italic)),
          Span(isOpen ? "   Space folds" : "   Space opens", Style(.muted)),
        ], turn: turn.id))
    guard isOpen else { return }
    let style = Style(.reasoning, on: .base, .italic)
    for spans in TextWrapper.wrap([Span(turn.reply.reasoning, style)], columns: columns - 2) {
      add(spans, of: turn, to: &lines)
    }
  }

  // MARK: Place

  /// The first line shown of `height` lines.
  package func top(in lines: [TranscriptLine], height: Int) -> Int {
    let last = max(0, lines.count - height)
    if follows { return last }
    let start = lines.firstIndex { $0.turn == anchorTurn } ?? 0
    return min(start + anchorLine, last)
  }

  /// Goes to a line as the first one shown; reaching the end follows, everything else stops following.
  package mutating func show(_ line: Int, in lines: [TranscriptLine], height: Int, followsAtEnd: Bool = true)
  {
    let last = max(0, lines.count - height)
    let line = min(max(0, line), last)
    follows = followsAtEnd && line == last
    guard lines.indices.contains(line) else { return }
    anchorTurn = lines[line].turn
    let start = lines.firstIndex { $0.turn == anchorTurn } ?? line
    anchorLine = line - start
  }
}

/// Laid out lines by turn. Main thread.
private final class TranscriptCache {
  private struct Entry {
    var revision: Int
    var columns: Int
    var raw: Bool
    var lines: [StyledLine]
  }
  private var bodies: [Int: Entry] = [:]
  private var prompts: [Int: Entry] = [:]
  private let markdown = MarkdownLayoutCache()

  func prompt(_ turn: Turn, columns: Int) -> [StyledLine] {
    if let entry = prompts[turn.id], entry.columns == columns { return entry.lines }
    let lines = TextWrapper.wrap([Span(turn.prompt)], columns: max(1, columns))
    prompts[turn.id] = Entry(revision: 0, columns: columns, raw: false, lines: lines)
    return lines
  }

  func body(_ turn: Turn, _ document: MarkdownDocument?, raw: Bool, columns: Int) -> [StyledLine] {
    guard let document else { return [] }
    if let entry = bodies[turn.id], entry.revision == document.revision, entry.columns == columns,
      entry.raw == raw
    {
      return entry.lines
    }
    let lines =
      raw
      ? TextWrapper.wrap([Span(turn.reply.text)], columns: max(1, columns))
      : markdown.lines(document, columns: max(1, columns)).map(\.spans)
    bodies[turn.id] = Entry(revision: document.revision, columns: columns, raw: raw, lines: lines)
    return lines
  }
}
