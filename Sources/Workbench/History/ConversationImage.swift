/// A conversation as it is kept. A value that shares its storage with the conversation itself: making one is cheap,
/// also of one with megabytes.
package struct ConversationImage: Sendable, Hashable {
  /// Given once, on all machines.
  package var id: String
  package var kind = HistoryEntry.Kind.chat
  package var title: String
  /// Wall clock, seconds since 1970.
  package var createdAt: Double
  package var updatedAt: Double
  /// Model, parameters, variables and the tree of messages, as JSON.
  package var shape: [UInt8]
  package var messages: [MessageImage]
  package var isDemo = false
  /// The state of the history that it goes on from (`KeptConversation.edition`); `nil` where it began here. Of an image
  /// that was read nothing.
  package var edition: String?

  package init(
    id: String, title: String, createdAt: Double, updatedAt: Double, shape: [UInt8], messages: [MessageImage]
  ) {
    self.id = id
    self.title = title
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.shape = shape
    self.messages = messages
  }
}

/// One message of it. Numbers are given once in a conversation.
package struct MessageImage: Sendable, Hashable {
  package var number: Int
  /// Everything but the answer's text, as JSON.
  package var content: [UInt8]
  /// What was written by hand; of an answer nothing, its text belongs to the exchange.
  package var text: String
  /// The exchange of an answer.
  package var exchange: String?

  package init(number: Int, content: [UInt8], text: String, exchange: String? = nil) {
    self.number = number
    self.content = content
    self.text = text
    self.exchange = exchange
  }
}

/// A conversation that was read, with its answers.
package struct KeptConversation: Sendable, Hashable {
  package var image: ConversationImage
  /// Digests of exchanges by their ids (`ExchangeDigest`).
  package var digests: [String: [UInt8]] = [:]
  /// Who wrote it last, so that whoever goes on from here can be told from who goes on from another state.
  package var edition = ""
  /// Lines, as far as they were written, of exchanges that have no end yet, by their ids.
  package var unended: [String: Unended] = [:]
  /// Lines of a comparison's file, in order; empty for a chat.
  package var comparison: [UInt8] = []

  package init(image: ConversationImage) { self.image = image }

  package struct Unended: Sendable, Hashable {
    package var file: [UInt8]
    /// A bayside that lives writes on; else nobody will.
    package var isComing: Bool
    package init(file: [UInt8], isComing: Bool) { (self.file, self.isComing) = (file, isComing) }
  }

  /// Answers that another bayside is receiving.
  package var comingCount: Int { unended.values.count(where: \.isComing) }
}
