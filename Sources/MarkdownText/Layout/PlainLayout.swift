import TerminalUI

/// Lines of text as it is.
enum PlainLayout {
  static func lines(_ range: Range<Int>, _ source: Bytes, style: Style, columns: Int) -> [RenderedLine] {
    let text = String(decoding: withoutLineEnd(Array(source[range])[...]), as: UTF8.self)
    return TextWrapper.wrap([Span(text, style)], columns: max(1, columns)).map { RenderedLine($0) }
  }
}
