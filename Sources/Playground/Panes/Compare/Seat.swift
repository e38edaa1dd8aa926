import RelayKit
package import Workbench

/// A lane is a chat: whatever can be done to the chat can be done to it. So a lane takes the chat's seat while keys
/// and updates that are meant for it are handled, and gives it back afterwards.
extension Playground {
  /// The lane that input is meant for now; `nil`: the chat.
  var laneOfInput: LaneID? {
    let id: LaneID?
    switch view {
    case .chat, .models, .usage, .keys, .history: id = nil
    case .compare: id = focusedLane
    case .params, .code: id = compare.subject
    }
    return id.flatMap { comparison.index(of: $0) == nil ? nil : $0 }
  }

  /// The lane under the focus.
  package var focusedLane: LaneID? {
    if let id = compare.focused, comparison.index(of: id) != nil { return id }
    return comparison.lanes.first?.id
  }

  /// Columns are narrow: what stands above them is not told again.
  var isCompact: Bool { seated != nil && view == .compare && (isBlind || !(isZoomed && focus == .lane)) }

  mutating func sit(_ id: LaneID) {
    guard seated == nil, comparison.index(of: id) != nil else { return }
    changePlaces(with: id)
    seated = id
  }

  /// Everything is where it belongs: what follows may change any lane.
  mutating func standUp() {
    guard let id = seated else { return }
    changePlaces(with: id)
    seated = nil
  }

  private mutating func changePlaces(with id: LaneID) {
    var talk = Talk(model: "")
    comparison.change(id) { swap(&$0.talk, &talk) }
    workspace.swapTalk(&talk)
    comparison.change(id) { swap(&$0.talk, &talk) }
    var look = compare.looks.removeValue(forKey: id) ?? LaneLook()
    swap(&transcript, &look.transcript)
    swap(&wire, &look.wire)
    swap(&params.earlier, &look.parametersBefore)
    swap(&rejectedEdits, &look.rejectedEdits)
    compare.looks[id] = look
  }

  /// Does something to a lane as if it were the chat.
  mutating func inLane<Result>(_ id: LaneID, _ body: (inout Playground) -> Result) -> Result {
    let before = seated
    standUp()
    sit(id)
    defer {
      standUp()
      if let before { sit(before) }
    }
    return body(&self)
  }

  /// The same playground with that lane in the chat's place, to be looked at.
  func withLane(_ id: LaneID) -> Playground {
    if seated == id { return self }
    var other = self
    other.standUp()
    other.sit(id)
    return other
  }

  /// A lane as it is now, whoever sits where.
  package func lane(_ id: LaneID?) -> Lane? {
    guard let id, var lane = comparison[id] else { return nil }
    if id == seated {
      lane.talk = workspace.talk
    }
    return lane
  }

  package var lanes: [Lane] { comparison.lanes.compactMap { lane($0.id) } }

  /// Answers that are still coming or wait for their turn, in the chat and in all lanes.
  package var allRunning: [Message] {
    guard !comparison.isEmpty else { return running }
    return chatConversation.running + lanes.flatMap { $0.talk.conversation.running }
  }

  /// The same and a judge at work, to be stopped.
  package var runningIDs: [MessageID] { allRunning.map(\.id) + (compare.judge.map { [$0.id] } ?? []) }

  /// Why the lanes cannot be replaced now.
  var lanesBusy: String? {
    if compare.judge != nil { return "a judge is at work; X stops it" }
    return lanes.contains(where: \.isRunning) ? "answers are still coming; X stops them" : nil
  }

  /// The chat's own, also while a lane sits in its place.
  var chatConversation: Conversation {
    comparison[seated]?.talk.conversation ?? workspace.conversation
  }
}
