import CCmark
import Synchronization

/// A top-level block as cmark placed it; lines count from 1.
struct ParsedBlock {
  var content: MarkdownContent
  var codeBlocks: [CodeBlock]
  var startLine: Int
  var endLine: Int
}

/// Parses text with cmark-gfm and copies the tree into values.
struct CmarkReader {
  /// Blocks nested deeper than this are flattened to a paragraph.
  static let deepestLevel = 12

  /// cmark-gfm keeps its table of special characters in global memory that every parse changes.
  private static let turn = Mutex<Bool>(false)

  private var codeBlocks: [CodeBlock] = []
  private var nextCodeNumber: Int

  private init(firstCodeNumber: Int) { nextCodeNumber = firstCodeNumber }

  /// - Parameter firstCodeNumber: the number the first code block gets.
  static func parse(_ text: [UInt8], firstCodeNumber: Int) -> [ParsedBlock] {
    turn.withLock { registered in
      if !registered {
        cmark_gfm_core_extensions_ensure_registered()
        registered = true
      }
      guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return [] }
      defer { cmark_parser_free(parser) }
      for name in ["table", "strikethrough", "autolink", "tasklist"] {
        if let found = cmark_find_syntax_extension(name) {
          cmark_parser_attach_syntax_extension(parser, found)
        }
      }
      text.withUnsafeBytes { raw in
        if let base = raw.bindMemory(to: CChar.self).baseAddress {
          cmark_parser_feed(parser, base, raw.count)
        }
      }
      guard let root = cmark_parser_finish(parser) else { return [] }
      defer { cmark_node_free(root) }
      var reader = CmarkReader(firstCodeNumber: firstCodeNumber)
      return reader.topLevel(of: root)
    }
  }

  private mutating func topLevel(of root: OpaquePointer) -> [ParsedBlock] {
    children(of: root).map { node in
      codeBlocks = []
      let content = content(of: node, level: 1)
      return ParsedBlock(
        content: content, codeBlocks: codeBlocks,
        startLine: Int(cmark_node_get_start_line(node)), endLine: Int(cmark_node_get_end_line(node)))
    }
  }

  private mutating func content(of node: OpaquePointer, level: Int) -> MarkdownContent {
    switch typeName(node) {
    case "heading":
      return .heading(level: Int(cmark_node_get_heading_level(node)), InlineReader.runs(in: node))
    case "code_block":
      return .code(codeBlock(node))
    case "thematic_break":
      return .rule
    case "html_block":
      return .html(string(cmark_node_get_literal(node)))
    case "table":
      return .table(table(node))
    case "list" where level < Self.deepestLevel:
      return .list(list(node, level: level))
    case "block_quote" where level < Self.deepestLevel:
      return .quote(contents(of: node, level: level + 1))
    default:
      return .paragraph(InlineReader.runs(in: node))
    }
  }

  private mutating func contents(of node: OpaquePointer, level: Int) -> [MarkdownContent] {
    children(of: node).map { content(of: $0, level: level) }
  }

  private mutating func codeBlock(_ node: OpaquePointer) -> CodeBlock {
    let language = string(cmark_node_get_fence_info(node)).prefix { $0 != " " && $0 != "," && $0 != "{" }
    let block = CodeBlock(
      number: nextCodeNumber, language: String(language), source: string(cmark_node_get_literal(node)))
    nextCodeNumber += 1
    codeBlocks.append(block)
    return block
  }

  private mutating func list(_ node: OpaquePointer, level: Int) -> MarkdownList {
    var items: [MarkdownList.Item] = []
    for item in children(of: node) {
      let checked = typeName(item) == "tasklist" ? cmark_gfm_extensions_get_tasklist_item_checked(item) : nil
      items.append(.init(checked: checked, contents: contents(of: item, level: level + 1)))
    }
    let ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return MarkdownList(
      start: ordered ? Int(cmark_node_get_list_start(node)) : nil,
      tight: cmark_node_get_list_tight(node) != 0, items: items)
  }

  private func table(_ node: OpaquePointer) -> MarkdownTable {
    let columns = Int(cmark_gfm_extensions_get_table_columns(node))
    let marks = cmark_gfm_extensions_get_table_alignments(node)
    let alignments = (0..<columns).map { column -> MarkdownTable.Alignment in
      switch marks?[column] {
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .left
      }
    }
    var rows = children(of: node).map { row in children(of: row).map { InlineReader.runs(in: $0) } }
    let header = rows.isEmpty ? [] : rows.removeFirst()
    return MarkdownTable(alignments: alignments, header: header, rows: rows)
  }
}

func children(of node: OpaquePointer) -> [OpaquePointer] {
  var found: [OpaquePointer] = []
  var next = cmark_node_first_child(node)
  while let child = next {
    found.append(child)
    next = cmark_node_next(child)
  }
  return found
}

func typeName(_ node: OpaquePointer) -> String { string(cmark_node_get_type_string(node)) }

func string(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }
