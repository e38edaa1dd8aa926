import CCmark
import Synchronization

/// Parses text with cmark-gfm and flattens the tree: blocks that hold text, each with the containers it stands in.
struct CmarkReader {
  /// Containers deeper than this are not shown.
  static let deepestLevel = 12

  /// cmark-gfm keeps its table of special characters in global memory that every parse changes.
  private static let turn = Mutex<Bool>(false)

  static func parse(_ text: ArraySlice<UInt8>, _ context: ReadingContext = ReadingContext()) -> ParsedChunk {
    turn.withLock { registered in
      if !registered {
        cmark_gfm_core_extensions_ensure_registered()
        registered = true
      }
      guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return ParsedChunk() }
      defer { cmark_parser_free(parser) }
      for name in ["table", "strikethrough", "autolink", "tasklist"] {
        if let found = cmark_find_syntax_extension(name) {
          cmark_parser_attach_syntax_extension(parser, found)
        }
      }
      feed(parser, context.prefix[...])
      feed(parser, text)
      guard let root = cmark_parser_finish(parser) else { return ParsedChunk() }
      defer { cmark_node_free(root) }
      var walk = BlockWalk(text, context)
      walk.read(root)
      return walk.chunk
    }
  }

  private static func feed(_ parser: OpaquePointer, _ text: ArraySlice<UInt8>) {
    text.withUnsafeBytes { raw in
      if let base = raw.bindMemory(to: CChar.self).baseAddress { cmark_parser_feed(parser, base, raw.count) }
    }
  }
}

/// Goes over the blocks of a tree, without recursion: nesting may be thousands of levels deep.
private struct BlockWalk {
  private(set) var chunk = ParsedChunk()
  private let context: ReadingContext
  private let lines: LineStarts
  private let prefixLines: Int
  private var root: OpaquePointer?

  /// The open containers, of which the first `shownLevels` are shown and the first `entered` have a block already.
  private var containers: [BlockContainer] = []
  /// Where each open container begins, and whether it is an item with others before it.
  private var places: [(line: Int, isLaterItem: Bool)] = []
  private var entered = 0
  private var lists: [(next: Int?, hasItems: Bool, line: Int)] = []
  private var hasLeaf: Bool
  private var levels = 0

  init(_ text: ArraySlice<UInt8>, _ context: ReadingContext) {
    self.context = context
    lines = LineStarts(text)
    prefixLines = context.prefix.count { $0 == 0x0A }
    hasLeaf = !context.isDocumentStart
  }

  mutating func read(_ root: OpaquePointer) {
    self.root = root
    var next = cmark_node_first_child(root)
    while let node = next {
      next = visit(node) ?? following(node)
    }
  }

  /// The node after this one and all that is in it.
  private mutating func following(_ node: OpaquePointer) -> OpaquePointer? {
    var node = node
    while true {
      if let sibling = cmark_node_next(node) { return sibling }
      guard let parent = cmark_node_parent(node), parent != root else { return nil }
      leave(parent)
      node = parent
    }
  }

  private func line(_ node: OpaquePointer) -> Int {
    if isAboveTable(node), let table = cmark_node_next(node) {
      return Int(cmark_node_get_start_line(table)) - 1 - prefixLines
    }
    return cm_kind_of(node) == CM_TABLE
      ? headLine(node) : Int(cmark_node_get_start_line(node)) - 1 - prefixLines
  }

  private func endLine(_ node: OpaquePointer) -> Int {
    if isAboveTable(node), let table = cmark_node_next(node) { return headLine(table) - 1 }
    return Int(cmark_node_get_end_line(node)) - 1 - prefixLines
  }

  /// cmark gives no place to a paragraph whose last line became the head of a table; the table has it instead.
  private func isAboveTable(_ node: OpaquePointer) -> Bool {
    guard cmark_node_get_start_line(node) == 0, let next = cmark_node_next(node) else { return false }
    return cm_kind_of(next) == CM_TABLE
  }

