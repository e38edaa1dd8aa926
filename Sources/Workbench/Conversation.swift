package import RelayKit
import Synchronization

/// Messages as a tree: answers that were asked for again and messages that were written anew stand beside
/// each other, and one path through the tree is the conversation that is seen and sent.
package struct Conversation: Sendable {
  struct Node: Sendable {
    var message: Message
    var parent: MessageID?
    var children: [MessageID] = []
    /// Index of the child that the path goes on with.
    var chosen = 0
  }

  // Changed here and in `Conversation+Editing` only.
  var nodes: [MessageID: Node] = [:] {
    didSet {
      revision = Self.nextRevision()
      keptRevision = revision
    }
  }
  /// The same for what is kept of it: an answer that grows is kept by its exchange and does not count until it ends.
  package private(set) var keptRevision = 0
  /// Under which it is kept; given once, on all machines. `nil` until it is kept.
  package var name: String?
  /// What it was read from in the history (`ConversationImage.edition`); `nil` for one that began here.
  package var edition: String?
  /// As the user named it; `nil`: its first words name it.
  package var title: String?
  /// A picture came with one of its answers.
  package internal(set) var hasPictures = false
  /// Nothing of it is ever written down.
  package var isPrivate = false
  /// What is in it, by number: given once in a run of the program, so that neither an undone change nor another
  /// conversation has the number of a different content. Empty ones have 0.
  package private(set) var revision = 0
  private static let lastRevision = Atomic(0)
  private static func nextRevision() -> Int { lastRevision.wrappingAdd(1, ordering: .relaxed).newValue }
  var roots: [MessageID] = []
  var chosenRoot = 0 { didSet { if oldValue != chosenRoot { keptRevision = Self.nextRevision() } } }

  package init() {}

  package var isEmpty: Bool { roots.isEmpty }

  /// The conversation as it is seen, first message first. Kept, because every frame asks for it.
  package private(set) var path: [MessageID] = []

  mutating func walk() { path = walkedPath }

  private var walkedPath: [MessageID] {
    var path: [MessageID] = []
    var next = roots.indices.contains(chosenRoot) ? roots[chosenRoot] : nil
    while let id = next, let node = nodes[id] {
      path.append(id)
      next = node.children.indices.contains(node.chosen) ? node.children[node.chosen] : nil
    }
    return path
  }

  /// The messages of `path`.
  package var messages: [Message] { path.compactMap { nodes[$0]?.message } }

  package subscript(id: MessageID) -> Message? { nodes[id]?.message }

  // What every frame asks is answered without copies of messages.

  package var last: Message? { path.last.flatMap { nodes[$0]?.message } }

  /// The newest answer on the path.
  package var lastAnswer: MessageID? { path.last { nodes[$0]?.message.reply != nil } }

  /// Whether the path ends with a message that nothing answers yet.
  package var awaitsAnswer: Bool { path.last.map { nodes[$0]?.message.reply == nil } ?? false }

  /// The newest message on the path whose reasoning can be read.
  package var lastWithReasoning: MessageID? {
    path.last { nodes[$0]?.message.reply?.hasReasoning == true }
  }

  package var hasAlternatives: Bool {
    if roots.count > 1 { return true }
    return path.contains { (nodes[$0]?.children.count ?? 0) > 1 }
  }

  /// Bytes of a message's text.
  package func textLength(of id: MessageID) -> Int? { nodes[id]?.message.text.utf8.count }

  package func parent(of id: MessageID) -> MessageID? { nodes[id]?.parent }

  /// The message itself and those that stand in its place, in the order in which they were made.
  package func alternatives(of id: MessageID) -> [MessageID] {
    guard let node = nodes[id] else { return [] }
    return node.parent.flatMap { nodes[$0]?.children } ?? roots
  }

  /// Adds a message below `parent` (`nil`: at the beginning) and goes on with it.
  package mutating func add(_ message: Message, below parent: MessageID?) {
    defer { path = walkedPath }
    nodes[message.id] = Node(message: message, parent: parent)
    if message.reply?.isRunning == true { runningIDs.append(message.id) }
    if message.reply?.allPictures.isEmpty == false { hasPictures = true }
    if let parent {
      guard let place = nodes.index(forKey: parent) else { return }
      nodes.values[place].children.append(message.id)
      nodes.values[place].chosen = nodes.values[place].children.count - 1
    } else {
      roots.append(message.id)
      chosenRoot = roots.count - 1
    }
  }

  /// Adds a message at the end of the path.
  package mutating func append(_ message: Message) { add(message, below: path.last) }

  /// Makes the path go through `id`.
  package mutating func choose(_ id: MessageID) {
    defer { path = walkedPath }
    var child = id
    while let node = nodes[child] {
      if let parent = node.parent {
        if let place = nodes[parent]?.children.firstIndex(of: child) { nodes[parent]?.chosen = place }
        child = parent
      } else {
        if let place = roots.firstIndex(of: child) { chosenRoot = place }
        return
      }
    }
  }

  /// Changes a message in place.
  package mutating func change(_ id: MessageID, _ body: (inout Message) -> Void) {
    if let place = nodes.index(forKey: id) { body(&nodes.values[place].message) }
  }

  /// Puts an answer that was read back whole in the place of its digest; nothing new is to be kept.
  package mutating func restore(_ id: MessageID, _ reply: Reply) {
    guard let place = nodes.index(forKey: id), let digest = nodes.values[place].message.reply, digest.isDigest
    else { return }
    let before = keptRevision
    var reply = reply
    (reply.shownChoice, reply.isReplay) = (digest.shownChoice, digest.isReplay)
    nodes.values[place].message.reply = reply
    keptRevision = before
  }

  /// Takes an update of an answer over, in place.
  package mutating func apply(_ update: ExchangeUpdate, to id: MessageID) {
    guard let place = nodes.index(forKey: id) else { return }
    let before = keptRevision
    nodes.values[place].message.reply?.apply(update)
    if !hasPictures, update.bringsPicture { hasPictures = true }
    switch update {
    case .began, .ended: break
    default: keptRevision = before
    }
    if nodes.values[place].message.reply?.isRunning != true { runningIDs.removeAll { $0 == id } }
  }

  /// Every answer, also those off the path, in the order in which they were made.
  package var answers: [Message] {
    nodes.values.map(\.message).filter { $0.reply != nil }.sorted { $0.id < $1.id }
  }

  /// Ends an answer that waits for its turn: nothing is sent.
  package mutating func drop(_ id: MessageID) {
    guard let place = nodes.index(forKey: id) else { return }
    nodes.values[place].message.reply?.drop()
    if nodes.values[place].message.reply?.isRunning != true { runningIDs.removeAll { $0 == id } }
  }

  /// Answers that are still coming, also those off the path; oldest first.
  package var running: [Message] { runningIDs.compactMap { nodes[$0]?.message } }
  package private(set) var runningIDs: [MessageID] = []

  /// What is sent to have `id` answered anew: the messages before it on its path. A question whose answer
  /// brought nothing is left out with it: the model never saw it.
  package func outgoing(before id: MessageID?, reasoning: ReasoningBack = .withCalls) -> [ChatMessage] {
    var chain: [MessageID] = []
    var next = id.map { nodes[$0]?.parent } ?? path.last
    while let id = next {
      chain.append(id)
      next = nodes[id]?.parent
    }
    chain.reverse()
    var messages: [ChatMessage] = []
    for (position, id) in chain.enumerated() {
      guard let message = nodes[id]?.message, !message.isOff else { continue }
      let next = position + 1 < chain.count ? nodes[chain[position + 1]]?.message : nil
      if message.reply == nil, message.role == .user, let next, next.reply != nil, next.outgoing == nil,
        next.reply?.toolCalls.isEmpty != false
      {
        continue
      }
      // Calls are sent where results follow; without these a relay refuses them.
      let hasResults = next?.role == .tool
      if let outgoing = message.outgoing(hasResults: hasResults, reasoning: reasoning) {
        messages.append(outgoing)
      }
    }
    return messages
  }
}

extension ExchangeUpdate {
  fileprivate var bringsPicture: Bool {
    guard case .delta(let delta) = self else { return false }
    return delta.parts.contains { if case .picture = $0 { true } else { false } }
  }
}
