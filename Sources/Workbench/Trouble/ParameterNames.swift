/// What is known about the parameters of chat requests, as far as mending needs it.
enum ParameterNames {
  /// Names that suppliers use for a parameter of ours. Keys without case and separators.
  static let ours: [String: [String]] = [
    "maxoutputtokens": ["max_completion_tokens", "max_tokens"],
    "maxtokens": ["max_tokens", "max_completion_tokens"],
    "maxcompletiontokens": ["max_completion_tokens", "max_tokens"], "maxtokenstosample": ["max_tokens"],
    "maxnewtokens": ["max_tokens", "max_completion_tokens"], "topp": ["top_p"], "topk": ["top_k"],
    "stopsequences": ["stop"], "stopsequence": ["stop"], "candidatecount": ["n"],
    "frequencypenalty": ["frequency_penalty"], "presencepenalty": ["presence_penalty"],
    "responseschema": ["response_format"], "responsejsonschema": ["response_format"],
    "responsemimetype": ["response_format"], "outputconfig": ["response_format", "reasoning_effort"],
    "responselogprobs": ["logprobs"], "toplogprobs": ["top_logprobs"], "logitbias": ["logit_bias"],
    "contents": ["messages"], "systeminstruction": ["messages"], "system": ["messages"],
    "prompt": ["messages"],
    "toolconfig": ["tool_choice"], "functiondeclarations": ["tools"], "toolchoice": ["tool_choice"],
    "thinkingconfig": ["reasoning_effort", "extra_body", "thinking"],
    "thinkinglevel": ["reasoning_effort", "extra_body"],
    "thinkingbudget": ["thinking_budget", "reasoning_effort"],
    "reasoningeffort": ["reasoning_effort"], "streamoptions": ["stream_options"],
    "paralleltoolcalls": ["parallel_tool_calls"], "responseformat": ["response_format"],
  ]

  /// Boxes around parameters in the bodies of suppliers.
  static let boxes: Set<String> = [
    "body", "request", "generatecontentrequest", "generation_config", "generationconfig", "parameter",
    "parameters",
    "input", "$", "query", "json",
  ]

  /// Two names of one thing, of which models take one.
  static let twins: [String: String] = [
    "max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens",
    "functions": "tools", "function_call": "tool_choice", "user": "safety_identifier",
  ]

  /// The twin has the same form, so that renaming alone makes a valid body.
  static let plainTwins: Set<String> = ["max_tokens", "max_completion_tokens"]

  /// Without them the answer would be of another kind, or could cost more: not to be dropped unasked.
  static let weighty: Set<String> = [
    "model", "messages", "max_tokens", "max_completion_tokens", "tools", "tool_choice", "functions",
    "function_call",
    "response_format", "modalities", "audio", "stop", "stream", "prediction", "web_search_options",
    "extra_body",
    "thinking", "thinking_budget", "enable_thinking",
  ]

  /// Never dropped.
  static let essential: Set<String> = ["model", "messages"]

  /// Words of everyday English: they name a parameter only in quotes or where a place stands.
  static let everyday: Set<String> = [
    "model", "messages", "stop", "n", "user", "stream", "tools", "store", "metadata", "audio", "functions",
    "seed",
    "prediction", "moderation", "think", "usage", "reasoning", "plugins", "models", "route", "provider",
    "thinking",
    "transforms", "verbosity", "modalities",
  ]

  static let integers: Set<String> = [
    "max_tokens", "max_completion_tokens", "n", "seed", "top_logprobs", "top_k", "thinking_budget",
  ]

  /// Keys of messages that make the message.
  static let essentialInMessages: Set<String> = [
    "role", "content", "tool_calls", "tool_call_id", "type", "text",
  ]

  static func plain(_ name: some StringProtocol) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