  /// The line of a table's head: two above its first row, one above its end.
  private func headLine(_ table: OpaquePointer) -> Int {
    if let head = cmark_node_first_child(table), let row = cmark_node_next(head) {
      return Int(cmark_node_get_start_line(row)) - 3 - prefixLines
    }
    return Int(cmark_node_get_end_line(table)) - 2 - prefixLines
  }

  /// Takes a block in. - Returns: its first child if that is to be visited.
  private mutating func visit(_ node: OpaquePointer) -> OpaquePointer? {
    let kind = cm_kind_of(node)
    let isTop = cmark_node_parent(node) == root
    if isTop, kind != CM_LIST { addSection(node, kind) }
    switch kind {
    case CM_LIST:
      enterList(node, isTop: isTop)
      return cmark_node_first_child(node)
    case CM_QUOTE:
      push(.quote, line: line(node), isLaterItem: false)
    case CM_ITEM:
      enterItem(node)
    default:
      addLeaf(node, kind)
      return nil
    }
    if let child = cmark_node_first_child(node) { return child }
    // An item without text shows its mark.
    if kind == CM_ITEM { add(.paragraph([]), line: line(node), endLine: line(node), mayDefine: true) }
    leave(node)
    return nil
  }

  /// What begins above the text is context, but for the table that goes on.
  private mutating func addSection(
    _ node: OpaquePointer, _ kind: cm_kind, number: Int? = nil, isLaterItem: Bool = false
  ) {
    let goesOn = kind == CM_TABLE && context.continuesTable
    guard line(node) >= 0 || goesOn else { return }
    let sort: ParsedChunk.Section.Kind =
      switch kind {
      case CM_PARAGRAPH: .paragraph
      case CM_TABLE: .table
      case CM_ITEM: .item
      default: .other
      }
    chunk.sections.append(
      .init(
        line: max(0, line(node)), endLine: endLine(node), kind: sort, number: number,
        isLaterItem: isLaterItem, isAboveTable: isAboveTable(node)))
  }

  // MARK: Containers

  private mutating func enterList(_ node: OpaquePointer, isTop: Bool) {
    let goesOn = isTop && context.continuesList && line(node) == 0
    let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    let first = goesOn ? context.itemNumber ?? 1 : Int(cmark_node_get_list_start(node))
    lists.append((isOrdered ? first : nil, goesOn, line(node)))
  }

  private mutating func enterItem(_ node: OpaquePointer) {
    guard let list = lists.indices.last else { return }
    let number = lists[list].next
    if lists.count == 1, levels == 0 {
      addSection(node, CM_ITEM, number: number, isLaterItem: lists[list].hasItems)
    }
    var mark = number.map { "\($0). " } ?? "• "
    var isDone = false
    if cm_is_task(node) {
      isDone = cmark_gfm_extensions_get_tasklist_item_checked(node)
      mark = isDone ? "[x] " : "[ ] "
    }
    push(
      .item(mark: mark, isDone: isDone), line: lists[list].hasItems ? line(node) : lists[list].line,
      isLaterItem: lists[list].hasItems)
    lists[list].next = number.map { $0 + 1 }
    lists[list].hasItems = true
  }

  private mutating func push(_ kind: BlockContainer.Kind, line: Int, isLaterItem: Bool) {
    levels += 1
    guard levels <= CmarkReader.deepestLevel else { return }
    containers.append(BlockContainer(kind: kind, opensHere: false))
    places.append((line, isLaterItem))
  }

  private mutating func leave(_ node: OpaquePointer) {
    switch cm_kind_of(node) {
    case CM_LIST: lists.removeLast()
    case CM_QUOTE, CM_ITEM:
      levels -= 1
      guard levels < containers.count else { return }
      containers.removeLast()
      places.removeLast()
      entered = min(entered, containers.count)
    default: break
    }
  }

  // MARK: Blocks with text

