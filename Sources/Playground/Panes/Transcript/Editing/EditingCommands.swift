import RelayKit
import TerminalUI
import Workbench

/// Changing the conversation by hand. `{` and `}` mark the message that is meant; without a mark it is the one in view.
enum EditingCommands {
  private static let none: @Sendable (Playground) -> String? = {
    $0.workspace.conversation.isEmpty ? "nothing was said yet" : $0.busy
  }

  static let table: [Command] = [
    Command(
      "turn.edit", "conversation: edit this message",
      "Change the marked message where it stands; a model's answer stays beside its edited form.",
      .act, [.pane(.transcript, "e")], hint: .init("Edit", 47, when: { $0.transcript.marked != nil }),
      reason: none,
      run: { app, call in app.beginEditing(at: call.now) }),
    Command(
      "turn.editor", "conversation: edit this message in $EDITOR", "The same in your editor.", .act,
      [.pane(.transcript, "E")], reason: none,
      run: { app, call in app.messageInView(at: call.now).map { [.edit(.written($0.id), $0.text)] } ?? [] }),
    Command(
      "turn.fork", "conversation: fork here",
      "Write this message anew beside the old one, and ask from there.", .act,
      [.pane(.transcript, "F")], hint: .init("Fork", 49, when: { $0.transcript.marked != nil }), reason: none,
      run: { app, call in app.beginFork(at: call.now) }),
    Command(
      "turn.add", "conversation: add a message",
      "Write a message of any role below the marked one, without asking.", .act,
      [.pane(.transcript, "A")], reason: \.busy,
      run: { app, call in
        if let role = call.argument {
          app.beginAdding(MessageRole(name: role), at: call.now)
        } else {
          app.overlay = .list(
            PickList(
              .argument(of: "turn.add"), title: "Add a message as", rows: app.roleRows, marked: "user"))
        }
        return []
      }),
    Command(
      "turn.role", "conversation: change the role", "Change who says the marked message.", .act,
      [.pane(.transcript, "T")], reason: none,
      run: { app, call in
        guard let message = app.messageInView(at: call.now) else { return [] }
        app.transcript.marked = message.id
        if let role = call.argument {
          app.changeRole(to: MessageRole(name: role), at: call.now)
        } else {
          app.overlay = .list(
            PickList(
              .argument(of: "turn.role"), title: "Said by", rows: app.roleRows, marked: message.role.name))
        }
        return []
      }),
    Command(
      "turn.off", "conversation: switch off or on",
      "Leave the marked message out of what is sent, or take it in again.",
      .act, [.pane(.transcript, "o")], hint: .init("Off", 51, when: { $0.transcript.marked != nil }),
      reason: none,
      run: { app, call in app.switchMessage(at: call.now) }),
    Command(
      "turn.up", "conversation: move up", "Move the marked message one place up.", .act,
      [.pane(.transcript, "K")], reason: none, run: { app, call in app.moveMessage(up: true, at: call.now) }),
    Command(
      "turn.down", "conversation: move down", "Move the marked message one place down.", .act,
      [.pane(.transcript, "J")], reason: none, run: { app, call in app.moveMessage(up: false, at: call.now) }),
    Command(
      "turn.delete", "conversation: delete this message",
      "Delete the marked message; asks. u brings it back.", .act,
      [.pane(.transcript, "d")], reason: none,
      run: { app, call in
        guard let message = app.messageInView(at: call.now) else { return [] }
        app.askToDelete(message)
        return []
      }),
    Command(
      "turn.undo", "conversation: undo", "Take the last change of the conversation back.", .act,
      [.pane(.transcript, "u")],
      reason: { $0.workspace.canUndo ? $0.busy : "nothing was changed since the last request" },
      run: { app, call in
        if let what = app.workspace.undo() { app.say("Taken back: \(what).", at: call.now) }
        return []
      }),
    Command(
      "again.with", "answer: ask again with another model",
      "Ask this again, of a model that is chosen for this once.", .act,
      [.leader("R")], reason: { none($0) ?? ($0.workspace.relay == nil ? "no relay is set up" : nil) },
      run: { app, call in
        call.argument.map { app.askAgain(model: $0, at: call.now) }
          ?? app.openModelList(for: "again.with", title: "Ask again with")
      }),
    Command(
      "go.on", "answer: go on", "Ask the model to go on from a cut, stopped or limited answer.", .act,
      [.pane(.transcript, "C")],
      reason: { app in
        if let reason = none(app) { return reason }
        let last = app.workspace.conversation.last
        if last?.isOff == true { return "the newest answer is switched off" }
        return last?.reply != nil && last?.text.isEmpty == false
          ? nil : "the newest message is no answer with text"
      },
      run: { app, call in
        app.say("Asked to go on: the answer so far is sent as the last message.", at: call.now)
        return app.ask(at: call.now)
      }),
  ]
}

extension Playground {
  var roleRows: [PickList.Row] {
    ["system", "developer", "user", "assistant", "tool"].map { PickList.Row(id: $0, title: $0) }
  }

  mutating func beginEditing(at now: MonotonicTime) -> [Effect] {
    guard let message = messageInView(at: now) else { return [] }
    self.message.begin(.edit(message.id), with: message.text)
    focus = .message
    return []
  }

  /// Of an answer it is the question before it that is written anew.
  mutating func beginFork(at now: MonotonicTime) -> [Effect] {
    guard var target = messageInView(at: now) else { return [] }
    if target.reply != nil,
      let question = workspace.conversation.parent(of: target.id).flatMap({ workspace.conversation[$0] })
    {
      target = question
    }
    message.begin(.fork(target.id), with: target.text)
    focus = .message
    return []
  }

