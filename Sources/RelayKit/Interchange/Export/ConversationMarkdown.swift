extension ConversationExport {
  /// A heading for each message with its role, the text below it as it is. Reasoning is quoted; pictures
  /// are links; what is no text is named or stands in a block of code.
  /// - Parameter outcome: how the answer ended, where it did not end well.
  public static func markdown(
    _ messages: [ChatMessage], answer: AssembledAnswer? = nil, outcome: Outcome? = nil
  ) -> String {
    var sections = messages.map { section($0.role, of: $0) }
    let choices = answer?.choices ?? []
    for choice in choices {
      var blocks = choice.reasoning.isEmpty ? [] : [quoted(choice.reasoning)]
      if let message = message(choice) { blocks += self.blocks(message) }
      if let note = note(choice.finishReason, outcome) { blocks.append(note) }
      let title = choices.count > 1 ? "assistant, choice \(choice.index + 1)" : "assistant"
      sections.append(section(title, blocks))
    }
    return sections.joined(separator: "\n")
  }

  private static func section(_ title: String, of message: ChatMessage) -> String {
    let shown = message.name.map { "\(title), \($0)" } ?? title
    var blocks: [String] = []
    if let id = message.toolCallID { blocks.append("Result of the tool call \(code(id)).") }
    if let reasoning = message.extra["reasoning_content"]?.stringValue { blocks.append(quoted(reasoning)) }
    return section(shown, blocks + self.blocks(message))
  }

  private static func section(_ title: String, _ blocks: [String]) -> String {
    // A line break would end the heading.
    let line = title.split(whereSeparator: \.isNewline).joined(separator: " ")
    return (["## \(line)"] + blocks).joined(separator: "\n\n") + "\n"
  }

  private static func blocks(_ message: ChatMessage) -> [String] {
    var blocks = message.parts.map(block).filter { !$0.isEmpty }
    if let refusal = message.extra["refusal"]?.stringValue { blocks.append(refusal) }
    for call in message.toolCalls ?? [] {
      let name = call["function"]?["name"]?.stringValue ?? ""
      let id = call["id"]?.stringValue.map { " (\(code($0)))" } ?? ""
      blocks.append("Tool call \(code(name))\(id):")
      blocks.append(fenced(call["function"]?["arguments"]?.stringValue ?? call.text(), "json"))
    }
    return blocks
  }

  private static func block(_ part: ContentPart) -> String {
    switch part {
    case .text(let text), .refusal(let text): text
    case .imageURL(let url, _) where url.hasPrefix("data:"): "[picture, \(dataSize(url))]"
    case .imageURL(let url, _): "![picture](<\(url)>)"
    case .inputAudio(let data, let format): "[audio, \(format), \(ByteCount.text(data.utf8.count / 4 * 3))]"
    case .file(let data, let name): "[file \(code(name)), \(dataSize(data))]"
    case .fileID(let id): "[file \(code(id))]"
    case .other(let value): fenced(value.text(pretty: true), "json")
    }
  }

  /// `image/png, 12 kB`.
  private static func dataSize(_ url: String) -> String {
    let comma = url.firstIndex(of: ",") ?? url.endIndex
    let type = url[..<comma].dropFirst("data:".count).prefix { $0 != ";" }
    let size = ByteCount.text(url[comma...].utf8.count / 4 * 3)
    return url.hasPrefix("data:") && !type.isEmpty ? "\(type), \(size)" : size
  }

  private static func note(_ reason: String?, _ outcome: Outcome?) -> String? {
    switch outcome {
    case .stopped: return "*(stopped)*"
    case .cut: return "*(cut off: the answer ended before its end)*"
    case .failed: return "*(failed: the answer is not complete)*"
    case .done, nil: break
    }
    switch reason {
    case "length": return "*(cut off: the token limit was reached)*"
    case "content_filter": return "*(cut off by a filter)*"
    default: return nil
    }
  }

  private static func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> \($0)" }
      .joined(separator: "\n")
  }

  private static func code(_ text: String) -> String {
    let fence = String(repeating: "`", count: longestRun(in: text) + 1)
    return fence.count == 1 ? "`\(text)`" : "\(fence) \(text) \(fence)"
  }

  private static func fenced(_ text: String, _ language: String) -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(in: text) + 1))
    return "\(fence)\(language)\n\(text)\n\(fence)"
  }

  /// Of backticks: a fence must be longer.
  private static func longestRun(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
