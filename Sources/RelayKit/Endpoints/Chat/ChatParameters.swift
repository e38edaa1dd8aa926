// The parameters of chat completions, by their types. Source: OpenAI's API reference
// (CreateChatCompletionRequest). All of them are views of `parameters`: setting one sets its key, setting `nil`
// removes the key, so that it is not sent. A value of another type, which a body file or a free key may hold,
// reads as `nil` and is sent as it is.

extension ChatRequest {
  // MARK: Length and choice of tokens

  /// Includes the tokens of reasoning.
  public var maxCompletionTokens: Int? {
    get { integer("max_completion_tokens") }
    set { set("max_completion_tokens", newValue) }
  }
  /// The older name; models that reason refuse it.
  public var maxTokens: Int? {
    get { integer("max_tokens") }
    set { set("max_tokens", newValue) }
  }
  /// 0 to 2.
  public var temperature: Double? {
    get { double("temperature") }
    set { set("temperature", newValue) }
  }
  /// 0 to 1.
  public var topP: Double? {
    get { double("top_p") }
    set { set("top_p", newValue) }
  }
  /// -2 to 2.
  public var frequencyPenalty: Double? {
    get { double("frequency_penalty") }
    set { set("frequency_penalty", newValue) }
  }
  /// -2 to 2.
  public var presencePenalty: Double? {
    get { double("presence_penalty") }
    set { set("presence_penalty", newValue) }
  }
  /// 1 to 128 answers.
  public var n: Int? {
    get { integer("n") }
    set { set("n", newValue) }
  }
  /// Up to four; one is sent as text. An empty list unsets it.
  public var stop: [String]? {
    get { parameters["stop"]?.stringValue.map { [$0] } ?? strings("stop") }
    set {
      guard let texts = newValue, let first = texts.first else { return parameters["stop"] = nil }
      parameters["stop"] = texts.count == 1 ? .string(first) : .array(texts.map(JSONValue.string))
    }
  }
  public var seed: Int? {
    get { integer("seed") }
    set { set("seed", newValue) }
  }
  /// Token ids with -100 to 100.
  public var logitBias: JSONObject? {
    get { object("logit_bias") }
    set { set("logit_bias", newValue) }
  }
  public var logprobs: Bool? {
    get { bool("logprobs") }
    set { set("logprobs", newValue) }
  }
  /// 0 to 20; needs `logprobs`.
  public var topLogprobs: Int? {
    get { integer("top_logprobs") }
    set { set("top_logprobs", newValue) }
  }

  // MARK: Reasoning and form

  /// `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`: which of them depends on the model.
  public var reasoningEffort: String? {
    get { string("reasoning_effort") }
    set { set("reasoning_effort", newValue) }
  }
  /// `low`, `medium`, `high`.
  public var verbosity: String? {
    get { string("verbosity") }
    set { set("verbosity", newValue) }
  }
  public var responseFormat: ResponseFormat? {
    get { parameters["response_format"].map(ResponseFormat.init(json:)) }
    set { parameters["response_format"] = newValue?.json }
  }
  /// `text`, `audio`.
  public var modalities: [String]? {
    get { strings("modalities") }
    set { parameters["modalities"] = newValue.map { .array($0.map(JSONValue.string)) } }
  }
  /// `voice` and `format`; needs the modality.
  public var audio: JSONObject? {
    get { object("audio") }
    set { set("audio", newValue) }
  }
  /// `type` and `content`: text that the answer will mostly repeat.
  public var prediction: JSONObject? {
    get { object("prediction") }
    set { set("prediction", newValue) }
  }

  // MARK: Tools

