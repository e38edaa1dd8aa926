import RelayKit

extension ParameterCatalogue {
  private static let whileReasoning = ParameterRule.needs(
    "reasoning_effort", "needs reasoning_effort none: gpt-5.4 refuses tools while it reasons",
    .when("reasoning_effort", ParameterRule.words("minimal", "low", "medium", "high", "xhigh", "max")),
    [.gpt54])

  static let toolUse: [Parameter] = [
    Parameter(
      kind: .text, path: "tools", title: "Tools", group: .tools, type: .json(.list),
      limits: ParameterLimits(1, 128), standard: .nothing,
      help:
        "Functions that the model may ask for, each with a name, a description and a schema of its arguments.",
      source: .openAI,
      rules: [whileReasoning, .refused([.gptSearch], "search models do not take it")]),
    Parameter(
      kind: .text, path: "tool_choice", title: "Choice of tools", group: .tools,
      type: .choice(words("auto", "none", "required"), isOpen: true), standard: .value(.string("auto")),
      help: "Whether the model calls a tool. A certain one as JSON: "
        + "{\"type\": \"function\", \"function\": {\"name\": \"…\"}}.",
      source: .openAI, rules: [.withTools]),
    Parameter(
      kind: .text, path: "parallel_tool_calls", title: "Several calls", group: .tools, type: .toggle,
      standard: .value(.bool(true)), help: "Whether one answer may call several tools.", source: .openAI,
      rules: [.withTools, .refused([.oSeries, .gptSearch], "this model does not take it")]),
    Parameter(
      kind: .text, path: "functions", title: "Functions", group: .older, type: .json(.list),
      limits: ParameterLimits(1, 128), standard: .nothing, help: "The older form of tools.", source: .openAI),
    Parameter(
      kind: .text, path: "function_call", title: "Choice of functions", group: .older,
      type: .choice(words("auto", "none"), isOpen: true), standard: .value(.string("auto")),
      help: "The older form of tool_choice. A certain one as JSON: {\"name\": \"…\"}.", source: .openAI,
      rules: [.needs("functions", "needs functions", .unlessSet("functions"))]),
  ]
}
