package import TerminalUI

/// Text that is shown as a column of blocks, of which each is laid out by itself: so a screen of a text of many
/// megabytes costs what is on it. Ask a `LayoutCache` for lines and places.
package protocol LaidOutText {
  /// Bytes of the source that are shown.
  var byteCount: Int { get }
  var blockCount: Int { get }
  /// What a block shows, by name: while the name stays, the lines stay.
  func identity(ofBlock index: Int) -> BlockIdentity
  /// The bytes of the source that a block shows, up to the next block. They ascend with the index.
  func sourceRange(ofBlock index: Int) -> Range<Int>
  /// A guess that lays nothing out; at least 1.
  func estimatedLineCount(ofBlock index: Int, columns: Int) -> Int
  /// The lines of a block, each at most `columns` cells wide. It may begin with an empty line that separates it from
  /// the block above.
  func layOut(block index: Int, columns: Int) -> [RenderedLine]
  func withSource<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result
}

extension LaidOutText {
  /// The block that shows a byte of the source: the last one that begins at or before it.
  package func blockIndex(atByte byte: Int) -> Int? {
    guard blockCount > 0 else { return nil }
    var low = 0
    var high = blockCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if sourceRange(ofBlock: middle).lowerBound <= byte { low = middle } else { high = middle }
    }
    return low
  }
}

/// One screen line of a text.
package struct RenderedLine: Sendable, Hashable {
  package var spans: StyledLine
  /// Leading spans that are margin, not text: bars of quotes, signs of items, indentation.
  package var marginSpans = 0
  /// The number of the code block that the line shows, its header included. Its surface reaches to the right edge.
  package var codeBlock: Int?
  /// The line of the block's source that it shows, where lines are shown line by line.
  var sourceLine: Int?

  init(_ spans: StyledLine, codeBlock: Int? = nil, sourceLine: Int? = nil) {
    self.spans = spans
    self.codeBlock = codeBlock
    self.sourceLine = sourceLine
  }

  /// The text without its margin.
  package var text: ArraySlice<Span> { spans[min(marginSpans, spans.count)...] }
}

/// A line of a laid-out text.
package struct LinePlace: Sendable, Hashable {
  package var block: Int
  /// Within the block, from 0.
  package var line: Int
}
