/// What was sent before, oldest first; the draft is its last entry while one looks back.
package struct InputHistory: Sendable, Hashable {
  package private(set) var entries: [String] = []
  /// Where one looks; the count of entries is the draft.
  private var place = 0
  private var draft = ""

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// What stood in the box before one looked back; `nil` when one does not.
  package var waitingDraft: String? { place < entries.count ? draft : nil }

  /// Adds a text, unless it is the newest already, and ends looking back.
  package mutating func add(_ text: String) {
    if !text.isEmpty, entries.last != text { entries.append(text) }
    place = entries.count
    draft = ""
  }

  /// The text before; `draft` is what stands in the box now. `nil` at the oldest.
  package mutating func older(draft text: String) -> String? {
    guard place > 0 else { return nil }
    if place == entries.count { draft = text }
    place -= 1
    return entries[place]
  }

  /// The text after, at the end the draft. `nil` when one does not look back.
  package mutating func newer() -> String? {
    guard place < entries.count else { return nil }
    place += 1
    return place == entries.count ? draft : entries[place]
  }
}
