import RelayKit
import TerminalUI
import Workbench

/// Adding, copying, moving and removing lanes.
extension Playground {
  /// Adds a lane for each model. What was asked last is asked of them too.
  mutating func addLanes(_ call: Invocation) -> [Effect] {
    guard let argument = call.argument else {
      let effects = openModelList(for: "lane.add", title: "Add models to compare")
      if case .list(var list) = overlay {
        list.marks = []
        overlay = .list(list)
      }
      return effects
    }
    standUp()
    if view != .compare { show(.compare) }
    compare.mode = .lanes
    let pattern = pattern
    let models = argument.split(separator: " ").map(String.init)
    let isFew = models.count * comparison.repeats < Self.manyRequests
    let asks = workspace.relay != nil && isFew
    for model in models {
      addLane(like: pattern, model: model, asks: asks, at: call.now)
      workspace.shelf.used(model)
    }
    if !isFew, pattern?.prompts.isEmpty == false {
      say(
        "They are not asked yet: r asks one, and these would be \(models.count * comparison.repeats) requests.",
        at: call.now)
    }
    focus = pattern?.prompts.isEmpty == false ? .lane : .message
    return keepShelf + askForPrices()
  }

  /// New lanes are like the one under the focus, but for the model.
  private var pattern: Lane? { lane(focusedLane) }

  private mutating func addLane(like pattern: Lane?, model: String, asks: Bool, at now: MonotonicTime) {
    var talk = Talk(
      model: model, parameters: pattern?.talk.parameters ?? workspace.parameters,
      stream: pattern?.talk.stream ?? workspace.stream,
      variables: pattern?.talk.variables ?? workspace.variables)
    talk.mediaDrafts = pattern?.talk.mediaDrafts ?? workspace.mediaDrafts
    talk.ask(model, as: workspace.models.catalogue.requestKind(of: model))
    guard talk.kind != .video else {
      return say("\(model) makes videos: those are tasks of their own, not lanes.", seconds: 8, at: now)
    }
    let (conversation, question) = turn(of: pattern)
    talk.conversation = conversation
    guard let id = comparison.add(talk) else {
      say("More than \(Comparison.mostLanes) lanes are a job for bayside compare.", at: now)
      return
    }
    compare.focused = id
    settleColumns()
    guard asks, let question else { return }
    inLane(id) { $0.ask(below: question, in: id, times: $0.comparison.repeats, at: now) }
  }

  /// A copy of a lane's conversation up to the question that was asked last.
  private mutating func turn(of lane: Lane?) -> (Conversation, question: MessageID?) {
    guard let lane else {
      // A comparison begins with the system message of the chat.
      var fresh = Conversation()
      if let first = workspace.conversation.messages.first, [.system, .developer].contains(first.role) {
        fresh.append(workspace.copied(first))
      }
      return (fresh, nil)
    }
    let path = lane.talk.conversation.messages
    guard let last = path.lastIndex(where: { $0.role == .user }) else {
      return (workspace.copied(lane.talk.conversation), nil)
    }
    var copy = Conversation()
    for message in path[...last] where message.reply?.isRunning != true {
      copy.append(workspace.copied(message))
    }
    return (copy, copy.path.last)
  }

  /// A lane that is the present chat: its model, parameters and history.
  mutating func carryChat(at now: MonotonicTime) -> [Effect] {
    standUp()
    guard workspace.kind != .video else {
      say("Videos are tasks of their own; lanes are for chats and pictures.", at: now)
      return []
    }
    var talk = workspace.talk
    talk.forgetPast()
    talk.conversation = workspace.copied(workspace.conversation)
    // A lane goes by one model.
    talk.model = workspace.askedModel
    let text = message.purpose == .send ? message.box.expandedText : ""
    guard let id = comparison.add(talk) else {
      say("More than \(Comparison.mostLanes) lanes are a job for bayside compare.", at: now)
      return []
    }
    for message in talk.conversation.answers { comparison.own(message.id, by: id) }
    compare.focused = id
    if view != .compare { show(.compare) }
    compare.mode = .lanes
    focus = text.isEmpty ? .lane : .message
    settleColumns()
    say("Lane \(comparison[id]?.letter ?? "") is this chat. a adds models that are asked the same.", at: now)
    return askForPrices()
  }

