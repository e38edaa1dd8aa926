/// What a cell means; a theme gives each role its colours. Widgets never name a colour.
package enum Role: Sendable, Hashable, CaseIterable {
  case text, muted, accent, heading
  case base, panel, header, select, input
  case frameIdle, frameFocus
  case ok, warn, error, info, live
  case user, assistant, tool, system, reasoning
  case keyword, string, number, comment, function, type, punctuation
  /// The sign of an added or removed line, and its text.
  case diffAdd, diffDelete, diffAddText, diffDeleteText
  case match, matchCurrent, diffChange
  /// A model keeps its series in columns, tables and charts.
  case series1, series2, series3, series4, series5, series6, series7, series8
}

package struct TextAttributes: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let bold = TextAttributes(rawValue: 1)
  package static let italic = TextAttributes(rawValue: 2)
  package static let underline = TextAttributes(rawValue: 4)
  package static let reverse = TextAttributes(rawValue: 8)
  package static let strikethrough = TextAttributes(rawValue: 16)
}

/// Foreground role, the surface it stands on, and attributes.
package struct Style: Sendable, Hashable {
  package var foreground: Role
  package var surface: Role
  package var attributes: TextAttributes
  package init(_ foreground: Role = .text, on surface: Role = .base, _ attributes: TextAttributes = []) {
    self.foreground = foreground
    self.surface = surface
    self.attributes = attributes
  }
}

/// A run of text in one style. The text is source text: it becomes safe cells only in `Grid.write`.
package struct Span: Sendable, Hashable {
  package var text: String
  package var style: Style
  package init(_ text: String, _ style: Style = Style()) {
    self.text = text
    self.style = style
  }
}

/// One line of styled text, without a line end.
package typealias StyledLine = [Span]
