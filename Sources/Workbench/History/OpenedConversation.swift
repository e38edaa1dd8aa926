import RelayKit

/// A kept chat or comparison, read and put together beside the loop.
package struct OpenedConversation: Sendable {
  package var id: String
  package var title: String
  package var talk: Talk
  package var answers: [KeptAnswer] = []
  /// Of a comparison, with what was left out of it.
  package var record: ComparisonRecord?
  package var note: String?
  /// It was asked through the demo relay.
  package var isDemo = false

  /// - Throws: one sentence, for a comparison that cannot be read.
  package init(_ kept: KeptConversation) throws(ComparisonFile.Problem) {
    (id, title, isDemo) = (kept.image.id, kept.image.title, kept.image.isDemo)
    if kept.comingCount > 0 {
      note = "An answer is still coming in another bayside; open the chat again when it is whole."
    }
    if kept.image.kind == .comparison {
      talk = Talk(model: "")
      let (record, notes) = try kept.record()
      (self.record, note) = (record, notes.first?.sentence)
      return
    }
    var last = 0
    let (talk, exchanges) = kept.opened {
      last += 1
      return MessageID(last)
    }
    self.talk = talk
    answers = exchanges.map { KeptAnswer(id: $0.id, exchange: $0.exchange) }
  }

  /// Gives everything ids of this run: those from reading were made up.
  package mutating func rename(newID: () -> MessageID) {
    var ids: [MessageID: MessageID] = [:]
    for id in talk.conversation.nodes.keys.sorted() { ids[id] = newID() }
    talk.conversation.rename(ids)
    for index in answers.indices { answers[index].id = ids[answers[index].id] ?? answers[index].id }
  }
}

/// An answer whose bytes are in the history.
package struct KeptAnswer: Sendable, Hashable {
  package var id: MessageID
  package var exchange: String
  package init(id: MessageID, exchange: String) { (self.id, self.exchange) = (id, exchange) }
}

extension Conversation {
  fileprivate mutating func rename(_ ids: [MessageID: MessageID]) {
    func new(_ id: MessageID) -> MessageID { ids[id] ?? id }
    var renamed: [MessageID: Node] = [:]
    for (id, node) in nodes {
      renamed[new(id)] = Node(
        message: node.message.copied(as: new(id)), parent: node.parent.map(new),
        children: node.children.map(new),
        chosen: node.chosen)
    }
    nodes = renamed
    roots = roots.map(new)
    walk()
  }
}