  /// The same lane once more, to change something in it.
  mutating func copyLane(at now: MonotonicTime) {
    standUp()
    guard let lane = lane(focusedLane) else { return }
    var talk = lane.talk
    talk.conversation = workspace.copied(lane.talk.conversation)
    talk.forgetPast()
    guard let id = comparison.add(talk, variation: lane.variation, after: lane.id) else { return }
    for message in talk.conversation.answers { comparison.own(message.id, by: id) }
    compare.focused = id
    settleColumns()
    say(
      "Lane \(comparison[id]?.letter ?? "") is a copy of \(lane.letter). p changes its parameters, r asks it again.",
      at: now)
  }

  /// Asks before what was answered is thrown away.
  mutating func askToRemoveLane(at now: MonotonicTime) -> [Effect] {
    standUp()
    guard let lane = lane(focusedLane) else { return [] }
    guard lane.shown != nil else { return removeLane(lane.id, at: now) }
    overlay = .question(
      Question(
        title: "Remove the lane?",
        lines: ["\(isBlind ? "This lane" : "\(lane.letter) \(lane.name)") and its answers would be gone."],
        choices: [
          ("Keep it", .stay), (lane.isRunning ? "Stop and remove it" : "Remove it", .removeLane(lane.id)),
        ]))
    return []
  }

  mutating func removeLane(_ id: LaneID, at now: MonotonicTime) -> [Effect] {
    standUp()
    guard let place = comparison.index(of: id), let lane = comparison.remove(id) else { return [] }
    compare.looks[id] = nil
    layouts.forget(id)
    let next = min(place, comparison.lanes.count - 1)
    compare.focused = next >= 0 ? comparison.lanes[next].id : nil
    if let voting = compare.voting, voting.order.contains(id) {
      comparison.arrange(voting.before)
      compare.voting = nil
    }
    settleColumns()
    return lane.talk.conversation.runningIDs.map { .stop($0) }
  }

  mutating func moveLane(_ step: Int) {
    standUp()
    guard let id = focusedLane else { return }
    comparison.move(id, by: step)
    settleColumns()
  }

  // MARK: Winner

  mutating func toggleWinner(at now: MonotonicTime) {
    standUp()
    guard let lane = lane(focusedLane) else { return }
    comparison.winner = comparison.winner == lane.id ? nil : lane.id
    say(
      comparison.winner == nil
        ? "No winner." : "\(lane.letter) is the winner. c goes on with it in the chat.", at: now)
  }

  /// Goes on in the chat with what a lane said; what the others said to the same question stays beside it.
  mutating func carryToChat(at now: MonotonicTime) -> [Effect] {
    standUp()
    guard let lane = lane(focusedLane), lane.shown != nil else {
      say("This lane has no answer yet.", at: now)
      return []
    }
    if lane.isRunning {
      say("Not now: this lane is still answering; x stops it.", at: now)
      return []
    }
    if !running.isEmpty {
      say("Not now: an answer is still coming in the chat.", at: now)
      return []
    }
    let others = lanes.filter { $0.id != lane.id && $0.prompts == lane.prompts }
    var conversation = workspace.copied(lane.talk.conversation)
    var alternatives = 0
    if let answer = conversation.lastAnswer {
      let question = conversation.parent(of: answer)
      for other in others {
        for id in other.runs {
          guard let message = other.talk.conversation[id], let reply = message.reply, !reply.isRunning,
            !reply.text.isEmpty
          else { continue }
          conversation.add(workspace.copied(message), below: question)
          alternatives += 1
        }
      }
      conversation.choose(answer)
    }
    workspace.take(lane.talk, conversation)
    transcript = TranscriptPane()
    show(.chat)
    focus = .message
    let kept = alternatives == 0 ? "" : "; [ and ] show \(Figures.counted(alternatives, "alternative"))"
    say("This is \(lane.letter) \(lane.name)\(kept). The lanes are still there.", seconds: 8, at: now)
    return []
  }
}
