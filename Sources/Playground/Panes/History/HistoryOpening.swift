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
    if use == .again, let question = asksElsewhere(opened) {
      overlay = .question(question)
      history.waitsForAnswer = opened
      return []
    }
    return goOn(opened, use, at: now)
  }

  /// What was opened takes the chat's place.
  private mutating func goOn(
    _ opened: OpenedConversation, _ use: HistoryUse, at now: MonotonicTime
  ) -> [Effect] {
    var opened = opened
    if use == .fork {
      (opened.talk.conversation.name, opened.talk.conversation.edition) = (nil, nil)
      opened.talk.conversation.title = "Fork of \(opened.title.isEmpty ? "a chat" : opened.title)"
    }
    workspace.take(opened.talk, opened.talk.conversation)
    // What was just read need not be written again; a copy is written with the first message of its own.
    keptRevision = workspace.conversation.keptRevision
    transcript = TranscriptPane()
    face = .talk
    show(.chat)
    focus = .message
    say(
      [
        use == .fork ? "This is a copy; the kept chat stays as it is." : nil, opened.note,
        elsewhereWords(opened),
      ].compactMap(\.self).joined(separator: " ").ifEmpty("Opened."), seconds: 8, at: now)
    let effects: [Effect] = opened.answers.isEmpty ? [] : [.readExchanges(opened.answers)]
    return use == .again ? effects + perform("again", at: now) : effects
  }

  /// The user agreed to ask another relay than the one that the chat is from.
  mutating func sendAgainElsewhere(at now: MonotonicTime) -> [Effect] {
    guard let opened = history.waitsForAnswer else { return [] }
    history.waitsForAnswer = nil
    return goOn(opened, .again, at: now)
  }

  /// Before money is spent on what was simulated.
  private func asksElsewhere(_ opened: OpenedConversation) -> Question? {
    guard opened.isDemo, let relay = workspace.relay, !relay.isDemo else { return nil }
    return Question(
      title: "Send it to a real relay?",
      lines: [
        "This chat was with the demo relay, whose money is simulated.",
        "Now \(opened.talk.model) would be asked for", "at \(relay.baseURL), which costs real money.",
      ], choices: [("Do not send", .stay), ("Send it", .sendAgainElsewhere)])
  }

  /// Where it goes on somewhere else than it came from; `nil` where that is not so.
  private func elsewhereWords(_ opened: OpenedConversation) -> String? {
    guard let relay = workspace.relay else { return nil }
    if opened.isDemo != relay.isDemo {
      return opened.isDemo
        ? "It was with the demo relay; what you send now goes to \(relay.baseURL) and costs real money."
        : "It was with a real relay; what you send now goes to the demo relay."
    }
    let known = workspace.models.entries.map(\.id)
    guard !known.isEmpty, !known.contains(opened.talk.model) else { return nil }
    return "\(opened.talk.model) is not among this relay's models; m chooses another."
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

extension String {
  fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
