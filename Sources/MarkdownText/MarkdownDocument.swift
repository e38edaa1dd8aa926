import TerminalUI

/// Markdown text that grows. What is closed is read once; only the open end is read again as it grows. A document of
/// many megabytes can be read in steps: what waits is shown as it is.
package struct MarkdownDocument: LaidOutText, Sendable {
  package private(set) var source = ""
  /// Grows with every change.
  package private(set) var revision = 0
  /// Whether no more text is expected.
  package private(set) var isEnded = false
  private var reading = MarkdownReading()
  private var isRead = true
  /// A second reading, with all link definitions known, when one came after text that may refer to it.
  private var secondReading: MarkdownReading?
  /// What is not read yet.
  private var rest = PlainPieces(at: 0)

  package init() {}

  /// A document that is complete.
  /// - Parameter limit: bytes to read at once; `read` goes on.
  package init(_ text: String, reading limit: Int = .max) {
    source = text
    isEnded = true
    isRead = false
    revision = 1
    read(atMost: limit)
  }

  /// Whether all of it is shown as markdown and final.
  package var isFinished: Bool { isEnded && isRead }
  /// Whether `read` has something to do.
  package var needsReading: Bool { !isRead }

  /// - Parameter limit: bytes to read at once; `read` goes on.
  package mutating func append(_ text: String, reading limit: Int = .max) {
    guard !text.isEmpty else { return }
    if isEnded { reopen() }
    source += text
    isRead = false
    read(atMost: limit)
  }

  /// Ends the text. What is closed already is not read again, unless a link definition came late.
  package mutating func finish(reading limit: Int = .max) {
    guard !isEnded else { return }
    isEnded = true
    isRead = false
    read(atMost: limit)
  }

  /// Holds the text that its owner holds instead of a copy, now that neither grows. - Parameter text: the same.
  package mutating func share(_ text: String) {
    if isEnded, text.utf8.count == source.utf8.count { source = text }
  }

  /// Reads on. - Returns: whether there is more to do.
  @discardableResult
  package mutating func read(atMost limit: Int) -> Bool {
    guard !isRead else { return false }
    revision += 1
    // A second hold on the text, so that what is read from it may change the rest of the document.
    let text = source
    text.withBytes { isRead = readStep($0, limit: max(1, min(limit, $0.count))) }
    return !isRead
  }

  /// - Returns: whether all is read.
  private mutating func readStep(_ source: Bytes, limit: Int) -> Bool {
    if secondReading != nil { return readAgain(source, limit) }
    reading.take(source, to: min(source.count, reading.position + limit))
    let isAll = reading.position == source.count
    guard isAll, isEnded else {
      reading.dropCopies(of: source)
      reading.showOpen(source)
      showRest(source)
      return isAll
    }
    reading.finish(source)
    reading.dropCopies(of: source)
    showRest(source)
    guard reading.mayHaveDefinitions else { return true }
    secondReading = MarkdownReading(definitions: reading.definitions)
    return limit >= source.count ? readAgain(source, limit) : false
  }

  private mutating func readAgain(_ source: Bytes, _ limit: Int) -> Bool {
    guard var second = secondReading else { return true }
    // Not held twice, so that it changes in place.
    secondReading = nil
    let end = min(source.count, second.position + limit)
    // In steps of one size, so that cmark sees the same parts however large the limit is.
    while second.position < end {
      let step = (second.position / MarkdownReading.slice + 1) * MarkdownReading.slice
      second.take(source, to: min(source.count, step))
    }
    guard second.position == source.count else {
      secondReading = second
      return false
    }
    second.finish(source)
    second.dropCopies(of: source)
    second.keepNames(of: reading.frozen)
    reading = second
    return true
  }

  private mutating func showRest(_ source: Bytes) {
    rest.begin(at: reading.shownEnd)
    rest.take(source, to: source.count)
  }

  private mutating func reopen() {
    isEnded = false
    reading = MarkdownReading()
    secondReading = nil
    rest = PlainPieces(at: 0)
  }

  package func withSource<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    source.withBytes(body)
  }

  // MARK: Blocks

  package var byteCount: Int { source.utf8.count }
  package var blockCount: Int { reading.frozen.count + reading.open.count + rest.count }

  /// All of them but what waits to be read.
  var blocks: [MarkdownBlock] { reading.frozen + reading.open }
  /// Bytes that were parsed so far, those included that were parsed again.
  var parsedBytes: Int { reading.parsedBytes + (secondReading?.parsedBytes ?? 0) }
  /// Blocks that are never read again, unless a link definition came late.
  var frozenCount: Int { reading.frozen.count }

  private enum Part {
    case block(MarkdownBlock)
    case plain(PlainPieces.Piece)
  }

  private func part(_ index: Int) -> Part {
    let frozen = reading.frozen.count
    if index < frozen { return .block(reading.frozen[index]) }
    let open = reading.open.count
    if index < frozen + open { return .block(reading.open[index - frozen]) }
    return .plain(rest[index - frozen - open])
  }

  package func identity(ofBlock index: Int) -> BlockIdentity {
    switch part(index) {
    case .block(let block): block.identity
    case .plain(let piece): piece.identity
    }
  }

  package func sourceRange(ofBlock index: Int) -> Range<Int> {
    let start = start(ofBlock: index)
    let end = index + 1 < blockCount ? self.start(ofBlock: index + 1) : byteCount
    return start..<max(start, end)
  }

  private func start(ofBlock index: Int) -> Int {
    switch part(index) {
    case .block(let block): block.sourceRange.lowerBound
    case .plain(let piece): piece.range.lowerBound
    }
  }

  package func estimatedLineCount(ofBlock index: Int, columns: Int) -> Int {
    switch part(index) {
    case .block(let block): block.measure.estimatedLines(columns: columns)
    case .plain(let piece): piece.measure.estimatedLines(columns: columns)
    }
  }

  package func layOut(block index: Int, columns: Int) -> [RenderedLine] {
    withSource { source in
      switch part(index) {
      case .block(let block): BlockLayout.lines(block, source: source, columns: columns)
      case .plain(let piece): PlainLayout.lines(piece.range, source, style: Style(), columns: columns)
      }
    }
  }

  // MARK: Code

  /// Code blocks are numbered from 1.
  package var codeBlockCount: Int {
    reading.codeStarts.count + reading.open.count { $0.startsCode }
  }

  /// A code block, to be copied.
  package func codeBlock(_ number: Int) -> CodeBlock? {
    guard let start = indexOfCode(number) else { return nil }
    var block: CodeBlock?
    let markdownCount = reading.frozen.count + reading.open.count
    for index in start..<markdownCount {
      guard case .block(let part) = part(index), case .code(let piece) = part.content, piece.number == number
      else { break }
      block = block ?? CodeBlock(number: number, language: piece.language, source: "")
      block?.source += piece.text
    }
    return block
  }

  /// All of them, with copies of their texts.
  package var codeBlocks: [CodeBlock] { (1...max(1, codeBlockCount)).compactMap { codeBlock($0) } }

  private func indexOfCode(_ number: Int) -> Int? {
    if number < 1 { return nil }
    if number <= reading.codeStarts.count { return reading.codeStarts[number - 1] }
    let index = reading.open.firstIndex { $0.startsCode && $0.codeNumber == number }
    return index.map { reading.frozen.count + $0 }
  }
}
