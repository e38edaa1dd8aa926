/// One reading of a source from its beginning: what is closed is frozen as blocks, what is open is parsed again.
///
/// Text is closed up to where the last block begins that stands in no other, or the last item of a list or the last
/// rows of a table that stand in no other. Code in a fence that stands in no other is closed line by line. So the
/// result depends on the source alone, not on the steps in which it came.
struct MarkdownReading: Sendable {
  /// An open text up to this many bytes is parsed with every step, a longer one when it grew by a part of itself.
  static let alwaysParsed = 16 << 10
  /// An open text of this many bytes is no markdown any more.
  static let mostOpen = 64 << 10
  static let slice = 16 << 10

  private(set) var frozen: [MarkdownBlock] = []
  /// Blocks of the open text as it was parsed last.
  private(set) var open: [MarkdownBlock] = []
  /// Where the source ends that `frozen` and `open` show.
  private(set) var shownEnd = 0
  /// How much of the source was taken in.
  var position = 0
  /// Bytes given to cmark so far: what the reading costs.
  private(set) var parsedBytes = 0
  /// The block that each code block begins with, by number.
  private(set) var codeStarts: [Int] = []

  private(set) var definitions: LinkDefinitions
  private let hasAllDefinitions: Bool
  /// Whether some text may be a definition: then a second reading, with all definitions known, is the final one.
  private(set) var mayHaveDefinitions = false

  var tail = TailText(at: 0)
  var fence: OpenFence?
  var plain: PlainRegion?
  var list: (isOpen: Bool, number: Int?) = (false, nil)
  var table: OpenTable?
  /// Size of the open text, ended lines alone and all of it, when it was parsed last.
  private var closedTry = 0
  private var shownTry = 0
  private var inert: InertText?
  /// Frozen blocks that hold no copy of the source.
  private var compactCount = 0

  /// A table whose ended rows were taken already.
  struct OpenTable {
    /// A head with as many columns, to be read before its next rows.
    var head: [UInt8]
    var cutter: TablePieceCutter
  }

  /// - Parameter definitions: all there are, when they are known from another reading.
  init(definitions: LinkDefinitions? = nil) {
    self.definitions = definitions ?? LinkDefinitions()
    hasAllDefinitions = definitions != nil
  }

  // MARK: Steps

  /// Takes more of the source in and freezes what is closed.
  mutating func take(_ source: Bytes, to end: Int) {
    while position < end {
      if fence != nil {
        takeFence(source, to: end)
      } else if plain != nil {
        takePlain(source, to: end)
      } else {
        let room = max(1, Self.mostOpen - tail.bytes.count)
        let next = min(end, position + min(Self.slice, room))
        tail.take(source, position..<next)
        position = next
        closeTail(source, force: tail.bytes.count >= Self.mostOpen)
        if fence == nil, tail.bytes.count >= Self.mostOpen { beginPlain(source) }
      }
    }
  }

  /// Parses what is open, so that `open` shows it: at once while it is short, else not at every step.
  mutating func showOpen(_ source: Bytes) {
    if let fence {
      replaceOpen([fence.openBlock(source, end: position)].compactMap { $0 })
      shownEnd = position
    } else if let plain {
      replaceOpen(plain.openBlocks)
      shownEnd = position
    } else if tail.bytes.count <= Self.alwaysParsed {
      if shownTry > 0, let block = inert?.block(tail.bytes, sourceEnd: position) {
        open[open.count - 1] = block
      } else {
        replaceOpen(blocks(parse(upTo: tail.bytes.count).leaves, source, end: position))
        inert = InertText(after: open.last, tail.bytes)
      }
      shownEnd = position
      shownTry = tail.bytes.count
    } else if shownTry == 0 || tail.bytes.count - shownTry >= shownTry / 8 {
      // No line is broken between what is parsed and what waits, but where one is very long.
      let end = tail.completeEnd > tail.bytes.count / 2 ? tail.completeEnd : tail.bytes.count
      shownEnd = end < tail.bytes.count ? tail.lines[tail.completeLines].source : position
      replaceOpen(blocks(parse(upTo: end).leaves, source, end: shownEnd))
      shownTry = tail.bytes.count
    }
  }

  /// Ends the source: all is frozen.
  mutating func finish(_ source: Bytes) {
    while true {
      take(source, to: source.count)
      if fence != nil || plain != nil { break }
      tail.end(source)
      closeTail(source, force: true)
      // Where a fence began, the reading stands there again.
      if fence == nil { break }
    }
    if var last = fence {
      freeze(last.finish(source, at: position))
    } else if var last = plain {
      freeze(last.finish())
    } else {
      let leaves = parse(upTo: tail.bytes.count).leaves
      noteDefinitions(leaves, lines: tail.lines.count)
      freeze(blocks(leaves, source, end: position))
    }
    (fence, plain) = (nil, nil)
    beginTail(at: position)
    open = []
    shownEnd = position
  }

