/// A quote or a list item that a block stands in.
struct BlockContainer: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case quote
    /// The item's sign and the space behind it.
    case item(mark: String, isDone: Bool)
  }
  var kind: Kind
  /// Whether the block is the first in it: an item shows its mark there.
  var opensHere: Bool
}

/// What a block says.
enum BlockContent: Sendable, Hashable {
  case heading(level: Int, [InlineRun])
  case paragraph([InlineRun])
  indirect case table(TablePiece)
  indirect case code(CodePiece)
  case rule
  case html(String)
  /// A paragraph that is its first bytes of the source, unchanged: most of an answer, held once.
  case literal(byteCount: Int)
  /// The source as it is: text that is too long to be read as markdown.
  case plain
}

/// Rows of a table. A long table is several pieces, of which the first has the header.
struct TablePiece: Sendable, Hashable {
  enum Alignment: Sendable, Hashable { case left, center, right }
  var alignments: [Alignment]
  /// `nil` in all pieces but the first.
  var header: [[InlineRun]]?
  /// The labels of the columns, for records in a narrow space.
  var labels: [[InlineRun]]
  var rows: [[[InlineRun]]]
  /// Cells that each column takes: the widest of all rows up to the last of this piece, so that what was shown of
  /// a growing table stays as it is.
  var widths: [Int]
}

/// Lines of a code block. A long one is several pieces, each of which can be coloured by itself.
struct CodePiece: Sendable, Hashable {
  /// 1 for the first code block of the document.
  var number: Int
  var language: String
  /// Whether the block's header stands above it.
  var isFirst: Bool
  /// Literal text; line ends are line feeds.
  var text: String
  /// What is open where it begins.
  var state: CodeHighlighter.State
  /// Whether its last line goes on in the next piece.
  var isCutInLine = false
  /// Lines of the source before its first one: that of the opening fence.
  var skippedLines: Int
}

/// A code block as it is copied.
package struct CodeBlock: Sendable, Hashable {
  /// 1 for the first code block of the document.
  package var number: Int
  /// The first word of the fence's info string, empty when there is none.
  package var language: String
  package var source: String

  /// What a file of it is called. The language is a model's word: only letters, digits and signs of language names
  /// go into the name.
  package var fileName: String {
    let ending = language.prefix(16).filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || "+#-_".contains($0))
    }
    return "code-\(number).\(ending.isEmpty ? "txt" : ending)"
  }
}

/// What is laid out as one: a paragraph, a heading, a rule, or a piece of a code block, table or very long
/// paragraph. It never changes.
final class MarkdownBlock: Sendable {
  let identity: BlockIdentity
  /// Bytes of the source from the block's first line on. What follows it and shows nothing may be missing.
  let sourceRange: Range<Int>
  /// From the outermost in.
  let containers: [BlockContainer]
  /// How many of the containers were open already where an empty line stands above the block; `nil` without one.
  let gap: Int?
  let content: BlockContent
  let measure: TextMeasure

  init(
    identity: BlockIdentity = BlockIdentity(), sourceRange: Range<Int>, containers: [BlockContainer] = [],
    gap: Int?, content: BlockContent, measure: TextMeasure? = nil
  ) {
    self.identity = identity
    self.sourceRange = sourceRange
    self.containers = containers
    self.gap = gap
    self.content = content
    self.measure = measure ?? TextMeasure(content, sourceLength: sourceRange.count, hasGap: gap != nil)
  }

  var startsCode: Bool { if case .code(let piece) = content { piece.isFirst } else { false } }
  var codeNumber: Int? { if case .code(let piece) = content { piece.number } else { nil } }

  /// Whether both lay out to the same lines.
  func looks(like other: MarkdownBlock) -> Bool {
    measure == other.measure && sourceRange.lowerBound == other.sourceRange.lowerBound && gap == other.gap
      && containers == other.containers && content == other.content
      && (content != .plain || sourceRange == other.sourceRange)
  }

  /// The same block without a text of its own, where the source has that text.
  func withoutCopies(of source: Bytes) -> MarkdownBlock {
    guard case .paragraph(let runs) = content, runs.count == 1, runs[0].traits == [] else { return self }
    let count = runs[0].text.utf8.count
    let place = sourceRange.lowerBound..<(sourceRange.lowerBound + count)
    guard count > 32, place.upperBound <= source.count,
      runs[0].text.withBytes({ $0.elementsEqual(source[place]) })
    else { return self }
    return MarkdownBlock(
      identity: identity, sourceRange: sourceRange, containers: containers, gap: gap,
      content: .literal(byteCount: count), measure: measure)
  }

  /// The block under another name.
  func renamed(_ identity: BlockIdentity) -> MarkdownBlock {
    MarkdownBlock(
      identity: identity, sourceRange: sourceRange, containers: containers, gap: gap, content: content,
      measure: measure)
  }
}
