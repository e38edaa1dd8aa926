package import RelayKit
package import Workbench

/// What of an exchange is looked at.
package enum WireTab: Int, Sendable, Hashable, CaseIterable {
  case frames, request, headers, response, timing, compare, odds

  var title: String {
    switch self {
    case .frames: "Frames"
    case .request: "Request"
    case .headers: "Headers"
    case .response: "Response"
    case .timing: "Timing"
    case .compare: "Diff"
    case .odds: "Logprobs"
    }
  }
}

extension WireTab {
  /// Where not all titles have room.
  var shortTitle: String {
    switch self {
    case .headers: "Head"
    case .response: "Reply"
    case .odds: "Odds"
    default: title
    }
  }
}

/// The inspector of one exchange: what was sent, what came and when. It holds no copy of the exchange, only where
/// it is looked at; so opening it costs a running stream nothing.
package struct WirePane: Sendable {
  package var isOpen = false
  package var tab = WireTab.frames
  /// The answer that the shown one is compared with; `nil`: the one before it.
  package var base: MessageID?
  /// Row of the list of frames under the mark; `nil` follows the newest.
  package var mark: Int?
  /// Only frames of these kinds; empty: all.
  package var kinds: Set<StreamFrame.Kind> = []
  /// Only frames that hold this text.
  package var text = ""
  package var isTyping = false
  /// The marked frame alone, as it came.
  package var showsDetail = false
  /// Bytes as they went over the wire instead of indented JSON.
  package var showsRaw = false
  /// The first line of each tab of text.
  package var top: [WireTab: Int] = [:]

  package init() {}

  /// Whether the line with the text of the filter is shown.
  var showsFilterLine: Bool { isTyping || !text.isEmpty }

  package var isFiltered: Bool { !kinds.isEmpty || !text.isEmpty }
}

extension Playground {
  /// The answer that the inspector shows: the one in view in the transcript.
  func wireSubject(at now: MonotonicTime) -> Message? {
    let inView = messageInView(at: now)
    if inView?.reply?.exchange != nil { return inView }
    return workspace.conversation.lastAnswer.flatMap { workspace.conversation[$0] }
  }

  /// What the shown exchange is compared with: the base that was set, else the answer made before it.
  func wireBase(at now: MonotonicTime) -> Message? {
    let subject = wireSubject(at: now)
    if let base = wire.base, base != subject?.id, let message = workspace.conversation[base] {
      return message
    }
    guard let subject else { return nil }
    let beside = workspace.conversation.alternatives(of: subject.id)
    let earlier = (beside + workspace.conversation.path).filter {
      $0 < subject.id && workspace.conversation[$0]?.reply?.exchange != nil
    }
    // One that stands beside it was asked the same.
    return (earlier.last { beside.contains($0) } ?? earlier.max()).flatMap { workspace.conversation[$0] }
  }

  mutating func toggleWire() {
    wire.isOpen.toggle()
    wire.showsDetail = false
    if !wire.isOpen, focus == .wire { focus = view == .compare ? .lane : .transcript }
  }
}
