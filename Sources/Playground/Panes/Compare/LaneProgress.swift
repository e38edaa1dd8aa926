import RelayKit
import TerminalUI
import Workbench

/// How far a turn is, and what happened in lanes that nobody looked at.
extension Playground {
  mutating func laneEnded(_ outcome: Outcome, _ id: MessageID, _ lane: LaneID, at now: MonotonicTime) {
    if let reply = self.lane(lane)?.talk.conversation[id]?.reply, reply.exchange != nil, !reply.isReplay {
      comparison.charge(figures(of: id, reply, at: now))
    }
    guard view != .compare else { return }
    var hasFailed = false
    switch outcome {
    case .failed, .cut: hasFailed = true
    case .done, .stopped: break
    }
    if hasFailed { compare.news = .failed } else if compare.news == nil { compare.news = .ended }
  }

  /// `12 of 45 · ~30 s left`, for a turn of many requests.
  func progressWords(at now: MonotonicTime) -> String? {
    guard let asked = compare.asked, comparison.isRunning else { return nil }
    let left = asked.answers.count { comparison.runs[$0] != nil }
    guard left > 0 else { return nil }
    let done = asked.answers.count - left
    let words = "\(done) of \(asked.answers.count) answered"
    // While nobody waits, the last ones decide, and of these nothing is known.
    guard done > 0, !comparison.queue.waiting.isEmpty else { return words }
    let seconds = now.milliseconds(since: asked.at) / 1000 / Double(done) * Double(left)
    return "\(words), ~\(Figures.seconds(seconds)) left"
  }

  // MARK: The message box

  func paintMessageToLanes(_ frame: Frame, _ canvas: inout Canvas, _ area: Rect) {
    var frame = frame
    let targets = comparison.lanes.filter(\.isOn)
    if !comparison.isEmpty {
      frame.title = "Message to \(targets.count == comparison.lanes.count ? "all " : "")\(targets.count)"
    }
    let hasText = !message.box.isEmpty || !message.attachments.isEmpty
    if hasText, !targets.isEmpty {
      let cost = plannedCost(targets.map(\.id))
      let requests = cost.requests == targets.count ? "" : "\(cost.requests) requests · "
      let words = "\(requests)~\(cost.inputTokens) tok in across \(targets.count) · up to \(cost.words)"
      frame.state = [Span(canvas.signs.sign(words), Style(.muted))]
    }
    let isFocused = focus == .message && overlay == nil
    let send =
      preferences.enterSends
      ? "Enter send to all · ^X Enter to one · ^J newline" : "^X Enter send to all · Enter newline"
    frame.footLeft = canvas.signs.sign(isFocused ? send : "i to type")
    var notes = message.attachments.map { "[\($0.name) \(Figures.bytes($0.byteCount))]" }
    if let lane = comparison[focusedLane], !isBlind { notes.append("F2 params for \(lane.letter)") }
    frame.footRight = notes.joined(separator: " ")
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    paintMessageText(&canvas, area)
  }
}
