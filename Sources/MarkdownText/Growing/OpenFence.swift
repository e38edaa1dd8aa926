/// A fenced code block that stands in no other block and is still open: its lines are taken as they come and never
/// looked at again.
struct OpenFence {
  private let opening: FenceOpening
  private var cutter: CodePieceCutter
  private let gap: Int?
  /// Where the piece that grows begins in the source.
  private var pieceStart: Int
  /// Where the line begins that has not ended, or what is left of it.
  private var lineStart: Int
  /// Bytes before are known to hold no line end of that line.
  private var scanned: Int
  private(set) var isClosed = false

  /// - Parameters:
  ///   - start: where the opening line begins in the source; `end` where it ends.
  init(_ opening: FenceOpening, number: Int, language: String, gap: Int?, start: Int, end: Int) {
    self.opening = opening
    self.gap = gap
    cutter = CodePieceCutter(number: number, language: language, skippedLines: 1)
    pieceStart = start
    lineStart = end
    scanned = end
  }

  /// Takes lines up to `end` or the closing fence. - Returns: the pieces that are full, and where it stopped.
  mutating func take(_ source: Bytes, to end: Int) -> (full: [MarkdownBlock], position: Int) {
    var full: [MarkdownBlock] = []
    while !isClosed {
      var at = max(scanned, lineStart)
      while at < end, source[at] != 0x0A, source[at] != 0x0D { at += 1 }
      scanned = at
      takeLongParts(source, to: at, &full)
      // A carriage return at the end may be half of a line end.
      guard at < end, source[at] == 0x0A || at + 1 < end else { return (full, end) }
      let next = source[at] == 0x0D && source[at + 1] == 0x0A ? at + 2 : at + 1
      takeLine(source, lineStart..<at, next: next, &full)
    }
    return (full, lineStart)
  }

  /// Takes what is left as the last line. - Returns: the last pieces.
  mutating func finish(_ source: Bytes, at end: Int) -> [MarkdownBlock] {
    var full: [MarkdownBlock] = []
    if !isClosed, lineStart < end {
      var lineEnd = end
      if source[end - 1] == 0x0D { lineEnd -= 1 }
      takeLine(source, lineStart..<max(lineStart, lineEnd), next: end, &full)
    }
    if cutter.hasPiece { seal(cutter.takePiece(), end: lineStart, &full) }
    return full
  }

  /// The piece that grows, as if the text ended here.
  func openBlock(_ source: Bytes, end: Int) -> MarkdownBlock? {
    // A carriage return at the end has ended the line, if no line feed follows.
    let endsLine = lineStart < end && source[end - 1] == 0x0D
    let line = lineStart..<(endsLine ? end - 1 : end)
    let isFence = !cutter.isInLine && opening.isClosed(by: line, in: source)
    if line.isEmpty && !endsLine || isFence {
      guard cutter.hasPiece else { return nil }
      return block(cutter.piece(with: []), end: end)
    }
    let code = code(of: line, in: source)
    return block(cutter.piece(with: code + [0x0A]), end: end)
  }

  private func code(of line: Range<Int>, in source: Bytes) -> [UInt8] {
    cutter.isInLine ? opening.withoutNull(Array(source[line])) : opening.code(of: line, in: source)
  }

  private mutating func takeLine(
    _ source: Bytes, _ line: Range<Int>, next: Int, _ full: inout [MarkdownBlock]
  ) {
    if !cutter.isInLine, opening.isClosed(by: line, in: source) {
      isClosed = true
      lineStart = next
      return
    }
    let code = code(of: line, in: source)
    lineStart = next
    scanned = next
    if let piece = cutter.add(code, endsLine: true) { seal(piece, end: next, &full) }
  }

  /// A line that is longer than a piece is cut before it ends; it cannot close the block any more.
  private mutating func takeLongParts(_ source: Bytes, to end: Int, _ full: inout [MarkdownBlock]) {
    while let partEnd = CodePieceCutter.part(of: lineStart..<end, in: source) {
      let line = lineStart..<partEnd
      let code = code(of: line, in: source)
      lineStart = partEnd
      if let piece = cutter.add(code, endsLine: false) { seal(piece, end: partEnd, &full) }
    }
  }

  private mutating func seal(_ piece: CodePiece, end: Int, _ full: inout [MarkdownBlock]) {
    full.append(block(piece, end: end))
    pieceStart = end
  }

  private func block(_ piece: CodePiece, end: Int) -> MarkdownBlock {
    MarkdownBlock(
      sourceRange: pieceStart..<max(pieceStart, end), gap: piece.isFirst ? gap : nil, content: .code(piece))
  }
}
