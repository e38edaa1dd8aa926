extension Grid {
  /// Signs that are drawn wherever text is cut or joined, in the form that an ASCII terminal has for them.
  package mutating func useASCIISigns() {
    let signs = [Glyph("…"): Glyph("~"), Glyph("·"): Glyph(".")]
    for place in cells.indices {
      if let plain = signs[cells[place].glyph] { cells[place].glyph = plain }
    }
  }
}
