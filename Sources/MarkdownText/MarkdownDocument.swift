/// Markdown text that grows. Every top-level block but the open tail is frozen: it is parsed once
/// and its `MarkdownBlock` keeps its identity. `finish` parses the whole once more, so that late
/// link definitions reach earlier blocks.
package struct MarkdownDocument: Sendable {
  package private(set) var source = ""
  /// Grows with every change.
  package private(set) var revision = 0
  package private(set) var isFinished = false
  /// Blocks that stay as they are until `finish`.
  package private(set) var frozen: [MarkdownBlock] = []
  /// Blocks of the tail: parsed again with every append.
  package private(set) var open: [MarkdownBlock] = []

  /// Byte offset in `source` where the open tail begins.
  package private(set) var tailStart = 0
  /// Link reference definitions of the frozen part, as source lines.
  private var definitions: [UInt8] = []
  private var frozenCodeBlocks = 0

  package init() {}

  package init(_ text: String) {
    append(text)
    finish()
  }

  package var blocks: [MarkdownBlock] { frozen + open }
  package var codeBlocks: [CodeBlock] { frozen.flatMap(\.codeBlocks) + open.flatMap(\.codeBlocks) }

  /// The part of `source` that is parsed again.
  package var tail: Substring { source[source.utf8.index(source.startIndex, offsetBy: tailStart)...] }

  package mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    if isFinished { reopen() }
    source += text
    revision += 1
    if text.utf8.contains(UInt8(ascii: "\n")) { freezeClosedBlocks() }
    parseTail()
  }

  /// Ends the text. Blocks that a full parse finds unchanged keep their identity.
  package mutating func finish() {
    guard !isFinished else { return }
    let before = blocks
    let bytes = Array(source.utf8)
    let parsed = CmarkReader.parse(bytes, firstCodeNumber: 1)
    let made = Self.blocks(
      parsed, lines: LineTable(bytes), skippedLines: 0, offset: 0, end: bytes.count, firstIndex: 0)
    frozen = made.map { block in
      guard block.index < before.count, block.isSame(as: before[block.index]) else { return block }
      return before[block.index]
    }
    open = []
    tailStart = bytes.count
    revision += 1
    isFinished = true
  }

  private mutating func reopen() {
    isFinished = false
    frozen = []
    open = []
    tailStart = 0
    definitions = []
    frozenCodeBlocks = 0
    freezeClosedBlocks()
  }

  /// Freezes what complete lines have closed: all blocks before the last one.
  private mutating func freezeClosedBlocks() {
    let bytes = Array(tail.utf8)
    guard let lastLineFeed = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return }
    let complete = Array(bytes[...lastLineFeed])
    let (parsed, skipped) = parse(complete)
    let lines = LineTable(complete)
    guard let boundary = Self.boundary(parsed, skippedLines: skipped, lines: lines, bytes: complete) else {
      return
    }
    let offset = lines.start(of: boundary.line)
    let closed = Array(parsed[..<boundary.count])
    frozen += Self.blocks(
      closed, lines: lines, skippedLines: skipped, offset: tailStart, end: tailStart + offset,
      firstIndex: frozen.count)
    frozenCodeBlocks += closed.reduce(0) { $0 + $1.codeBlocks.count }
    definitions += LinkDefinitions.lines(in: lines, bytes: complete, before: boundary.line)
    tailStart += offset
  }

  private mutating func parseTail() {
    let bytes = Array(tail.utf8)
    let (parsed, skipped) = parse(bytes)
    open = Self.blocks(
      parsed, lines: LineTable(bytes), skippedLines: skipped, offset: tailStart,
      end: tailStart + bytes.count, firstIndex: frozen.count)
  }

  private func parse(_ bytes: [UInt8]) -> (blocks: [ParsedBlock], skippedLines: Int) {
    let first = frozenCodeBlocks + 1
    guard !definitions.isEmpty else { return (CmarkReader.parse(bytes, firstCodeNumber: first), 0) }
    let prefix = definitions + [UInt8(ascii: "\n")]
    let skipped = LineTable(prefix).count
    // What a definition line left behind as text is not part of the tail.
    let parsed = CmarkReader.parse(prefix + bytes, firstCodeNumber: first).filter { $0.startLine > skipped }
    return (parsed, skipped)
  }

  /// The line (from 0, in the tail) where the last block begins, and how many blocks lie before it.
  private static func boundary(
    _ parsed: [ParsedBlock], skippedLines: Int, lines: LineTable, bytes: [UInt8]
  ) -> (line: Int, count: Int)? {
    var last = parsed.count - 1
    // Places that overlap (a table that took its header from a paragraph) are not to be trusted.
    while last > 0, parsed[last - 1].endLine >= parsed[last].startLine { last -= 1 }
    guard last > 0 else { return nil }
    var line = parsed[last].startLine - 1 - skippedLines
    let free = parsed[last - 1].endLine - skippedLines
    // Lines directly above may be a link definition that is still growing.
    while line > free, !lines.isBlank(line - 1, bytes) { line -= 1 }
    return line > 0 && line < lines.count ? (line, last) : nil
  }

  private static func blocks(
    _ parsed: [ParsedBlock], lines: LineTable, skippedLines: Int, offset: Int, end: Int, firstIndex: Int
  ) -> [MarkdownBlock] {
    func start(_ block: ParsedBlock) -> Int { offset + lines.start(of: block.startLine - 1 - skippedLines) }
    var made: [MarkdownBlock] = []
    for (position, block) in parsed.enumerated() {
      let from = min(start(block), end)
      let to = position + 1 < parsed.count ? start(parsed[position + 1]) : end
      made.append(
        MarkdownBlock(
          index: firstIndex + position, sourceRange: from..<max(from, min(to, end)),
          content: block.content, codeBlocks: block.codeBlocks))
    }
    return made
  }
}
