import RelayKit
import TerminalUI
import Workbench

/// The same lanes over the values of one thing: a parameter, the system text, the model, rows of variables.
extension Playground {
  mutating func vary(_ call: Invocation) -> [Effect] {
    standUp()
    guard let setting = call.argument else {
      say(
        "For example: vary temperature=0,0.7,1.4; vary reasoning_effort=low,high; vary system=A|B; vary rows",
        at: call.now)
      return []
    }
    if comparison.isEmpty { _ = carryChat(at: call.now) }
    if let lanesBusy {
      say("Not now: \(lanesBusy).", at: call.now)
      return []
    }
    do throws(VaryAxis.Problem) {
      let variants = try setting == "rows" ? rowVariants() : axisVariants(setting)
      let lanes = lanes.filter { $0.isOn && !$0.model.isEmpty }
      guard !lanes.isEmpty else { throw VaryAxis.Problem("There is no lane with a model that is on.") }
      let room = Comparison.mostLanes - comparison.lanes.count + lanes.count { $0.shown == nil }
      guard lanes.count * variants.count <= room else {
        throw VaryAxis.Problem(
          "These would be \(lanes.count * variants.count) lanes, and there is room for \(room); bayside compare takes more."
        )
      }
      vary(lanes, variants, at: call.now)
    } catch {
      say(error.sentence, seconds: 10, at: call.now)
    }
    return []
  }

  private typealias Variant = (label: String, change: (inout Playground) -> Void)

  private func axisVariants(_ setting: String) throws(VaryAxis.Problem) -> [Variant] {
    let axis = try VaryAxis(setting) { path throws(VaryAxis.Problem) in
      throw VaryAxis.Problem(
        "A file is not read here: write the text, or use bayside compare --vary system=@\(path).")
    }
    return axis.values.map { value in
      (
        value.label,
        { app in
          switch axis.subject {
          case .model:
            let model = value.json?.stringValue ?? app.workspace.askedModel
            app.workspace.ask(model, as: app.workspace.models.catalogue.requestKind(of: model))
          case .parameter(let name):
            var body = app.workspace.formBody(app.workspace.kind)
            body[name] = value.json
            app.workspace.setFormBody(app.workspace.kind, body)
          case .system: app.setSystemText(value.json?.stringValue)
          }
        }
      )
    }
  }

  private func rowVariants() throws(VaryAxis.Problem) -> [Variant] {
    let shared = lane(focusedLane)?.talk.variables ?? workspace.variables
    guard let table = shared.table else {
      throw VaryAxis.Problem("No file of values is loaded; vars PATH loads one.")
    }
    return (0..<table.rowCount).map { row in
      (
        "row \(row + 1)",
        { app in (app.workspace.variables.table, app.workspace.variables.row) = (table, row) }
      )
    }
  }

  /// Each lane becomes one for each variant; a lane that was asked stays as it is beside them. The question that was
  /// asked last comes back into the message box, so that its price is seen before it is sent.
  private mutating func vary(_ lanes: [Lane], _ variants: [Variant], at now: MonotonicTime) {
    var question = ""
    var first: LaneID?
    for lane in lanes {
      var place = comparison.index(of: lane.id) ?? comparison.lanes.count
      // One that was not asked makes room for its variants.
      if lane.shown == nil {
        _ = removeLane(lane.id, at: now)
      } else {
        // One that was asked already would get the question as a second turn.
        comparison.change(lane.id) { $0.isOn = false }
        place += 1
      }
      for variant in variants {
        let (history, text) = beforeLastQuestion(of: lane)
        if question.isEmpty { question = text }
        var talk = lane.talk
        talk.conversation = history
        talk.forgetPast()
        guard let id = comparison.add(talk, variation: lane.variation + [variant.label], place: place) else {
          break
        }
        inLane(id) { variant.change(&$0) }
        for message in history.answers { comparison.own(message.id, by: id) }
        first = first ?? id
        place += 1
      }
    }
    compare.focused = first ?? compare.focused
    compare.mode = .lanes
    if view != .compare { show(.compare) }
    if LaneGrid(self.lanes).models.count > 1, comparison.lanes.count > 4 { compare.arrangement = .grid }
    if message.box.isEmpty, !question.isEmpty { message.replace(with: question) }
    focus = .message
    settleColumns()
    let off = lanes.count { $0.shown != nil }
    let rest = off == 0 ? "" : " What was asked already is off."
    say(
      "\(Figures.counted(lanes.count * variants.count, "lane")).\(rest) Enter asks them; the frame says what it may cost.",
      seconds: 8, at: now)
  }

  /// What was said before a lane's last question, and that question.
  private mutating func beforeLastQuestion(of lane: Lane) -> (Conversation, String) {
    let path = lane.talk.conversation.messages
    guard let last = path.lastIndex(where: { $0.role == .user }) else {
      return (workspace.copied(lane.talk.conversation), "")
    }
    var copy = Conversation()
    for message in path[..<last] where message.reply?.isRunning != true {
      copy.append(workspace.copied(message))
    }
    return (copy, path[last].written)
  }

  /// The system message of the chat, or of the lane that has its place; `nil` takes it away.
  mutating func setSystemText(_ text: String?) {
    let first = workspace.conversation.messages.first
    if let first, [.system, .developer].contains(first.role) {
      workspace.conversation.change(first.id) {
        $0.isOff = text == nil
        if let text { $0.written = text }
      }
    } else if let text {
      let message = workspace.newMessage(.system, text, at: 0)
      workspace.conversation.insertFirst(message)
    }
  }
}
