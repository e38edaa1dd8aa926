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
  struct Group: Sendable {
    var title: String
    var options: [Option]
  }

  /// A part of the page below the options: rows of a term and its meaning, or paragraphs (no term).
  struct Section: Sendable {
    var title: String
    var rows: [(term: String, text: String)]
  }

  /// As it is typed: `bayside chat`.
  var command: String
  /// What may follow the options, for the usage line: `[PROMPT|-]`.
  var operands: String
  /// How many operands there may be, and how many there must be.
  var operandCount: ClosedRange<Int>
  var summary: String
  var groups: [Group]
  var sections: [Section]

  static let always = Group(
    title: "Other",
    options: [
      Option(name: "help", short: "h", help: "Show this page and end."),
      Option(name: "version", help: "Show the version and end."),
    ])

  var all: [Option] { (groups + [Self.always]).flatMap(\.options) }

  /// The nearest other command that has an option: of the same command first, then `bayside chat`, then any.
  func nearestHolder(of option: String) -> String? {
    let family = command.split(separator: " ").prefix(2).joined(separator: " ") + " "
    let others =
      [Self.chat] + (Self.videoTables + Self.historyTables).map(\.table)
      + Self.subcommands.compactMap { Self.named($0.name) } + [Self.screen]
    let siblings = others.filter { $0.command.hasPrefix(family) }
    return (siblings + others).first { $0.all.contains { $0.name == option } }?.command
  }
}
