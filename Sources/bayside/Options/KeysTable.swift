extension OptionTable {
  static let keys = OptionTable(
    command: "bayside keys", operands: "[list|add|test|use|disable|enable|remove|limit] [NAME]",
    operandCount: 0...3,
    summary:
      "The keys of this machine, each under a name and for one relay: one for each of your projects keeps their "
      + "costs apart. Limits, models and last days that are set here are held by bayside before a request leaves; "
      + "the relay does not know them. Keys are created, reset and limited at the relay only in the console, "
      + "\(KeysCommand.console).",
    groups: [
      Group(
        title: "What add keeps (the key itself is asked for, or read from standard input)",
        options: [
          Option(
            name: "base-url", valueName: "URL",
            help:
              "The relay that the key is for, and the only one it is sent to (\(KeyChoice.defaultBaseURL))."),
          Option(
            name: "env", valueName: "NAME",
            help: "The key stays in this environment variable; its name is kept."),
          Option(
            name: "command", valueName: "COMMAND",
            help: "The key stays where it is; this command prints it: 'pass show tokenbay'."),
          Option(
            name: "keyring", help: "Keep it in the system keyring, through secret-tool, where one answers."),
          Option(name: "no-test", help: "Do not ask the relay whether it takes the key."),
        ]),
      Group(
        title: "Limits of add and limit (none takes one away)",
        options: [
          Option(
            name: "per-day", valueName: "X", help: "US dollars that the key may cost from here in a day."),
          Option(name: "per-month", valueName: "X", help: "The same in a month."),
          Option(name: "in-all", valueName: "X", help: "The same in all."),
          Option(
            name: "models", valueName: "LIST",
            help: "Models that it is used for, with commas between: gpt-5.4-mini,claude-*."),
          Option(name: "expires", valueName: "DAY", help: "The last day on which it is used: 2026-12-31."),
          Option(name: "project", valueName: "TAG", help: "A tag for the books."),
        ]),
      Group(
        title: "Output",
        options: [Option(name: "json", help: "With list: print an array of objects. Never a key.")]),
    ],
    sections: [
      Section(
        title: "Words",
        rows: [
          ("list", "all keys, with what they end in"), ("add NAME", "keep a key, and test it (free)"),
          ("test NAME", "ask its relay for its models: free, and nothing is billed"),
          ("use NAME", "begin with this key where nothing else names one"),
          ("disable, enable NAME", "send nothing with it from this machine, or do again"),
          ("remove NAME", "forget it here; the relay goes on taking it"),
          ("limit NAME", "change its limits, or print them"),
        ]),
      Section(
        title: "Examples",
        rows: [
          ("bayside keys add work --per-day 2 --models 'gpt-5.4*'", ""),
          ("pass show tokenbay | bayside keys add home", ""),
          ("bayside keys add ci --env CI_TOKENBAY_KEY", ""),
          ("bayside keys limit work --per-day none --in-all 50", ""),
        ]),
      Section(
        title: "Files",
        rows: [
          (
            "~/.config/bayside/keys.json5",
            "The keys and what belongs to them, readable only by you; refused when others can read it. It is "
              + "replaced as a whole, and never when it cannot be understood."
          )
        ]),
      Section(
        title: "Exit status",
        rows: [("0", "done"), ("1", "the test failed"), ("2", "wrong usage, or nothing could be kept")]),
    ])
}
