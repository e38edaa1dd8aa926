import RelayKit

extension ParameterCatalogue {
  private static let accountOnly = ParameterRule.ignored(
    ParameterRule.others, "only OpenAI's own models know it")

  static let service: [Parameter] = [
    Parameter(
      kind: .text, path: "service_tier", title: "Tier", group: .service,
      type: .choice(words("auto", "default", "flex", "scale", "priority", "fast"), isOpen: true),
      standard: .value(.string("auto")),
      help:
        "How fast and at what price it is worked on. Relays of the new-api family drop it unless told otherwise.",
      source: .openAI, rules: [accountOnly]),
    Parameter(
      kind: .text, path: "prompt_cache_key", title: "Cache key", group: .service, type: .text,
      standard: .nothing,
      help: "Requests with the same key and beginning are more likely to find their cache.",
      source: .openAI, rules: [accountOnly]),
    Parameter(
      kind: .text, path: "prompt_cache_options", title: "Cache options", group: .service,
      type: .json(.object),
      standard: .nothing,
      help: "mode and ttl of the cache, for GPT-5.6 and later. Relays of the new-api family drop it.",
      source: .openAI, rules: [accountOnly]),
    Parameter(
      kind: .text, path: "safety_identifier", title: "Person", group: .service, type: .text,
      limits: ParameterLimits(1, 64), standard: .nothing,
      help:
        "Tells the persons behind one account apart; a hash, not a name. Relays of the new-api family drop it "
        + "unless told otherwise.",
      source: .openAI, rules: [accountOnly]),
    Parameter(
      kind: .text, path: "metadata", title: "Labels", group: .service, type: .json(.object),
      limits: ParameterLimits(0, 16), standard: .nothing,
      help: "At most 16 labels for stored answers: keys of 64 characters, texts of 512.", source: .openAI,
      rules: [accountOnly]),
    Parameter(
      kind: .text, path: "store", title: "Keep at OpenAI", group: .service, type: .toggle,
      standard: .value(.bool(false)),
      help: "OpenAI keeps the answer for evaluations and training of one's own.",
      source: .openAI, rules: [accountOnly]),
    Parameter(
      kind: .text, path: "moderation", title: "Moderation", group: .service, type: .json(.object),
      standard: .nothing, help: "How contents are checked. Relays of the new-api family drop it.",
      source: .openAI, rules: [accountOnly]),
    Parameter(
      kind: .text, path: "prompt_cache_retention", title: "Time in the cache", group: .older,
      type: .choice(words("in_memory", "24h"), isOpen: false), standard: .nothing,
      help:
        "How long the cache lives; GPT-5.5 and later take 24h only. prompt_cache_options is the newer form.",
      source: .openAI, rules: [accountOnly]),
    Parameter(
      kind: .text, path: "user", title: "User", group: .older, type: .text, standard: .nothing,
      help: "The older form of safety_identifier and prompt_cache_key. No personal data.", source: .openAI),
  ]
}
