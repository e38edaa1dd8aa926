/// The signs of frames and marks; a terminal without Unicode gets the ASCII set, cell for cell.
package struct SignSet: Sendable, Hashable {
  package var horizontal: String
  package var vertical: String
  package var corners: [String]
  package var heavyHorizontal: String
  package var heavyVertical: String
  package var heavyCorners: [String]
  package var isASCII: Bool

  package static let unicode = SignSet(
    horizontal: "─", vertical: "│", corners: ["┌", "┐", "└", "┘"], heavyHorizontal: "━",
    heavyVertical: "┃", heavyCorners: ["┏", "┓", "┗", "┛"], isASCII: false)
  package static let ascii = SignSet(
    horizontal: "-", vertical: "|", corners: ["+", "+", "+", "+"], heavyHorizontal: "=",
    heavyVertical: "|", heavyCorners: ["+", "+", "+", "+"], isASCII: true)

  private static let replacements: [Character: Character] = [
    "▸": ">", "▾": "v", "▴": "^", "▼": "v", "✓": "+", "✗": "x", "■": "#", "●": "*", "○": "o", "·": ".",
    "•": "*",
    "▌": "|", "…": "~", "Δ": "d", "─": "-", "━": "=", "│": "|", "┃": "|",
  ]

  /// Our own words in this set; never applied to text of the user or a model.
  package func sign(_ text: String) -> String {
    isASCII ? String(text.map { Self.replacements[$0] ?? $0 }) : text
  }
}

/// A frame around a pane: title left, state right, position and hints in the bottom line.
package struct Frame: Sendable, Hashable {
  package var title: String
  package var state: StyledLine = []
  package var footLeft: String = ""
  package var footRight: String = ""
  package var isFocused: Bool
  package var surface: Role

  package init(_ title: String, isFocused: Bool, surface: Role = .base) {
    self.title = title
    self.isFocused = isFocused
    self.surface = surface
  }

  /// The cells inside.
  package static func inside(_ area: Rect) -> Rect {
    Rect(column: area.column + 1, row: area.row + 1, columns: area.columns - 2, rows: area.rows - 2)
  }

  package func draw(on grid: inout Grid, in area: Rect, signs: SignSet) {
    guard area.columns >= 2, area.rows >= 2 else { return }
    let line = Style(isFocused ? .frameFocus : .frameIdle, on: surface, isFocused ? .bold : [])
    let horizontal = isFocused ? signs.heavyHorizontal : signs.horizontal
    let vertical = isFocused ? signs.heavyVertical : signs.vertical
    let corners = isFocused ? signs.heavyCorners : signs.corners
    let rule = String(repeating: horizontal, count: area.columns - 2)
    let bottom = area.row + area.rows - 1
    grid.write(corners[0] + rule + corners[1], column: area.column, row: area.row, style: line)
    grid.write(corners[2] + rule + corners[3], column: area.column, row: bottom, style: line)
    for row in (area.row + 1)..<max(bottom, area.row + 1) {
      grid.write(vertical, column: area.column, row: row, style: line)
      grid.write(vertical, column: area.column + area.columns - 1, row: row, style: line)
    }
    let words = Style(isFocused ? .text : .muted, on: surface, isFocused ? .bold : [])
    let left = area.column + 2
    let room = area.columns - 4
    let stateWidth = state.isEmpty ? 0 : Glyphs.width(state) + 2
    let titleRoom = max(0, room - stateWidth - 2)
    if titleRoom > 0, !title.isEmpty {
      grid.write(" \(Glyphs.fitted(title, columns: titleRoom)) ", column: left, row: area.row, style: words)
    }
    if stateWidth > 0, stateWidth <= room {
      let end = grid.write(" ", column: left + room - stateWidth, row: area.row, style: words)
      grid.write(
        grid.write(state, column: end, row: area.row) < 0 ? "" : " ",
        column: end + stateWidth - 2, row: area.row, style: words)
    }
    let muted = Style(.muted, on: surface)
    let rightWidth = footRight.isEmpty ? 0 : Glyphs.width(footRight) + 2
    if rightWidth > 0, rightWidth <= room {
      grid.write(" \(footRight) ", column: left + room - rightWidth, row: bottom, style: muted)
    }
    let leftRoom = room - rightWidth - 2
    if !footLeft.isEmpty, leftRoom > 3 {
      grid.write(
        " \(Glyphs.fitted(footLeft, columns: leftRoom - 1)) ", column: left, row: bottom, style: muted)
    }
  }
}
