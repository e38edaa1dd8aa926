import MarkdownText
import RelayKit
import TerminalUI
import Workbench

extension Playground {
  /// Why a command cannot run now; nil when it can.
  func reason(_ command: CommandID) -> String? {
    switch command {
    case .stop, .stopAll: running.isEmpty ? "no answer is running" : nil
    case .again:
      conversation.turns.isEmpty
        ? "nothing was asked yet"
        : conversation.turns.last?.reply.isRunning == true ? "the answer is still coming; x stops it" : nil
    case .sendNow: retryingTurn == nil ? "nothing waits to be sent again" : nil
    case .copy, .copyMenu: conversation.turns.isEmpty ? "there is no answer yet" : nil
    case .fold: turnInView?.reply.reasoning.isEmpty == false ? nil : "this answer has no reasoning"
    case .newChat: running.isEmpty ? nil : "an answer is still coming; x stops it"
    case .send: composer.isEmpty ? "the message is empty" : nil
    default: nil
    }
  }

  private var retryingTurn: Turn? {
    conversation.turns.last { if case .retrying = $0.reply.phase { true } else { false } }
  }

  /// The turn that y, Space and Y mean: the newest while following, else the one at the top of the view.
  var turnInView: Turn? {
    if transcript.follows { return conversation.turns.last }
    return conversation.index(of: transcript.anchorTurn).map { conversation.turns[$0] }
  }

  mutating func run(_ command: CommandID, at now: MonotonicTime) -> [Effect] {
    if let reason = reason(command) {
      say("Not now: \(reason).", at: now)
      return []
    }
    switch command {
    case .send: return send(at: now)
    case .newLine: composer.insert("\n")
    case .stopOrClear: return stopOrClear(at: now)
    case .up: return goUp(at: now)
    case .stop: return running.last.map { [.stop(turn: $0.id)] } ?? []
    case .stopAll: return running.map { .stop(turn: $0.id) }
    case .again:
      guard let turn = conversation.turns.last else { return [] }
      conversation.turns.removeLast()
      if composer.text == turn.prompt { _ = composer.takeAll() }
      return ask(turn.prompt, at: now)
    case .sendNow: return retryingTurn.map { [.retryNow(turn: $0.id)] } ?? []
    case .newChat:
      conversation = Conversation(system: conversation.system)
      transcript = TranscriptView()
      say("New chat.", at: now)
    case .model:
      var list = PickList(.models, title: "Models", rows: modelRows)
      list.takesTyped = true
      list.note = modelsNote
      list.markedID = model
      overlay = .list(list)
      return models.isEmpty ? [.loadModels] : []
    case .palette:
      let rows = Command.table.filter { $0.id != .palette && $0.id != .leader }.map { command in
        PickList.Row(
          id: command.id.rawValue, title: command.title, detail: command.keys, reason: reason(command.id))
      }
      overlay = .list(PickList(.commands, title: "Commands", rows: rows))
    case .theme:
      let rows = themes.map { PickList.Row(id: $0, title: $0) }
      overlay = .list(PickList(.themes, title: "Themes", rows: rows))
    case .copy: return turnInView.map { [.copy($0.reply.text, name: "answer.md")] } ?? []
    case .copyMenu: openCopyMenu()
    case .fold:
      if let id = turnInView?.id {
        if transcript.unfolded.remove(id) == nil { transcript.unfolded.insert(id) }
      }
    case .raw: transcript.showsRaw.toggle()
    case .follow:
      if transcript.follows { scroll(0, at: now, stays: true) } else { transcript.follows = true }
      say(transcript.follows ? "Follow on." : "Follow off. End turns it on.", at: now)
    case .search:
      focus = .transcript
      search = Search()
    case .searchNext: findNext(from: search?.line, at: now)
    case .searchPrevious: findNext(from: search?.line, at: now, backwards: true)
    case .lineDown: scroll(1, at: now)
    case .lineUp: scroll(-1, at: now)
    case .halfDown: scroll(view.height / 2, at: now)
    case .halfUp: scroll(-view.height / 2, at: now)
    case .pageDown: scroll(view.height - 1, at: now)
    case .pageUp: scroll(1 - view.height, at: now)
    case .top: scroll(-1_000_000_000, at: now)
    case .bottom: transcript.follows = true
    case .messageNext, .messagePrevious: jump(forward: command == .messageNext, at: now)
    case .typing: focus = .message
    case .paneNext: focus = focus == .message ? .transcript : .message
    case .editor: return [.edit(composer.text)]
    case .mouse:
      mouseOn.toggle()
      say(mouseOn ? "Mouse on." : "Mouse off. Ctrl-X M turns it on.", at: now)
      return [.setMouse(mouseOn)]
    case .setUp:
      var setUp = SetUp()
      setUp.baseURL.set(relayName)
      overlay = .setUp(setUp)
    case .demo: return [.connectDemo]
    case .help: overlay = .help(scroll: 0)
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .leader: leaderSince = now
    case .askQuit:
      if running.isEmpty { return [.quit] }
      overlay = .confirmQuit
    case .quit: return [.quit]
    }
    return []
  }

