import RelayKit
import TerminalUI
import Workbench

/// Going on with what was kept.
extension Playground {
  /// - Parameter use: what for; of several at once they become lanes.
  mutating func useHistory(_ use: HistoryUse, at now: MonotonicTime) -> [Effect] {
    guard let entry = history.marked else { return [] }
    if use == .open, entry.id == workspace.conversation.name || entry.id == compare.journal?.name {
      show(entry.kind == .chat ? .chat : .compare)
      return []
    }
    let ids =
      use == .lane || use == .difference ? history.chosen.isEmpty ? [entry.id] : history.chosen : [entry.id]
    history.opening = entry.title
    return [.openHistory(ids, use)]
  }

  /// A kept chat or comparison as it was read.
  mutating func takeOpened(
    _ opened: OpenedConversation, _ use: HistoryUse, isLast: Bool, at now: MonotonicTime
  ) -> [Effect] {
    history.opening = nil
    standUp()
    if let record = opened.record { return takeOpened(opened, record, use, at: now) }
    var opened = opened
    opened.rename { workspace.nextID() }
    if use == .lane || use == .difference { return addLane(opened, use, isLast: isLast, at: now) }
    if let busy {
      say("Not now: \(busy).", at: now)
      return []
    }
    if use == .fork { opened.talk.conversation.name = nil }
    workspace.take(opened.talk, opened.talk.conversation)
    // What was just read need not be written again.
    if use != .fork { keptRevision = workspace.conversation.keptRevision }
    transcript = TranscriptPane()
    face = .talk
    show(.chat)
    focus = .message
    say(
      use == .fork
        ? "This is a copy; the kept chat stays as it is." : "Opened.",
      at: now)
    let effects: [Effect] = opened.answers.isEmpty ? [] : [.readExchanges(opened.answers)]
    return use == .again ? effects + perform("again", at: now) : effects
  }

  private mutating func takeOpened(
    _ opened: OpenedConversation, _ record: ComparisonRecord, _ use: HistoryUse, at now: MonotonicTime
  ) -> [Effect] {
    guard use == .open else {
      say("This is a comparison; Enter opens it.", at: now)
      return []
    }
    if let lanesBusy {
      say("Not now: \(lanesBusy).", at: now)
      return []
    }
    let left = takeRecord(record, at: now)
    // What is asked next goes on in the same place.
    compare.journal = LaneJournal(name: opened.id, lanes: record.lanes, turns: record.turns.count)
    let note = (left ?? opened.note).map { " \($0)" } ?? ""
    say("\(opened.title): \(Figures.counted(record.lanes.count, "lane")).\(note)", at: now)
    return []
  }

  private mutating func addLane(
    _ opened: OpenedConversation, _ use: HistoryUse, isLast: Bool, at now: MonotonicTime
  ) -> [Effect] {
    var talk = opened.talk
    // Lanes are kept as a comparison of their own.
    talk.conversation.name = nil
    guard let id = comparison.add(talk) else {
      say("More than \(Comparison.mostLanes) lanes are a job for bayside compare.", at: now)
      return []
    }
    for message in talk.conversation.answers { comparison.own(message.id, by: id) }
    compare.focused = id
    if use == .difference, !isLast { comparison.base = id }
    guard isLast else { return opened.answers.isEmpty ? [] : [.readExchanges(opened.answers)] }
    history.chosen = []
    if view != .compare { show(.compare) }
    compare.mode = .lanes
    focus = .lane
    settleColumns()
    let effects: [Effect] = opened.answers.isEmpty ? [] : [.readExchanges(opened.answers)]
    return use == .difference ? effects + perform("lanes.diff", at: now) : effects + askForPrices()
  }

  /// An answer with its bytes, in the chat or in a lane.
  mutating func restore(_ id: MessageID, _ reply: Reply) {
    if let lane = comparison.owner(of: id) {
      comparison.change(lane) { $0.talk.conversation.restore(id, reply) }
    } else {
      let before = workspace.conversation.keptRevision
      workspace.conversation.restore(id, reply)
      if keptRevision == before { keptRevision = workspace.conversation.keptRevision }
    }
  }
}
