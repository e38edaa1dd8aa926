import TerminalUI
import Workbench

/// The text of a row with `[-gone-]` and `{+new+}`: signs as well as colour.
enum DifferenceMarks {
  enum Sides { case old, new, both }

  private static let removedStyle = Style(.diffDelete)
  private static let addedStyle = Style(.diffAdd)

  static func spans(_ row: ComparisonRow, sides: Sides) -> StyledLine {
    var writer = Writer()
    switch row.content {
    case .same(let old, let new): writer.plain(sides == .new ? new : old)
    case .onlyOld(let text):
      // In one column the sign before the line says it.
      if sides == .both { writer.plain(text, removedStyle) } else if sides == .old { writer.removed(text) }
    case .onlyNew(let text):
      if sides == .both { writer.plain(text, addedStyle) } else if sides == .new { writer.added(text) }
    case .changed(let pieces):
      for piece in pieces {
        if piece.isSame {
          writer.plain(sides == .new ? piece.new : piece.old)
        } else {
          if sides != .new { writer.removed(piece.old) }
          if sides != .old { writer.added(piece.new) }
        }
      }
    }
    let isEmptySide = writer.spans.isEmpty
    var spans = trimmed(writer.spans)
    if row.kind != .code { spans = withoutEmptyLines(spans) }
    if row.kind == .json, !isEmptySide {
      spans.insert(Span((row.path.isEmpty ? "(all)" : row.path) + ": ", Style(.accent)), at: 0)
    }
    return spans
  }

  private struct Writer {
    var spans: StyledLine = []

    mutating func plain(_ text: Substring, _ style: Style = Style(.text)) {
      if !text.isEmpty { spans.append(Span(String(text), style)) }
    }

    mutating func removed(_ text: Substring) { mark(text, "[-", "-]", removedStyle) }
    mutating func added(_ text: Substring) { mark(text, "{+", "+}", addedStyle) }

    /// Blanks behind the words stay outside, so that a mark ends where its words do.
    private mutating func mark(_ text: Substring, _ open: String, _ close: String, _ style: Style) {
      guard !text.isEmpty else { return }
      var end = text.endIndex
      let bytes = text.utf8
      while end > text.startIndex, DifferenceMarks.isBlank(bytes[bytes.index(before: end)]) {
        end = bytes.index(before: end)
      }
      if end > text.startIndex {
        if let last = spans.last, !last.text.isEmpty, last.style != Style(.text) { spans.append(Span(" ")) }
        spans.append(Span(open + text[..<end] + close, style))
      }
      if end < text.endIndex { spans.append(Span(String(text[end...]))) }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func trimmed(_ spans: StyledLine) -> StyledLine {
    var spans = spans
    while let last = spans.last {
      let bytes = last.text.utf8
      guard let place = bytes.lastIndex(where: { !isBlank($0) }) else {
        spans.removeLast()
        continue
      }
      let end = bytes.index(after: place)
      if end < bytes.endIndex { spans[spans.count - 1].text = String(last.text[..<end]) }
      return spans
    }
    return spans
  }

  /// Empty lines before the first words of an answer.
  private static func withoutEmptyLines(_ spans: StyledLine) -> StyledLine {
    var spans = spans
    while let first = spans.first {
      let bytes = first.text.utf8
      guard bytes.first == 0x0A || bytes.first == 0x0D else { return spans }
      let place = bytes.firstIndex { $0 != 0x0A && $0 != 0x0D } ?? bytes.endIndex
      if place == bytes.endIndex { spans.removeFirst() } else { spans[0].text = String(first.text[place...]) }
    }
    return spans
  }
}
