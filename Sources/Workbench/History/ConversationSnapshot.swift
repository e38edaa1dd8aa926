import RelayKit

/// A conversation at one moment, with the settings that it goes on with. It shares its storage with the conversation,
/// so that taking one costs nothing; what is kept is made of it beside the loop.
package struct ConversationSnapshot: Sendable, Hashable {
  package var name: String
  package var talk: Talk
  package var isDemo: Bool
  /// Wall clock, seconds since 1970.
  package var at: Double

  package init(name: String, talk: Talk, isDemo: Bool, at: Double) {
    (self.name, self.talk, self.isDemo, self.at) = (name, talk, isDemo, at)
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.talk.conversation.keptRevision == right.talk.conversation.keptRevision
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(talk.conversation.keptRevision)
  }

  /// What is kept.
  package var image: ConversationImage {
    let conversation = talk.conversation
    let nodes = conversation.nodes.sorted { $0.key < $1.key }
    var image = ConversationImage(
      id: name, title: conversation.title ?? conversation.firstWords,
      createdAt: nodes.map(\.value.message.createdAt).min() ?? at, updatedAt: at,
      shape: JSONValue.object(shape).encoded(),
      messages: nodes.map { $0.value.message.image })
    image.isDemo = isDemo
    image.edition = conversation.edition
    return image
  }

  private var shape: JSONObject {
    let conversation = talk.conversation
    var object = JSONObject()
    object["version"] = .integer(1)
    object["model"] = .string(talk.model)
    object["parameters"] = .object(talk.parameters)
    object["stream"] = talk.stream.map(JSONValue.bool)
    talk.putMedia(into: &object)
    if !talk.variables.values.isEmpty {
      object["variables"] = .object(
        JSONObject(
          talk.variables.values.sorted { $0.key < $1.key }.map {
            .init(key: $0.key, value: .string($0.value))
          }))
    }
    object["roots"] = .array(conversation.roots.map { .integer($0.number) })
    object["chosen"] = .integer(conversation.chosenRoot)
    object["title"] = conversation.title.map(JSONValue.string)
    // Messages without an alternative behind them are a line: number, children, chosen child.
    object["tree"] = .array(
      conversation.nodes.sorted { $0.key < $1.key }.map { id, node in
        .array([
          .integer(id.number), .array(node.children.map { .integer($0.number) }), .integer(node.chosen),
        ])
      })
    return object
  }
}

extension Conversation {
  /// The beginning of the first question, in one line: what it is called as long as nobody names it.
  package var firstWords: String {
    let first = messages.first { $0.role == .user && !$0.written.isEmpty } ?? messages.first
    guard let text = first?.text else { return "" }
    let line = text.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 80 ? line.prefix(79) + "…" : line
  }
}
