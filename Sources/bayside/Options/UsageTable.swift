// The subcommand that tells what was used.
extension OptionTable {
  static let usage = OptionTable(
    command: "bayside usage", operands: "", operandCount: 0...0,
    summary:
      "What was asked, and what it cost, from bayside's own books on this machine: a table for reading, CSV or "
      + "JSON for programs. Nobody is asked without --receipts. Costs with ~ were worked out here from price "
      + "lists; those without it are the relay's own. Requests to the demo relay are simulated and count apart.",
    groups: [
      Group(
        title: "What counts",
        options: [
          Option(
            name: "by", valueName: "WHAT",
            help: "A row for each day, week, month, model, key, tag, profile, result or kind (day)."
          ),
          Option(
            name: "since", valueName: "DAY",
            help: "The first day: 2026-11-01, yesterday, or so long ago: 7d, 4w, 12m."),
          Option(name: "until", valueName: "DAY", help: "The last day, which counts too (the newest)."),
          Option(name: "model", short: "m", valueName: "MODEL", help: "Only this model; gpt-* for several."),
          Option(name: "key", valueName: "NAME", help: "Only this key, by its name."),
          Option(name: "profile", valueName: "NAME", help: "Only this profile."),
          Option(name: "tag", valueName: "TAG", help: "Only what has this project tag."),
          Option(
            name: "outcome", valueName: "WORD",
            help: "Only done, stopped, cut, failed, or errors (cut and failed)."),
          Option(name: "kind", valueName: "KIND", help: "Only chat, lane, judge, image, edit or video."),
          Option(name: "demo", help: "The demo relay's requests instead of the real ones."),
        ]),
      Group(
        title: "Receipts",
        options: [
          Option(
            name: "receipts",
            help:
              "Ask the relay first what it charged, where it tells the key its log, and match that by request id "
              + "with what was noted here. At most 20 questions in 20 minutes; what came is kept."), askAgain,
        ]),
      Group(
        title: "Output",
        options: [
          Option(name: "csv", help: "CSV as of RFC 4180; without --by a row for each request."),
          Option(name: "json", help: "One JSON object; without --by it lists every request."),
        ]),
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside usage", "The last 30 days."),
          ("bayside usage --by month --since 2026-01-01", ""),
          ("bayside usage --by model --since 7d", "With error rates and times."),
          ("bayside usage --csv --since 2026-11-01 > november.csv", "Every request."),
          ("bayside usage --by key --json | jq '.groups[] | {key, costs}'", ""),
        ]),
      Section(
        title: "Columns",
        rows: [
          (
            "",
            "Columns of CSV keep their names and places; new ones come at the end. A cell that a spreadsheet would "
              + "take for a formula begins with an apostrophe. A group with several currencies has a row for each, "
              + "and only the first of them has counts. Currencies are never added together."
          )
        ]),
      historyFile,
      Section(
        title: "Exit status",
        rows: [("0", "printed"), ("1", "the books cannot be read"), ("2", "wrong usage")]),
    ])

  static let historyFile = Section(
    title: "Files",
    rows: [
      (
        "~/.local/share/bayside/history.sqlite3",
        "The books and the history, readable by their owner only; XDG_DATA_HOME moves them. No key is in them."
      )
    ])
}
