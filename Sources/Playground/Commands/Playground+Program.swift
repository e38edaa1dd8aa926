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
  private func openErrorBox(at now: MonotonicTime) -> MessageID? {
    guard running.isEmpty, let message = messageInView(at: now), !transcript.foldedBoxes.contains(message.id)
    else { return nil }
    switch message.reply?.outcome {
    case .failed, .cut: return message.id
    default: return nil
    }
  }

  mutating func goUp(at now: MonotonicTime) -> [Effect] {
    if goUpInWire() { return [] }
    if view != .chat {
      if isZoomed { isZoomed = false } else { show(.chat) }
      return []
    }
    if transcript.search != nil {
      transcript.search = nil
    } else if isZoomed {
      isZoomed = false
    } else if focus == .transcript, let id = openErrorBox(at: now) {
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
    let panes = view.panes.filter { $0 != .wire || wire.isOpen }
    let place = panes.firstIndex(of: focus) ?? 0
    focus = panes[(place + step + panes.count) % panes.count]
    return []
  }

  // MARK: Model

  mutating func pickModel(_ call: Invocation) -> [Effect] {
    if let id = call.argument {
      workspace.model = id
      focus = .message
      say("Model \(id).", at: call.now)
      return []
    }
    return openModelList(for: "model", title: "Models")
  }

  /// Opens a list of models, and asks the relay for it when it is not known yet.
  mutating func openModelList(for command: CommandID, title: String) -> [Effect] {
    let asks =
      workspace.relay != nil && workspace.models.entries.isEmpty && workspace.models.state != .loading
    if asks { workspace.models.load() }
    overlay = .list(modelList(for: command, title: title))
    return asks ? [.loadModels] : []
  }

  /// - Parameter command: what is done with the model that is chosen.
  func modelList(for command: CommandID, title: String) -> PickList {
    let failures = workspace.conversation.failuresByModel
    let rows = workspace.models.entries.map { entry in
      PickList.Row(
        id: entry.id, title: entry.id,
        fields: [
          entry.owner ?? "", entry.contextLength.map { Self.tokensInWords($0) } ?? "",
          failures[entry.id].map { "\($0.failed) of \($0.asked) failed" } ?? "",
        ])
    }
    var list = PickList(.argument(of: command), title: title, rows: rows, marked: workspace.model)
    list.takesTyped = true
    list.note = modelNote
    return list
  }

  private var modelNote: String {
    switch workspace.models.state {
    case .unknown: "Any model id can be typed."
    case .loading: "● asking the relay for its list. Any model id can be typed."
    case .loaded where workspace.models.entries.isEmpty: "The relay lists no models. Type a model id."
    case .loaded: "From the relay's list, which may not be all. Any id can be typed."
    case .failed(let error): "No list from the relay: \(error.title). Type a model id."
    }
  }

  static func tokensInWords(_ count: Int) -> String {
    if count >= 1_000_000 { return "\(count / 1_000_000) M context" }
    return count >= 1000 ? "\(count / 1000) k context" : "\(count) context"
  }

  /// A list came or failed: an open picker shows it.
  mutating func modelListChanged(at now: MonotonicTime) {
    guard case .list(let open) = overlay, open.takesTyped, case .argument(let command) = open.purpose else {
      if case .failed(let error) = workspace.models.state, workspace.model.isEmpty {
        say("No list from the relay: \(error.title). Ctrl-X m takes any model id.", at: now)
      }
      return
    }
    var list = modelList(for: command, title: open.title)
    if !open.filter.isEmpty { list.setFilter(open.filter) }
    overlay = .list(list)
  }

  // MARK: Request

  mutating func setParameter(_ call: Invocation) -> [Effect] {
    let parts = (call.argument ?? "").split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      say("For example: set temperature 0.2", at: call.now)
      return []
    }
    workspace.parameters[parts[0]] = (try? JSONValue(parsing: parts[1])) ?? .string(parts[1])
    say("\(parts[0]) is \(workspace.parameters[parts[0]]?.text() ?? "").", at: call.now)
    return []
  }

  mutating func unsetParameter(_ call: Invocation) -> [Effect] {
    guard let name = call.argument, workspace.parameters[name] != nil else {
      let names = workspace.parameters.members.map(\.key).joined(separator: ", ")
      say("Set are: \(names). For example: unset temperature", at: call.now)
      return []
    }
    workspace.parameters[name] = nil
    say("\(name) is not sent any more.", at: call.now)
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
