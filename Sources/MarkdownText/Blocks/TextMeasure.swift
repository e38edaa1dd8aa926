/// How much text a block shows: enough to guess its lines without laying it out.
struct TextMeasure: Sendable, Hashable {
  /// Bytes of text.
  var bytes: Int
  /// Lines when nothing is wrapped.
  var lines: Int
  /// Lines beside the text: the empty one above, the header of code, the rule of a table.
  var extraLines: Int

  init(bytes: Int, lines: Int, extraLines: Int = 0) {
    self.bytes = bytes
    self.lines = max(1, lines)
    self.extraLines = extraLines
  }

  init(_ content: BlockContent, sourceLength: Int, hasGap: Bool) {
    let gap = hasGap ? 1 : 0
    switch content {
    case .heading(_, let runs), .paragraph(let runs):
      let bytes = runs.reduce(0) { $0 + $1.text.utf8.count }
      let breaks = runs.reduce(0) { $0 + lineFeeds($1.text) }
      self.init(bytes: bytes, lines: breaks + 1, extraLines: gap)
    case .table(let table):
      self.init(
        bytes: table.rows.count * (table.widths.reduce(0, +) + 3 * table.widths.count),
        lines: table.rows.count, extraLines: gap + (table.header == nil ? 0 : 2))
    case .code(let code):
      self.init(
        bytes: code.text.utf8.count, lines: lineFeeds(code.text) + (code.isCutInLine ? 1 : 0),
        extraLines: gap + (code.isFirst ? 1 : 0))
    case .html(let text): self.init(bytes: text.utf8.count, lines: lineFeeds(text), extraLines: gap)
    case .rule: self.init(bytes: 0, lines: 1, extraLines: gap)
    case .literal(let count): self.init(bytes: count, lines: 1, extraLines: gap)
    case .plain: self.init(bytes: sourceLength, lines: sourceLength / 60, extraLines: gap)
    }
  }

  /// As if all its lines were of one length.
  func estimatedLines(columns: Int) -> Int {
    let columns = max(1, columns)
    let average = (bytes + lines - 1) / lines
    return extraLines + lines * max(1, (average + columns - 1) / columns)
  }
}

private func lineFeeds(_ text: String) -> Int {
  text.withBytes { bytes in
    var count = 0
    for byte in bytes where byte == 0x0A { count += 1 }
    return count
  }
}
