import RelayKit
import TerminalUI
import Workbench

/// Answering the calls of tools by hand.
enum ToolResultCommands {
  static let table: [Command] = [
    Command(
      "tool.result", "tool: write a result",
      "Write the result of a tool call by hand; it is sent with the next request.", .act,
      [.pane(.transcript, "t")],
      reason: { app in
        app.busy ?? (app.openToolCall == nil ? "no tool call waits for a result" : nil)
      },
      run: { app, _ in
        guard let (answer, call) = app.openToolCall else { return [] }
        app.message.begin(.toolResult(answer, callID: call.id, name: call.name), with: "")
        app.focus = .message
        return []
      })
  ]
}

extension Playground {
  /// The first call of the newest answer that has no result yet.
  var openToolCall: (answer: MessageID, call: AssembledAnswer.ToolCall)? {
    let conversation = workspace.conversation
    guard let id = conversation.lastAnswer, let reply = conversation[id]?.reply else { return nil }
    let given = Set(conversation.messages.compactMap(\.toolCallID))
    return reply.toolCalls.first { !given.contains($0.id) }.map { (id, $0) }
  }
}
