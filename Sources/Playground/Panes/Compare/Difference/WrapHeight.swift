import TerminalUI

/// How many lines `TextWrapper` makes of a text. Plain ASCII is only counted: heights of thousands of rows are
/// wanted at once, their lines only where one looks.
enum WrapHeight {
  static func lines(_ spans: StyledLine, columns: Int, atWords: Bool) -> Int {
    let columns = max(1, columns)
    var count = Count(columns: columns, atWords: atWords)
    for span in spans {
      var text = span.text
      guard text.withUTF8({ count.take($0) }) else {
        return atWords
          ? TextWrapper.wrap(spans, columns: columns).count
          : TextWrapper.breakHard(spans, columns: columns).count
      }
    }
    return count.lines
  }

  private struct Count {
    let columns: Int
    let atWords: Bool
    var lines = 1
    private var used = 0
    /// Cells up to the last place where this line may be broken; zero where it may not.
    private var usedAtBreak = 0

    init(columns: Int, atWords: Bool) { (self.columns, self.atWords) = (columns, atWords) }

    /// - Returns: false for what is not plain.
    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
      for byte in bytes {
        guard byte >= 0x20, byte < 0x7F else {
          guard byte == 0x0A else { return false }
          lines += 1
          (used, usedAtBreak) = (0, 0)
          continue
        }
        if used + 1 > columns, used > 0 {
          lines += 1
          if byte == 0x20, atWords {
            // The blank that does not fit is the break.
            (used, usedAtBreak) = (0, 0)
            continue
          }
          used = atWords && usedAtBreak > 0 ? used - usedAtBreak : 0
          usedAtBreak = 0
        }
        used += 1
        if byte == 0x20 { usedAtBreak = used }
      }
      return true
    }
  }
}