  private mutating func addLeaf(_ node: OpaquePointer, _ kind: cm_kind) {
    let end = endLine(node)
    switch kind {
    case CM_HEADING:
      add(
        .heading(level: Int(cmark_node_get_heading_level(node)), runs(node)), line: line(node), endLine: end,
        mayDefine: true)
    case CM_CODE_BLOCK: addCode(node)
    case CM_RULE: add(.rule, line: line(node), endLine: end)
    case CM_HTML_BLOCK:
      // cmark's own end may be a line too early.
      let text = literalBytes(cmark_node_get_literal(node))
      add(.html(text), line: line(node), endLine: line(node) + text.count { $0 == 0x0A } - 1)
    case CM_TABLE: addTable(node, end)
    default: add(.paragraph(runs(node)), line: line(node), endLine: end, mayDefine: !isAboveTable(node))
    }
  }

  private func runs(_ node: OpaquePointer) -> [InlineRun] {
    InlineReader.runs(in: node, elidedLengths: context.elidedLengths)
  }

  private mutating func addCode(_ node: OpaquePointer) {
    let info = String(decoding: literalBytes(cmark_node_get_fence_info(node)), as: UTF8.self)
    var (length, offset, mark): (Int32, Int32, CChar) = (0, 0, 0)
    let isFenced = cmark_node_get_fenced(node, &length, &offset, &mark) != 0
    let text = literalBytes(cmark_node_get_literal(node))
    // cmark's own end may be the line behind the block.
    var end = line(node) + text.count { $0 == 0x0A } - (isFenced ? 0 : 1)
    if isFenced, lines.isFence(end + 1) { end += 1 }
    add(
      .code(language: FenceOpening.language(ofInfo: info), text: text, isFenced: isFenced), line: line(node),
      endLine: min(end, endLine(node)))
  }

  private mutating func addTable(_ node: OpaquePointer, _ end: Int) {
    let columns = Int(cmark_gfm_extensions_get_table_columns(node))
    let marks = cmark_gfm_extensions_get_table_alignments(node)
    let alignments = (0..<columns).map { column -> TablePiece.Alignment in
      switch marks?[column] {
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .left
      }
    }
    var table = ParsedTable(alignments: alignments, header: [], rows: [], rowLines: [])
    var isHeader = true
    var next = cmark_node_first_child(node)
    while let row = next {
      var cells: [[InlineRun]] = []
      var nextCell = cmark_node_first_child(row)
      while let cell = nextCell {
        cells.append(runs(cell))
        nextCell = cmark_node_next(cell)
      }
      if isHeader {
        table.header = cells
      } else {
        table.rows.append(cells)
        table.rowLines.append(line(row))
      }
      isHeader = false
      next = cmark_node_next(row)
    }
    if context.continuesTable, line(node) < 0 {
      guard !table.rows.isEmpty else {
        chunk.sections.removeLast()
        return
      }
      add(.table(table), line: 0, endLine: end)
    } else {
      add(.table(table), line: line(node), endLine: end)
    }
  }

  private mutating func add(_ content: ParsedContent, line: Int, endLine: Int, mayDefine: Bool = false) {
    guard line >= 0 else { return }
    var leaf = ParsedLeaf(
      content: content, containers: containers, gap: gap(line), line: line, endLine: endLine,
      mayDefine: mayDefine, section: chunk.sections.count - 1)
    for level in entered..<max(entered, containers.count) { leaf.containers[level].opensHere = true }
    entered = containers.count
    hasLeaf = true
    chunk.leaves.append(leaf)
    let section = chunk.sections.count - 1
    chunk.sections[section].endLine = max(chunk.sections[section].endLine, endLine)
  }

  /// An empty line stands above what is new in a document or quote, and in a list where the source has one.
  private func gap(_ line: Int) -> Int? {
    guard hasLeaf else { return nil }
    let isInItem: Bool
    if entered < places.count, places[entered].isLaterItem {
      isInItem = true
    } else if entered > 0, case .item = containers[entered - 1].kind {
      isInItem = true
    } else {
      isInItem = false
    }
    guard isInItem else { return entered }
    let first = entered < places.count ? places[entered].line : line
    let hasBlank = first > 0 ? lines.isBlank(first - 1) : context.followsBlank
    return hasBlank ? entered : nil
  }
}

func literalBytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
  guard let text else { return [] }
  let length = strlen(text)
  return text.withMemoryRebound(to: UInt8.self, capacity: length) {
    Array(UnsafeBufferPointer(start: $0, count: length))
  }
}
