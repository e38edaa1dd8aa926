package import TerminalUI

/// Raw text that grows: a prompt, an answer as it came, reasoning.
package struct PlainTextDocument: LaidOutText, Sendable {
  package private(set) var source = ""
  /// Grows with every change.
  package private(set) var revision = 0
  private var pieces = PlainPieces(at: 0)
  private let style: Style

  package init(_ text: String = "", style: Style = Style()) {
    self.style = style
    append(text)
  }

  package mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    source += text
    revision += 1
    let all = source
    all.withBytes { pieces.take($0, to: $0.count) }
  }

  package func withSource<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    source.withBytes(body)
  }

  package var byteCount: Int { source.utf8.count }
  package var blockCount: Int { pieces.count }
  package func identity(ofBlock index: Int) -> BlockIdentity { pieces[index].identity }
  package func sourceRange(ofBlock index: Int) -> Range<Int> { pieces[index].range }

  package func estimatedLineCount(ofBlock index: Int, columns: Int) -> Int {
    pieces[index].measure.estimatedLines(columns: columns)
  }

  package func layOut(block index: Int, columns: Int) -> [RenderedLine] {
    withSource { PlainLayout.lines(pieces[index].range, $0, style: style, columns: columns) }
  }
}
