import RelayKit
import TerminalUI
import Workbench

/// What the program's commands do.
extension Playground {
  mutating func stopOrClear(at now: MonotonicTime) -> [Effect] {
    if let last = running.last { return [.stop(last.id)] }
    if overlay == nil, message.purpose != .send {
      message.endPurpose()
      say("Nothing was changed.", at: now)
      return []
    }
    if overlay == nil, !message.box.isEmpty {
      _ = message.takeAll()
      say("Cleared. Up brings it back.", at: now)
      return []
    }
    if let armed, armed.what == .quit, now < armed.until { return [.quit] }
    armed = (.quit, now.advanced(seconds: 2))
    say("Press Ctrl-C again to quit.", seconds: 2, at: now)
    return []
  }

  /// One level up, in the order in which things lie over each other.
  /// The answer in view that ended with an error box which is not hidden.
  func foldableBox(at now: MonotonicTime) -> MessageID? {
    guard running.isEmpty, let message = messageInView(at: now), !transcript.foldedBoxes.contains(message.id)
    else { return nil }
    switch message.reply?.outcome {
    case .failed, .cut: return message.id
    default: return nil
    }
  }

  mutating func goUp(at now: MonotonicTime) -> [Effect] {
    if goUpInWire() { return [] }
    if view == .compare {
      if let effects = goUpInCompare(at: now) { return effects }
      say("q goes back to the chat.", at: now)
      return []
    }
    if view == .usage, let effects = goUpInUsage(at: now) { return effects }
    if view == .keys, goUpInKeys() { return [] }
    if view == .history, let effects = goUpInHistory(at: now) { return effects }
    if view == .chat, face != .talk {
      if isZoomed { isZoomed = false } else { closeFace() }
      return []
    }
    if view != .chat {
      if isZoomed { isZoomed = false } else { show(home) }
      return []
    }
    if transcript.search != nil {
      transcript.search = nil
    } else if isZoomed {
      isZoomed = false
    } else if focus == .transcript, let id = foldableBox(at: now) {
      transcript.foldedBoxes.insert(id)
    } else if focus == .message {
      focus = .transcript
    } else if let last = running.last {
      if let armed, armed.what == .stop, now < armed.until {
        self.armed = nil
        return [.stop(last.id)]
      }
      armed = (.stop, now.advanced(seconds: 2))
      say("Esc again stops the reply.", seconds: 2, at: now)
    }
    return []
  }

  mutating func nextPane(step: Int) -> [Effect] {
    if focus == .message, step > 0, let effects = completePath() { return effects }
    if view == .compare, focus == .lane, stepLane(step) { return [] }
    let panes = shownPanes.filter { isShown($0) }
    let place = panes.firstIndex(of: focus) ?? 0
    focus = panes[(place + step + panes.count) % panes.count]
    return []
  }

  /// The panes of this view, as it is.
  var shownPanes: [PaneID] {
    switch face {
    case .pictures where view == .chat: [.picture, .pictureDetails]
    case .videos where view == .chat: [.videoList, .videoTask, .videoAnswer]
    default: view.panes
    }
  }

  /// Whether a pane of this view is there now.
  private func isShown(_ pane: PaneID) -> Bool {
    if view == .compare, ![.message, .wire].contains(pane) { return pane == compare.mode.pane }
    // Where there is no room for all, that which gets the focus is shown.
    if view == .usage { return true }
    if view == .chat, face == .videos { return true }
    if [.keys, .history].contains(view) || view == .chat && face == .pictures {
      return layout[pane] != nil || isZoomed
    }
    return pane != .wire || wire.isOpen && (view != .compare || compare.mode == .lanes)
  }

  // MARK: Request

  mutating func setParameter(_ call: Invocation) -> [Effect] {
    // `n=3` is how the command line writes it.
    let words = (call.argument ?? "").split(maxSplits: 1) { $0 == " " || $0 == "=" }.map {
      $0.drop { $0 == " " || $0 == "=" }
    }
    let kind = workspace.kind
    guard words.count == 2, !words[1].isEmpty, let path = ParameterPath(dotted: String(words[0])) else {
      say("For example: set \(kind == .text ? "temperature 0.2" : "n 3")", at: call.now)
      return []
    }
    let text = String(words[1])
    let parameter = ParameterCatalogue.parameter(path, kind, model: workspace.askedModel)
    let value =
      (try? JSONValue(parsing: text)) ?? (try? parameter?.value(typed: text)) ?? .string(text)
    let before = workspace.formBody(kind)
    change("\(path)", at: call.now) { $0.set(value, at: path) }
    if workspace.formBody(kind) != before || before[path] == value {
      say("\(path) is \(value.text()).", at: call.now)
    }
    return []
  }

  mutating func unsetParameter(_ call: Invocation) -> [Effect] {
    let body = workspace.formBody(workspace.kind)
    guard let path = call.argument.flatMap(ParameterPath.init(dotted:)), body[path] != nil else {
      let names = body.members.map(\.key)
      say(
        names.isEmpty
          ? "Nothing is set."
          : "Set are: \(names.joined(separator: ", ")). For example: unset \(names[0])", at: call.now)
      return []
    }
    change("\(path)", at: call.now) { $0.unset(path) }
    say("\(path) is not sent any more.", at: call.now)
    return []
  }

  mutating func setSystem(_ call: Invocation) -> [Effect] {
    guard let text = call.argument else {
      say("For example: system Answer in one sentence.", at: call.now)
      return []
    }
    if let first = workspace.conversation.messages.first, first.role == .system {
      workspace.edit("the system message") { $0.change(first.id) { $0.written = text } }
    } else if workspace.conversation.isEmpty {
      workspace.write(.system, text, at: wallClock(at: call.now))
    } else {
      say("Not now: this chat has begun without a system message; Ctrl-X n starts a new one.", at: call.now)
      return []
    }
    say("The system message is set.", at: call.now)
    return []
  }

  // MARK: Looks

  mutating func pickTheme(_ call: Invocation) -> [Effect] {
    if let name = call.argument {
      guard preferences.themes.contains(name) else {
        let closest =
          EditDistance.closest(to: name, in: preferences.themes).map { " Did you mean \($0)?" } ?? ""
        say("There is no theme \(name).\(closest)", at: call.now)
        return []
      }
      preferences.theme = name
      say("Theme \(name).", at: call.now)
      return [.useTheme(name)]
    }
    let rows = preferences.themes.map { PickList.Row(id: $0, title: $0) }
    overlay = .list(PickList(.argument(of: "theme"), title: "Themes", rows: rows, marked: preferences.theme))
    return []
  }

  var noticeList: PickList {
    let rows = footer.log.enumerated().reversed().map { index, text in
      PickList.Row(id: "\(index)", title: text)
    }
    return PickList(.notices, title: "What the footer said", rows: Array(rows))
  }

  /// The conversation as text, for the plain screen.
  var plainConversation: String {
    workspace.conversation.messages.map { message in
      let name = message.reply?.model ?? MessageLines.title(of: message.role)
      return "\(name)\n\n\(message.text)\n"
    }.joined(separator: "\n")
  }
}
