/// Makes blocks of what was parsed: most are one block, long ones several, cut at the same places every time.
struct LeafCutter {
  static let mostTextBytes = 4096

  let source: Bytes
  let tail: TailText
  /// How many code blocks there are before the next one.
  var codeCount: Int

  /// - Parameter end: where the block ends in the source.
  mutating func blocks(_ leaf: ParsedLeaf, end: Int) -> [MarkdownBlock] {
    let start = tail.source(ofLine: leaf.line, end: end)
    let range = start..<max(start, end)
    switch leaf.content {
    case .rule: return [block(leaf, .rule, range)]
    case .heading(let level, let runs):
      return text(leaf, runs, range) { .heading(level: level, $0) }
    case .paragraph(let runs): return text(leaf, runs, range) { .paragraph($0) }
    case .html(let bytes): return html(leaf, tail.restoredForShow(bytes), range)
    case .code(let language, let text, let isFenced):
      codeCount += 1
      return code(leaf, language, tail.restored(text, source), isFenced: isFenced, range)
    case .table(let table): return self.table(leaf, table, range)
    }
  }

  /// A block; all pieces but the first stand under the same containers without opening them.
  private func block(
    _ leaf: ParsedLeaf, _ content: BlockContent, _ range: Range<Int>, isFirst: Bool = true
  ) -> MarkdownBlock {
    var containers = leaf.containers
    if !isFirst { for level in containers.indices { containers[level].opensHere = false } }
    return MarkdownBlock(
      sourceRange: range, containers: containers, gap: isFirst ? leaf.gap : nil, content: content)
  }

  // MARK: Text

  private func text(
    _ leaf: ParsedLeaf, _ runs: [InlineRun], _ range: Range<Int>, _ content: ([InlineRun]) -> BlockContent
  ) -> [MarkdownBlock] {
    guard runs.reduce(0, { $0 + $1.text.utf8.count }) > 2 * Self.mostTextBytes else {
      return [block(leaf, content(runs), range)]
    }
    let pieces = Self.pieces(of: runs)
    var alignment = SourceAlignment(source, range)
    var starts: [Int] = []
    for piece in pieces {
      var start: Int?
      for run in piece {
        let place = alignment.pass(Array(run.text.utf8))
        start = start ?? place?.lowerBound
      }
      starts.append(starts.isEmpty ? range.lowerBound : max(starts[starts.count - 1], start ?? 0))
    }
    starts.append(range.upperBound)
    return pieces.indices.map {
      block(leaf, content(pieces[$0]), starts[$0]..<max(starts[$0], starts[$0 + 1]), isFirst: $0 == 0)
    }
  }

  /// Cut at spaces where there are some.
  private static func pieces(of runs: [InlineRun]) -> [[InlineRun]] {
    var pieces: [[InlineRun]] = []
    var piece: [InlineRun] = []
    var room = mostTextBytes
    for run in runs {
      let bytes = Array(run.text.utf8)
      var start = 0
      while bytes.count - start > room {
        var cut = start + room
        while cut > start, bytes[cut - 1] != 0x20 { cut -= 1 }
        if cut == start, room == mostTextBytes {
          cut = start + room
          while cut > start + 1, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
        }
        if cut > start {
          // The space is the break.
          let end = bytes[cut - 1] == 0x20 ? cut - 1 : cut
          piece.append(InlineRun(String(decoding: bytes[start..<end], as: UTF8.self), run.traits))
        }
        pieces.append(piece)
        piece = []
        room = mostTextBytes
        start = cut
      }
      if start < bytes.count {
        piece.append(InlineRun(String(decoding: bytes[start...], as: UTF8.self), run.traits))
        room -= bytes.count - start
      }
    }
    pieces.append(piece)
    return pieces.filter { !$0.isEmpty }
  }

  // MARK: Lines

  private func sourceStart(ofLine line: Int, _ range: Range<Int>) -> Int {
    min(max(tail.source(ofLine: line, end: range.upperBound), range.lowerBound), range.upperBound)
  }

  private func html(_ leaf: ParsedLeaf, _ bytes: [UInt8], _ range: Range<Int>) -> [MarkdownBlock] {
    var found: [MarkdownBlock] = []
    var (start, line, firstLine) = (0, 0, 0)
    for at in bytes.indices where bytes[at] == 0x0A {
      line += 1
      guard at + 1 < bytes.count,
        line - firstLine >= CodePieceCutter.mostLines || at - start >= Self.mostTextBytes
      else { continue }
      let place =
        sourceStart(ofLine: leaf.line + firstLine, range)..<sourceStart(ofLine: leaf.line + line, range)
      let text = String(decoding: bytes[start...at], as: UTF8.self)
      found.append(block(leaf, .html(text), place, isFirst: found.isEmpty))
      start = at + 1
      firstLine = line
    }
    let place = sourceStart(ofLine: leaf.line + firstLine, range)..<range.upperBound
    let text = String(decoding: bytes[start...], as: UTF8.self)
    return found + [block(leaf, .html(text), place, isFirst: found.isEmpty)]
  }

  private func code(
    _ leaf: ParsedLeaf, _ language: String, _ text: [UInt8], isFenced: Bool, _ range: Range<Int>
  ) -> [MarkdownBlock] {
    let skipped = isFenced ? 1 : 0
    var cutter = CodePieceCutter(number: codeCount, language: language, skippedLines: skipped)
    var found: [MarkdownBlock] = []
    var pieceStart = range.lowerBound
    var line = leaf.line + skipped
    func seal(_ piece: CodePiece, _ end: Int) {
      found.append(block(leaf, .code(piece), pieceStart..<max(pieceStart, end), isFirst: found.isEmpty))
      pieceStart = max(pieceStart, end)
    }
    text.withUnsafeBufferPointer { bytes in
      CodeLines.forEach(in: bytes) { place, _ in
        var rest = place
        if rest.count > 0, bytes[rest.upperBound - 1] == 0x0D {
          rest = rest.lowerBound..<(rest.upperBound - 1)
        }
        let lineStart = sourceStart(ofLine: line, range)
        let from = rest.lowerBound
        while let end = CodePieceCutter.part(of: rest, in: bytes) {
          if let piece = cutter.add(bytes[rest.lowerBound..<end], endsLine: false) {
            seal(piece, min(lineStart + end - from, range.upperBound))
          }
          rest = end..<rest.upperBound
        }
        line += 1
        if let piece = cutter.add(bytes[rest], endsLine: true) {
          seal(piece, sourceStart(ofLine: line, range))
        }
      }
    }
    if cutter.hasPiece { seal(cutter.takePiece(), range.upperBound) }
    return found
  }

  // MARK: Tables

  /// Adds the rows of a table to those that were gathered before. - Returns: the pieces that are full.
  func addRows(_ table: ParsedTable, to cutter: inout TablePieceCutter, end: Int) -> [MarkdownBlock] {
    zip(table.rows, table.rowLines).compactMap { row, line in
      cutter.add(row, at: tail.source(ofLine: line, end: end))
    }
  }

  private func table(_ leaf: ParsedLeaf, _ table: ParsedTable, _ range: Range<Int>) -> [MarkdownBlock] {
    var cutter = TablePieceCutter(leaf, table, start: range.lowerBound)
    return addRows(table, to: &cutter, end: range.upperBound) + [cutter.block(end: range.upperBound)]
  }
}
