import Playground
import RelayKit
import TerminalUI
import Workbench

extension Stage {
  /// A screen in the middle of a day, 23 November 2025.
  static func historic(columns: Int = 120, rows: Int = 36, isPrivate: Bool = false) -> Stage {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = 1_763_902_800
    var preferences = Preferences()
    preferences.isPrivate = isPrivate
    return Stage(columns: columns, rows: rows, surroundings: surroundings, preferences: preferences)
  }

  /// Entries of today, yesterday and before.
  static var someEntries: [HistoryEntry] {
    let now = 1_763_902_800.0
    func entry(
      _ id: String, _ title: String, hoursAgo: Double, _ change: (inout HistoryEntry) -> Void
    ) -> HistoryEntry {
      var entry = HistoryEntry(
        id: id, kind: .chat, title: title, createdAt: now - hoursAgo * 3600 - 60,
        updatedAt: now - hoursAgo * 3600)
      (entry.models, entry.requests, entry.lastOutcome) = (["gpt-5.4-mini"], 1, "done")
      (entry.cost, entry.currency) = (0.0012, "USD")
      change(&entry)
      return entry
    }
    return [
      entry("a", "SSE against WebSockets", hoursAgo: 0.1) {
        ($0.lastOutcome, $0.costIsEstimate) = ("cut", true)
      },
      entry("b", "SSE in five bullets", hoursAgo: 0.4) {
        ($0.kind, $0.models, $0.requests) = (.comparison, ["m-1", "m-2", "m-3"], 3)
      },
      entry("c", "release notes from a diff", hoursAgo: 1.2) {
        ($0.requests, $0.isStarred, $0.tags) = (4, true, ["work", "notes"])
      },
      entry("d", "regex for ISO dates", hoursAgo: 19) { ($0.lastOutcome, $0.cost) = ("failed", nil) },
      entry("e", "what a crash left", hoursAgo: 22) { ($0.wasInterrupted, $0.lastOutcome) = (true, "cut") },
      entry("f", "数据库索引是什么？", hoursAgo: 50) { $0.lastOutcome = "stopped" },
      entry("g", "tried out", hoursAgo: 24 * 400) { $0.isDemo = true },
    ]
  }

  mutating func list(_ entries: [HistoryEntry] = Stage.someEntries) {
    for case .listHistory(let place) in takeEffects() {
      var page = HistoryPage()
      page.entries = Array(entries.dropFirst(place.offset).prefix(place.limit))
      (page.offset, page.total) = (place.offset, entries.count)
      (page.chats, page.comparisons) = (
        entries.count { $0.kind == .chat }, entries.count { $0.kind == .comparison }
      )
      update(.historyListed(place, page))
    }
  }

  /// A kept chat of one question and its answer.
  static func kept(_ id: String, _ question: String, _ answer: String, _ outcome: Outcome = .done)
    -> KeptConversation
  {
    var stage = Stage()
    stage.ask(question)
    stage.head(200)
    stage.say(answer)
    stage.end(outcome)
    var conversation = stage.playground.workspace.conversation
    conversation.name = id
    let reply = conversation.last?.reply
    var kept = KeptConversation(
      image: ConversationSnapshot(
        name: id, talk: Talk(model: "m-1", conversation: conversation), isDemo: false, at: 5
      ).image)
    if let exchange = reply?.exchange { kept.digests[exchange.id] = exchange.digest }
    return kept
  }
}
