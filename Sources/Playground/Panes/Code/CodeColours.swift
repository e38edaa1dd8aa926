import MarkdownText
import TerminalUI

/// Source text in the colours of its language.
enum CodeColours {
  static func lines(_ text: String, language: String) -> [StyledLine] {
    var highlighter = CodeHighlighter(language: language)
    let bytes = Array(text.utf8)
    var lines: [StyledLine] = []
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      if start == bytes.count, start > 0 { break }
      let spans = bytes.withUnsafeBufferPointer { all in
        highlighter.tokens(of: start..<end, in: all).map {
          Span(String(decoding: all[$0.range], as: UTF8.self), Style($0.role))
        }
      }
      lines.append(spans)
      start = end + 1
    }
    return lines
  }
}
