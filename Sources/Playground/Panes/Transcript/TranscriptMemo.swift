import MarkdownText
import TerminalUI
import Workbench

/// Laid-out messages by identity and width; only what grew or was never seen is laid out. Main thread.
final class TranscriptMemo {
  private var bodies: [MessageID: MessageBody] = [:]
  private let markdown = LayoutCache()

  /// The body of a message, brought up to its present text.
  func body(of message: Message, columns: Int, raw: Bool) -> MessageBody {
    let isMarkdown = message.role == .assistant && !raw
    if let known = bodies[message.id], known.isMarkdown == isMarkdown {
      known.take(message, columns: columns)
      return known
    }
    let body = MessageBody(isMarkdown: isMarkdown, cache: markdown)
    body.take(message, columns: columns)
    bodies[message.id] = body
    return body
  }

  /// Forgets messages that are gone.
  func forgetOthers(than path: [MessageID]) {
    guard bodies.count > path.count * 2 + 64 else { return }
    let kept = Set(path)
    bodies = bodies.filter { kept.contains($0.key) }
  }

  func codeBlocks(of message: Message) -> [CodeBlock] {
    body(of: message, columns: 80, raw: false).codeBlocks
  }
}

/// The text of one message as parts that are laid out one by one.
final class MessageBody {
  let isMarkdown: Bool
  private let cache: LayoutCache
  private var document = MarkdownDocument()
  private var consumed = 0
  private var columns = 80
  private var plain: (text: String, columns: Int, lines: [StyledLine]) = ("", 0, [])
  private var reasoning: (count: Int, columns: Int, lines: [StyledLine]) = (0, 0, [])

  init(isMarkdown: Bool, cache: LayoutCache) {
    self.isMarkdown = isMarkdown
    self.cache = cache
  }

  func take(_ message: Message, columns: Int) {
    self.columns = max(1, columns)
    let text = message.text
    guard isMarkdown else {
      if plain.text != text || plain.columns != self.columns {
        plain = (text, self.columns, TextWrapper.wrap([Span(text)], columns: self.columns))
      }
      return
    }
    let count = text.utf8.count
    if count < consumed {
      document = MarkdownDocument()
      consumed = 0
    }
    if count > consumed {
      let start = text.utf8.index(text.startIndex, offsetBy: consumed)
      document.append(String(text[start...]))
      consumed = count
    }
    if message.reply?.isRunning != true, !document.isFinished { document.finish() }
  }

  var codeBlocks: [CodeBlock] { document.codeBlocks }

  var partCount: Int {
    isMarkdown ? document.blockCount : plain.text.isEmpty ? 0 : 1
  }

  /// The lines of a part, and the surface that fills those of a code block.
  func lines(part: Int) -> PartLines {
    guard isMarkdown else { return PartLines(plain.lines) }
    let rendered = cache.lines(ofBlock: part, in: document, columns: columns)
    var lines = PartLines(rendered.map(\.spans))
    lines.filled = Set(rendered.indices.filter { rendered[$0].codeBlock != nil })
    return lines
  }

  func reasoningLines(_ text: String) -> [StyledLine] {
    if reasoning.count != text.utf8.count || reasoning.columns != columns {
      let style = Style(.reasoning, on: .base, .italic)
      reasoning = (text.utf8.count, columns, TextWrapper.wrap([Span(text, style)], columns: columns))
    }
    return reasoning.lines
  }
}
