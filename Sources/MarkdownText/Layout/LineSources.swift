import TerminalUI

/// Finds where laid-out lines stand in the source.
enum LineSources {
  /// - Parameters:
  ///   - lines: of one block.
  ///   - range: the block's bytes in the source.
  static func places(of lines: [RenderedLine], source: Bytes, range: Range<Int>) -> [Range<Int>?] {
    var all = SourceAlignment(source, range)
    var byLine: (number: Int, alignment: SourceAlignment)?
    let starts = lines.contains { $0.sourceLine != nil } ? lineStarts(source, range) : []
    return lines.map { line in
      let text = line.text.map(\.text).joined()
      guard let number = line.sourceLine else { return text.isEmpty ? nil : all.pass(Array(text.utf8)) }
      guard number < starts.count else { return nil }
      let place = starts[number]..<(number + 1 < starts.count ? starts[number + 1] : range.upperBound)
      // The lines of a table do not show its marks in order; a row is found as a whole.
      guard line.codeBlock != nil else { return place }
      if byLine?.number != number { byLine = (number, SourceAlignment(source, place)) }
      guard let found = byLine?.alignment.pass(Array(text.utf8)) else { return place }
      return found
    }
  }

  private static func lineStarts(_ source: Bytes, _ range: Range<Int>) -> [Int] {
    var starts = [range.lowerBound]
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = source[at]
      at += 1
      let isEnd = byte == 0x0A || byte == 0x0D && !(at < source.count && source[at] == 0x0A)
      if isEnd, at < range.upperBound { starts.append(at) }
    }
    return starts
  }
}
