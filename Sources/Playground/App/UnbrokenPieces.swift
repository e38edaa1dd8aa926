import TerminalUI

/// Lines that end between pieces: between a size and a format, not between a number and its unit.
enum UnbrokenPieces {
  /// The pieces on as few lines as they need, with line feeds between the lines.
  static func text(_ pieces: [String], between gap: String, columns: Int) -> String {
    var lines: [String] = []
    for piece in pieces where !piece.isEmpty {
      if let last = lines.last, Glyphs.width(last) + Glyphs.width(gap) + Glyphs.width(piece) <= columns {
        lines[lines.count - 1] = last + gap + piece
      } else {
        lines.append(piece)
      }
    }
    // A gap that is seen stands at the end of its line; one of spaces does not.
    var end = gap[...]
    while end.last == " " { end.removeLast() }
    return lines.joined(separator: end + "\n")
  }

  /// A path or file name, which goes on below behind a slash or a dash and keeps its ending.
  static func path(_ path: String, columns: Int) -> String {
    var pieces: [String] = []
    var piece = ""
    for character in path {
      piece.append(character)
      if "/-_ ".contains(character) {
        pieces.append(piece)
        piece = ""
      }
    }
    return text(pieces + [piece], between: "", columns: columns)
  }

  /// Cut in the middle, so that the number and the ending of a file's name stay.
  static func middle(_ text: String, columns: Int) -> String {
    guard Glyphs.width(text) > columns else { return text }
    guard columns > 8 else { return Glyphs.fitted(text, columns: columns) }
    let end = String(Glyphs.ending(of: text, columns: columns / 2 - 1))
    return Glyphs.fitted(text, columns: columns - Glyphs.width(end)) + end
  }
}
