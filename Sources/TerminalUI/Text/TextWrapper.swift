/// Wrapping of styled text: the one place where text meets columns.
package enum TextWrapper {
  /// Cells that `text` takes in one line.
  package static func width(_ text: String) -> Int { Glyphs.width(text) }
  package static func width(_ spans: [Span]) -> Int { Glyphs.width(spans) }

  /// Breaks at spaces and between wide glyphs, within a word only where it is too long; line
  /// feeds break always.
  package static func wrap(_ spans: [Span], columns: Int) -> [StyledLine] {
    fit(spans, columns: columns, atWords: true)
  }

  /// Breaks exactly at `columns`, as code needs it.
  package static func breakHard(_ spans: [Span], columns: Int) -> [StyledLine] {
    fit(spans, columns: columns, atWords: false)
  }

  private static func fit(_ spans: [Span], columns: Int, atWords: Bool) -> [StyledLine] {
    let columns = max(1, columns)
    if isShortPlainLine(spans, columns: columns) { return [joined(spans)] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(spans.reduce(0) { $0 + $1.text.utf8.count })
    var ends: [Int] = []
    for span in spans {
      bytes.append(contentsOf: span.text.utf8)
      ends.append(bytes.count)
    }
    return bytes.withUnsafeBufferPointer { buffer in
      var wrapping = Wrapping(bytes: buffer, spans: spans, ends: ends, columns: columns, atWords: atWords)
      return wrapping.lines()
    }
  }

  /// Whether the whole is ASCII without line ends that fits one line: most lines of code are.
  private static func isShortPlainLine(_ spans: [Span], columns: Int) -> Bool {
    var total = 0
    for span in spans {
      total += span.text.utf8.count
      if total > columns { return false }
    }
    return spans.allSatisfy { $0.text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
  }

  private static func joined(_ spans: [Span]) -> StyledLine {
    var line: StyledLine = []
    for span in spans where !span.text.isEmpty {
      if let last = line.indices.last, line[last].style == span.style {
        line[last].text += span.text
      } else {
        line.append(span)
      }
    }
    return line
  }
}

/// One wrapping under way: all text as bytes, and the line that grows as a range of them.
private struct Wrapping {
  let bytes: UnsafeBufferPointer<UInt8>
  let spans: [Span]
  /// Where each span ends in `bytes`.
  let ends: [Int]
  let columns: Int
  let atWords: Bool
  private var result: [StyledLine] = []
  /// First byte of the growing line, and cells used.
  private var start = 0
  private var used = 0
  /// Where the line may be broken: behind a space or at a wide glyph, and the cells used up to there.
  private var breakAt: Int?
  private var usedAtBreak = 0
  /// The span that the next line begins in.
  private var firstSpan = 0

  init(bytes: UnsafeBufferPointer<UInt8>, spans: [Span], ends: [Int], columns: Int, atWords: Bool) {
    self.bytes = bytes
    self.spans = spans
    self.ends = ends
    self.columns = columns
    self.atWords = atWords
  }

  mutating func lines() -> [StyledLine] {
    var at = 0
    for end in ends {
      while at < end { at = at + takeRun(at, end) }
    }
    close(upTo: bytes.count, next: bytes.count)
    return result
  }

  /// Takes one cluster, or a run of plain ASCII. - Returns: bytes taken.
  private mutating func takeRun(_ at: Int, _ end: Int) -> Int {
    var next = at
    // Plain ASCII: each byte is a glyph of one cell.
    while next < end, bytes[next] >= 0x20, bytes[next] < 0x7F,
      next + 1 == end || bytes[next + 1] < 0x80 || Glyphs.isPlain(Glyphs.decode(bytes, next + 1))
    {
      place(from: next, to: next + 1, width: 1, isSpace: bytes[next] == 0x20)
      next += 1
    }
    if next > at { return next - at }
    let length = newlineLength(at, end)
    if length > 0 {
      close(upTo: at, next: at + length)
      return length
    }
    // Plain scalars beyond ASCII, such as ideographs, are clusters of their own.
    while next < end, bytes[next] >= 0x80 {
      let scalar = Glyphs.decode(bytes, next)
      let after = next + Glyphs.length(of: bytes[next])
      guard Glyphs.isPlain(scalar), after >= end || Glyphs.isPlain(Glyphs.decode(bytes, after)) else { break }
      place(from: next, to: after, width: max(1, ScalarWidth.of(scalar)), isSpace: false)
      next = after
    }
    if next > at { return next - at }
    // One part that is split by clusters, up to the next plain ASCII.
    var limit = at + Glyphs.length(of: bytes[at])
    while limit < end, bytes[limit] >= 0x80 { limit += Glyphs.length(of: bytes[limit]) }
    limit = min(limit, end)
    takeClusters(at, limit)
    return limit - at
  }

  private mutating func takeClusters(_ at: Int, _ limit: Int) {
    var from = at
    for character in String(decoding: bytes[at..<limit], as: UTF8.self) {
      let to = from + character.utf8.count
      if character.isNewline, character != "\u{0B}", character != "\u{0C}" {
        close(upTo: from, next: to)
      } else {
        place(
          from: from, to: to, width: character == "\t" ? 1 : Glyphs.width(character),
          isSpace: character == " ")
      }
      from = to
    }
  }

  private func newlineLength(_ at: Int, _ end: Int) -> Int {
    switch bytes[at] {
    case 0x0A: 1
    case 0x0D: at + 1 < end && bytes[at + 1] == 0x0A ? 2 : 1
    default: 0
    }
  }

  private mutating func place(from: Int, to: Int, width: Int, isSpace: Bool) {
    if used + width > columns, from > start {
      if isSpace, atWords {
        // The space that does not fit is the break.
        close(upTo: from, next: to)
        return
      }
      if width == 2, atWords {
        breakAt = from
        usedAtBreak = used
      }
      if atWords, let breakAt, breakAt > start {
        let rest = used - usedAtBreak
        close(upTo: withoutSpaces(breakAt), next: breakAt)
        used = rest
        // A word that is longer than a line is broken where the line is full.
        if used + width > columns, from > start { close(upTo: from, next: from) }
      } else {
        close(upTo: atWords ? withoutSpaces(from) : from, next: from)
      }
    }
    used += width
    if isSpace || width == 2 {
      breakAt = to
      usedAtBreak = used
    }
  }

  /// The end of the line without the spaces before `end`.
  private func withoutSpaces(_ end: Int) -> Int {
    var end = end
    while end > start, bytes[end - 1] == 0x20 { end -= 1 }
    return end
  }

  /// Ends the growing line at a byte; the next one begins at `next`.
  private mutating func close(upTo end: Int, next: Int) {
    var line: StyledLine = []
    var index = firstSpan
    while index < ends.count {
      let from = max(start, index > 0 ? ends[index - 1] : 0)
      let to = min(end, ends[index])
      if from < to {
        let text = String(decoding: bytes[from..<to], as: UTF8.self)
        if let last = line.indices.last, line[last].style == spans[index].style {
          line[last].text += text
        } else {
          line.append(Span(text, spans[index].style))
        }
      }
      if ends[index] > end { break }
      index += 1
    }
    result.append(line)
    start = next
    used = 0
    breakAt = nil
    while firstSpan < ends.count, ends[firstSpan] <= next { firstSpan += 1 }
  }
}
