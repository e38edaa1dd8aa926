/// A place in a file, as editors count: both from 1, columns in Unicode scalars.
package struct SourcePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  package var description: String { "\(line):\(column)" }
}

/// One thing that is wrong in a file: where, what was found, what was expected.
package struct SourceProblem: Error, Sendable, Hashable {
  /// The name under which the file is shown.
  package var file: String
  package var position: SourcePosition
  /// Whole sentences. What is quoted from the file has no control characters.
  package var sentence: String
  /// The line of the file, without its end; of a long one the part around the place.
  package var line: String
  /// The column of the first character of `line`: 1, unless its beginning is left out.
  package var lineStart = 1

  /// `file:line:column: sentence`, the line below it, and a caret under the place.
  package var report: String {
    let excerpt = Excerpt(line: line, column: position.column - lineStart + 1, isCut: lineStart > 1)
    return "\(file):\(position): \(sentence)\n  \(excerpt.text)\n  \(excerpt.caret)"
  }
}

/// Everything that is wrong in a file, at least one problem, in the order of the file.
package struct SourceProblems: Error, Sendable, Hashable {
  package var list: [SourceProblem]
  package init(_ list: [SourceProblem]) { self.list = list }

  /// The reports, one after the other.
  package var report: String { list.map(\.report).joined(separator: "\n") }
}

/// A line as it can be shown, cut to the part around a column, and a caret below that column.
struct Excerpt {
  /// Scalars shown before and after the place.
  private static let reach = (before: 50, after: 40)
  let text: String
  let caret: String

  /// - Parameter isCut: whether the line has more before it.
  init(line: String, column: Int, isCut: Bool) {
    let scalars = Array(line.unicodeScalars)
    let place = min(max(column - 1, 0), scalars.count)
    let from = place > Self.reach.before ? place - Self.reach.before + 1 : 0
    let to = scalars.count - place > Self.reach.after ? place + Self.reach.after - 1 : scalars.count
    var text = from > 0 || isCut ? "…" : ""
    var indent = text.isEmpty ? "" : " "
    for index in from..<to {
      let shown = Self.shown(scalars[index])
      text.unicodeScalars.append(shown)
      if index < place { indent += Self.blank(as: shown) }
    }
    self.text = text + (to < scalars.count ? "…" : "")
    caret = indent + "^"
  }

  /// Control characters become signs, so that a file cannot drive the terminal.
  static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09: scalar
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "?"
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: "\u{FFFD}"
    default: scalar
    }
  }

  /// White space of the same width. Ranges of double width are close enough for a caret.
  private static func blank(as scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x09: return "\t"
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return "  "
    case 0..<0x300: return " "
    default:
      let isMark = [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
      return isMark ? "" : " "
    }
  }
}
