import RelayKit

extension ParameterCatalogue {
  private static func object(_ members: (String, JSONValue)...) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }

  private static let textFormat = object(("type", .string("text")))
  private static let schemaFormat = object(
    ("type", .string("json_schema")),
    (
      "json_schema",
      object(
        ("name", .string("answer")), ("strict", .bool(true)),
        (
          "schema",
          object(
            ("type", .string("object")),
            ("properties", object(("answer", object(("type", .string("string")))))),
            ("required", .array([.string("answer")])), ("additionalProperties", .bool(false)))
        ))
    ))

  static let output: [Parameter] = [
    Parameter(
      kind: .text, path: "stream", title: "Stream", group: .output, type: .toggle,
      standard: .value(.bool(false)),
      help: "The answer comes word by word instead of at the end.", source: .openAI),
    Parameter(
      kind: .text, path: "stream_options.include_usage", title: "Usage of streams", group: .output,
      type: .toggle, standard: .value(.bool(false)),
      help: "The last piece of a stream brings the tokens that were used. Some relays send them anyway.",
      source: .openAI, rules: [.inStream]),
    Parameter(
      kind: .text, path: "stream_options.include_obfuscation", title: "Padding of streams", group: .output,
      type: .toggle, standard: .modelDecides,
      help:
        "Pieces get random padding against listeners; off saves bytes. Relays of the new-api family drop it "
        + "unless told otherwise.",
      source: .openAI, rules: [.inStream]),
    Parameter(
      kind: .text, path: "response_format", title: "Form of the answer", group: .output,
      type: .choice(
        [
          ParameterChoice(textFormat, label: "text"),
          ParameterChoice(object(("type", .string("json_object"))), label: "json_object", note: "any JSON"),
          ParameterChoice(schemaFormat, label: "json_schema", note: "edit the schema as JSON"),
        ], isOpen: false),
      standard: .value(textFormat),
      help:
        "Text, any JSON, or JSON that fits a schema of yours. For json_object the prompt has to ask for JSON.",
      source: .openAI,
      rules: [.ignored(ParameterRule.claudes, "relays do not pass it to Claude")]),
    Parameter(
      kind: .text, path: "logprobs", title: "Probabilities", group: .output, type: .toggle,
      standard: .value(.bool(false)),
      help: "Each token of the answer comes with how likely it was.", source: .openAI,
      rules: ParameterRule.probabilities),
    Parameter(
      kind: .text, path: "top_logprobs", title: "Likeliest tokens", group: .output, type: .integer,
      limits: ParameterLimits(0, 20), step: "1", bigStep: "5", standard: .nothing,
      help: "So many alternatives are named for each token of the answer.", source: .openAI,
      rules: ParameterRule.probabilities + [
        .needs("logprobs", "needs logprobs on", .unless("logprobs", [.bool(true)]))
      ]),
    Parameter(
      kind: .text, path: "verbosity", title: "Length of the answer", group: .output,
      type: .choice(words("low", "medium", "high"), isOpen: false), standard: .value(.string("medium")),
      help: "How much the model says.", source: .openAI,
      families: ParameterRule.gptFrom5.union([.gpt5Chat])),
    Parameter(
      kind: .text, path: "modalities", title: "Forms of output", group: .output,
      type: .texts(onePlain: false), limits: ParameterLimits(1, 2),
      standard: .value(.array([.string("text")])),
      help: "text, or text and audio; on OpenRouter text and image.", source: .openAI,
      rules: [.refused(ParameterRule.gptReasoners, "reasoning models answer with text only")]),
    Parameter(
      kind: .text, path: "audio.voice", title: "Voice", group: .output,
      type: .choice(
        words("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer"),
        isOpen: true),
      standard: .nothing, help: "Who speaks, where the answer is spoken.", source: .openAI,
      rules: audioRules),
    Parameter(
      kind: .text, path: "audio.format", title: "Sound format", group: .output,
      type: .choice(words("wav", "mp3", "flac", "opus", "pcm16", "aac"), isOpen: true), standard: .nothing,
      help: "How spoken answers are encoded; streams take pcm16 only.", source: .openAI, rules: audioRules),
    Parameter(
      kind: .text, path: "prediction", title: "Prediction", group: .output, type: .json(.object),
      standard: .nothing,
      help: "Text that the answer will mostly repeat, which makes it faster: "
        + "{\"type\": \"content\", \"content\": \"…\"}.",
      source: .openAI,
      rules: [.refused(ParameterRule.gptReasoners, "reasoning models do not take it")]),
    Parameter(
      kind: .text, path: "web_search_options", title: "Web search", group: .tools, type: .json(.object),
      standard: .nothing,
      help: "How the web is searched: {\"search_context_size\": \"low\"}, medium or high, and user_location.",
      source: .openAI, families: ParameterRule.claudes.union([.gptSearch])),
  ]

  private static let audioRules: [ParameterRule] = [
    .refused(ParameterRule.gptReasoners, "reasoning models answer with text only"),
    .needs("modalities", "needs audio in modalities", .unless("modalities", [.string("audio")])),
  ]

  static func words(_ words: String...) -> [ParameterChoice] {
    words.map { ParameterChoice(.string($0)) }
  }
}
