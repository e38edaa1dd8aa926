extension OptionTable {
  static let code = OptionTable(
    command: "bayside code", operands: "[PROMPT|-]", operandCount: 0...1,
    summary:
      "Write a request as source code: complete, small, ready to run. Every key that is set is in it, free ones "
      + "too. The key is read from \(KeyChoice.defaultVariable) when the code runs; nothing is sent now.",
    groups: [
      Group(
        title: "Language",
        options: [
          Option(name: "lang", valueName: "NAME", help: "The language; --list names all."),
          Option(name: "client", valueName: "NAME", help: "The library or program that sends the request."),
          Option(name: "list", help: "Name all languages with their clients and what installs them."),
          Option(name: "json", help: "Print the list as JSON."),
        ]),
      Group(
        title: "Request",
        options: [
          Option(
            name: "kind", valueName: "KIND",
            help: "chat (the default), image or video: PROMPT becomes a message or the key “prompt”."),
          model, system, parameter, body, noStream,
          Option(
            name: "from", valueName: "FILE",
            help:
              "Take the request from a recorded exchange, a curl command or a body; - for standard input."),
          profile, baseURL, header, config,
        ]),
      Group(
        title: "Code",
        options: [
          Option(
            name: "retry",
            help: "Try once more after a pause: 429, 5xx, no connection; never for videos."),
          Option(name: "time-limit", valueName: "S", help: "Give up after so many seconds."),
          Option(name: "usage", help: "Print the tokens of the answer to standard error."),
          Option(name: "no-comments", help: "Write no comments, but for those that warn."),
          Option(
            name: "key", valueName: "HOW", isRepeatable: true,
            help: "env (the default), placeholder, or inline: the key itself, when asked twice."),
          Option(name: "yes", help: "With --key inline: do not ask twice."),
          Option(
            name: "key-env", valueName: "NAME", help: "With --key inline: take the key from this variable."),
          Option(name: "shell", valueName: "NAME", help: "For curl: posix (the default), powershell or cmd."),
          Option(
            name: "output", short: "o", valueName: "FILE",
            help: "Write a new file, readable by you only; one that exists is not touched."),
        ]),
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside code --lang python -m gpt-5.4-mini \"Why is the sky blue?\"", ""),
          ("bayside code --lang js --client fetch --retry --time-limit 120 -m MODEL \"Go\"", ""),
          ("bayside code --lang curl --shell cmd --from slow.exchange", ""),
          ("bayside code --lang go --kind image -m MODEL --param n=2 \"A cat\" -o cat.go", ""),
        ]),
      environment(more: []), files(themes: false),
      Section(
        title: "Exit status",
        rows: [
          ("0", "written"), ("1", "the file could not be written whole"),
          ("2", "wrong usage, or there is no request"),
        ]),
    ])
}
