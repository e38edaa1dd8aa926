/// Text as it is, cut into pieces of some lines as it grows; full pieces never change.
struct PlainPieces: Sendable {
  static let mostLines = 32
  static let mostBytes = 4096

  struct Piece: Sendable {
    let identity = BlockIdentity()
    let range: Range<Int>
    /// Lines that end in it.
    let lines: Int

    var measure: TextMeasure { TextMeasure(bytes: range.count, lines: lines) }
  }

  private(set) var full: [Piece] = []
  /// The piece that grows.
  private(set) var open: Piece?
  /// Where the text begins in the source.
  private(set) var start: Int
  private var pieceStart: Int
  private var scanned: Int
  private var lines = 0

  /// - Parameter start: where the text begins in the source.
  init(at start: Int) {
    self.start = start
    pieceStart = start
    scanned = start
  }

  var count: Int { full.count + (open == nil ? 0 : 1) }
  /// Where the text ends that was taken.
  var end: Int { scanned }

  subscript(index: Int) -> Piece {
    if index == full.count, let open { return open }
    return full[index]
  }

  mutating func take(_ source: Bytes, to end: Int) {
    guard end > scanned else { return }
    while scanned < end {
      let limit = min(end, pieceStart + 2 * Self.mostBytes)
      while scanned < limit {
        let byte = source[scanned]
        scanned += 1
        guard byte == 0x0A else { continue }
        lines += 1
        if lines >= Self.mostLines || scanned - pieceStart >= Self.mostBytes { seal(scanned) }
        break
      }
      if scanned - pieceStart >= 2 * Self.mostBytes { seal(cut(source)) }
    }
    open = scanned > pieceStart ? Piece(range: pieceStart..<scanned, lines: lines) : nil
  }

  /// Leaves out what stands before a place.
  mutating func begin(at place: Int) {
    guard place != start else { return }
    guard place > start, let first = full.firstIndex(where: { $0.range.upperBound > place }) else {
      self = PlainPieces(at: place)
      return
    }
    full.removeFirst(first)
    full[0] = Piece(range: place..<full[0].range.upperBound, lines: full[0].lines)
    start = place
  }

  /// Ends the text here. - Returns: all pieces.
  mutating func finish() -> [Piece] {
    let all = full + (open.map { [$0] } ?? [])
    self = PlainPieces(at: scanned)
    return all
  }

  private mutating func seal(_ end: Int) {
    full.append(Piece(range: pieceStart..<end, lines: lines))
    pieceStart = end
    scanned = max(scanned, end)
    lines = 0
  }

  /// Where a line that is too long is cut: behind a space, else between two scalars.
  private mutating func cut(_ source: Bytes) -> Int {
    var at = scanned
    while at > pieceStart + Self.mostBytes, source[at - 1] != 0x20 { at -= 1 }
    if at > pieceStart + Self.mostBytes { return at }
    at = scanned
    while at > pieceStart + 1, at < source.count, source[at] & 0xC0 == 0x80 { at -= 1 }
    return at
  }
}
