extension OptionTable {
  private static let relay = [
    Option(
      name: "base-url", valueName: "URL",
      help: "The relay: its root, /v1 or an endpoint (https://api.tokenbay.com/v1)."),
    Option(name: "key-env", valueName: "NAME", help: "Take the key from this environment variable."),
    Option(name: "header", valueName: "NAME:VALUE", isRepeatable: true, help: "Send one more header."),
    Option(name: "timeout", valueName: "S", help: "Seconds for the whole answer (120)."),
    Option(name: "stall", valueName: "S", help: "Seconds without a byte before giving up (60)."),
    Option(name: "retries", valueName: "N", help: "Tries after a failure that may pass (1)."),
    Option(name: "demo", help: "Use the built-in relay with simulated models; no key is needed."),
  ]

  private static let request = [
    Option(name: "model", short: "m", valueName: "MODEL", help: "The model to ask."),
    Option(name: "system", short: "s", valueName: "SYSTEM", help: "The system message."),
    Option(
      name: "param", valueName: "NAME=JSON", isRepeatable: true,
      help: "Set a key of the request; what is not JSON is sent as a string."),
    Option(
      name: "body", valueName: "FILE",
      help: "Send this request body, changed only where other options say so."),
    Option(name: "no-stream", help: "Ask for the answer in one piece."),
  ]

  private static let json = Option(name: "json", help: "Print one JSON object at the end.")

  private static let keyNote =
    "The key comes from TOKENBAY_API_KEY, or from the variable that --key-env names."
  private static let statusNote =
    "Exit status: 0 done, 1 failed, 2 wrong usage, 3 the answer was cut, 130 interrupted."

  static let screen = OptionTable(
    command: "bayside", operands: "[PROMPT]", maximumOperands: 1,
    summary: "Open the playground: talk to models, watch answers stream in. PROMPT is sent at once. "
      + "Subcommands for scripts: bayside chat, bayside models (--help of each lists its options).",
    options: request.filter { $0.name != "body" } + [
      Option(name: "theme", valueName: "NAME", help: "The colours to use (bayside-night)."),
      Option(name: "no-color", help: "No colours; so does NO_COLOR."),
      Option(name: "no-mouse", help: "Leave the mouse to the terminal."),
    ] + relay,
    notes: [keyNote, "Without a key the first screen asks for one, or offers the built-in demo relay."])

  static let chat = OptionTable(
    command: "bayside chat", operands: "[PROMPT|-]", maximumOperands: 1,
    summary: "Ask a model once. The answer streams to standard output, reasoning and notices go to "
      + "standard error. With - the prompt is read from standard input.",
    options: request + [json] + relay, notes: [keyNote, statusNote])

  static let models = OptionTable(
    command: "bayside models", operands: "", maximumOperands: 0,
    summary: "List the models that the key may use, one a line.",
    options: [json] + relay, notes: [keyNote, statusNote])
}