  /// Gives blocks that look as they did before their old names.
  mutating func keepNames(of old: [MarkdownBlock]) {
    var from = 0
    for (index, block) in frozen.enumerated() {
      while from < old.count, old[from].sourceRange.lowerBound < block.sourceRange.lowerBound { from += 1 }
      guard from < old.count else { return }
      if old[from].looks(like: block) {
        frozen[index] = Self.kept(old[from], block)
        from += 1
      }
    }
  }

  // MARK: Freezing

  private mutating func closeTail(_ source: Bytes, force: Bool) {
    while fence == nil {
      if opensFence { return beginFence(source) }
      guard force || mayClose, closeSome(source) else { return }
    }
  }

  /// Whether parsing the ended lines may be worth it.
  private var mayClose: Bool {
    let size = tail.completeEnd
    if size <= closedTry { return false }
    if size <= Self.alwaysParsed { return true }
    let grown = size - closedTry
    return grown >= closedTry / 8 || (grown >= closedTry / 64 && endsBlock)
  }

  /// Whether the last ended line follows a blank one and is not indented: a new block, most likely.
  private var endsBlock: Bool {
    let last = tail.completeLines - 1
    guard last > 0, tail.isBlank(last - 1), let first = tail.line(last).first else { return false }
    return !isBlankOrQuote(first)
  }

  /// Freezes what the ended lines close. - Returns: whether the open text became shorter or simpler.
  private mutating func closeSome(_ source: Bytes) -> Bool {
    guard tail.completeEnd > 0 else { return false }
    closedTry = tail.completeEnd
    let chunk = parse(upTo: tail.completeEnd)
    guard let last = chunk.sections.last else {
      // Blank lines and definitions: closed when a blank line follows them.
      guard tail.isBlank(tail.completeLines - 1) else { return false }
      freezeLines(tail.completeLines, chunk.leaves, source)
      return true
    }
    if last.kind == .table, takeRows(chunk, source) { return true }
    if last.kind == .paragraph, tail.isEmpty(line: tail.completeLines - 1) {
      freezeLines(tail.completeLines, chunk.leaves, source)
      return true
    }
    let begin = beginning(of: chunk)
    let section = chunk.sections[begin.section]
    guard begin.line > 0 || (table != nil && section.kind != .table) else { return false }
    freezeLines(begin.line, chunk.leaves.filter { $0.section < begin.section }, source)
    list = (section.isLaterItem, section.number)
    return true
  }

  private mutating func freezeLines(_ lines: Int, _ leaves: [ParsedLeaf], _ source: Bytes) {
    noteDefinitions(leaves, lines: lines)
    freeze(blocks(leaves, source, end: tail.source(ofLine: lines, end: position)))
    tail.drop(lines: lines)
    forgetContext()
  }

  /// The section from which on text stays open, and the line there.
  private func beginning(of chunk: ParsedChunk) -> (section: Int, line: Int) {
    let sections = chunk.sections
    var index = sections.count - 1
    // Places that overlap (a table that took its header from a paragraph) are not to be trusted.
    while index > 0, sections[index - 1].endLine >= sections[index].line || sections[index - 1].isAboveTable {
      index -= 1
    }
    var line = sections[index].line
    if sections[index].kind == .paragraph || sections[index].kind == .table {
      // Lines directly above may be a link definition that still grows.
      let free = index > 0 ? sections[index - 1].endLine : -1
      while line - 1 > free, !tail.isBlank(line - 1) { line -= 1 }
    }
    return (index, line)
  }

  /// Takes the ended rows of a table that is the last section; those of a growing table are not parsed again.
  private mutating func takeRows(_ chunk: ParsedChunk, _ source: Bytes) -> Bool {
    guard let leaf = chunk.leaves.last, leaf.section == chunk.sections.count - 1,
      case .table(let parsed) = leaf.content, let lastRow = parsed.rowLines.last,
      lastRow >= leaf.line, lastRow < tail.completeLines
    else { return false }
    var grown: OpenTable
    var shift = 0
    if let table, chunk.sections.count == 1 {
      grown = table
    } else {
      // What stands above is closed by the head.
      shift = leaf.line
      freezeLines(shift, Array(chunk.leaves.dropLast()), source)
      grown = OpenTable(
        head: parsed.head, cutter: TablePieceCutter(leaf, parsed, start: tail.lines[0].source))
    }
    for (row, line) in zip(parsed.rows, parsed.rowLines) {
      if let full = grown.cutter.add(row, at: tail.source(ofLine: line - shift, end: position)) {
        freeze([full])
      }
    }
    tail.drop(lines: lastRow + 1 - shift)
    forgetContext()
    table = grown
    return true
  }

