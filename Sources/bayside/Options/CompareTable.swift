extension OptionTable {
  static let compare = OptionTable(
    command: "bayside compare", operands: "[PROMPT|-]", operandCount: 0...1,
    summary:
      "Ask several models the same, or one model with several settings, and compare answers, speed and cost. What "
      + "it may cost is said before anything is asked. Every result is kept as it comes; after an interrupt "
      + "--resume asks for the rest only. Progress, notices and errors go to standard error.",
    groups: [
      Group(
        title: "What is asked",
        options: [
          Option(
            name: "model", short: "m", valueName: "MODEL", isRepeatable: true,
            help: "A model to ask, or several with commas between."),
          Option(
            name: "vary", valueName: "NAME=V1,V2", isRepeatable: true,
            help:
              "Try each value of a key of the request, each with each of the others: JSON, or words; unset leaves "
              + "the key out. NAME=0..1/0.5 is a range with its step; model=A,B; system=TEXT|TEXT, where @FILE is "
              + "the text of a file."),
          Option(name: "repeat", valueName: "N", help: "Ask everything so many times, and show the spread."),
          Option(
            name: "vars", valueName: "FILE",
            help: "Ask for each row of a CSV or JSONL file; its columns stand in for {{name}} in the texts."),
          Option(
            name: "plan", valueName: "FILE",
            help:
              "Take models and prompts from JSON5 ({ system, prompt or prompts: […], lanes: [{ model, parameters, "
              + "system }] }; prompts are turns of one talk) or CSV (model, prompt, system and keys of the "
              + "request; each row is a question)."),
          system, parameter, noStream,
        ]),
      Group(
        title: "Bounds",
        options: [
          Option(
            name: "max-cost", valueName: "X",
            help:
              "Start no request that could bring the cost above X, in the currency of the prices. With --resume "
              + "what was spent before counts too."),
          yes, Option(name: "concurrency", valueName: "N", help: "At most so many requests at once (4)."),
        ]),
      Group(
        title: "Judgement",
        options: [
          Option(
            name: "check", valueName: "CHECK", isRepeatable: true,
            help: CompareChecks.help),
          Option(
            name: "judge", valueName: "MODEL",
            help: "Have a model score the answers, which it sees in shuffled order and without names."),
          Option(
            name: "rubric", valueName: "FILE", help: "By what the judge scores, in place of the usual rubric."
          ),
        ]),
      Group(
        title: "Output",
        options: [
          Option(
            name: "format", valueName: "FORM",
            help: "table (the default), json, jsonl, csv, markdown or html; or by the ending of -o FILE."),
          Option(
            name: "output", short: "o", valueName: "FILE",
            help:
              "Write a new file, readable by you only; one that exists is not touched. JSONL grows as results "
              + "come."),
          Option(
            name: "resume", valueName: "FILE",
            help:
              "Go on with a comparison that was kept: ask only for what is missing or failed. With nothing left "
              + "to ask it writes the results in another form."),
        ]),
      patientRelay,
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside compare -m gpt-5.4-mini,deepseek-v4 \"Why is the sky blue?\"", ""),
          ("bayside compare -m MODEL --vary temperature=0..1.5/0.5 --repeat 5 \"Name a colour.\"", ""),
          (
            "bayside compare -m A,B --vars cities.csv --check 'contains:{{capital}}' \"Capital of {{country}}?\"",
            ""
          ),
          ("bayside compare --plan lanes.json5 --judge MODEL --max-cost 0.50 -o report.html", ""),
          ("bayside compare --resume ~/.local/state/bayside/comparisons/FILE.jsonl", ""),
        ]),
      Section(
        title: "Cost",
        rows: [
          (
            "",
            "Tokens are estimated (~) unless the relay tells them; streams tell them when they are asked to: "
              + "--param 'stream_options={\"include_usage\":true}'."
          ),
          (
            "",
            "The most that a request can cost is what is sent and the longest answer at list price; without "
              + "max_tokens or a price nobody knows it, and that is said. A request that could pass --max-cost waits "
              + "for running ones, which may cost less, and if that does not help the comparison ends with status 5."
          ),
        ]),
      environment(more: [("XDG_STATE_HOME", "Where results are kept (~/.local/state).")]),
      files(themes: false),
      Section(
        title: "More files",
        rows: [
          (
            "~/.local/state/bayside/comparisons/*.jsonl",
            "Every comparison, unless -o names a file of JSONL: what was asked, then a line for each result with "
              + "its text, figures and the bytes of the exchange; never the key. Each is named after its entry in "
              + "the history and deleted with it. With --private there is none."
          )
        ]),
      Section(
        title: "Exit status",
        rows: [
          ("0", "everything was answered, and all checks passed"), ("1", "a request failed or was cut"),
          ("2", "wrong usage or configuration, nothing was sent"), ("4", "a check failed"),
          ("5", "stopped at --max-cost or at a limit of the key or day"),
          ("130", "interrupted by Ctrl-C; what came was kept and printed"),
          ("128+n", "ended by signal n; 141 when standard output was closed"),
        ]),
    ])

  /// The same options, with more tries: one refusal must not cost a place in a table.
  private static var patientRelay: Group {
    var group = relay
    for index in group.options.indices where group.options[index].name == "retries" {
      group.options[index].help =
        "Tries after a failure that may pass, before any of the answer came (\(CompareCommand.retries))."
    }
    return group
  }
}
