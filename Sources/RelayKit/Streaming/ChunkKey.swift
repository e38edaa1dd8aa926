/// The keys of a chunk that mean something here.
enum ChunkKey {
  case id, model, systemFingerprint, choices, usage, error, xGroq
  case index, finishReason, delta, message, text, logprobs
  case role, content, images, refusal, toolCalls, functionCall
  case reasoningContent, reasoning, reasoningText, thinking, reasoningDetails
  case other

  /// By length first, so that hardly any key is compared more than twice.
  init(_ key: UnsafeBufferPointer<UInt8>) {
    func named(_ name: StaticString, _ value: ChunkKey) -> ChunkKey? {
      key.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        ? value : nil
    }
    let found: ChunkKey? =
      switch key.count {
      case 2: named("id", .id)
      case 4: named("role", .role) ?? named("text", .text)
      case 5:
        named("model", .model) ?? named("index", .index) ?? named("delta", .delta)
          ?? named("usage", .usage) ?? named("error", .error)
      case 6: named("x_groq", .xGroq) ?? named("images", .images)
      case 7:
        named("choices", .choices) ?? named("content", .content) ?? named("refusal", .refusal)
          ?? named("message", .message)
      case 8: named("logprobs", .logprobs) ?? named("thinking", .thinking)
      case 9: named("reasoning", .reasoning)
      case 10: named("tool_calls", .toolCalls)
      case 13: named("finish_reason", .finishReason) ?? named("function_call", .functionCall)
      case 14: named("reasoning_text", .reasoningText)
      case 17:
        named("reasoning_content", .reasoningContent) ?? named("reasoning_details", .reasoningDetails)
      case 18: named("system_fingerprint", .systemFingerprint)
      default: nil
      }
    self = found ?? .other
  }
}
