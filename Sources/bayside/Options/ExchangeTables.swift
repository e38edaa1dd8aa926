// The subcommands that turn requests and exchanges into other forms.
extension OptionTable {
  static let `import` = OptionTable(
    command: "bayside import", operands: "FILE", operandCount: 1...1,
    summary:
      "Read a request that was made elsewhere and print its body, which bayside chat --body sends. What it is, "
      + "is found out: a curl command (of bash, or of the Windows prompt as browsers copy it), an HTTP archive, a "
      + "recording of bayside, a request body, a conversation as OpenAI JSON or JSON lines. What was not "
      + "understood or was left out is said on standard error. Keys are never kept. With - it is read from "
      + "standard input.",
    groups: [
      Group(
        title: "Output",
        options: [
          Option(name: "json", help: "Print one JSON object: source, base_url, model, notes, request.")
        ])
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside import command.sh | bayside chat --body -", ""),
          ("wl-paste | bayside import --json - | jq .notes", ""),
        ]),
      Section(
        title: "Exit status",
        rows: [("0", "the request was printed"), ("2", "wrong usage, or there is no request in the file")]),
    ])

  static let export = OptionTable(
    command: "bayside export", operands: "FILE", operandCount: 1...1,
    summary:
      "Write an exchange that bayside chat --record saved in the form of another program. The key is in none "
      + "of them. With - it is read from standard input.",
    groups: [
      Group(
        title: "Output",
        options: [
          Option(
            name: "as", valueName: "FORM",
            help:
              "har: an HTTP archive; curl: the request as a command; raw: the body of the answer; markdown, "
              + "json: the conversation with its answer."),
          Option(
            name: "output", short: "o", valueName: "FILE",
            help: "Write a new file, readable by you only; one that exists is not touched."),
        ])
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside export slow.exchange --as har --output slow.har", ""),
          ("bayside export slow.exchange --as curl | bash", ""),
        ]),
      Section(
        title: "Exit status",
        rows: [
          ("0", "written"), ("1", "the file could not be written whole"),
          ("2", "wrong usage, or the file is no recording"),
        ]),
    ])
}
