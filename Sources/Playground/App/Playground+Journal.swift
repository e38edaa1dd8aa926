package import RelayKit
package import Workbench

/// What of the chat is kept as it happens. Only effects tell: nothing is written here.
extension Playground {
  /// The conversation is kept when something of it changed, but for a growing answer, which its exchange keeps.
  mutating func keepConversation(at now: MonotonicTime) -> [Effect] {
    guard seated == nil else { return [] }
    let conversation = workspace.conversation
    guard !conversation.isEmpty else { return [] }
    if preferences.isPrivate, !conversation.isPrivate { workspace.conversation.isPrivate = true }
    guard !workspace.conversation.isPrivate, conversation.keptRevision != keptRevision,
      conversation.messages.contains(where: { ![.system, .developer].contains($0.role) })
    else { return [] }
    if conversation.name == nil {
      namesGiven += 1
      workspace.conversation.name = "\(surroundings.session)-chat\(namesGiven)"
    }
    keptRevision = workspace.conversation.keptRevision
    return [.keepConversation(chatSnapshot(at: now))]
  }

  /// The chat on the screen goes on under another id. One that was opened anew meanwhile is another one.
  mutating func follow(_ move: ConversationMove) {
    guard workspace.conversation.name == move.from, workspace.conversation.edition == move.edition else {
      return
    }
    (workspace.conversation.name, workspace.conversation.title) = (move.to, move.title)
  }

  func chatSnapshot(at now: MonotonicTime) -> ConversationSnapshot {
    ConversationSnapshot(
      name: workspace.conversation.name ?? "",
      talk: workspace.talk,
      isDemo: workspace.relay?.isDemo ?? false, at: wallClock(at: now))
  }

  /// What the books say of a request that is about to leave, beside what only its relay's side knows.
  package func journalFacts(of id: MessageID, _ request: RelayRequest) -> JournalFacts? {
    let kind: UsageRecord.Kind
    let conversation: String?
    if let message = workspace.conversation[id] {
      guard message.reply != nil else { return nil }
      let own: UsageRecord.Kind = request.media.map { $0.kind == .imageEdit ? .edit : .image } ?? .chat
      (kind, conversation) = (own, workspace.conversation.name)
      if workspace.conversation.isPrivate { return nil }
    } else {
      (kind, conversation) = (comparison.owner(of: id) == nil ? .judge : .lane, compare.journal?.name)
      if compare.isPrivate { return nil }
    }
    if preferences.isPrivate { return nil }
    return JournalFacts(
      kind: kind, conversation: conversation, prices: prices(of: request.model),
      inputEstimate: estimate(of: request).input.tokens)
  }

  /// The exchange of an answer that is over, wherever it stands.
  package func endedExchange(_ id: MessageID) -> Exchange? {
    let lane = lane(comparison.owner(of: id))
    let reply: Reply? = workspace.conversation[id]?.reply ?? lane?.talk.conversation[id]?.reply
    guard let reply, !reply.isRunning else { return nil }
    return reply.exchange
  }
}

/// Facts of a request that only the screen's state knows.
package struct JournalFacts: Sendable, Hashable {
  package var kind: UsageRecord.Kind
  package var conversation: String?
  package var prices: TokenPrices?
  /// Tokens.
  package var inputEstimate: Int?

  package init(kind: UsageRecord.Kind, conversation: String?, prices: TokenPrices?, inputEstimate: Int?) {
    (self.kind, self.conversation, self.prices) = (kind, conversation, prices)
    self.inputEstimate = inputEstimate
  }
}

extension Surroundings {
  /// A name that no conversation and no exchange had before, on this machine or another.
  package func historyName(_ id: MessageID) -> String { "\(session)-\(id.number)" }
}
