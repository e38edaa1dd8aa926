import RelayKit
import TerminalUI
package import Workbench

/// A question with a few answers; the safe one is marked first.
package struct Question: Sendable {
  package enum Answer: Sendable, Hashable {
    case stay, quit, unsetAll
    case deletePreset(String)
    case replacePreset(Preset)
    case delete(MessageID)
    /// `nil`: to all of them.
    case sendToLanes(LaneID?)
    case removeLane(LaneID)
    /// What guards held back leaves all the same: this once, or they do not ask about expense again.
    case sendHeld(forSession: Bool)
    case showKeys
    case removeKey(String)
    case deleteHistory([String])
    case purgeHistory(PurgeBound)
    case removeVideo(String)
    case sendAgainElsewhere

    var costsMoney: Bool {
      switch self {
      case .sendToLanes, .sendHeld, .sendAgainElsewhere: true
      default: false
      }
    }
  }

  package var title: String
  package var lines: [String]
  package var choices: [(label: String, answer: Answer)]
  package var marked = 0

  package init(title: String, lines: [String], choices: [(label: String, answer: Answer)]) {
    self.title = title
    self.lines = lines
    self.choices = choices
  }

  static let hints = [
    FooterHint(key: "Up/Down", word: "Move"), FooterHint(key: "Enter", word: "Choose"),
    FooterHint(key: "Esc", word: "Stay"),
  ]
}

extension Playground {
  mutating func askToQuit(at now: MonotonicTime) {
    var lines = allRunning.map { message in
      let seconds = (message.reply?.askedAt).map { now.milliseconds(since: $0) / 1000 } ?? 0
      if isBlind { return "A reply is coming." }
      return "A reply is coming (\(message.reply?.model ?? ""), \(Figures.oneDecimal(seconds)) s)."
    }
    if compare.judge != nil { lines.append("A judge is at work.") }
    if !videosUnderWay.isEmpty {
      lines.append("A video was sent and its id has not come yet: it could not be found again.")
    }
    if lines.isEmpty {
      lines = [
        workspace.conversation.name == nil ? "This conversation is not kept." : "This chat is in the history."
      ]
    }
    overlay = .question(
      Question(
        title: "Quit?", lines: lines,
        choices: [
          ("Stay", .stay),
          (
            runningIDs.isEmpty ? "Quit" : "Quit, and stop the \(runningIDs.count == 1 ? "reply" : "replies")",
            .quit
          ),
        ]))
  }

  mutating func press(_ key: Key, in question: Question, at now: MonotonicTime) -> [Effect] {
    var question = question
    switch key.code {
    case .left, .up: question.marked = max(0, question.marked - 1)
    case .right, .down, .tab: question.marked = min(question.choices.count - 1, question.marked + 1)
    case .escape, .character("n"):
      overlay = nil
      return []
    // Money needs more than a letter: such a question may open by itself while somebody types.
    case .character("y") where question.choices.last?.answer.costsMoney == true,
      .character("q") where question.choices.last?.answer.costsMoney == true:
      question.marked = question.choices.count - 1
    case .character("y"), .character("q"):
      return question.choices.last.map { answer($0.answer, to: question, at: now) } ?? []
    case .character("c") where key.modifiers == .control: return answer(.quit, to: question, at: now)
    case .enter: return answer(question.choices[question.marked].answer, to: question, at: now)
    default: break
    }
    overlay = .question(question)
    return []
  }

  private mutating func answer(_ answer: Question.Answer, to question: Question, at now: MonotonicTime)
    -> [Effect]
  {
    overlay = nil
    guard question.choices.contains(where: { $0.answer == answer }) else { return [] }
    switch answer {
    case .stay: return []
    case .quit: return [.quit]
    case .deletePreset(let name): return [.deletePreset(name)]
    case .replacePreset(let preset): return [.savePreset(preset, replaces: true)]
    case .unsetAll:
      unsetAll(at: now)
      return []
    case .sendToLanes(let only):
      // What it may cost was said; limits of the key are not agreed to with that.
      guarding.agreedNow = .expense
      return sendToLanes(only: only, isAgreed: true, at: now)
    case .sendHeld(let forSession):
      sendHeld(forSession: forSession)
      return []
    case .showKeys:
      if view != .keys { return perform("view.keys", at: now) }
      return []
    case .removeKey(let name): return [.removeKey(name)]
    case .deleteHistory(let ids): return deleteHistory(ids)
    case .purgeHistory(let bound): return [.purgeHistory(bound)]
    case .removeVideo(let id): return [.removeVideo(id)]
    case .sendAgainElsewhere: return sendAgainElsewhere(at: now)
    case .removeLane(let id): return removeLane(id, at: now)
    case .delete(let id):
      deleteMessage(id, at: now)
      return []
    }
  }

  func paint(_ question: Question, _ canvas: inout Canvas) {
    let room = max(20, size.columns - 8)
    let lines = question.lines.flatMap { line in
      Glyphs.width(line) <= room
        ? [line] : TextWrapper.wrap([Span(line)], columns: room).map { $0.map(\.text).joined() }
    }.prefix(12)
    let widths = lines.map { Glyphs.width($0) } + question.choices.map { Glyphs.width($0.label) + 4 }
    let columns = widths.max() ?? 40
    let box = OverlayBox(
      &canvas, title: question.title, columns: max(52, columns + 2),
      rows: lines.count + question.choices.count + 1, foot: "Enter choose · Esc stay")
    let inside = box.inside
    for (index, line) in lines.enumerated() {
      canvas.say(
        line, column: inside.column + 1, row: inside.row + index, style: Style(.text, on: .panel), in: inside)
    }
    for (index, choice) in question.choices.enumerated() {
      let row = inside.row + lines.count + 1 + index
      let area = Rect(column: inside.column, row: row, columns: inside.columns, rows: 1)
      let isMarked = index == question.marked
      if isMarked { canvas.grid.fill(area, style: Style(.text, on: .select, .bold)) }
      canvas.say(
        (isMarked ? "▸ " : "  ") + choice.label, column: area.column + 1, row: row,
        style: Style(.text, on: isMarked ? .select : .panel, isMarked ? .bold : []), in: area)
      canvas.mark(area, .row(index))
    }
  }
}
