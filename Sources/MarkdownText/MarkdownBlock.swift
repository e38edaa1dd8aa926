/// How a run of inline text looks.
package struct InlineTraits: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let strong = InlineTraits(rawValue: 1)
  package static let emphasis = InlineTraits(rawValue: 2)
  package static let strike = InlineTraits(rawValue: 4)
  package static let code = InlineTraits(rawValue: 8)
  package static let link = InlineTraits(rawValue: 16)
  package static let address = InlineTraits(rawValue: 32)
}

/// Inline text in one look. A line feed in `text` is a hard break.
package struct InlineRun: Sendable, Hashable {
  package var text: String
  package var traits: InlineTraits
  package init(_ text: String, _ traits: InlineTraits = []) {
    self.text = text
    self.traits = traits
  }
}

/// A fenced or indented code block; `source` is the literal text to copy.
package struct CodeBlock: Sendable, Hashable {
  /// 1 for the first code block of the document.
  package var number: Int
  /// The first word of the fence's info string, empty when there is none.
  package var language: String
  package var source: String
}

package struct MarkdownList: Sendable, Hashable {
  package struct Item: Sendable, Hashable {
    /// `nil` unless this is a task.
    package var checked: Bool?
    package var contents: [MarkdownContent]
  }
  /// The first number, `nil` for a bullet list.
  package var start: Int?
  package var tight: Bool
  package var items: [Item]
}

package struct MarkdownTable: Sendable, Hashable {
  package enum Alignment: Sendable, Hashable { case left, center, right }
  package var alignments: [Alignment]
  package var header: [[InlineRun]]
  package var rows: [[[InlineRun]]]
}

/// What a block says, without its place in the source.
package indirect enum MarkdownContent: Sendable, Hashable {
  case heading(level: Int, [InlineRun])
  case paragraph([InlineRun])
  case list(MarkdownList)
  case quote([MarkdownContent])
  case table(MarkdownTable)
  case code(CodeBlock)
  case rule
  case html(String)
}

/// One top-level block. It never changes, so its identity is a key for cached layouts.
package final class MarkdownBlock: Sendable {
  package let index: Int
  /// Bytes of the document's UTF-8, from the block's first line up to the next block's.
  package let sourceRange: Range<Int>
  package let content: MarkdownContent
  /// The code blocks within, in order.
  package let codeBlocks: [CodeBlock]

  init(index: Int, sourceRange: Range<Int>, content: MarkdownContent, codeBlocks: [CodeBlock]) {
    self.index = index
    self.sourceRange = sourceRange
    self.content = content
    self.codeBlocks = codeBlocks
  }

  /// Whether this block stands for the same thing at the same place.
  func isSame(as other: MarkdownBlock) -> Bool {
    index == other.index && sourceRange == other.sourceRange && content == other.content
  }
}
