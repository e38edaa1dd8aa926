import RelayKit

extension ParameterCatalogue {
  private static let search: Set<ModelFamily> = [.perplexity]

  static let vendor: [Parameter] = [
    Parameter(
      kind: .text, path: "enable_search", title: "Qwen searches", group: .vendor, type: .toggle,
      standard: .value(.bool(false)), help: "Qwen may search the web.", source: .relays, families: [.qwen]),
    Parameter(
      kind: .text, path: "vl_high_resolution_images", title: "Sharp pictures", group: .vendor, type: .toggle,
      standard: .value(.bool(false)), help: "Qwen looks at pictures in more detail, for more tokens.",
      source: .relays, families: [.qwen]),
    Parameter(
      kind: .text, path: "search_parameters", title: "Grok searches", group: .vendor, type: .json(.object),
      standard: .nothing, help: "What Grok searches: {\"mode\": \"auto\"}, sources, dates.", source: .relays,
      families: [.grok]),
    Parameter(
      kind: .text, path: "web_search", title: "ERNIE searches", group: .vendor, type: .json(.object),
      standard: .nothing, help: "How ERNIE searches the web: {\"enable\": true}.", source: .relays,
      families: [.ernie]),
    Parameter(
      kind: .text, path: "search_mode", title: "Search mode", group: .vendor,
      type: .choice(words("web", "academic", "sec"), isOpen: true), standard: .modelDecides,
      help: "Where Perplexity searches.", source: .relays, families: search),
    Parameter(
      kind: .text, path: "search_domain_filter", title: "Search domains", group: .vendor,
      type: .texts(onePlain: false), standard: .nothing,
      help: "Domains that Perplexity searches; a minus before one leaves it out.", source: .relays,
      families: search),
    Parameter(
      kind: .text, path: "search_recency_filter", title: "Search age", group: .vendor,
      type: .choice(words("hour", "day", "week", "month", "year"), isOpen: true), standard: .nothing,
      help: "How old what Perplexity finds may be.", source: .relays, families: search),
    Parameter(
      kind: .text, path: "return_images", title: "Pictures found", group: .vendor, type: .toggle,
      standard: .value(.bool(false)), help: "Perplexity names pictures that it found.", source: .relays,
      families: search),
    Parameter(
      kind: .text, path: "return_related_questions", title: "Related questions", group: .vendor,
      type: .toggle, standard: .value(.bool(false)), help: "Perplexity proposes further questions.",
      source: .relays, families: search),
    Parameter(
      kind: .text, path: "prefix", title: "Beginning of the answer", group: .vendor, type: .json(.any),
      standard: .nothing, help: "What the answer begins with, for models that complete text.",
      source: .relays,
      families: ParameterRule.others),
    Parameter(
      kind: .text, path: "suffix", title: "Text behind the answer", group: .vendor, type: .json(.any),
      standard: .nothing, help: "What stands behind the answer, for models that fill a gap.", source: .relays,
      families: ParameterRule.others),
    Parameter(
      kind: .text, path: "num_ctx", title: "Context (Ollama)", group: .vendor, type: .integer,
      limits: ParameterLimits(1, nil), span: ParameterLimits(1, 262_144), isLogarithmic: true, unit: "tokens",
      standard: .modelDecides,
      help: "Tokens of context that Ollama keeps. Relays of the one-api family pass it.",
      source: .relays, families: ParameterRule.others),
    Parameter(
      kind: .text, path: "extra_body.google.image_config.aspect_ratio", title: "Ratio of pictures",
      group: .vendor,
      type: .choice(
        words("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"), isOpen: true),
      standard: .modelDecides, help: "For Gemini's image models, which are asked through chat.",
      source: .relays, families: ParameterRule.geminis),
    Parameter(
      kind: .text, path: "extra_body.google.image_config.image_size", title: "Size of pictures",
      group: .vendor, type: .choice(words("1K", "2K", "4K"), isOpen: true), standard: .modelDecides,
      help: "For Gemini's image models, which are asked through chat.", source: .relays,
      families: ParameterRule.geminis),
    Parameter(
      kind: .text, path: "provider", title: "Suppliers", group: .vendor, type: .json(.object),
      standard: .nothing,
      help: "Which suppliers OpenRouter may use: {\"order\": [\"…\"]}. Relays of the new-api family drop it.",
      source: .openRouter),
    Parameter(
      kind: .text, path: "models", title: "Other models", group: .vendor, type: .texts(onePlain: false),
      standard: .nothing,
      help: "What OpenRouter asks when the first model fails. Relays of the new-api family drop it.",
      source: .openRouter),
    Parameter(
      kind: .text, path: "route", title: "Route", group: .vendor,
      type: .choice(words("fallback"), isOpen: true), standard: .nothing,
      help: "fallback tries the other models. Relays of the new-api family drop it.", source: .openRouter),
    Parameter(
      kind: .text, path: "transforms", title: "Transforms", group: .vendor, type: .texts(onePlain: false),
      standard: .nothing,
      help: "middle-out shortens what is too long for the model. Relays of the new-api family drop it.",
      source: .openRouter),
    Parameter(
      kind: .text, path: "plugins", title: "Plugins", group: .vendor, type: .json(.list), standard: .nothing,
      help: "Plugins of OpenRouter: [{\"id\": \"web\"}]. Relays of the new-api family drop it.",
      source: .openRouter),
    Parameter(
      kind: .text, path: "usage.include", title: "Usage with cost", group: .vendor, type: .toggle,
      standard: .value(.bool(false)), help: "OpenRouter says with the usage what it cost.",
      source: .openRouter),
    Parameter(
      kind: .text, path: "safety_settings", title: "Safety of Gemini", group: .vendor, type: .json(.list),
      standard: .nothing,
      help: "Thresholds of Gemini's filters. Relays of the new-api family drop it: their owner sets them.",
      source: .vendor, families: ParameterRule.geminis),
  ]

  static let text: [Parameter] = ordered(
    drawing + length + repetition + output + reasoning + toolUse + service + vendor)

  /// By group; within one as they were entered.
  static func ordered(_ parameters: [Parameter]) -> [Parameter] {
    ParameterGroup.allCases.flatMap { group in parameters.filter { $0.group == group } }
  }
}