  mutating func beginTail(at start: Int) {
    tail = TailText(at: start)
    position = start
    forgetContext()
  }

  private mutating func forgetContext() {
    list = (false, nil)
    table = nil
    closedTry = 0
    shownTry = 0
    inert = nil
  }

  mutating func freeze(_ blocks: [MarkdownBlock]) {
    for block in blocks {
      let named = open.first.map { $0.looks(like: block) ? Self.kept($0, block) : block } ?? block
      if !open.isEmpty { open.removeFirst() }
      if case .code(let code) = block.content, code.isFirst { codeStarts.append(frozen.count) }
      frozen.append(named)
    }
    shownEnd = max(shownEnd, frozen.last?.sourceRange.upperBound ?? 0)
  }

  /// Lets go of the texts of frozen blocks that the source has as they are.
  mutating func dropCopies(of source: Bytes) {
    for index in compactCount..<frozen.count { frozen[index] = frozen[index].withoutCopies(of: source) }
    compactCount = frozen.count
  }

  private mutating func replaceOpen(_ blocks: [MarkdownBlock]) {
    let old = open
    open = blocks.enumerated().map { index, block in
      index < old.count && old[index].looks(like: block) ? Self.kept(old[index], block) : block
    }
  }

  /// A block under the name that it had.
  private static func kept(_ old: MarkdownBlock, _ new: MarkdownBlock) -> MarkdownBlock {
    old.sourceRange == new.sourceRange ? old : new.renamed(old.identity)
  }

  // MARK: Parsing

  private mutating func parse(upTo end: Int) -> ParsedChunk {
    let text = tail.bytes[..<end]
    var context = ReadingContext()
    context.prefix = definitions.prefix(for: text)
    if let table {
      context.prefix += table.head
      context.continuesTable = true
    }
    context.continuesList = list.isOpen
    context.itemNumber = list.number
    context.isDocumentStart = frozen.isEmpty && table == nil
    context.followsBlank = tail.followsBlank
    context.elidedLengths = tail.elidedLengths
    parsedBytes += context.prefix.count + end
    return CmarkReader.parse(text, context)
  }

  /// The blocks of the open text: the rows of its table that were taken before, and what was parsed.
  private func blocks(_ leaves: [ParsedLeaf], _ source: Bytes, end: Int) -> [MarkdownBlock] {
    var cutter = LeafCutter(source: source, tail: tail, codeCount: codeStarts.count)
    var made: [MarkdownBlock] = []
    var rest = leaves[...]
    func start(_ leaf: ParsedLeaf?) -> Int { leaf.map { tail.source(ofLine: $0.line, end: end) } ?? end }
    if var rows = table?.cutter {
      if let leaf = rest.first, case .table(let more) = leaf.content, leaf.line == 0 {
        made += cutter.addRows(more, to: &rows, end: end)
        rest.removeFirst()
      }
      made.append(rows.block(end: start(rest.first)))
    }
    while let leaf = rest.popFirst() { made += cutter.blocks(leaf, end: start(rest.first)) }
    return made
  }

  /// Notes the definitions in lines that are frozen now.
  private mutating func noteDefinitions(_ leaves: [ParsedLeaf], lines: Int) {
    guard !hasAllDefinitions, lines > 0 else { return }
    let end = lines < tail.lines.count ? tail.lines[lines].start : tail.bytes.count
    guard LinkDefinitions.mayDefine(tail.bytes[..<end]) else { return }
    for group in paragraphs(leaves, lines: lines) {
      let text = group.lines.map { tail.line($0) }
      guard LinkDefinitions.mayDefine(text) else { continue }
      mayHaveDefinitions = true
      if group.leaf?.mayDefine ?? true { definitions.add(text, isTask: group.leaf?.isTask ?? true) }
    }
  }

  /// The paragraphs of the first lines, those too of which only definitions were left.
  private func paragraphs(_ leaves: [ParsedLeaf], lines: Int) -> [(lines: Range<Int>, leaf: ParsedLeaf?)] {
    var owners = [Int](repeating: -1, count: lines)
    for (number, leaf) in leaves.enumerated() {
      for line in leaf.line..<max(leaf.line, min(leaf.endLine + 1, lines)) { owners[line] = number }
    }
    var groups: [(lines: Range<Int>, leaf: ParsedLeaf?)] = []
    var lastOwner = -2
    for line in 0..<lines {
      let leaf = owners[line] < 0 ? nil : leaves[owners[line]]
      guard !tail.isBlank(line), leaf?.isLiteral != true else {
        lastOwner = -2
        continue
      }
      if owners[line] == lastOwner, let last = groups.indices.last {
        groups[last].lines = groups[last].lines.lowerBound..<(line + 1)
      } else {
        groups.append((line..<(line + 1), leaf))
      }
      lastOwner = owners[line]
    }
    return groups
  }
}
