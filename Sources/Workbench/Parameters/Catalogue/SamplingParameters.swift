import RelayKit

extension ParameterCatalogue {
  static let drawing: [Parameter] = [
    Parameter(
      kind: .text, path: "temperature", title: "Temperature", group: .sampling, type: .number,
      limits: ParameterLimits(0, 2), step: "0.05", bigStep: "0.5", standard: .value(.integer(1)),
      help: "Lower is steadier, higher is more varied. Change this or top_p, not both.", source: .openAI,
      rules: ParameterRule.sampling("temperature", only: .integer(1)) + [
        .needs(
          "top_p", "needs top_p unset: Claude takes one of the two", .whenSet("top_p"), [.claudeOneSampler])
      ]),
    Parameter(
      kind: .text, path: "top_p", title: "Nucleus", group: .sampling, type: .number,
      limits: ParameterLimits(0, 1), step: "0.05", bigStep: "0.25", standard: .value(.integer(1)),
      help: "Only the likeliest tokens that together reach this probability are drawn from. "
        + "Change this or temperature, not both.",
      source: .openAI,
      rules: ParameterRule.sampling("top_p", only: .integer(1)) + [
        .needs(
          "temperature", "needs temperature unset: Claude takes one of the two", .whenSet("temperature"),
          [.claudeOneSampler])
      ]),
  ]

  static let repetition: [Parameter] = [
    Parameter(
      kind: .text, path: "top_k", title: "Top k", group: .vendor, type: .integer,
      limits: ParameterLimits(1, nil), span: ParameterLimits(1, 200), step: "1", bigStep: "10",
      standard: .modelDecides,
      help: "Only this many of the likeliest tokens are drawn from.", source: .relays,
      families: ParameterRule.others,
      rules: [.ignored([.claudeAdaptive], "Claude samples by itself from Opus 4.7 on")]),
    Parameter(
      kind: .text, path: "presence_penalty", title: "Presence penalty", group: .sampling, type: .number,
      limits: ParameterLimits(-2, 2), step: "0.1", bigStep: "0.5", standard: .value(.integer(0)),
      help: "Above 0, words that occurred already become less likely, however often they did: new subjects.",
      source: .openAI, rules: ParameterRule.penalties),
    Parameter(
      kind: .text, path: "frequency_penalty", title: "Frequency penalty", group: .sampling, type: .number,
      limits: ParameterLimits(-2, 2), step: "0.1", bigStep: "0.5", standard: .value(.integer(0)),
      help: "Above 0, words become less likely each time they occur: fewer repetitions.",
      source: .openAI, rules: ParameterRule.penalties),
    Parameter(
      kind: .text, path: "seed", title: "Seed", group: .sampling, type: .integer, standard: .nothing,
      help: "The same seed and request tend to give the same answer, without a promise. "
        + "Relays may lose digits above 9007199254740992.",
      source: .openAI,
      rules: [
        .refused([.gptSearch], "search models do not take it"),
        .ignored(ParameterRule.claudes, "Claude knows no seed"),
      ]),
    Parameter(
      kind: .text, path: "logit_bias", title: "Token bias", group: .sampling, type: .json(.object),
      standard: .nothing,
      help: "Token ids with -100 (never) to 100 (always): {\"50256\": -100}.", source: .openAI,
      rules: [
        .refused(ParameterRule.gptReasoners.union([.gptSearch]), "reasoning models do not take it"),
        .ignored(ParameterRule.claudes.union(ParameterRule.geminis), "Claude and Gemini know no token bias"),
      ]),
    Parameter(
      kind: .text, path: "min_p", title: "Least probability", group: .vendor, type: .number,
      limits: ParameterLimits(0, 1), step: "0.01", bigStep: "0.1", standard: .modelDecides,
      help:
        "Tokens less likely than this part of the likeliest are left out. For OpenRouter and vLLM; relays of "
        + "the new-api family drop it.",
      source: .openRouter, families: ParameterRule.others),
    Parameter(
      kind: .text, path: "top_a", title: "Top a", group: .vendor, type: .number,
      limits: ParameterLimits(0, 1), step: "0.01", bigStep: "0.1", standard: .modelDecides,
      help:
        "Tokens less likely than this times the square of the likeliest are left out. For OpenRouter; relays "
        + "of the new-api family drop it.",
      source: .openRouter, families: ParameterRule.others),
    Parameter(
      kind: .text, path: "repetition_penalty", title: "Repetition penalty", group: .vendor, type: .number,
      limits: ParameterLimits(0, 2), step: "0.05", bigStep: "0.25", standard: .value(.integer(1)),
      help:
        "Above 1, what occurred already becomes less likely. For OpenRouter and vLLM; relays of the new-api "
        + "family drop it.",
      source: .openRouter, families: ParameterRule.others),
  ]
}
