/// Gathers the rows of a table into pieces, always cut at the same rows however they arrive.
struct TablePieceCutter {
  static let mostRows = 64
  static let mostBytes = 16 << 10

  private let alignments: [TablePiece.Alignment]
  private let header: [[InlineRun]]
  private let gap: Int?
  private let containers: [BlockContainer]
  private var isFirst = true
  private var rows: [[[InlineRun]]] = []
  private var bytes = 0
  private var widths: [Int] = []
  /// Where the piece begins in the source.
  private var start: Int

  init(_ leaf: ParsedLeaf, _ table: ParsedTable, start: Int) {
    alignments = table.alignments
    header = table.header
    gap = leaf.gap
    containers = leaf.containers
    self.start = start
    widen(header)
  }

  /// Adds a row. - Returns: the piece before it when that was full.
  mutating func add(_ row: [[InlineRun]], at rowStart: Int) -> MarkdownBlock? {
    var full: MarkdownBlock?
    if rows.count >= Self.mostRows || bytes >= Self.mostBytes {
      full = block(end: rowStart)
      rows = []
      bytes = 0
      isFirst = false
      start = rowStart
    }
    rows.append(row)
    bytes += row.reduce(0) { $0 + $1.reduce(0) { $0 + $1.text.utf8.count } }
    widen(row)
    return full
  }

  /// The piece that grows.
  func block(end: Int) -> MarkdownBlock {
    var containers = containers
    if !isFirst { for level in containers.indices { containers[level].opensHere = false } }
    let piece = TablePiece(
      alignments: alignments, header: isFirst ? header : nil, labels: header, rows: rows, widths: widths)
    return MarkdownBlock(
      sourceRange: start..<max(start, end), containers: containers, gap: isFirst ? gap : nil,
      content: .table(piece))
  }

  private mutating func widen(_ row: [[InlineRun]]) {
    for (column, cell) in row.enumerated() {
      let width = TableLayout.width(of: cell)
      if column < widths.count {
        widths[column] = max(widths[column], width)
      } else {
        widths.append(max(1, width))
      }
    }
  }
}
