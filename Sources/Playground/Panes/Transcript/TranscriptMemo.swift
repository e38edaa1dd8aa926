import MarkdownText
import TerminalUI
import Workbench

/// Laid-out messages by identity and width; only what grew or was never seen is laid out. Main thread.
final class TranscriptMemo {
  private struct Key: Hashable {
    var message: MessageID
    var choice: Int
  }

  private var bodies: [Key: MessageBody] = [:]
  private let markdown = LayoutCache()

  /// The body of a message, brought up to its present text.
  func body(of message: Message, columns: Int, look: TranscriptLook) -> MessageBody {
    let isShaded = look == .best && message.reply?.logprobs.isEmpty == false
    let isMarkdown = message.role == .assistant && look != .raw && !isShaded
    let key = Key(message: message.id, choice: message.reply?.shownChoice ?? 0)
    let body: MessageBody
    if let known = bodies[key], known.isMarkdown == isMarkdown {
      body = known
    } else {
      body = MessageBody(isMarkdown: isMarkdown, cache: markdown)
      bodies[key] = body
    }
    body.isShaded = isShaded
    body.take(message, columns: columns)
    return body
  }

  /// Forgets messages that are gone.
  func forgetOthers(than path: [MessageID]) {
    guard bodies.count > path.count * 2 + 64 else { return }
    let kept = Set(path)
    bodies = bodies.filter { kept.contains($0.key.message) }
  }

  func codeBlocks(of message: Message) -> [CodeBlock] {
    body(of: message, columns: 80, look: .markdown).codeBlocks
  }
}

/// The text of one message as parts that are laid out one by one. What it holds of the text is shared with the
/// message until more arrives.
final class MessageBody {
  let isMarkdown: Bool
  /// Tokens are shown by how sure the model was of them.
  var isShaded = false
  private(set) var shading = TokenShading()
  private let cache: LayoutCache
  private var markdown = MarkdownDocument()
  private var plain = PlainTextDocument()
  private var reasoning = MessageBody.emptyReasoning
  private var columns = 80

  private static var emptyReasoning: PlainTextDocument {
    PlainTextDocument(style: Style(.reasoning, on: .base, .italic))
  }

  init(isMarkdown: Bool, cache: LayoutCache) {
    self.isMarkdown = isMarkdown
    self.cache = cache
  }

  func take(_ message: Message, columns: Int) {
    self.columns = max(1, columns)
    let text = message.text
    if isMarkdown {
      // An answer only grows; what is written by hand can change anywhere.
      let isOther = message.reply == nil && text != markdown.source && !text.hasPrefix(markdown.source)
      if text.utf8.count < markdown.byteCount || isOther { markdown = MarkdownDocument() }
      if let more = Self.added(text, to: markdown.byteCount) { markdown.append(more) }
      if message.reply?.isRunning != true, !markdown.isFinished {
        markdown.finish()
        markdown.share(text)
      }
    } else if plain.source != text {
      if !text.hasPrefix(plain.source) { plain = PlainTextDocument() }
      if let more = Self.added(text, to: plain.byteCount) { plain.append(more) }
    }
    if isShaded, let entries = message.reply?.logprobs { shading.take(entries, of: text) }
    takeReasoning(message.reply?.reasoning ?? "")
  }

  private func takeReasoning(_ text: String) {
    if text.utf8.count < reasoning.byteCount { reasoning = Self.emptyReasoning }
    if let more = Self.added(text, to: reasoning.byteCount) { reasoning.append(more) }
  }

  private static func added(_ text: String, to count: Int) -> String? {
    guard text.utf8.count > count else { return nil }
    return count == 0 ? text : String(text[text.utf8.index(text.startIndex, offsetBy: count)...])
  }

  var codeBlocks: [CodeBlock] { markdown.codeBlocks }

  // MARK: Parts

  var partCount: Int { isMarkdown ? markdown.blockCount : plain.blockCount }

  /// The lines of a part, and the surface that fills those of a code block.
  func lines(part: Int) -> PartLines {
    isMarkdown ? lines(part, of: markdown) : lines(part, of: plain)
  }

  /// The lines of a part in the colours of its tokens, and which of them shows the marked one.
  func shadedLines(part: Int, marked: Int?) -> (lines: PartLines, marked: Int?) {
    var lines = lines(part, of: plain)
    let places = cache.places(ofBlock: part, in: plain, columns: columns)
    var markedLine: Int?
    for (line, place) in places.enumerated() {
      guard let place else { continue }
      lines.lines[line] = shading.shaded(lines.lines[line], from: place.lowerBound, marked: marked)
      if let marked, shading.tokens.indices.contains(marked),
        place.contains(shading.tokens[marked].bytes.lowerBound)
      {
        markedLine = line
      }
    }
    return (lines, markedLine)
  }

  /// The line of a part that shows some bytes of the text.
  func place(ofText bytes: Range<Int>) -> LinePlace? {
    (isMarkdown
      ? cache.places(of: bytes, in: markdown, columns: columns)
      : cache.places(of: bytes, in: plain, columns: columns)).first
  }

  var reasoningPartCount: Int { reasoning.blockCount }

  func reasoningLines(part: Int) -> PartLines { lines(part, of: reasoning) }

  private func lines(_ part: Int, of text: some LaidOutText) -> PartLines {
    let rendered = cache.lines(ofBlock: part, in: text, columns: columns)
    var lines = PartLines(rendered.map(\.spans))
    lines.filled = Set(rendered.indices.filter { rendered[$0].codeBlock != nil })
    return lines
  }
}
