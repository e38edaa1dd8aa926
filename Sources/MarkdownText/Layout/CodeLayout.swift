import TerminalUI

/// Code: a header with number and language, then the literal lines, broken only at the width.
enum CodeLayout {
  static func lines(_ code: CodePiece, columns: Int) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if code.isFirst {
      let title = code.language.isEmpty ? "\(code.number)" : "\(code.number) \(code.language)"
      let header = TextWrapper.breakHard([Span(title, Style(.muted, on: .panel))], columns: columns)
      let sourceLine = code.skippedLines > 0 ? 0 : nil
      lines += header.prefix(1).map { RenderedLine($0, codeBlock: code.number, sourceLine: sourceLine) }
    }
    var highlighter = CodeHighlighter(language: code.language, state: code.state)
    var number = code.skippedLines
    code.text.withBytes { bytes in
      CodeLines.forEach(in: bytes) { line, isWhole in
        let spans = highlighter.tokens(of: line, in: bytes, endsLine: isWhole).map {
          Span(expandingTabs(bytes[$0.range]), Style($0.role, on: .panel))
        }
        for row in TextWrapper.breakHard(spans, columns: columns) {
          lines.append(RenderedLine(row, codeBlock: code.number, sourceLine: number))
        }
        number += 1
      }
    }
    return lines
  }

  private static func expandingTabs(_ bytes: Slice<Bytes>) -> String {
    guard bytes.contains(0x09) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.flatMap { $0 == 0x09 ? [0x20, 0x20, 0x20, 0x20] : [$0] }, as: UTF8.self)
  }
}
