import RelayKit

/// What families of text models do not take, in the words of the rows. Most is known from the refusals
/// themselves and from the conversions of the relay family.
extension ParameterRule {
  /// Reason before they answer, and then take no sampling.
  static let gptReasoners: Set<ModelFamily> = [.oSeries, .gpt5, .gpt51, .gpt54, .gpt6]
  static let gptFrom5: Set<ModelFamily> = [.gpt5, .gpt51, .gpt54, .gpt6]
  static let everyGPT: Set<ModelFamily> = gptReasoners.union([.gpt, .gpt5Chat, .gptSearch])
  static let claudes: Set<ModelFamily> = [.claude, .claudeOneSampler, .claudeAdaptive]
  static let geminis: Set<ModelFamily> = [.gemini, .gemini3]
  static let others = Set(ModelFamily.allCases.filter { $0.kind == .text }).subtracting(everyGPT)

  static func words(_ words: String...) -> [JSONValue] { words.map(JSONValue.string) }

  static func refused(
    _ families: Set<ModelFamily>, _ reason: String, _ condition: Condition = .always
  ) -> ParameterRule {
    ParameterRule(effect: .refused, families: families, condition: condition, reason: reason)
  }

  static func ignored(
    _ families: Set<ModelFamily>, _ reason: String, _ condition: Condition = .always
  ) -> ParameterRule {
    ParameterRule(effect: .ignored, families: families, condition: condition, reason: reason)
  }

  static func needs(
    _ path: ParameterPath, _ reason: String, _ condition: Condition, _ families: Set<ModelFamily>? = nil
  ) -> ParameterRule {
    ParameterRule(effect: .needs(path), families: families, condition: condition, reason: reason)
  }

  /// What `temperature` and `top_p` share. - Parameter only: the one value that reasoning models take.
  static func sampling(_ path: ParameterPath, only: JSONValue) -> [ParameterRule] {
    [
      refused([.oSeries, .gpt5], "reasoning models take only \(only.text())", .unless(path, [only])),
      needs(
        "reasoning_effort", "needs reasoning_effort none; relays may drop it even then",
        .unless("reasoning_effort", words("none")), [.gpt51, .gpt54]),
      refused([.gpt6], "GPT-6 samples by itself"),
      refused([.gptSearch], "search models do not take it"),
      ignored([.claudeAdaptive], "Claude samples by itself from Opus 4.7 on"),
      whileThinking,
    ]
  }

  static let whileThinking = needs(
    "thinking.type", "has no effect while DeepSeek thinks; needs thinking.type disabled",
    .unless("thinking.type", words("disabled")), [.deepSeek])

  static let penalties: [ParameterRule] = [
    refused(gptReasoners, "reasoning models do not take it"),
    refused([.gptSearch], "search models do not take it"),
    ignored(claudes.union(geminis), "Claude and Gemini know no penalties"), whileThinking,
  ]

  static let probabilities: [ParameterRule] = [
    refused([.oSeries, .gpt5, .gpt6], "reasoning models give no probabilities"),
    refused([.gptSearch], "search models do not take it"),
    needs(
      "reasoning_effort", "needs reasoning_effort none; relays may drop it even then",
      .unless("reasoning_effort", words("none")), [.gpt51, .gpt54]),
    ignored(claudes.union(geminis), "Claude and Gemini give no probabilities through chat completions"),
    refused(
      [.deepSeek], "DeepSeek gives no probabilities while it thinks",
      .unless("thinking.type", words("disabled"))),
  ]

  static let inStream = needs("stream", "needs stream on", .unless("stream", [.bool(true)]))
  static let withTools = needs("tools", "needs tools", .unlessSet("tools"))
}
