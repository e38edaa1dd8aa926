// The subcommands of `bayside history`.
extension OptionTable {
  static let historyTables: [(word: String, table: OptionTable)] = [
    ("list", historyList), ("search", historySearch), ("show", historyShow), ("export", historyExport),
    ("import", historyImport), ("delete", historyDelete), ("vacuum", historyVacuum),
  ]

  static let history = OptionTable(
    command: "bayside history", operands: "list|search|show|export|import|delete|vacuum …",
    operandCount: 0...1,
    summary:
      "What was said before: chats and comparisons that bayside keeps on this machine. Each of these has a page of "
      + "its own: bayside history list --help.",
    groups: [],
    sections: [
      Section(
        title: "What it does", rows: historyTables.map { ($0.word, $0.table.summary) }),
      historyFile, historyStatus,
    ])

  private static let filters = Group(
    title: "What is listed",
    options: [
      Option(name: "kind", valueName: "KIND", help: "Only chat or comparison."),
      Option(
        name: "model", short: "m", valueName: "TEXT",
        help: "Only where a model of this name, or part of it, was asked."
      ),
      Option(
        name: "since", valueName: "DAY", help: "Changed on this day or later: 2026-11-01, yesterday, 7d."),
      Option(name: "until", valueName: "DAY", help: "Changed on this day or before."),
      Option(name: "key", valueName: "NAME", help: "Asked with this key, by its name."),
      Option(name: "tag", valueName: "TAG", help: "With this tag."),
      Option(
        name: "outcome", valueName: "WORD", help: "With an answer that is done, stopped, cut or failed."),
      Option(name: "cost", valueName: "AMOUNT", help: "That cost this much or more."),
      Option(name: "starred", help: "Only starred ones."),
      Option(name: "limit", valueName: "N", help: "So many at most (100)."),
      Option(name: "json", help: "One JSON object: total, entries."),
    ])

  private static let columns = Section(
    title: "Columns",
    rows: [
      (
        "",
        "In a pipe, with a tab between them and without a heading: id, kind, time of the last change, requests, "
          + "cost, currency, last outcome, starred, models, tags (a comma in one is \\,), title, where a search found it, "
          + "whether the cost is an estimate, demo."
      )
    ])

  private static let historyList = OptionTable(
    command: "bayside history list", operands: "", operandCount: 0...0,
    summary: "List kept chats and comparisons, the newest first.", groups: [filters],
    sections: [columns, historyFile, historyStatus])

  private static let historySearch = OptionTable(
    command: "bayside history search", operands: "WORD…", operandCount: 1...1000,
    summary:
      "Find chats and comparisons by words in prompts, answers, reasoning, models, titles and tags; all of the "
      + "words must occur, and the last one may be unfinished.", groups: [filters],
    sections: [columns, historyFile, historyStatus])

  private static let historyShow = OptionTable(
    command: "bayside history show", operands: "[ID]", operandCount: 0...1,
    summary: "Print a kept conversation as text, or an exchange as its file.",
    groups: [
      Group(
        title: "Output",
        options: [
          Option(name: "json", help: "One JSON object: the conversation with its messages."),
          Option(
            name: "exchange", valueName: "ID",
            help: "Print this exchange as bayside chat --record writes it; bayside replay plays it."),
        ])
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside history show ID | less", ""),
          ("bayside history show --exchange ID | bayside replay -", ""),
        ]), historyFile, historyStatus,
    ])

  private static let historyExport = OptionTable(
    command: "bayside history export", operands: "[ID…]", operandCount: 0...100_000,
    summary: "Write kept conversations to a file. No key is in it.",
    groups: [
      Group(
        title: "Output",
        options: [
          Option(name: "all", help: "Everything that is kept."),
          Option(
            name: "as", valueName: "FORM",
            help: "jsonl, which bayside history import reads, or markdown, to be read (jsonl)."),
          Option(name: "output", short: "o", valueName: "FILE", help: "Write to this new file."),
          Option(name: "no-bytes", help: "Without the bytes of exchanges; the texts stay."),
        ])
    ],
    sections: [historyFile, historyStatus])

  private static let historyImport = OptionTable(
    command: "bayside history import", operands: "FILE", operandCount: 1...1,
    summary:
      "Take over what bayside history export wrote, also on another machine. What is here already stays as it "
      + "is: importing twice adds nothing. With - it is read from standard input.", groups: [],
    sections: [historyFile, historyStatus])

  private static let historyDelete = OptionTable(
    command: "bayside history delete", operands: "[ID…]", operandCount: 0...100_000,
    summary:
      "Delete kept conversations for good, those of bayside compare with their files. What they cost stays in the "
      + "books of bayside usage. On a terminal it asks first.",
    groups: [
      Group(
        title: "What goes",
        options: [
          Option(
            name: "older-than", valueName: "TIME", help: "What was not changed for so long: 90d, 12w, 6m."),
          Option(
            name: "max-size", valueName: "SIZE",
            help: "The oldest beyond so much, bytes of exchanges first: 500MB, 2GB."),
          Option(name: "starred", help: "Starred ones too, which stay otherwise."),
          Option(name: "yes", short: "y", help: "Do not ask."),
        ])
    ],
    sections: [historyFile, historyStatus])

  private static let historyVacuum = OptionTable(
    command: "bayside history vacuum", operands: "", operandCount: 0...0,
    summary: "Give room that deleting left back to the system.", groups: [],
    sections: [historyFile, historyStatus])

  private static let historyStatus = Section(
    title: "Exit status",
    rows: [
      ("0", "done"),
      ("1", "the history cannot be used, what was named is not there, or a search found nothing"),
      ("2", "wrong usage, or a search without a word to look for"),
    ])
}
