/// Up to where the oldest of the history goes. Starred ones stay.
package enum PurgeBound: Sendable, Hashable {
  /// What was not changed for more than so many days goes.
  case days(Int)
  /// As much as it takes until the rest needs no more bytes.
  case bytes(Int)

  /// `90d`, `90`, `500 MB`, `2G`; `nil` for anything else.
  package init?(_ text: String) {
    if let bytes = ByteSize.bytes(text) {
      self = .bytes(bytes)
    } else if let days = Int(text.hasSuffix("d") ? text.dropLast() : text[...]), (1...100_000).contains(days)
    {
      self = .days(days)
    } else {
      return nil
    }
  }
}

/// What a purge would do, as far as can be told before.
package struct PurgeForecast: Sendable, Hashable {
  /// Chats and comparisons that would go; of a size, about as many.
  package var going: Int
  /// All that there are.
  package var total: Int
  /// Of what is kept now.
  package var usedBytes: Int
  /// Bytes of exchanges would go, which only the inspector and replays need.
  package var takesExchanges = false

  package init(going: Int, total: Int, usedBytes: Int) {
    (self.going, self.total, self.usedBytes) = (going, total, usedBytes)
  }

  package var isNothing: Bool { going == 0 && !takesExchanges }

  /// `12 of 23 chats and comparisons`, `none of 23`.
  package var words: String { going == 0 ? "none of \(total)" : "\(going) of \(total) chats and comparisons" }
}
