extension OptionTable {
  /// The help page, lines of at most `width` columns.
  func page(width: Int = 80) -> String {
    let usage = ["Usage: \(command) [OPTIONS]", operands].filter { !$0.isEmpty }.joined(separator: " ")
    var lines = [usage, ""] + summary.wrapped(to: width)
    for group in groups + [Self.always] {
      lines += ["", group.title + ":"]
      lines += Self.rows(group.options.map { ($0.term, $0.meaning) }, column: 25, width: width)
    }
    for section in sections {
      lines += ["", section.title + ":"]
      let longest = section.rows.map(\.term.count).max() ?? 0
      // Long terms, as those of examples, stand on lines of their own.
      lines += Self.rows(section.rows, column: longest > 24 ? 6 : longest + 4, width: width)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func rows(_ rows: [(term: String, text: String)], column: Int, width: Int) -> [String] {
    var lines: [String] = []
    for (term, text) in rows {
      if term.isEmpty {
        lines += text.wrapped(to: width - 2).map { "  " + $0 }
        continue
      }
      var wrapped = text.wrapped(to: width - column)
      var first = "  " + term
      if first.count + 2 <= column, !wrapped.isEmpty {
        first += String(repeating: " ", count: column - first.count) + wrapped.removeFirst()
      }
      lines.append(first)
      lines += wrapped.map { String(repeating: " ", count: column) + $0 }
    }
    return lines
  }
}

extension Option {
  fileprivate var term: String {
    (short.map { "-\($0), " } ?? "    ") + spelling + (valueName.map { " " + $0 } ?? "")
  }

  fileprivate var meaning: String { help + (isRepeatable ? " May be given several times." : "") }
}

extension String {
  /// Lines of whole words; a word that is longer than a line stands alone.
  fileprivate func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