  private mutating func stopOrClear(at now: MonotonicTime) -> [Effect] {
    if let turn = running.last { return [.stop(turn: turn.id)] }
    if overlay == nil, !composer.isEmpty {
      _ = composer.takeAll()
      say("Cleared. Up brings it back.", at: now)
      return []
    }
    if let until = quitArmedUntil, now < until { return [.quit] }
    quitArmedUntil = MonotonicTime(nanoseconds: now.nanoseconds + 2_000_000_000)
    say("Press Ctrl-C again to quit.", seconds: 2, at: now)
    return []
  }

  private mutating func goUp(at now: MonotonicTime) -> [Effect] {
    if search != nil {
      search = nil
    } else if focus == .message {
      focus = .transcript
    } else if let turn = running.last {
      if let until = stopArmedUntil, now < until {
        stopArmedUntil = nil
        return [.stop(turn: turn.id)]
      }
      stopArmedUntil = MonotonicTime(nanoseconds: now.nanoseconds + 2_000_000_000)
      say("Esc again stops the reply.", seconds: 2, at: now)
    }
    return []
  }

  // MARK: Moving

  var view: (columns: Int, height: Int) {
    let inside = Frame.inside(Layout(size: size, messageLines: messageLines).transcript)
    return (max(1, inside.columns - 2), max(1, inside.rows - (search == nil ? 0 : 1)))
  }

  mutating func scroll(_ rows: Int, at now: MonotonicTime, stays: Bool = false) {
    let lines = transcript.lines(conversation, columns: view.columns, at: now)
    let top = transcript.top(in: lines, height: view.height)
    transcript.show(top + rows, in: lines, height: view.height, followsAtEnd: !stays && rows > 0)
  }

  private mutating func jump(forward: Bool, at now: MonotonicTime) {
    let lines = transcript.lines(conversation, columns: view.columns, at: now)
    let top = transcript.top(in: lines, height: view.height)
    let starts = lines.indices.filter { lines[$0].isTurnStart }
    if let target = forward ? starts.first(where: { $0 > top }) : starts.last(where: { $0 < top }) {
      transcript.show(target, in: lines, height: view.height)
    }
  }

  /// Goes to the next match; from the first one when `line` is nil.
  mutating func findNext(from line: Int?, at now: MonotonicTime, backwards: Bool = false) {
    guard let text = search?.text.lowercased(), !text.isEmpty else { return }
    let lines = transcript.lines(conversation, columns: view.columns, at: now)
    let found = lines.indices.filter { index in
      lines[index].spans.map(\.text).joined().lowercased().contains(text)
    }
    guard !found.isEmpty else {
      say("No match for “\(search?.text ?? "")”.", at: now)
      search?.line = nil
      return
    }
    let from = line ?? -1
    let next =
      backwards ? found.last { $0 < from } ?? found[found.count - 1] : found.first { $0 > from } ?? found[0]
    search?.line = next
    transcript.show(next - view.height / 2, in: lines, height: view.height, followsAtEnd: false)
  }

  // MARK: Copying

  private mutating func openCopyMenu() {
    guard let turn = turnInView else { return }
    func row(_ id: String, _ title: String, _ text: String) -> PickList.Row {
      PickList.Row(
        id: id, title: title, detail: "\(text.utf8.count) B", reason: text.isEmpty ? "it is empty" : nil)
    }
    var rows = [row("answer", "answer", turn.reply.text), row("prompt", "question", turn.prompt)]
    for block in transcript.codeBlocks(of: turn.id) {
      rows.append(row("code \(block.number)", "code block \(block.number) \(block.language)", block.source))
    }
    rows.append(row("reasoning", "reasoning", turn.reply.reasoning))
    rows.append(row("request", "request body", copyText("request", turn)))
    rows.append(row("response", "response as it came", copyText("response", turn)))
    rows.append(row("id", "request id", copyText("id", turn)))
    overlay = .list(PickList(.copy, title: "Copy", rows: rows))
  }

  private func copyText(_ id: String, _ turn: Turn) -> String {
    switch id {
    case "answer": return turn.reply.text
    case "prompt": return turn.prompt
    case "reasoning": return turn.reply.reasoning
    case "request": return String(decoding: turn.reply.exchange?.request.body ?? [], as: UTF8.self)
    case "response": return String(decoding: turn.reply.exchange?.bytes ?? [], as: UTF8.self)
    case "id":
      return turn.reply.outcome?.error?.requestID ?? turn.reply.exchange?.head.flatMap {
        RelayError.requestID(in: $0.headers)
      } ?? ""
    default:
      return transcript.codeBlocks(of: turn.id).first { "code \($0.number)" == id }?.source ?? ""
    }
  }

  func copyEffects(_ id: String) -> [Effect] {
    turnInView.map { [.copy(copyText(id, $0), name: id.hasPrefix("code") ? "code.txt" : "\(id).txt")] } ?? []
  }
}
