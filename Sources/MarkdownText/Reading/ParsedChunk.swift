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
  /// The section that it belongs to.
  var section: Int
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
