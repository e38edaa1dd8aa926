import RelayKit

extension ParameterCatalogue {
  private static func values(_ words: String...) -> [JSONValue] { words.map(JSONValue.string) }

  static let reasoning: [Parameter] = [
    Parameter(
      kind: .text, path: "reasoning_effort", title: "Reasoning", group: .reasoning,
      type: .choice(words("none", "minimal", "low", "medium", "high", "xhigh", "max"), isOpen: false),
      standard: .modelDecides,
      help:
        "How long the model thinks before it answers; thinking is billed as output. GPT-5 begins at medium, "
        + "GPT-5.1 and later at none.",
      source: .openAI,
      rules: [
        .refused([.gpt, .gpt5Chat, .gptSearch], "this model does not reason"),
        .refused(
          [.oSeries], "the o-series knows low, medium and high",
          .whenValue(values("none", "minimal", "xhigh", "max"))),
        .refused(
          [.gpt5], "GPT-5 knows minimal, low, medium and high",
          .whenValue(values("none", "xhigh", "max"))),
        .ignored(
          ParameterRule.claudes, "relays pass only low, medium and high to Claude",
          .whenValue(values("none", "minimal", "xhigh", "max"))),
        .ignored(
          [.deepSeek], "DeepSeek knows low, high and max",
          .whenValue(values("none", "minimal", "medium", "xhigh"))),
        .ignored(
          [.gemini], "Gemini 2 knows none, low, medium and high",
          .whenValue(values("minimal", "xhigh", "max"))),
      ]),
    Parameter(
      kind: .text, path: "enable_thinking", title: "Qwen thinks", group: .vendor, type: .toggle,
      standard: .modelDecides, help: "Whether Qwen thinks before it answers.", source: .relays,
      families: [.qwen]),
    Parameter(
      kind: .text, path: "thinking_budget", title: "Qwen's budget", group: .vendor, type: .integer,
      limits: ParameterLimits(0, nil), span: ParameterLimits(1, 131_072), isLogarithmic: true, unit: "tokens",
      standard: .modelDecides, help: "So many tokens may go to thinking.", source: .relays, families: [.qwen],
      rules: [
        .needs(
          "enable_thinking", "needs enable_thinking on", .when("enable_thinking", [.bool(false)]))
      ]),
    Parameter(
      kind: .text, path: "chat_template_kwargs.enable_thinking", title: "Template thinks", group: .vendor,
      type: .toggle, standard: .modelDecides,
      help: "Whether models behind vLLM and SGLang think: Qwen's name of it.", source: .relays,
      families: ParameterRule.others),
    Parameter(
      kind: .text, path: "chat_template_kwargs.thinking", title: "Template thinks", group: .vendor,
      type: .toggle, standard: .modelDecides,
      help: "Whether models behind vLLM and SGLang think: DeepSeek's name of it.", source: .vendor,
      families: ParameterRule.others),
    Parameter(
      kind: .text, path: "thinking.type", title: "Thinking", group: .vendor,
      type: .choice(words("enabled", "disabled", "auto"), isOpen: false), standard: .modelDecides,
      help: "Whether GLM, Doubao, DeepSeek and Kimi think; auto is Doubao's.", source: .relays,
      families: [.glm, .doubao, .deepSeek, .deepSeekChat, .kimi],
      rules: [
        .ignored(
          [.glm, .deepSeek, .deepSeekChat, .kimi], "only Doubao knows auto", .whenValue(values("auto")))
      ]),
    Parameter(
      kind: .text, path: "reasoning.effort", title: "Effort (OpenRouter)", group: .vendor,
      type: .choice(words("none", "minimal", "low", "medium", "high", "xhigh", "max"), isOpen: true),
      standard: .modelDecides,
      help: "reasoning_effort in OpenRouter's own form.", source: .openRouter,
      rules: [
        .needs(
          "reasoning.max_tokens", "needs reasoning.max_tokens unset: one of the two",
          .whenSet("reasoning.max_tokens"))
      ]),
    Parameter(
      kind: .text, path: "reasoning.max_tokens", title: "Budget (OpenRouter)", group: .vendor, type: .integer,
      limits: ParameterLimits(1, nil), span: ParameterLimits(1, 131_072), isLogarithmic: true, unit: "tokens",
      standard: .modelDecides,
      help: "So many tokens may go to thinking. Relays of the new-api family pass it to Claude too.",
      source: .openRouter),
    Parameter(
      kind: .text, path: "reasoning.exclude", title: "Hide thinking (OpenRouter)", group: .vendor,
      type: .toggle,
      standard: .value(.bool(false)), help: "The model thinks, but its thoughts are not sent.",
      source: .openRouter),
    Parameter(
      kind: .text, path: "reasoning.enabled", title: "Thinking (OpenRouter)", group: .vendor, type: .toggle,
      standard: .modelDecides, help: "Turns thinking on with the usual effort.", source: .openRouter),
    Parameter(
      kind: .text, path: "extra_body.google.thinking_config.thinking_budget", title: "Gemini's budget",
      group: .vendor, type: .integer, limits: ParameterLimits(-1, nil), span: ParameterLimits(0, 32_768),
      step: "128", bigStep: "1024", unit: "tokens", standard: .modelDecides,
      help: "So many tokens may go to thinking; 0 turns it off, -1 lets the model decide.", source: .relays,
      families: ParameterRule.geminis),
    Parameter(
      kind: .text, path: "extra_body.google.thinking_config.thinking_level", title: "Gemini's level",
      group: .vendor, type: .choice(words("minimal", "low", "medium", "high"), isOpen: true),
      standard: .modelDecides,
      help: "How long Gemini 3 thinks; earlier ones take a budget.", source: .relays,
      families: ParameterRule.geminis,
      rules: [.ignored([.gemini], "Gemini 2 takes a budget instead")]),
    Parameter(
      kind: .text, path: "extra_body.google.thinking_config.include_thoughts", title: "Gemini's thoughts",
      group: .vendor, type: .toggle, standard: .value(.bool(false)),
      help: "A summary of what the model thought comes with the answer.", source: .relays,
      families: ParameterRule.geminis),
    Parameter(
      kind: .text, path: "reasoning_split", title: "Split thinking", group: .vendor, type: .toggle,
      standard: .value(.bool(false)), help: "MiniMax sends its thoughts apart from the answer.",
      source: .relays, families: [.miniMax]),
    Parameter(
      kind: .text, path: "think", title: "Thinks (Ollama)", group: .vendor, type: .json(.any),
      standard: .modelDecides,
      help: "true, false, or low, medium and high in quotes, for models behind Ollama.",
      source: .relays,
      families: ParameterRule.others.subtracting(ParameterRule.claudes.union(ParameterRule.geminis))),
  ]
}
