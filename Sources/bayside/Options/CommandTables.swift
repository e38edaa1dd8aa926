import Workbench

extension OptionTable {
  /// The words that are subcommands, with what each is for.
  static let subcommands: [(name: String, help: String)] = [
    ("chat", "Ask a model once, for scripts."),
    ("compare", "Ask several models the same and compare."),
    ("image", "Have pictures made or changed, saved as files."),
    ("video", "Submit, list, watch and fetch videos."),
    ("code", "Write a request as source code that runs."),
    ("replay", "Play a recorded exchange again."),
    ("import", "Read a request that was made elsewhere."),
    ("export", "Write a recorded exchange in another form."),
    ("models", "List what the key may use."),
    ("keys", "Keep, test and limit keys by name."),
    ("usage", "Tell what was asked, and what it cost."),
    ("history", "List, search, show and export what was said before."),
    ("balance", "Ask the relay what is left of the key's credit."),
    ("help", "Show the page of a subcommand."),
  ]

  static func named(_ name: String) -> OptionTable? {
    switch name {
    case "balance": balance
    case "chat": chat
    case "code": code
    case "compare": compare
    case "export": export
    case "history": history
    case "image": image
    case "import": `import`
    case "keys": keys
    case "models": models
    case "replay": replay
    case "usage": usage
    case "video": video
    default: nil
    }
  }

  // MARK: Screen

  static let screen = OptionTable(
    command: "bayside", operands: "[PROMPT]", operandCount: 0...1,
    summary: "Open the playground: talk to models through an OpenAI-compatible relay such as TokenBay, watch "
      + "answers stream in, read errors with what to do about them. PROMPT is sent at once. Without a key the "
      + "first screen asks for one, or offers the built-in demo relay.",
    groups: [
      Group(title: "Request", options: [model, system, parameter, body, noStream]), relay,
      Group(
        title: "Screen",
        options: [
          Option(
            name: "theme", valueName: "NAME",
            help: "The colours: a shipped theme, one of yours, terminal or mono."),
          Option(name: "no-color", help: "No colours; so does NO_COLOR when no theme is named."),
          Option(
            name: "ascii", help: "Frames and signs of plain ASCII, for terminals that draw others too wide."),
          Option(
            name: "record", valueName: "FILE",
            help: "Save every exchange, without the key: the first in FILE, the next in FILE-2 and so on."),
          Option(name: "no-mouse", help: "Leave the mouse to the terminal."),
        ]),
    ],
    sections: [
      Section(title: "Subcommands", rows: subcommands.map { ($0.name, $0.help) }),
      Section(
        title: "Examples",
        rows: [
          ("bayside --demo", "Look around with simulated models: no key, no network."),
          ("bayside -m gpt-5.4-mini \"Why is the sky blue?\"", "Open and ask at once."),
          ("bayside --base-url http://127.0.0.1:8080", "Use a server on this machine."),
        ]),
      environment(
        more: [
          ("NO_COLOR", "Not empty: no colours."),
          ("VISUAL, EDITOR", "The editor for long messages, unless the configuration has one."),
        ]),
      files(themes: true),
      Section(
        title: "Exit status", rows: [("0", "left by the user"), ("2", "wrong usage or configuration")]),
    ])

  // MARK: Chat

