import MarkdownText
import RelayKit
import TerminalUI
import Workbench

/// Files with a message, results of tools, and code to files.
enum AttachmentCommands {
  static let table: [Command] = [
    Command(
      "attach", "attach: a file or link",
      "Send a picture or text file with the next message: attach PATH, or a link to a picture.",
      .message, [.pane(.transcript, "a")], verb: "attach",
      run: { app, call in
        guard let path = call.argument else {
          app.say("Name a file or a link to a picture, for example: attach ~/harbour.png", at: call.now)
          return []
        }
        if path.hasPrefix("http://") || path.hasPrefix("https://") {
          app.message.attachments.append(Attachment(link: path))
          app.say("The link goes with the next message.", at: call.now)
          return []
        }
        return [.readAttachment(path)]
      }),
    Command(
      "detach", "attach: take back", "Take the last attached file back.", .message, [], verb: "detach",
      reason: { $0.message.attachments.isEmpty ? "nothing is attached" : nil },
      run: { app, call in
        if let last = app.message.attachments.popLast() { app.say("\(last.name) is not sent.", at: call.now) }
        return []
      }),
    Command(
      "tool.result", "tool: write a result",
      "Write the result of a tool call by hand; it is sent with the next request.", .act,
      [.pane(.transcript, "t")],
      reason: { app in
        guard app.running.isEmpty else { return "an answer is still coming; x stops it" }
        return app.openToolCall == nil ? "no tool call waits for a result" : nil
      },
      run: { app, _ in
        guard let (answer, call) = app.openToolCall else { return [] }
        app.message.begin(.toolResult(answer, callID: call.id, name: call.name), with: "")
        app.focus = .message
        return []
      }),
    Command(
      "code.save", "code: save to a file", "Write a code block of the answer in view to a new file: save 2",
      .act, [.pane(.transcript, "S")],
      verb: "save",
      reason: { $0.workspace.conversation.isEmpty ? "nothing was said yet" : nil },
      run: { app, call in
        guard let message = app.messageInView(at: call.now) else { return [] }
        let blocks = app.layouts.transcript.codeBlocks(of: message)
        let number = call.argument.flatMap { Int($0) } ?? 1
        guard let block = blocks.first(where: { $0.number == number }) else {
          app.say(
            blocks.isEmpty
              ? "This answer has no code." : "Code blocks are numbered 1 to \(blocks.count): save 2",
            at: call.now)
          return []
        }
        return [
          .save(
            Array(block.source.utf8),
            fileName: "code-\(number).\(block.language.isEmpty ? "txt" : block.language)")
        ]
      }),
  ]
}

extension Playground {
  mutating func takeAttachment(_ bytes: [UInt8], name: String, at now: MonotonicTime) {
    do {
      let short = name.split(separator: "/").last.map(String.init) ?? name
      let attachment = try Attachment(name: short, bytes: bytes)
      message.attachments.append(attachment)
      focus = .message
      say("\(short), \(Figures.bytes(attachment.byteCount)), goes with the next message.", at: now)
    } catch {
      say("\(name) is not attached: \(error.sentence)", seconds: 10, at: now)
    }
  }

  /// The first call of the newest answer that has no result yet.
  var openToolCall: (answer: MessageID, call: AssembledAnswer.ToolCall)? {
    let conversation = workspace.conversation
    guard let id = conversation.lastAnswer, let reply = conversation[id]?.reply else { return nil }
    let given = Set(conversation.messages.compactMap(\.toolCallID))
    return reply.toolCalls.first { !given.contains($0.id) }.map { (id, $0) }
  }
}