  mutating func beginAdding(_ role: MessageRole, at now: MonotonicTime) {
    let isFirst = [.system, .developer].contains(role) && transcript.marked == nil
    let after = transcript.marked ?? workspace.conversation.path.last
    message.begin(.add(role, after: isFirst ? nil : after), with: "")
    focus = .message
  }

  var messageTitle: String {
    func name(_ id: MessageID) -> String {
      workspace.conversation[id].map { $0.reply?.model ?? MessageLines.title(of: $0.role) } ?? ""
    }
    return switch message.purpose {
    case .send:
      [.text: "Message", .image: "Prompt for pictures", .video: "Prompt for a video"][workspace.kind] ?? ""
    case .edit(let id): "Edit: \(name(id))"
    case .fork(let id): "Write anew and ask: \(name(id))"
    case .add(let role, _): "Add: \(role.name) message"
    case .toolResult(_, _, let name): "Result of \(name)"
    }
  }

  /// Enter while a message is edited, forked or added.
  mutating func applyPurpose(at now: MonotonicTime) -> [Effect] {
    let purpose = message.purpose
    // What is taken back later must not take an answer with it that came meanwhile.
    guard running.isEmpty else {
      say("Not now: an answer is still coming. Your text waits here.", at: now)
      return []
    }
    if case .fork = purpose, workspace.relay == nil || workspace.askedModel.isEmpty {
      say("Not now: no relay is set up, or no model is chosen.", at: now)
      return []
    }
    if let target = purpose.target, workspace.conversation[target] == nil {
      message.forgetPurpose()
      say("That message is not there any more. Your text is in the box.", seconds: 8, at: now)
      return []
    }
    let text = message.takeAll()
    message.endPurpose()
    // Back to where the change was begun.
    focus = view == .compare ? .lane : .transcript
    switch purpose {
    case .send: break
    case .edit(let id): keep(text, of: id, at: now)
    case .add(let role, let after):
      let new = workspace.newMessage(role, text, at: wallClock(at: now))
      // The message that it was to follow may be gone.
      let place =
        after.map { workspace.conversation[$0] == nil ? workspace.conversation.path.last : $0 } ?? nil
      workspace.edit("the new \(role.name) message") { $0.insert(new, after: place) }
      say("Added. It is sent with the next request; u takes it back.", at: now)
    case .toolResult(let answer, let callID, let name):
      var new = workspace.newMessage(.tool, text, at: wallClock(at: now))
      new.toolCallID = callID
      // Behind the results that are there already.
      let last = workspace.conversation.messages.last { $0.role == .tool }?.id ?? answer
      workspace.edit("the result of \(name)") { $0.insert(new, after: max(last, answer)) }
      say(
        openToolCall == nil
          ? "r in the transcript sends the results." : "Another call waits: t writes its result.",
        seconds: 8, at: now)
    case .fork(let id):
      guard let old = workspace.conversation[id] else { return [] }
      var new = workspace.newMessage(old.role, text, at: wallClock(at: now))
      (new.attachments, new.toolCallID) = (old.attachments, old.toolCallID)
      workspace.conversation.add(new, below: workspace.conversation.parent(of: id))
      return ask(below: new.id, at: now)
    }
    return []
  }

  /// A changed text. An answer is never changed: the edited form stands beside it, as written by hand.
  mutating func keep(_ text: String, of id: MessageID, at now: MonotonicTime) {
    guard let old = workspace.conversation[id], old.text != text else { return }
    if old.reply == nil {
      workspace.edit("the change of a message") { $0.change(id) { $0.written = text } }
      say("Changed. It is sent so with the next request; u takes it back.", at: now)
    } else {
      var new = workspace.newMessage(old.role, text, at: wallClock(at: now))
      new.isOff = old.isOff
      workspace.edit("the edited answer") { $0.replace(id, with: new) }
      if transcript.marked == id { transcript.marked = new.id }
      say("Edited; [ shows the answer as it came, u takes it back.", at: now)
    }
  }

  mutating func switchMessage(at now: MonotonicTime) -> [Effect] {
    guard let message = messageInView(at: now) else { return [] }
    workspace.edit("the switch of a message") { $0.change(message.id) { $0.isOff.toggle() } }
    transcript.marked = message.id
    say(message.isOff ? "It is sent again." : "Off: it is not sent. o switches it on.", at: now)
    return []
  }

  mutating func changeRole(to role: MessageRole, at now: MonotonicTime) {
    guard let message = messageInView(at: now), message.role != role else { return }
    workspace.edit("the change of a role") { $0.change(message.id) { $0.role = role } }
    say("It is sent as \(role.name) now.", at: now)
  }

  mutating func moveMessage(up: Bool, at now: MonotonicTime) -> [Effect] {
    guard let message = messageInView(at: now) else { return [] }
    transcript.marked = message.id
    var hasMoved = false
    workspace.edit("the move of a message") { hasMoved = $0.move(message.id, up: up) }
    if !hasMoved {
      _ = workspace.undo()
      say(up ? "It is the first message." : "It is the last message.", at: now)
    }
    return []
  }

  mutating func askToDelete(_ message: Message) {
    let words = String(message.text.prefix(60).map { $0.isNewline ? " " : $0 })
    overlay = .question(
      Question(
        title: "Delete this message?", lines: ["\(message.role.name): \(words)"],
        choices: [("Keep", .stay), ("Delete; u brings it back", .delete(message.id))]))
  }

  mutating func deleteMessage(_ id: MessageID, at now: MonotonicTime) {
    workspace.edit("the deletion of a message") { $0.remove(id) }
    transcript.marked = nil
    say("Deleted. u brings it back.", at: now)
  }
}
