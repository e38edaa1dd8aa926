import RelayKit

extension OpenedConversation {
  /// The texts to be read: a chat as its messages on the path that is chosen, a comparison as its own export.
  /// What an answer says is Markdown already; what people wrote stands in a fence, as it was sent.
  package var markdown: String {
    if let record { return ComparisonExport.markdown(record) }
    var blocks = ["# \(ComparisonExport.inline(title.isEmpty ? id : title))"]
    for message in talk.conversation.messages {
      guard let reply = message.reply else {
        blocks.append("## \(ComparisonExport.inline(message.role.name))")
        blocks.append(ComparisonExport.fenced(message.written))
        continue
      }
      let note = reply.markdownNote
      blocks.append("## \(ComparisonExport.inline(reply.model))" + (note.isEmpty ? "" : " (\(note))"))
      if !reply.text.isEmpty { blocks.append(reply.text) }
      if let error = reply.outcome?.error, !error.message.isEmpty {
        blocks.append(ComparisonExport.fenced(error.message))
      }
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }
}

extension Reply {
  /// How it ended, where that is not by itself.
  fileprivate var markdownNote: String {
    if isComingElsewhere { return "still coming in another bayside" }
    return switch outcome {
    case .done: ""
    case .stopped, nil: "stopped"
    case .cut: "cut, not finished"
    case .failed(let error): "failed: \(ComparisonExport.inline(error.title))"
    }
  }
}
