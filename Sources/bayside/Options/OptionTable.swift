/// One option of a subcommand: a row of the table that parsing and the help page both read.
struct Option: Sendable, Hashable {
  /// Without dashes: `model`.
  var name: String
  var short: Character?
  /// What stands for the value in the help page; `nil` for a switch.
  var valueName: String?
  var isRepeatable = false
  var help: String

  var spelling: String { "--" + name }
}

/// What a subcommand accepts, and the words of its help page.
struct OptionTable: Sendable {
  /// As it is typed: `bayside chat`.
  var command: String
  /// What may follow the options, for the usage line: `[PROMPT|-]`.
  var operands: String
  var maximumOperands: Int
  var summary: String
  var options: [Option]
  /// Paragraphs below the options.
  var notes: [String]

  static let always = [
    Option(name: "help", short: "h", help: "Show this page and end."),
    Option(name: "version", help: "Show the version and end."),
  ]

  var all: [Option] { options + Self.always }

  /// The help page, lines of at most `width` columns.
  func page(width: Int = 80) -> String {
    var lines = ["Usage: \(command) [OPTIONS] \(operands)".trimmedAtEnd, ""]
    lines += summary.wrapped(to: width) + ["", "Options:"]
    let names = all.map { option in
      let short = option.short.map { "-\($0), " } ?? "    "
      return "  " + short + option.spelling + (option.valueName.map { " " + $0 } ?? "")
    }
    let column = min((names.map(\.count).max() ?? 0) + 2, 30)
    for (name, option) in zip(names, all) {
      let text = option.help + (option.isRepeatable ? " May be given several times." : "")
      var help = text.wrapped(to: width - column)
      if name.count + 2 <= column, !help.isEmpty {
        lines.append(name + String(repeating: " ", count: column - name.count) + help.removeFirst())
      } else {
        lines.append(name)
      }
      lines += help.map { String(repeating: " ", count: column) + $0 }
    }
    for note in notes { lines += [""] + note.wrapped(to: width) }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

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
