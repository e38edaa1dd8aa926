/// Cuts the lines of a code block into pieces, always at the same places however they arrive.
struct CodePieceCutter {
  static let mostLines = 32
  static let mostBytes = 4096

  let number: Int
  let language: String
  private var highlighter: CodeHighlighter
  private var text: [UInt8] = []
  private var lineCount = 0
  private var isFirst = true
  private let skippedLines: Int
  /// Whether the piece begins within a line.
  private(set) var isInLine = false

  /// - Parameter skippedLines: lines of the source above the first one of code.
  init(number: Int, language: String, skippedLines: Int) {
    self.number = number
    self.language = language
    self.skippedLines = skippedLines
    highlighter = CodeHighlighter(language: language)
  }

  /// Whether there is something to show that no piece has yet.
  var hasPiece: Bool { isFirst || !text.isEmpty }

  /// Adds a whole line or, of a long one, the next part. - Returns: the piece that is full with it.
  mutating func add(_ part: some Sequence<UInt8>, endsLine: Bool) -> CodePiece? {
    text.append(contentsOf: part)
    if endsLine { text.append(0x0A) }
    isInLine = !endsLine
    lineCount += 1
    let isFull = !endsLine || lineCount >= Self.mostLines || text.count >= Self.mostBytes
    return isFull ? takePiece() : nil
  }

  /// What was added since the last full piece.
  mutating func takePiece() -> CodePiece {
    let piece = piece(with: [])
    text.withUnsafeBufferPointer { bytes in
      CodeLines.forEach(in: bytes) { line, isWhole in
        _ = highlighter.tokens(of: line, in: bytes, endsLine: isWhole)
      }
    }
    text.removeAll(keepingCapacity: true)
    lineCount = 0
    isFirst = false
    return piece
  }

  /// The piece as it would be with more text.
  func piece(with more: some Sequence<UInt8>) -> CodePiece {
    var all = text
    all.append(contentsOf: more)
    return CodePiece(
      number: number, language: language, isFirst: isFirst, text: String(decoding: all, as: UTF8.self),
      state: highlighter.state, isCutInLine: all.last.map { $0 != 0x0A } ?? false,
      skippedLines: isFirst ? skippedLines : 0)
  }

  /// How much of a line that is too long goes into one part; it ends between two scalars.
  static func part(of line: Range<Int>, in bytes: Bytes) -> Int? {
    guard line.count > mostBytes else { return nil }
    var end = line.lowerBound + mostBytes
    while end > line.lowerBound + 1, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }
}

enum CodeLines {
  /// Calls `body` with each line without its line feed, and whether it had one.
  static func forEach(in bytes: Bytes, _ body: (Range<Int>, Bool) -> Void) {
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      body(start..<end, end < bytes.count)
      start = end + 1
    }
  }
}