  public var tools: [ChatTool]? {
    get { parameters["tools"]?.arrayValue.map { $0.map(ChatTool.init(json:)) } }
    set { parameters["tools"] = newValue.map { .array($0.map(\.json)) } }
  }
  public var toolChoice: ToolChoice? {
    get { parameters["tool_choice"].map(ToolChoice.init(json:)) }
    set { parameters["tool_choice"] = newValue?.json }
  }
  public var parallelToolCalls: Bool? {
    get { bool("parallel_tool_calls") }
    set { set("parallel_tool_calls", newValue) }
  }
  /// The older form of tools.
  public var functions: [JSONValue]? {
    get { parameters["functions"]?.arrayValue }
    set { parameters["functions"] = newValue.map(JSONValue.array) }
  }
  /// The older form of `tool_choice`: a word or an object.
  public var functionCall: JSONValue? {
    get { parameters["function_call"] }
    set { parameters["function_call"] = newValue }
  }
  /// `search_context_size`, `user_location`.
  public var webSearchOptions: JSONObject? {
    get { object("web_search_options") }
    set { set("web_search_options", newValue) }
  }

  // MARK: Stream

  /// `stream_options.include_usage`.
  public var includeUsage: Bool? {
    get { parameters["stream_options"]?["include_usage"]?.boolValue }
    set { setStreamOption("include_usage", newValue) }
  }
  /// `stream_options.include_obfuscation`.
  public var includeObfuscation: Bool? {
    get { parameters["stream_options"]?["include_obfuscation"]?.boolValue }
    set { setStreamOption("include_obfuscation", newValue) }
  }

  private mutating func setStreamOption(_ name: String, _ value: Bool?) {
    var options = parameters["stream_options"]?.objectValue ?? JSONObject()
    options[name] = value.map(JSONValue.bool)
    parameters["stream_options"] = options.members.isEmpty ? nil : .object(options)
  }

  // MARK: Service and account

  /// `auto`, `default`, `flex`, `scale`, `priority`, `fast`.
  public var serviceTier: String? {
    get { string("service_tier") }
    set { set("service_tier", newValue) }
  }
  public var promptCacheKey: String? {
    get { string("prompt_cache_key") }
    set { set("prompt_cache_key", newValue) }
  }
  /// `in_memory`, `24h`.
  public var promptCacheRetention: String? {
    get { string("prompt_cache_retention") }
    set { set("prompt_cache_retention", newValue) }
  }
  public var promptCacheOptions: JSONObject? {
    get { object("prompt_cache_options") }
    set { set("prompt_cache_options", newValue) }
  }
  /// At most 64 characters.
  public var safetyIdentifier: String? {
    get { string("safety_identifier") }
    set { set("safety_identifier", newValue) }
  }
  /// The older name of `safetyIdentifier` and `promptCacheKey`.
  public var user: String? {
    get { string("user") }
    set { set("user", newValue) }
  }
  /// At most 16 pairs of text.
  public var metadata: JSONObject? {
    get { object("metadata") }
    set { set("metadata", newValue) }
  }
  public var store: Bool? {
    get { bool("store") }
    set { set("store", newValue) }
  }
  public var moderation: JSONObject? {
    get { object("moderation") }
    set { set("moderation", newValue) }
  }

  // MARK: Types

  private func integer(_ key: String) -> Int? { parameters[key]?.intValue }
  private func double(_ key: String) -> Double? { parameters[key]?.doubleValue }
  private func bool(_ key: String) -> Bool? { parameters[key]?.boolValue }
  private func string(_ key: String) -> String? { parameters[key]?.stringValue }
  private func object(_ key: String) -> JSONObject? { parameters[key]?.objectValue }
  private func strings(_ key: String) -> [String]? {
    guard let values = parameters[key]?.arrayValue else { return nil }
    let texts = values.compactMap(\.stringValue)
    return texts.count == values.count ? texts : nil
  }

  private mutating func set(_ key: String, _ value: Int?) { parameters[key] = value.map(JSONValue.integer) }
  private mutating func set(_ key: String, _ value: Bool?) { parameters[key] = value.map(JSONValue.bool) }
  private mutating func set(_ key: String, _ value: String?) { parameters[key] = value.map(JSONValue.string) }
  private mutating func set(_ key: String, _ value: JSONObject?) {
    parameters[key] = value.map(JSONValue.object)
  }
  /// What JSON cannot say is not set.
  private mutating func set(_ key: String, _ value: Double?) {
    parameters[key] = value.flatMap { $0.isFinite ? .double($0) : nil }
  }
}
