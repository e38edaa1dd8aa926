import RelayKit

// The subcommands for pictures and videos.
extension OptionTable {
  private static let typedParameter = Option(
    name: "param", valueName: "NAME=VALUE", isRepeatable: true,
    help:
      "Set a key of the request: size=1024x1024, metadata.ratio=16:9. Values get the type that is documented for the "
      + "key; “\"8\"” in quotes is sent as text, @FILE as a picture. Keys that bayside does not know take JSON, or text."
  )
  private static let mediaModel = Option(
    name: "model", short: "m", valueName: "MODEL", help: "The model to ask; any id is accepted.")

  private static func output(_ what: String) -> Option {
    Option(
      name: "output", short: "o", valueName: "PATTERN",
      help:
        "\(what): a directory, or a name in which {n}, {prompt}, {date}, {time}, {model} and {ext} are filled in. "
        + "Nothing is ever replaced.")
  }

  static let image = OptionTable(
    command: "bayside image", operands: "PROMPT|-", operandCount: 0...1,
    summary:
      "Have pictures made or changed. Each is saved as a file at once, under a name that tells what it is; the paths "
      + "are printed, a line for each. With - the prompt is read from standard input.",
    groups: [
      Group(
        title: "Request",
        options: [
          mediaModel, typedParameter,
          Option(
            name: "count", short: "n", valueName: "N", help: "So many pictures; each of them is billed."),
          Option(
            name: "edit", valueName: "FILE", isRepeatable: true,
            help: "Change this picture instead of making one."),
          Option(
            name: "mask", valueName: "FILE",
            help: "With --edit: a PNG whose transparent parts are drawn anew."),
        ]), relay(total: MediaPatience.pictureTotal, silence: MediaPatience.pictureSilence, isSentOnce: true),
      bounds,
      Group(
        title: "Output",
        options: [
          output("Where the pictures go"), json,
          record,
        ]),
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside image -m gpt-image-1 \"a small harbour at dawn\"", ""),
          ("bayside image -m MODEL -n 2 --param size=1536x1024 -o 'logo-{n}.png' \"A logo\"", ""),
          ("bayside image -m MODEL --edit photo.png --mask sky.png \"a stormy sky\"", ""),
          ("bayside image -m MODEL --json \"A cat\" | jq -r '.pictures[].path'", ""),
        ]),
      Section(
        title: "The object of --json",
        rows: [
          ("model, served_model", "as asked, and as the relay named it"),
          (
            "pictures",
            "each with path (null when it was not saved), format, width, height, bytes, complete, note, revised_prompt, "
              + "and url where a link came"
          ),
          (
            "cost, currency, cost_is_estimate",
            "of all pictures: as the relay told it, else at list price (an estimate); null where nobody knows"
          ),
          ("usage, outcome, error", "as of bayside chat, and so are request_id, attempts, timings_ms, bytes"),
        ]),
      environment(more: []), files(themes: false),
      Section(
        title: "More files",
        rows: [
          (
            "~/bayside/images/DAY/TIME-PROMPT.png",
            "The pictures; “images” in “media” of the configuration moves them. They are yours: nothing deletes them."
          )
        ]),
      Section(
        title: "Exit status",
        rows: [
          ("0", "all pictures are saved"), ("1", "it failed, or a picture could not be saved"),
          ("2", "wrong usage or configuration, nothing was sent"),
          ("3", "the answer or a picture was cut; what came is saved"),
          ("5", "held back by a limit on money or of the key, or by --max-cost; nothing was sent"),
          ("128+n", "ended by signal n"),
        ]),
    ])

  // MARK: Videos

  static let videoTables: [(word: String, table: OptionTable)] = [
    ("submit", videoSubmit), ("list", videoList), ("watch", videoWatch), ("fetch", videoFetch),
  ]

  static let video = OptionTable(
    command: "bayside video", operands: "submit|list|watch|fetch …", operandCount: 0...1,
    summary:
      "Videos are tasks at the relay: submitted once, asked after, and fetched when they are made. Each of these has "
      + "a page of its own: bayside video submit --help.",
    groups: [],
    sections: [
      Section(title: "What it does", rows: videoTables.map { ($0.word, $0.table.summary) }), historyFile,
      videoStatus,
    ])

  private static let videoSubmit = OptionTable(
    command: "bayside video submit", operands: "PROMPT|-", operandCount: 0...1,
    summary:
      "Ask for a video and print the id of the task. It is sent exactly once: after a time-out nobody knows whether the "
      + "task exists, it may be charged, and it is not sent again by itself.",
    groups: [
      Group(
        title: "Request",
        options: [
          mediaModel, typedParameter,
          Option(
            name: "image", valueName: "FILE|URL", isRepeatable: true,
            help: "The picture that the clip begins with; several where the model takes them."),
          Option(name: "last", valueName: "FILE|URL", help: "The picture that the clip ends with."),
          Option(
            name: "reference", valueName: "FILE|URL", isRepeatable: true,
            help: "A picture of somebody or something in the clip."),
          Option(
            name: "endpoint", valueName: "PATH", help: "/videos (the default) or /video/generations."),
        ]),
      relay(total: MediaPatience.submissionTotal, silence: MediaPatience.submissionSilence, isSentOnce: true),
      bounds,
      Group(
        title: "Output",
        options: [
          Option(name: "wait", help: "Wait until the video is made and saved, and print its path."),
          output("Where the video goes, with --wait"),
          Option(name: "json", help: "Print nothing but the task as one JSON object."),
        ]),
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside video submit -m MODEL --param seconds=8 --wait \"waves at night\"", ""),
          ("bayside video submit -m MODEL --image first.png \"the boat leaves\"", ""),
          ("bayside video submit -m MODEL --json \"rain\" | jq -r .server_id", ""),
        ]), environment(more: []), historyFile, videoStatus,
    ])

  private static let videoList = OptionTable(
    command: "bayside video list", operands: "", operandCount: 0...0,
    summary: "List the tasks that were submitted from here, the newest first. Nobody is asked.",
    groups: [
      Group(title: "Output", options: [Option(name: "json", help: "Print an array of objects.")])
    ],
    sections: [
      Section(
        title: "Columns",
        rows: [
          (
            "",
            "In a pipe, with a tab between them and without a heading: id, the relay's id, state, the relay's word, "
              + "percent, time, model, cost, currency, path, prompt. - is what is not known."
          )
        ]), historyFile, videoStatus,
    ])

  private static let watchOptions = Group(
    title: "Relay",
    options: [
      config,
      Option(
        name: "profile", valueName: "NAME",
        help: "Only for keys: a task goes on with the relay and key that it began with."),
      Option(name: "key-env", valueName: "NAME", help: "Take the key from this environment variable."),
      Option(name: "timeout", valueName: "S", help: "Seconds for an answer (120); 0: no limit."),
    ])

  private static let videoWatch = OptionTable(
    command: "bayside video watch", operands: "[ID…]", operandCount: 0...1000,
    summary:
      "Ask after tasks until they end, bring the videos here and print their paths. Without an ID all that are "
      + "unfinished; an ID is ours or the relay's. Ctrl-C stops watching, not the tasks.",
    groups: [
      watchOptions,
      Group(
        title: "Output",
        options: [
          output("Where videos go"), Option(name: "json", help: "Print nothing but an array of objects."),
        ]),
    ], sections: [historyFile, videoStatus])

  private static let videoFetch = OptionTable(
    command: "bayside video fetch", operands: "ID", operandCount: 1...1,
    summary: "Ask after a task once; a video that is made is brought here, and its path is printed.",
    groups: [
      watchOptions,
      Group(
        title: "Output",
        options: [
          output("Where the video goes"),
          Option(name: "json", help: "Print nothing but the task as one JSON object."),
        ]),
    ], sections: [historyFile, videoStatus])

  private static let videoStatus = Section(
    title: "Exit status",
    rows: [
      ("0", "submitted; with --wait, watch and fetch: saved"),
      ("1", "refused, failed, lost, not saved or not known here; nothing is charged for what was refused"),
      ("2", "wrong usage or configuration, nothing was sent"),
      ("3", "it goes on at the relay, or nobody knows whether the task exists: it may be charged"),
      ("5", "held back by a limit on money or of the key, or by --max-cost; nothing was sent"),
      ("128+n", "ended by signal n; tasks go on at the relay"),
    ])
}
