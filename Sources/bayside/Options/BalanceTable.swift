extension OptionTable {
  static let askAgain = Option(
    name: "ask-again",
    help: "Ask now, whatever is kept, and ask pages again that this relay was known not to have.")

  static let balance = OptionTable(
    command: "bayside balance", operands: "", operandCount: 0...0,
    summary:
      "Ask the relay what is left of the key's credit, where it tells a key so: /api/usage/token/, "
      + "/dashboard/billing or OpenRouter's /key. A relay is asked about money at most 20 times in 20 minutes, by "
      + "all bayside programs together. What it told is kept for a minute, and a page that it does not have is not "
      + "asked for twice.",
    groups: [
      relay,
      Group(
        title: "Output",
        options: [
          Option(name: "json", help: "Print nothing but one JSON object."), askAgain,
        ]),
    ],
    sections: [
      Section(
        title: "Examples",
        rows: [
          ("bayside balance", ""), ("bayside balance --json | jq .balance.left", ""),
          ("bayside balance --ask-again", "Also after the relay was updated."),
        ]),
      Section(
        title: "The object of --json",
        rows: [
          (
            "balance",
            "left, granted, used, currency, unlimited, expires_at, models, source, read_at; or null"
          ),
          ("kept", "whether it was told before and not asked now"),
          ("refusal", "kind, reason, message, top_up, why there is no new answer; or null"),
          ("base_url, key", "the relay, and which key as it may be shown"),
        ]),
      environment(more: []), files(themes: false),
      Section(
        title: "More files",
        rows: [
          ("~/.cache/bayside/money/*.json", "What relays told, readable only by you and without the key."),
          ("~/.local/state/bayside/asking.json", "When relays were asked, and what they do not have."),
        ]),
      Section(
        title: "Exit status",
        rows: [
          ("0", "a balance was told, now or before"), ("1", "none is known; the reason was written"),
          ("2", "wrong usage or configuration"),
        ]),
    ])
}