  static let chat = OptionTable(
    command: "bayside chat", operands: "[PROMPT|-]", operandCount: 0...1,
    summary:
      "Ask a model once. The answer streams to standard output as it comes; reasoning, notices and errors "
      + "go to standard error. With - the prompt is read from standard input.",
    groups: [
      Group(title: "Request", options: [model, system, parameter, body, noStream]), relay,
      bounds,
      Group(
        title: "Output",
        options: [
          json,
          record,
        ]),
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside chat -m gpt-5.4-mini \"Why is the sky blue?\"", ""),
          ("git diff | bayside chat -m MODEL -s \"Review this change.\" -", ""),
          ("bayside chat -m MODEL --param temperature=0.2 --param 'stop=[\"END\"]' \"Go\"", ""),
          ("bayside chat --body request.json --json | jq -r .text", ""),
          ("bayside chat -m MODEL --record slow.exchange \"Go\"", ""),
        ]),
      jsonObject, environment(more: []), files(themes: false), heldStatus,
    ])

  private static let jsonObject = Section(
    title: "The object of --json",
    rows: [
      ("", "It has these keys, also when the request failed; what is not known is null."),
      ("model", "as asked"), ("served_model", "as the relay named it"),
      ("text, reasoning", "of the first choice, also what came before a failure"),
      ("choices", "each with index, text, reasoning, tool_calls, finish_reason"),
      ("finish_reason", "of the first choice"), ("usage", "as received"),
      ("outcome", "done, stopped, cut or failed"),
      ("error", "kind, status, code, type, message (the relay's words), explanation, retryable"),
      ("request_id", "by which the relay's support finds the request"), ("response_id", "of the answer"),
      ("attempts", "how many times it was sent"),
      (
        "timings_ms",
        "connect, first_byte, first_token since the last try was sent; total with all tries and waits"
      ),
      ("events", "how many stream events came"), ("bytes", "of the answer's body"),
    ])

  // MARK: Replay

  static let replay = OptionTable(
    command: "bayside replay", operands: "FILE", operandCount: 1...1,
    summary:
      "Play an exchange again that bayside chat --record saved: the same output and the same exit status, at "
      + "the pace at which it came, without a network and without a key. With - it is read from standard input.",
    groups: [
      Group(
        title: "Output",
        options: [json, Option(name: "fast", help: "Do not wait between what came.")])
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside replay slow.exchange", ""),
          ("bayside replay --fast --json slow.exchange | jq .timings_ms", ""),
        ]),
      Section(
        title: "Files",
        rows: [
          (
            "",
            "A recording is JSON lines, readable by its owner only: the request as it was sent, but for the key, "
              + "then every read with its time. One that ends early plays as an answer that was cut."
          )
        ]),
      status,
    ])

  // MARK: Models

  static let models = OptionTable(
    command: "bayside models", operands: "", operandCount: 0...0,
    summary:
      "List the models that the relay says the key may use, one a line, with prices and context where the "
      + "relay's pages, your catalogue or bayside know them. Not every relay lists all that it takes: an id that "
      + "is not here may work. The relay is asked once a day; its price page is asked without the key.",
    groups: [
      relay,
      Group(
        title: "Output",
        options: [
          Option(
            name: "json",
            help:
              "Print an array of objects: everything known, each with its source and as_of (seconds since "
              + "1970); relay is the row as the relay sent it. Models that only the price page names are among "
              + "them, with listing not_listed."),
          Option(name: "refresh", help: "Ask the relay now, however new the kept list is."),
          Option(name: "offline", help: "Use the kept list, however old, and ask nobody."),
        ]),
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside models | grep mini", ""), ("bayside models | cut -f1", "The ids alone."),
          ("bayside models --base-url http://127.0.0.1:8080", ""),
          ("bayside models --json | jq '.[] | {id, out: .prices.value.output_per_million}'", ""),
        ]),
      Section(
        title: "Columns",
        rows: [
          (
            "",
            "In a pipe, with a tab between them and without a heading: id, price of input, price of output, price "
              + "of cached input, context in tokens, type. Prices are USD per million tokens; others say so: "
              + "0.04/img, 0.10/call, 0.40/s, tiered. - is what is not known."
          )
        ]),
      environment(more: []), files(themes: false),
      Section(
        title: "More files",
        rows: [
          ("~/.config/bayside/models.json5", "Your catalogue: what the relay does not tell of its models."),
          ("~/.cache/bayside/models/*.json", "What relays answered; each is used for its base URL only."),
        ]),
      Section(
        title: "Exit status",
        rows: [("0", "listed"), ("1", "the request failed"), ("2", "wrong usage or configuration")]),
    ])

  // MARK: Shared

  static let model = Option(
    name: "model", short: "m", valueName: "MODEL", help: "The model to ask; any id is accepted.")
  static let system = Option(
    name: "system", short: "s", valueName: "SYSTEM", help: "The system message; '' for none.")
  static let parameter = Option(
    name: "param", valueName: "NAME=JSON", isRepeatable: true,
    help: "Set a key of the request; a value that is not JSON is sent as a string.")
  static let body = Option(
    name: "body", valueName: "FILE",
    help: "Send this request body (- for standard input): keys, their order and numbers as they are, changed "
      + "only where other options say so; the configuration's parameters stay out.")
  static let json = Option(
    name: "json", help: "Print nothing but one JSON object when it ended.")
  static let record = Option(
    name: "record", valueName: "FILE",
    help: "Save the exchange while it runs, without the key; bayside replay plays it again.")
  static let noStream = Option(
    name: "no-stream", help: "Ask for the answer in one piece.")

  static let baseURL = Option(
    name: "base-url", valueName: "URL",
    help: "The relay: its root, /v1 or an endpoint (\(KeyChoice.defaultBaseURL)).")
  static let profile = Option(
    name: "profile", valueName: "NAME",
    help: "The relay, key and defaults that the configuration joins under this name.")
  static let header = Option(
    name: "header", valueName: "NAME:VALUE", isRepeatable: true, help: "Send one more header.")
  static let config = Option(
    name: "config", valueName: "FILE", help: "Read this configuration instead of the usual one.")

  static let relay = relay(total: 120, silence: 60)

  /// - Parameters:
  ///   - total: seconds for the whole answer, unless the user says otherwise.
  ///   - silence: seconds without a byte, unless the user says otherwise.
  ///   - isSentOnce: what is paid for each try is never sent again by itself.
  static func relay(total: Double, silence: Double, isSentOnce: Bool = false) -> Group {
    var group = Group(
      title: "Relay",
      options: [
        profile, baseURL,
        Option(
          name: "key-env", valueName: "NAME",
          help: "Take the key from this environment variable; '' sends none."), header,
        Option(
          name: "timeout", valueName: "S",
          help: "Seconds for the whole answer (\(NumberWords.whole(total))); 0: no limit."),
        Option(
          name: "stall", valueName: "S",
          help: "Seconds without a byte before giving up (\(NumberWords.whole(silence))); 0: no limit."),
        Option(
          name: "retries", valueName: "N",
          help: "Tries after a failure that may pass, before any of the answer came (1)."),
        config, Option(name: "demo", help: "Use the built-in relay with simulated models; no key is needed."),
        Option(
          name: "private",
          help:
            "Keep nothing of what is said in the history; where a limit counts money, its sum by day and key is kept."
        ),
      ])
    if isSentOnce { group.options.removeAll { $0.name == "retries" } }
    return group
  }

  static func environment(more: [(term: String, text: String)]) -> Section {
    Section(
      title: "Environment",
      rows: [
        (KeyChoice.defaultVariable, "The key. It is sent to the base URL and nowhere else."),
        ("TOKENBAY_BASE_URL", "The relay, unless --base-url names it."),
        ("https_proxy, no_proxy", "Proxies, as curl reads them; SSL_CERT_FILE names certificates."),
      ] + more)
  }

  static func files(themes: Bool) -> Section {
    let rows = [
      (
        "~/.config/bayside/config.json5",
        "Defaults for the options, key_env or key_command, profiles, bounds on spending, keys and looks. Options come first, then the "
          + "environment, then this file. A key of this file is sent to the base URL of this file only."
      ),
      (
        "~/.config/bayside/themes/*.json5",
        "Your themes; *.yaml of base16 too. One of yours takes the place of a shipped one of the same name."
      ),
    ]
    return Section(title: "Files", rows: themes ? rows : [rows[0]])
  }

  /// What holds money back, for commands that send.
  static let bounds = Group(
    title: "Bounds",
    options: [
      Option(
        name: "max-cost", valueName: "X",
        help: "Send nothing that could cost more, in US dollars, nor what nothing bounds."), yes,
    ])
  static let yes = Option(
    name: "yes", help: "Send although it is unusually expensive or could pass a limit on money.")

  private static var heldStatus: Section {
    var section = status
    section.rows.insert(
      ("5", "held back by a limit on money or of the key, or by --max-cost; nothing was sent"), at: 4)
    return section
  }

  private static let status = Section(
    title: "Exit status",
    rows: [
      ("0", "the answer is complete"), ("1", "it failed"),
      ("2", "wrong usage or configuration, nothing was sent"),
      ("3", "the answer was cut; what came was printed"), ("130", "interrupted by Ctrl-C"),
      ("128+n", "ended by signal n; 141 when standard output was closed"),
    ])
}
