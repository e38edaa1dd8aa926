import MarkdownText
import RelayKit
import TerminalUI
import Workbench

/// Code of an answer as files.
enum CodeSaving {
  static let table: [Command] = [
    Command(
      "code.save", "code: save to a file", "Write a code block of the answer in view to a new file: save 2",
      .act, [.pane(.transcript, "S")],
      verb: "save",
      reason: { $0.workspace.conversation.isEmpty ? "nothing was said yet" : nil },
      run: { app, call in
        guard let message = app.messageInView(at: call.now) else { return [] }
        let blocks = app.transcriptMemo.codeBlocks(of: message)
        let number = call.argument.flatMap { Int($0) } ?? 1
        guard let block = blocks.first(where: { $0.number == number }) else {
          app.say(
            blocks.isEmpty
              ? "This answer has no code." : "Code blocks are numbered 1 to \(blocks.count): save 2",
            at: call.now)
          return []
        }
        return [.save(Array(block.source.utf8), fileName: block.fileName)]
      })
  ]
}
