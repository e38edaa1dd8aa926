import RelayKit

extension ParameterCatalogue {
  static let length: [Parameter] = [
    Parameter(
      kind: .text, path: "max_completion_tokens", title: "Most tokens", group: .sampling, type: .integer,
      limits: ParameterLimits(1, nil), span: ParameterLimits(1, 131_072), isLogarithmic: true,
      standard: .modelDecides,
      help:
        "The answer ends here, tokens of reasoning included. The relay may hold this much credit while the "
        + "answer runs.",
      source: .openAI,
      rules: [
        .needs("max_tokens", "needs max_tokens unset: models take one of the two", .whenSet("max_tokens"))
      ]),
    Parameter(
      kind: .text, path: "max_tokens", title: "Most tokens", group: .sampling, type: .integer,
      // Relays of the new-api family refuse more.
      limits: ParameterLimits(1, 1_073_741_823), span: ParameterLimits(1, 131_072), isLogarithmic: true,
      standard: .modelDecides,
      help:
        "The answer ends here. The older name, which most models other than OpenAI's know; the relay may hold "
        + "this much credit while the answer runs.",
      source: .openAI,
      rules: [
        .refused(
          ParameterRule.gptReasoners, "use max_completion_tokens (some relays rename it)")
      ]),
    Parameter(
      kind: .text, path: "stop", title: "Stop texts", group: .sampling, type: .texts(onePlain: true),
      limits: ParameterLimits(0, 4), standard: .nothing,
      help: "The answer ends before any of these texts. A line break is written \"\\n\" in quotes.",
      source: .openAI,
      rules: [.refused(ParameterRule.gptReasoners, "reasoning models do not take it")]),
    Parameter(
      kind: .text, path: "n", title: "Answers", group: .sampling, type: .integer,
      limits: ParameterLimits(1, 128), span: ParameterLimits(1, 8), step: "1", bigStep: "4",
      standard: .value(.integer(1)),
      help: "So many answers to one question; each of them is billed.", source: .openAI,
      rules: [
        .refused([.gptSearch], "search models do not take it"),
        .ignored(
          ParameterRule.claudes.union(ParameterRule.geminis), "Claude and Gemini give one answer"),
      ]),
  ]
}
