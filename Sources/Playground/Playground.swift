package import RelayKit
package import TerminalUI
package import Workbench

/// What happened.
package enum Action: Sendable {
  case input(InputEvent)
  case exchange(turn: Int, ExchangeUpdate)
  case modelsCame([ModelEntry])
  case modelsFailed(RelayError)
  case edited(String?, notice: String)
  case connected(relay: String, key: String, isDemo: Bool)
  case notice(String)
  case clockTicked
}

/// What to do about it. The screen's runner carries these out.
package enum Effect: Sendable, Hashable {
  case send(turn: Int, ChatRequest)
  case stop(turn: Int)
  case retryNow(turn: Int)
  case consumed(turn: Int, bytes: Int)
  case loadModels
  case copy(String, name: String)
  case edit(String)
  case useTheme(String)
  case setMouse(Bool)
  case connect(baseURL: String, key: String)
  case connectDemo
  case suspend, redraw, quit
}

/// The fields of the first screen.
package struct SetUp: Sendable, Hashable {
  package var baseURL = Composer()
  package var key = Composer()
  package var isOnKey = true
  package var note = ""
}

package enum Overlay: Sendable, Hashable {
  case list(PickList)
  case help(scroll: Int)
  case setUp(SetUp)
  case confirmQuit
}

/// The whole interface as one value: state, what changes it, and how it looks. Pure: everything outside
/// happens through effects. Main thread.
package struct Playground {
  package enum Focus: Sendable, Hashable { case message, transcript }

  package var size: Size
  package var conversation: Conversation
  package var model: String
  package var parameters: JSONObject
  package var streams: Bool
  package var relayName: String
  package var keyLabel: String
  package var isConnected: Bool
  package var focus = Focus.message
  package var composer = Composer()
  package var overlay: Overlay?
  package var leaderSince: MonotonicTime?
  package var notice: (text: String, until: MonotonicTime)?
  package var quitArmedUntil: MonotonicTime?
  package var stopArmedUntil: MonotonicTime?
  package var models: [ModelEntry] = []
  package var modelsNote = "Loading the relay's list. Any model id can be typed."
  package var themes: [String] = []
  package var search: Search?
  package var transcript = TranscriptView()
  package var signs = SignSet.unicode
  package var mouseOn = true
  package var keyMap: KeyMap

  package struct Search: Sendable, Hashable {
    package var text = ""
    package var isTyping = true
    /// The matched transcript line.
    package var line: Int?
  }

  package init(
    size: Size, model: String, system: String?, parameters: JSONObject, streams: Bool, relayName: String,
    keyLabel: String, isConnected: Bool, keyMap: KeyMap = KeyMap()
  ) {
    self.size = size
    self.model = model
    conversation = Conversation(system: system)
    self.parameters = parameters
    self.streams = streams
    self.relayName = relayName
    self.keyLabel = keyLabel
    self.isConnected = isConnected
    self.keyMap = keyMap
    if !isConnected {
      var setUp = SetUp()
      setUp.baseURL.set(relayName)
      overlay = .setUp(setUp)
    }
  }

  package var running: [Turn] { conversation.turns.filter { $0.reply.isRunning } }
  package var isTooSmall: Bool { size.columns < 60 || size.rows < 16 }

  /// When something on the screen changes by itself: a countdown, an elapsed time, a notice that ends.
  package func nextTick(after now: MonotonicTime) -> MonotonicTime? {
    var due: [MonotonicTime] = []
    if let notice { due.append(notice.until) }
    if let leaderSince { due.append(MonotonicTime(nanoseconds: leaderSince.nanoseconds + 400_000_000)) }
    if !running.isEmpty { due.append(MonotonicTime(nanoseconds: now.nanoseconds + 250_000_000)) }
    return due.filter { $0 > now }.min()
  }

  // MARK: Update

  package mutating func update(_ action: Action, at now: MonotonicTime) -> [Effect] {
    switch action {
    case .input(let event): return handle(event, at: now)
    case .exchange(let id, let update): return take(update, turn: id, at: now)
    case .modelsCame(let entries):
      models = entries
      modelsNote = entries.isEmpty ? "The relay lists no models. Type a model id." : ""
      if model.isEmpty, let first = entries.first { model = first.id }
      refreshModelList()
    case .modelsFailed(let error):
      modelsNote = "No list from the relay: \(error.title). Type a model id."
      refreshModelList()
    case .edited(let text, let notice):
      if let text { composer.set(text) }
      if !notice.isEmpty { say(notice, at: now) }
    case .connected(let relay, let key, let isDemo):
      relayName = relay
      keyLabel = key
      isConnected = true
      overlay = nil
      focus = .message
      if isDemo || model.isEmpty { model = "" }
      return [.loadModels]
    case .notice(let text): say(text, at: now)
    case .clockTicked:
      if let notice, notice.until <= now { self.notice = nil }
      if let until = quitArmedUntil, until <= now { quitArmedUntil = nil }
    }
    return []
  }

  package mutating func say(_ text: String, seconds: Int64 = 5, at now: MonotonicTime) {
    notice = (text, MonotonicTime(nanoseconds: now.nanoseconds + seconds * 1_000_000_000))
  }

  private mutating func refreshModelList() {
    guard case .list(var list) = overlay, list.purpose == .models else { return }
    list.rows = modelRows
    list.note = modelsNote
    overlay = .list(list)
  }

  package var modelRows: [PickList.Row] {
    models.map { entry in
      var detail = entry.owner ?? ""
      if let context = entry.contextLength { detail += "  \(context) tokens of context" }
      return PickList.Row(id: entry.id, title: entry.id, detail: detail)
    }
  }

  private mutating func take(_ update: ExchangeUpdate, turn id: Int, at now: MonotonicTime) -> [Effect] {
    guard let index = conversation.index(of: id) else { return [] }
    let added = conversation.turns[index].reply.apply(update)
    if !added.isEmpty { transcript.append(added, to: id) }
    if case .delta(let delta) = update { return [.consumed(turn: id, bytes: delta.bytes.count)] }
    guard case .ended = update else { return [] }
    transcript.finish(id)
    // A send that brought nothing gives the text back, into an empty box only.
    let turn = conversation.turns[index]
    if case .failed = turn.reply.outcome, turn.reply.text.isEmpty {
      if composer.isEmpty {
        composer.set(turn.prompt)
        say("Your text is back in the message box, unchanged.", at: now)
      } else {
        say("Your text is in the history of the message box (Up).", at: now)
      }
    }
    return []
  }

  // MARK: Sending

  package mutating func send(at now: MonotonicTime) -> [Effect] {
    guard composer.text.contains(where: { !$0.isWhitespace }) else { return [] }
    guard isConnected else { return run(.setUp, at: now) }
    guard !model.isEmpty else {
      say("Choose a model first: Ctrl-X m.", at: now)
      return run(.model, at: now)
    }
    return ask(composer.takeAll(), at: now)
  }

  package mutating func ask(_ prompt: String, at now: MonotonicTime) -> [Effect] {
    let id = conversation.add(prompt: prompt, model: model, at: now)
    transcript.follows = true
    let request = ChatRequest(
      model: model, messages: conversation.messages(for: id), stream: streams ? true : nil,
      parameters: parameters)
    return [.send(turn: id, request)]
  }
}
