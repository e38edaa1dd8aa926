/// Source that grows line by line, with its indentation.
package struct SourceText: Sendable {
  package private(set) var text = ""
  /// How many blocks are open.
  package private(set) var depth = 0
  private let indent: String
  private let commentSign: String
  private let comments: Bool

  /// - Parameters:
  ///   - indent: of one block.
  ///   - commentSign: what begins a comment that ends with the line, with its space.
  ///   - comments: whether `comment` writes anything.
  package init(indent: String = "    ", commentSign: String, comments: Bool) {
    self.indent = indent
    self.commentSign = commentSign
    self.comments = comments
  }

  /// A line, indented. Where `line` has line ends of its own, what follows them stays as it is: strings may hold them.
  package mutating func line(_ line: String = "") {
    if !line.isEmpty { text += String(repeating: indent, count: depth) + line }
    text += "\n"
  }

  package mutating func lines(_ lines: String...) { for line in lines { self.line(line) } }

  package mutating func lines(_ lines: [String]) { for line in lines { self.line(line) } }

  /// Lines between `open` and `close`, one step further in. Without `close` the indentation alone ends the block.
  package mutating func block(_ open: String, _ close: String? = nil, body: (inout SourceText) -> Void) {
    line(open)
    depth += 1
    body(&self)
    depth -= 1
    if let close { line(close) }
  }

  /// Nothing when comments are off.
  package mutating func comment(_ words: String) { if comments { note(words) } }

  /// A comment that stays when comments are off, because the source would mislead without it.
  package mutating func note(_ words: String) { line(commentSign + words) }
}
