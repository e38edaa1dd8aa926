/// What `finish_reason` says, in words. Relays pass on their suppliers' words, so the list is never complete.
package enum FinishReasons {
  package enum Meaning: Sendable, Hashable {
    case complete, limit, filtered, toolCalls, paused, failed, unknown
  }

  package static func meaning(_ reason: String?) -> Meaning {
    guard let reason else { return .unknown }
    return table[reason.lowercased()]?.meaning ?? .unknown
  }

  /// A clause without a full stop; what is not known is shown as given.
  package static func words(_ reason: String?) -> String {
    guard let reason, !reason.isEmpty else { return "the relay gave no reason for the end" }
    return table[reason.lowercased()]?.words
      ?? "the relay gave \"\(reason)\" as the reason, which is not known here"
  }

  private static let table: [String: (meaning: Meaning, words: String)] = [
    // OpenAI and what relays translate to it.
    "stop": (.complete, "the model came to its end"),
    "length": (.limit, "the limit of tokens was reached"),
    "tool_calls": (.toolCalls, "the model calls a tool"),
    "function_call": (.toolCalls, "the model calls a function"),
    "content_filter": (.filtered, "a filter withheld the rest"),
    // Anthropic.
    "end_turn": (.complete, "the model came to its end"),
    "stop_sequence": (.complete, "a stop text was reached"),
    "max_tokens": (.limit, "the limit of tokens was reached"),
    "tool_use": (.toolCalls, "the model calls a tool"),
    "refusal": (.filtered, "the model refused to go on"),
    "pause_turn": (.paused, "the model paused and wants to go on"),
    "model_context_window_exceeded": (.limit, "the model can hold no more"),
    // Gemini: `STOP` and `MAX_TOKENS` are the same as above.
    "safety": (.filtered, "the supplier's safety filter stopped it"),
    "recitation": (.filtered, "it would have repeated a protected text"),
    "blocklist": (.filtered, "it has a word that the supplier forbids"),
    "prohibited_content": (.filtered, "the supplier forbids what it is about"),
    "spii": (.filtered, "it would have told personal data"),
    "image_safety": (.filtered, "the supplier's safety filter withheld the picture"),
    "language": (.failed, "the supplier does not take the language"),
    "malformed_function_call": (.failed, "the model wrote a tool call that cannot be read"),
    "unexpected_tool_call": (.failed, "the model called a tool that was not offered"),
    "other": (.failed, "the supplier stopped it and does not say why"),
    // Others.
    "eos": (.complete, "the model came to its end"),
    "eos_token": (.complete, "the model came to its end"),
    "model_length": (.limit, "the model can hold no more"),
    "abort": (.failed, "the supplier broke it off"),
    "error": (.failed, "the supplier failed on the way"),
    "insufficient_system_resource": (.failed, "the supplier had no capacity left"),
    "sensitive": (.filtered, "a filter withheld the rest"),
    "network_error": (.failed, "the supplier lost its connection"),
  ]
}
