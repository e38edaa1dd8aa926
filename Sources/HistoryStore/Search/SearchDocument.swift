/// A row of the search index: what it stands for is in its row id, so that a hit leads to its conversation without
/// a look at any table. Conversations have 31 bits, kinds 2, numbers within a conversation 30.
struct SearchDocument: Hashable, Sendable {
  enum Kind: Int, Sendable { case title, message, exchange, comparison }

  let kind: Kind
  /// Row id.
  let conversation: Int
  /// Number of the message, row id of the exchange, place of the piece of a comparison.
  let number: Int

  static let mostNumber = 1 << 30
  static let mostConversations = 1 << 31

  static func title(of conversation: Int) -> SearchDocument {
    SearchDocument(kind: .title, conversation: conversation, number: 0)
  }
  static func message(_ number: Int, of conversation: Int) -> SearchDocument {
    SearchDocument(kind: .message, conversation: conversation, number: number)
  }
  static func exchange(_ row: Int, of conversation: Int) -> SearchDocument {
    SearchDocument(kind: .exchange, conversation: conversation, number: row)
  }
  static func comparison(_ seq: Int, of conversation: Int) -> SearchDocument {
    SearchDocument(kind: .comparison, conversation: conversation, number: seq)
  }

  /// `nil` where it does not fit: such a text is kept, and is not found.
  var row: Int? {
    guard (0..<Self.mostNumber).contains(number), (0..<Self.mostConversations).contains(conversation) else {
      return nil
    }
    return conversation << 32 | kind.rawValue << 30 | number
  }

  init(kind: Kind, conversation: Int, number: Int) {
    self.kind = kind
    self.conversation = conversation
    self.number = number
  }

  init(row: Int) {
    conversation = row >> 32
    kind = Kind(rawValue: row >> 30 & 3) ?? .title
    number = row & (Self.mostNumber - 1)
  }
}
