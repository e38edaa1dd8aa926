/// A conversation that goes on under another id: another process wrote into it first.
package struct ConversationMove: Sendable, Hashable {
  package var from: String
  /// The edition that this process went on from.
  package var edition: String?
  package var to: String
  /// Of the new one.
  package var title: String

  package init(from: String, edition: String?, to: String, title: String) {
    (self.from, self.edition, self.to, self.title) = (from, edition, to, title)
  }

  package var sentence: String {
    "Another bayside went on with this chat: yours is now “\(title)”, and nothing is lost."
  }
}
