import TerminalUI

/// A name and what belongs to it; what is longer than a line goes on below, in the column of the values.
enum LabelledLines {
  /// - Parameter label: columns of the names.
  static func lines(_ name: String, _ value: String, _ role: Role, label: Int, columns: Int) -> [StyledLine] {
    TextWrapper.wrap([Span(value, Style(role))], columns: max(4, columns - label)).enumerated().map {
      row, line in
      [Span(Glyphs.padded(row == 0 ? name : "", columns: label), Style(.muted))] + line
    }
  }
}
