import RelayKit

/// Which of the oldest messages have to go for a conversation to fit.
enum ConversationCut {
  /// The places of the messages to leave out: from the first that is no instruction up to a later message of the
  /// user, so that no answer and no tool result is left without its question. `nil` when nothing can go, or
  /// when even the last question is too long.
  /// - Parameter figures: tokens as the relay counts them. Without them half of the text goes.
  static func oldest(of messages: [JSONValue], figures: ContextFigures, room: Int) -> Range<Int>? {
    func role(_ index: Int) -> String { messages[index]["role"]?.stringValue ?? "" }
    guard let start = messages.indices.first(where: { !["system", "developer"].contains(role($0)) }) else {
      return nil
    }
    let sizes = messages.map { Double($0.encoded().count) }
    let total = sizes.reduce(0, +)
    var share = 0.5
    if let limit = figures.limit, let prompt = figures.prompt ?? figures.total.map({ $0 - room }), prompt > 0
    {
      share = Double(limit - room) / Double(prompt)
    }
    // What bytes tell about tokens is rough.
    let wanted = total * min(share, 1) * 0.95
    guard wanted > 0 else { return nil }
    var left = total
    for index in messages.indices.dropFirst(start) {
      if index > start, role(index) == "user", left <= wanted { return start..<index }
      left -= sizes[index]
    }
    return nil
  }
}
