/// Open text that became too long to be read as markdown is shown as it is. It goes on to the first line behind its
/// first bytes that follows a blank one and is not indented: there the reading begins anew.
struct PlainRegion {
  private var pieces: PlainPieces
  private let gap: Int?
  private var isFirst = true
  /// Up to here it is plain, whatever the lines say.
  private let certainEnd: Int
  private var lineStart: Int
  private var scanned: Int
  private var followsBlank = false
  private(set) var isClosed = false

  init(start: Int, gap: Int?) {
    pieces = PlainPieces(at: start)
    self.gap = gap
    certainEnd = start + MarkdownReading.mostOpen
    lineStart = start
    scanned = start
  }

  /// - Returns: the pieces that are full, and where it stopped.
  mutating func take(_ source: Bytes, to end: Int) -> (full: [MarkdownBlock], position: Int) {
    let known = pieces.full.count
    while scanned < end, !isClosed {
      if scanned == lineStart, followsBlank, lineStart >= certainEnd, !isBlankOrQuote(source[scanned]) {
        isClosed = true
        break
      }
      while scanned < end, source[scanned] != 0x0A { scanned += 1 }
      guard scanned < end else { break }
      scanned += 1
      followsBlank = source[lineStart..<scanned].allSatisfy(isBlankOrQuote)
      lineStart = scanned
    }
    let position = isClosed ? lineStart : end
    pieces.take(source, to: position)
    return (blocks(pieces.full[known...]), position)
  }

  var openBlocks: [MarkdownBlock] {
    guard let piece = pieces.open else { return [] }
    return [
      MarkdownBlock(
        identity: piece.identity, sourceRange: piece.range, gap: isFirst ? gap : nil, content: .plain)
    ]
  }

  mutating func finish() -> [MarkdownBlock] {
    let known = pieces.full.count
    return blocks(pieces.finish()[known...])
  }

  private mutating func blocks(_ pieces: ArraySlice<PlainPieces.Piece>) -> [MarkdownBlock] {
    pieces.map { piece in
      defer { isFirst = false }
      return MarkdownBlock(
        identity: piece.identity, sourceRange: piece.range, gap: isFirst ? gap : nil, content: .plain)
    }
  }
}
