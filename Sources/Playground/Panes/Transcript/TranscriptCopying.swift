import MarkdownText
import RelayKit
import TerminalUI
import Workbench

/// What can be copied of an answer: always the source, never the screen.
extension Playground {
  mutating func openCopyMenu(at now: MonotonicTime) {
    guard let message = messageInView(at: now) else { return }
    let rows = copyItems(of: message).enumerated().map { index, item in
      PickList.Row(
        id: "\(index)", title: item.name, fields: [Figures.bytes(item.text.utf8.count)],
        reason: item.text.isEmpty ? "it is empty" : nil)
    }
    copying = message.id
    overlay = .list(PickList(.copy, title: "Copy", rows: rows))
  }

  func transcriptCopy(_ id: String) -> [Effect] {
    guard let index = Int(id), let message = copying.flatMap({ workspace.conversation[$0] }) else {
      return []
    }
    let items = copyItems(of: message)
    return items.indices.contains(index) ? [.copy(items[index])] : []
  }

  func copyItem(of message: Message) -> CopyItem {
    CopyItem(
      name: message.reply == nil ? "message" : "answer", text: message.text,
      fileName: message.reply == nil ? "message.txt" : "answer.md")
  }

  private func copyItems(of message: Message) -> [CopyItem] {
    var items = [copyItem(of: message)]
    let blocks = transcriptMemo.codeBlocks(of: message)
    for block in blocks {
      items.append(
        CopyItem(
          name: "code block \(block.number)\(block.language.isEmpty ? "" : ", \(block.language)")",
          text: block.source,
          fileName: block.fileName))
    }
    guard let reply = message.reply else { return items }
    if let question = workspace.conversation.parent(of: message.id).flatMap({ workspace.conversation[$0] }) {
      items.append(CopyItem(name: "question", text: question.text, fileName: "question.txt"))
    }
    for choice in reply.answer.choices.dropFirst() {
      items.append(CopyItem(name: "choice \(choice.index + 1)", text: choice.text, fileName: "choice.md"))
    }
    for choice in reply.answer.restarted {
      items.append(
        CopyItem(name: "the answer before it began again", text: choice.text, fileName: "before.md"))
    }
    if !reply.reasoning.isEmpty {
      items.append(CopyItem(name: "reasoning", text: reply.reasoning, fileName: "reasoning.txt"))
    }
    if let exchange = reply.exchange {
      items.append(
        CopyItem(
          name: "request body", text: String(decoding: exchange.request.body, as: UTF8.self),
          fileName: "request.json"))
      items.append(
        CopyItem(
          name: "response as it came", text: String(decoding: exchange.bytes, as: UTF8.self),
          fileName: "response.txt"))
      items.append(CopyItem(name: "request id", text: exchange.requestID ?? "", fileName: "request-id.txt"))
    }
    return items
  }
}
