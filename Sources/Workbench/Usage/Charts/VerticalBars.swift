/// Standing bars with an axis as lines of text.
package struct VerticalBars: Sendable, Hashable {
  package struct Bar: Sendable, Hashable {
    package var value: Double
    package var isOpen: Bool
    package init(value: Double, isOpen: Bool) {
      self.value = value
      self.isOpen = isOpen
    }
  }

  /// From the top; the last one is the ground line.
  package private(set) var lines: [String] = []
  /// The columns that belong to each bar, its gap included.
  package private(set) var slots: [Range<Int>] = []
  /// The columns of the bar itself.
  package private(set) var widths: [Range<Int>] = []
  /// Where the bars begin, right of the axis.
  package private(set) var axisColumns = 0

  private static let eighths = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// - Parameters:
  ///   - rows: of the bars, without the ground line.
  ///   - label: a number of the axis.
  package init(
    _ bars: [Bar], scale: BarScale, columns: Int, rows: Int, isASCII: Bool, label: (Double) -> String
  ) {
    let labels = (0...max(1, rows)).map { row in
      label(scale.top * Double(rows - row) / Double(max(1, rows)))
    }
    let widest = labels.map(\.count).max() ?? 0
    axisColumns = widest + 3
    let slot = bars.isEmpty ? 0 : max(2, (columns - axisColumns) / bars.count)
    let width = max(1, min(slot / 2, 12))
    for index in bars.indices {
      let start = axisColumns + index * slot
      slots.append(start..<(start + slot))
      let left = start + (slot - width) / 2
      widths.append(left..<(left + width))
    }
    func padded(_ label: String) -> String { String(repeating: " ", count: widest - label.count) + label }
    for row in 0..<rows {
      var line = padded(labels[row]) + " | "
      for (index, bar) in bars.enumerated() {
        let sign = Self.sign(bar, scale, rowFromBottom: rows - 1 - row, rows: rows, isASCII: isASCII)
        line += String(repeating: " ", count: widths[index].lowerBound - line.count)
        line += String(repeating: sign, count: width)
      }
      lines.append(Self.trimmed(line))
    }
    let ground = String(repeating: "-", count: max(0, min(columns - widest - 2, slot * bars.count + 1)))
    lines.append(padded("0") + " +" + ground)
  }

  private static func sign(
    _ bar: Bar, _ scale: BarScale, rowFromBottom row: Int, rows: Int, isASCII: Bool
  ) -> String {
    guard bar.value > 0, scale.top > 0 else { return " " }
    let height = min(1, bar.value / scale.top) * Double(rows)
    // What is there is seen, however small.
    if bar.isOpen || isASCII {
      let whole = max(1, Int(height.rounded()))
      return row < whole ? (bar.isOpen ? (isASCII ? ":" : "░") : "#") : " "
    }
    let parts = max(1, Int((height * 8).rounded()))
    return eighths[min(8, max(0, parts - row * 8))]
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}

/// Lying bars.
package enum HorizontalBar {
  /// `####`; of what is not over, `....`. A value above 0 has at least one sign.
  package static func text(_ value: Double, of largest: Double, columns: Int, isOpen: Bool = false) -> String
  {
    guard value > 0, largest > 0, value.isFinite, columns > 0 else { return "" }
    let count = max(1, min(columns, Int((value / largest * Double(columns)).rounded())))
    return String(repeating: isOpen ? "." : "#", count: count)
  }
}
