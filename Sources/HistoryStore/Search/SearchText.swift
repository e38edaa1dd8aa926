import RelayKit

/// The texts that are found by their words. Each can be made again from what is kept.
enum SearchText {
  static func text(title: String, tags: String) -> String { title + tags }

  /// Answers, reasoning, refusals, tool calls, and the models.
  static func text(of answer: AssembledAnswer, model: String) -> String {
    var parts: [String] = []
    for choice in answer.restarted + answer.choices {
      parts += [choice.text, choice.reasoning, choice.refusal]
      for call in choice.toolCalls { parts += [call.name, call.arguments] }
    }
    parts += [model, answer.servedModel ?? ""]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Prompts, answers and names of a comparison's lines; what machines wrote for machines is left out.
  static func text(ofComparison lines: [UInt8]) -> String {
    var parts: [String] = []
    for line in lines.split(separator: 0x0A) {
      guard let value = try? JSONValue(parsing: line) else { continue }
      collect(value, &parts)
    }
    return parts.joined(separator: "\n")
  }

  private static let unread: Set<String> = ["type", "exchange", "digest", "relay", "checks", "figures"]

  private static func collect(_ value: JSONValue, _ parts: inout [String]) {
    switch value {
    case .string(let text): if !text.isEmpty { parts.append(text) }
    case .array(let values): for value in values { collect(value, &parts) }
    case .object(let object):
      for member in object.members where !unread.contains(member.key) { collect(member.value, &parts) }
    case .null, .bool, .number: break
    }
  }
}
