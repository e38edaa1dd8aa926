/// A chat or a comparison in the list of what was done before.
package struct HistoryEntry: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable { case chat, comparison }

  /// Of the conversation; given once, on all machines.
  package var id: String
  package var kind: Kind
  package var title: String
  /// Wall clock, seconds since 1970.
  package var createdAt: Double
  package var updatedAt: Double
  /// Models that were asked, the last one first.
  package var models: [String] = []
  /// Requests that were sent.
  package var requests = 0
  /// Of the last request: `done`, `stopped`, `cut`, `failed`; `nil` while it runs or where nothing was sent.
  package var lastOutcome: String?
  /// bayside ended before the last answer did; what had come by then is kept.
  package var wasInterrupted = false
  /// Of all its requests, in one currency (`nil` where none is known).
  package var cost: Double?
  package var currency = ""
  package var costIsEstimate = false
  package var isStarred = false
  package var tags: [String] = []
  package var isDemo = false
  /// Where a search found it: a line of text around the place.
  package var found: String?

  package init(id: String, kind: Kind, title: String, createdAt: Double, updatedAt: Double) {
    self.id = id
    self.kind = kind
    self.title = title
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// What to list.
package struct HistoryFilter: Sendable, Hashable {
  /// Words that all occur, in prompts, answers, reasoning, models, titles or tags; the last one may be unfinished.
  package var text = ""
  package var kind: HistoryEntry.Kind?
  /// Part of the name of a model that was asked.
  package var model: String?
  /// Wall clock, seconds since 1970; `until` is not included.
  package var since: Double?
  package var until: Double?
  package var keyName: String?
  package var outcome: String?
  package var leastCost: Double?
  package var onlyStarred = false
  package var tag: String?

  package init() {}
}

/// A part of the list, newest first.
package struct HistoryPage: Sendable, Hashable {
  package var entries: [HistoryEntry] = []
  /// Place of the first entry in the whole list.
  package var offset = 0
  /// All that the filter lets through.
  package var total = 0
  /// Of the whole history.
  package var chats = 0
  package var comparisons = 0

  package init() {}
}

/// A change to an entry.
package enum HistoryChange: Sendable, Hashable {
  case rename(String), star(Bool), tags([String]), delete
}
