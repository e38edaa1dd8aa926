/// One reading of a source from its beginning: what is closed is frozen as blocks, what is open is parsed again.
///
/// Text is closed up to where the last block begins that stands in no other, or the last item of a list or the last
/// rows of a table that stand in no other. Code in a fence that stands in no other is closed line by line. So the
/// result depends on the source alone, not on the steps in which it came.
struct MarkdownReading: Sendable {
  /// An open text up to this many bytes is parsed with every step, a longer one when it grew by a part of itself.
  static let alwaysParsed = 16 << 10
  /// An open text of this many bytes is no markdown any more.
  static let mostOpen = 256 << 10
  private static let slice = 32 << 10

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
  /// Where labels stand first, by their hash, to see whether a definition came late.
  private var labels: [UInt64: Int] = [:]
  /// Whether frozen text may refer to a definition that came later.
  private(set) var hasLateDefinition = false

  var tail = TailText(at: 0)
  var fence: OpenFence?
  var plain: PlainRegion?
  var list: (isOpen: Bool, number: Int?) = (false, nil)
  var table: OpenTable?
  /// Size of the open text, ended lines alone and all of it, when it was parsed last.
  private var closedTry = 0
  private var shownTry = 0

  struct OpenTable {
    var head: [UInt8]
    var widths: [Int]
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
    } else if tail.bytes.count <= Self.alwaysParsed || tail.bytes.count - shownTry >= shownTry / 8
      || shownTry == 0
    {
      // Of a long text no line is broken between what is parsed and what waits.
      let isLong = tail.bytes.count > Self.alwaysParsed && tail.completeEnd > tail.bytes.count / 2
      let end = isLong ? tail.completeEnd : tail.bytes.count
      shownEnd = isLong ? tail.lines[tail.completeLines].source : position
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
      noteDefinitions([], lines: tail.completeLines)
      dropTail(tail.completeLines)
      return true
    }
    if last.kind == .table, closeRows(chunk, source) { return true }
    let begin = beginning(of: chunk)
    let section = chunk.sections[begin.section]
    if begin.line == 0 {
      // Another block follows the rows that are frozen.
      guard table != nil, section.kind != .table else { return false }
      table = nil
      return true
    }
    let leaves = chunk.leaves.filter { $0.section < begin.section }
    noteDefinitions(leaves, lines: begin.line)
    freeze(blocks(leaves, source, end: tail.lines[begin.line].source))
    dropTail(begin.line)
    list = (section.kind == .item, section.number)
    return true
  }

  /// The section from which on text stays open, and the line there.
  private func beginning(of chunk: ParsedChunk) -> (section: Int, line: Int) {
    let sections = chunk.sections
    var index = sections.count - 1
    // Places that overlap (a table that took its header from a paragraph) are not to be trusted.
    while index > 0, sections[index - 1].endLine >= sections[index].line { index -= 1 }
    var line = sections[index].line
    if sections[index].kind == .paragraph || sections[index].kind == .table {
      // Lines directly above may be a link definition that still grows.
      let free = index > 0 ? sections[index - 1].endLine : -1
      while line - 1 > free, !tail.isBlank(line - 1) { line -= 1 }
    }
    return (index, line)
  }

  /// Freezes the full pieces of a table that is the last section.
  private mutating func closeRows(_ chunk: ParsedChunk, _ source: Bytes) -> Bool {
    guard let leaf = chunk.leaves.last, leaf.section == chunk.sections.count - 1,
      case .table(let parsed) = leaf.content,
      parsed.rows.count > LeafCutter.mostRows || closedTry > LeafCutter.mostRowBytes
    else { return false }
    let end = tail.lines[tail.completeLines].source
    let start = tail.source(ofLine: leaf.line, end: end)
    let before = Array(chunk.leaves.dropLast())
    var cutter = cutter(source)
    if !before.isEmpty { cutter.openWidths = nil }
    let pieces = cutter.table(leaf, parsed, start..<end)
    guard pieces.count > 1, let openPiece = pieces.last,
      case .table(let lastFull) = pieces[pieces.count - 2].block.content
    else { return false }
    let line = parsed.rowLines[openPiece.firstRow]
    let head = table?.head ?? headOfTable(rowLine: parsed.rowLines[0])
    noteDefinitions(before, lines: line)
    freeze(blocks(before, source, end: start))
    freeze(pieces.dropLast().map(\.block))
    dropTail(line)
    table = OpenTable(head: head, widths: lastFull.widths)
    return true
  }

  /// The two lines above the first row.
  private func headOfTable(rowLine: Int) -> [UInt8] {
    (rowLine - 2..<rowLine).flatMap { withoutLineEnd(tail.line(max(0, $0))) + [0x0A] }
  }

  private mutating func dropTail(_ lines: Int) {
    tail.drop(lines: lines)
    forgetContext()
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
    parsedBytes += end
    let text = tail.bytes[..<end]
    var context = ReadingContext()
    context.prefix = definitions.prefix(for: text)
    if let table {
      context.prefix += table.head
      context.continuesTable = true
    }
    context.continuesList = list.isOpen
    context.itemNumber = list.number
    context.isDocumentStart = frozen.isEmpty
    context.followsBlank = tail.followsBlank
    context.elidedLengths = tail.elidedLengths
    return CmarkReader.parse(text, context)
  }

  private func cutter(_ source: Bytes) -> LeafCutter {
    LeafCutter(source: source, tail: tail, codeCount: codeStarts.count, openWidths: table?.widths)
  }

  private func blocks(_ leaves: [ParsedLeaf], _ source: Bytes, end: Int) -> [MarkdownBlock] {
    var cutter = cutter(source)
    var made: [MarkdownBlock] = []
    for (index, leaf) in leaves.enumerated() {
      let next = index + 1 < leaves.count ? tail.source(ofLine: leaves[index + 1].line, end: end) : end
      made += cutter.blocks(leaf, end: next)
      cutter.openWidths = nil
    }
    return made
  }

  /// Notes the definitions and labels of text that is frozen now.
  private mutating func noteDefinitions(_ leaves: [ParsedLeaf], lines: Int) {
    guard !hasAllDefinitions, lines > 0 else { return }
    let end = lines < tail.lines.count ? tail.lines[lines].start : tail.bytes.count
    let start = tail.lines[0].source
    LinkDefinitions.forEachLabel(in: tail.bytes[..<end]) { hash, place in
      if labels[hash] == nil { labels[hash] = start + place }
    }
    guard LinkDefinitions.mayDefine(tail.bytes[..<end]) else { return }
    for group in paragraphs(leaves, lines: lines) {
      let lines = group.map { tail.line($0) }
      for label in definitions.add(lines) {
        // Places in the open text come before or after alike: what was left out moves none past another.
        if let first = labels[label], first < start + tail.lines[group.lowerBound].start {
          hasLateDefinition = true
        }
      }
    }
  }

  /// The paragraphs of the first lines, those too of which only definitions were left.
  private func paragraphs(_ leaves: [ParsedLeaf], lines: Int) -> [Range<Int>] {
    var kinds = [Int](repeating: 0, count: lines)
    for (number, leaf) in leaves.enumerated() {
      let isText: Bool
      switch leaf.content {
      case .paragraph, .heading: isText = true
      default: isText = false
      }
      for line in leaf.line..<max(leaf.line, min(leaf.endLine + 1, lines)) {
        kinds[line] = isText ? number + 1 : -1
      }
    }
    var groups: [Range<Int>] = []
    for line in 0..<lines where kinds[line] >= 0 && !tail.isBlank(line) {
      if let last = groups.last, last.upperBound == line, kinds[line] == kinds[last.lowerBound] {
        groups[groups.count - 1] = last.lowerBound..<(line + 1)
      } else {
        groups.append(line..<(line + 1))
      }
    }
    return groups
  }
}
