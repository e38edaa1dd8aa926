import TerminalUI

/// What stands left of a block: bars of quotes, signs of items, indentation.
struct BlockMargin {
  /// Containers stop indenting when less than this would be left for text.
  static let narrowest = 8

  /// Columns left for text.
  private(set) var inner: Int
  private var first: [Span] = []
  private var rest: [Span] = []
  /// Signs for which there is no room beside the text.
  private(set) var marksAbove: [RenderedLine] = []
  /// How many spans of `rest` come from the containers up to each level.
  private var spansUpTo: [Int] = [0]

  init(_ containers: [BlockContainer], columns: Int) {
    inner = columns
    for container in containers {
      switch container.kind {
      case .quote: if inner - 2 >= Self.narrowest { add(Span("│ ", BlockLayout.muted), nil) }
      case .item(let mark, let isDone):
        let sign = Span(mark, isDone ? Style(.ok) : Style(.accent))
        let width = TextWrapper.width(mark)
        if inner - width >= Self.narrowest {
          add(Span(String(repeating: " ", count: width)), container.opensHere ? sign : nil)
        } else if container.opensHere {
          addAbove(sign)
        }
      }
      spansUpTo.append(rest.count)
    }
  }

  private mutating func add(_ span: Span, _ sign: Span?) {
    first.append(sign ?? span)
    rest.append(span)
    inner -= TextWrapper.width(span.text)
  }

  private mutating func addAbove(_ sign: Span) {
    for line in TextWrapper.wrap([sign], columns: inner) {
      var line = RenderedLine(first + line)
      line.marginSpans = line.spans.count
      marksAbove.append(line)
    }
    first = rest
  }

  /// A line with the margin before it; where it says nothing, the margin ends with the last bar.
  func around(_ line: RenderedLine, isFirst: Bool) -> RenderedLine {
    let margin = isFirst ? first : line.spans.isEmpty ? Self.withoutIndentation(rest) : rest
    guard !margin.isEmpty else { return line }
    var line = line
    line.spans = margin + line.spans
    line.marginSpans = margin.count
    return line
  }

  /// The empty line between two blocks that stand in the same first containers.
  func gap(enclosing levels: Int) -> RenderedLine {
    var line = RenderedLine(
      Self.withoutIndentation(Array(rest[..<spansUpTo[min(levels, spansUpTo.count - 1)]])))
    line.marginSpans = line.spans.count
    return line
  }

  private static func withoutIndentation(_ spans: [Span]) -> [Span] {
    var spans = spans
    while let last = spans.last, last.text.utf8.allSatisfy({ $0 == 0x20 }) { spans.removeLast() }
    return spans
  }
}
