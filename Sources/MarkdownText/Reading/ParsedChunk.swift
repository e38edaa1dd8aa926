/// What cmark found in one stretch of text. Lines count from 0 at the first line that is not context.
struct ParsedChunk {
  /// Where a block that stands in no other begins, or an item of a list that stands in no other: text up to the last
  /// of these places is closed.
  struct Section {
    enum Kind { case paragraph, table, item, other }
    var line: Int
    var endLine: Int
    var kind: Kind
    /// The number of an item of an ordered list.
    var number: Int?
    /// Whether it is an item with others before it.
    var isLaterItem = false
    /// Whether its last line became the head of the table that follows: by itself, that line may begin another block.
    var isAboveTable = false
  }

  var sections: [Section] = []
  var leaves: [ParsedLeaf] = []
}

/// A block that holds text, whole.
struct ParsedLeaf {
  var content: ParsedContent
  var containers: [BlockContainer]
  var gap: Int?
  var line: Int
  var endLine: Int
  /// Whether definitions were taken from its lines if there were any.
  var mayDefine = false
  /// The section that it belongs to.
  var section: Int

  /// Whether its lines mean nothing but themselves.
  var isLiteral: Bool {
    switch content {
    case .code, .html: true
    default: false
    }
  }

  /// Whether it stands directly in an item with a check box.
  var isTask: Bool {
    if case .item(let mark, _) = containers.last?.kind { mark.hasPrefix("[") } else { false }
  }
}

enum ParsedContent: Equatable {
  case heading(level: Int, [InlineRun])
  case paragraph([InlineRun])
  case code(language: String, text: [UInt8], isFenced: Bool)
  case table(ParsedTable)
  case rule
  case html([UInt8])
}

struct ParsedTable: Equatable {
  var alignments: [TablePiece.Alignment]
  var header: [[InlineRun]]
  var rows: [[[InlineRun]]]
  /// The line that each row stands on.
  var rowLines: [Int]

  /// Two lines that begin a table with the same columns.
  var head: [UInt8] {
    let marks = alignments.map { $0 == .center ? ":-:|" : $0 == .right ? "-:|" : "-|" }
    let cells = String(repeating: "a|", count: alignments.count)
    return Array("|\(cells)\n|\(marks.joined())\n".utf8)
  }
}

/// What must be known to read text that is not the beginning of a document.
struct ReadingContext {
  /// Lines to be read first but not shown: link definitions, the head of an open table.
  var prefix: [UInt8] = []
  /// The text begins with an item of a list that is open.
  var continuesList = false
  /// The number of that item in an ordered list.
  var itemNumber: Int?
  /// The text begins with a row of the table whose head ends the prefix.
  var continuesTable = false
  /// Whether nothing stands above.
  var isDocumentStart = true
  /// Whether the line above is blank.
  var followsBlank = false
  /// Lengths of the runs that were left out.
  var elidedLengths: [Int] = []
}
