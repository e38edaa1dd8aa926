import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

/// The whole playground on a screen in memory: press keys, deliver updates, read the screen.
struct Stage {
  var playground: Playground
  var now = MonotonicTime(nanoseconds: 1_000_000_000)
  private(set) var effects: [Effect] = []
  /// The answer that was asked for last.
  var answer = MessageID(0)
  /// What was written down of comparisons, as far as effects were looked at for it.
  var written: [(name: String, bytes: [UInt8])] = []
  /// Conversations that were kept, as they were kept.
  private(set) var kept: [ConversationSnapshot] = []
  /// What was written down of the message box.
  private(set) var drafts: [String] = []
  /// Reads the bytes of that answer.
  var feed = WireFeed()

  static let relay = RelayIdentity(baseURL: "https://relay.example/v1", keyLabel: "..9f3c")

  init(
    columns: Int = 80, rows: Int = 24, model: String = "m-1", isConnected: Bool = true,
    surroundings: Surroundings = Surroundings(), preferences: Preferences = Preferences()
  ) {
    var preferences = preferences
    preferences.themes = ["bayside-night", "mono"]
    playground = Playground(
      size: Size(columns: columns, rows: rows),
      workspace: Workspace(relay: isConnected ? Self.relay : nil, model: model), preferences: preferences,
      surroundings: surroundings)
  }

  // MARK: Input

  mutating func update(_ action: Action) { take(playground.update(action, at: now)) }
  private mutating func take(_ new: [Effect]) {
    for effect in new {
      switch effect {
      case .send(let id, _): answer = id
      case .keepConversation(let snapshot):
        // Kept as it goes, which most tests are not about.
        kept.append(snapshot)
        continue
      case .keepDraft(let text):
        drafts.append(text)
        continue
      case .forgetDraft:
        drafts.append("(forgotten)")
        continue
      default: break
      }
      effects.append(effect)
    }
  }
  mutating func press(_ keys: Key...) {
    for key in keys { update(.input(.key(key))) }
  }
  mutating func type(_ text: String) { for character in text { press(Key(.character(character))) } }
  mutating func control(_ character: Character) { press(Key(.character(character), .control)) }
  mutating func leader(_ character: Character) {
    control("x")
    press(Key(.character(character)))
  }
  mutating func paste(_ text: String) { update(.input(.paste(text))) }
  mutating func resize(_ columns: Int, _ rows: Int) {
    update(.input(.resize(Size(columns: columns, rows: rows))))
  }
  mutating func click(column: Int, row: Int) {
    _ = grid
    update(.input(.mouse(MouseEvent(kind: .press, position: Position(column: column, row: row)))))
  }
  mutating func pass(seconds: Double) {
    now = now.advanced(seconds: seconds)
    update(.clockTicked)
  }
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  // MARK: Answers

  /// The answer that updates are delivered to, in the chat or in a lane.
  var reply: Reply? {
    let talks = [playground.workspace.conversation] + playground.lanes.map(\.talk.conversation)
    return talks.lazy.compactMap { $0[answer]?.reply }.first
  }

  /// Types a question, sends it, and lets its record begin.
  mutating func ask(_ text: String) {
    type(text)
    press(Key(.enter))
    begin()
  }

  mutating func begin(body: String = "{}", headers: [HTTPHeader] = []) {
    let request = RecordedRequest(
      method: "POST", url: "https://relay.example/v1/chat/completions", headers: headers,
      body: Array(body.utf8))
    feed = WireFeed()
    deliver(
      .began(
        Exchange(
          id: "x-\(answer.number)", request: request, requestedModel: "m-1", asksForStream: true,
          startedAt: 0, start: now)),
      .sending(attempt: 1, now), .mark(.requestSent, now))
  }

  mutating func deliver(_ updates: ExchangeUpdate...) { update(.exchange(answer, updates)) }

  mutating func head(_ status: Int, _ headers: [HTTPHeader] = []) {
    deliver(.head(HTTPResponseHead(status: status, version: "HTTP/1.1", reason: "", headers: headers), now))
  }

  mutating func stream(_ parts: AnswerPart...) {
    let isFirst = reply?.exchange?.marks[.firstToken] == nil
    if isFirst { deliver(.mark(.firstToken, now)) }
    deliver(
      .delta(AnswerDelta(parts: parts, frames: [], tokenEvents: parts.count, bytes: [1, 2, 3], instant: now)))
  }

  /// One network read with these bytes, read as the client reads them.
  mutating func read(_ bytes: String...) {
    let exchange = reply?.exchange
    let delta = feed.read(bytes.joined(), at: now)
    if exchange?.marks[.firstByte] == nil { deliver(.mark(.firstByte, now)) }
    if delta.tokenEvents > 0, exchange?.marks[.firstToken] == nil { deliver(.mark(.firstToken, now)) }
    deliver(.delta(delta))
  }

  /// The relay refuses; the next try leaves after `seconds`.
  mutating func retry(_ error: RelayError, after seconds: Double, attempt: Int) {
    deliver(.retrying(error, seconds: seconds, nextAttempt: attempt, now))
    pass(seconds: seconds)
    feed = WireFeed()
    deliver(.sending(attempt: attempt, now), .mark(.requestSent, now))
  }

  mutating func say(_ text: String) { stream(.text(choice: 0, text)) }

  mutating func end(_ outcome: Outcome, finish: String? = "stop") {
    if let finish { deliver(.delta(AnswerDelta(parts: [.finish(choice: 0, finish)], instant: now))) }
    deliver(.ended(outcome, TransportSummary(), now))
  }

  mutating func fail(_ error: RelayError) {
    deliver(.ended(.failed(error), TransportSummary(), now))
  }

  /// The request that was sent last.
  mutating func takeRequest() -> ChatRequest? {
    for case .send(_, .chat(let request)) in takeEffects().reversed() { return request }
    return nil
  }

  // MARK: Screen

  var grid: Grid { playground.grid(at: now) }
  var screen: String {
    let grid = grid
    return (0..<grid.size.rows).map { grid.text(row: $0) }.joined(separator: "\n")
  }
  func shows(_ text: String) -> Bool { screen.contains(text) }
  /// Fails with the whole screen when the text is not on it.
  func expect(_ texts: String..., location: SourceLocation = #_sourceLocation) {
    let screen = screen
    for text in texts where !screen.contains(text) {
      Issue.record("“\(text)” is not on the screen:\n\(screen)", sourceLocation: location)
    }
  }
  func expectNot(_ texts: String..., location: SourceLocation = #_sourceLocation) {
    let screen = screen
    for text in texts where screen.contains(text) {
      Issue.record("“\(text)” is on the screen:\n\(screen)", sourceLocation: location)
    }
  }
}

extension Key {
  static let enter = Key(.enter)
  static let escape = Key(.escape)
}
