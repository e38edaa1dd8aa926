package import RelayKit

/// One question and the answer to it.
package struct Turn: Sendable {
  package let id: Int
  package var prompt: String
  package var reply: Reply
  package init(id: Int, prompt: String, reply: Reply) {
    self.id = id
    self.prompt = prompt
    self.reply = reply
  }
}

/// What was said so far, and the request that the next question makes.
package struct Conversation: Sendable {
  package var system: String?
  package var turns: [Turn] = []
  private var nextID = 1

  package init(system: String? = nil) { self.system = system }

  package mutating func add(prompt: String, model: String, at now: MonotonicTime) -> Int {
    defer { nextID += 1 }
    turns.append(Turn(id: nextID, prompt: prompt, reply: Reply(model: model, sentAt: now)))
    return nextID
  }

  package func index(of id: Int) -> Int? { turns.firstIndex { $0.id == id } }

  /// The messages that are sent for turn `id`. Turns that brought no text are left out: the model never
  /// saw them. Reasoning is not sent back.
  package func messages(for id: Int) -> [ChatMessage] {
    var messages: [ChatMessage] = []
    if let system, !system.isEmpty { messages.append(ChatMessage(role: "system", text: system)) }
    for turn in turns {
      if turn.id == id {
        messages.append(ChatMessage(role: "user", text: turn.prompt))
        break
      }
      guard !turn.reply.text.isEmpty else { continue }
      messages.append(ChatMessage(role: "user", text: turn.prompt))
      messages.append(ChatMessage(role: "assistant", text: turn.reply.text))
    }
    return messages
  }
}
