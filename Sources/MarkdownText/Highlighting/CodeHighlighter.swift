package import TerminalUI

/// Colours code line by line. What is open at a line's end (a comment, a text) is the state that carries over,
/// so that a piece of code can be coloured without what stands before it.
package struct CodeHighlighter: Sendable {
  /// A run of bytes with one meaning.
  package struct Token: Sendable, Hashable {
    package var range: Range<Int>
    package var role: Role
  }

  /// What is open where a line begins.
  package struct State: Sendable, Hashable {
    enum Mode: Sendable, Hashable {
      case plain
      case lineComment
      case comment(depth: Int)
      case quote(Int)
      case tag
      case tagQuote(Int)
      case diffLine(Role)
      case heredoc
    }
    var mode = Mode.plain
    /// The hash of the word that ends the heredoc, 0 for none.
    var heredocEnd: UInt64 = 0

    package static let start = State()
  }

  package private(set) var state: State
  private let tables: LexerTables?

  /// - Parameter language: as a fence names it; unknown names leave the text plain.
  package init(language: String, state: State = .start) {
    tables = CodeLanguages.named(language)
    self.state = state
  }

  /// The tokens of one line without its line end; they cover the line without gaps.
  /// - Parameter endsLine: false when the line goes on with the next call.
  package mutating func tokens(
    of line: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, endsLine: Bool = true
  ) -> [Token] {
    guard let tables else { return line.isEmpty ? [] : [Token(range: line, role: .text)] }
    var lexer = LineLexer(tables: tables, bytes: bytes, line: line, state: state)
    lexer.run(endsLine: endsLine)
    state = lexer.state
    return lexer.tokens
  }
}
