import Playground
import RelayKit
import TerminalUI
import Testing

/// The whole playground on a screen in memory: press keys, deliver updates, read the screen.
struct Stage {
  var playground: Playground
  var now = MonotonicTime(nanoseconds: 1_000_000_000)
  private(set) var effects: [Effect] = []

  init(columns: Int = 80, rows: Int = 24, model: String = "m-1", isConnected: Bool = true) {
    playground = Playground(
      size: Size(columns: columns, rows: rows), model: model, system: nil, parameters: JSONObject(),
      streams: true, relayName: "https://relay.example/v1", keyLabel: "key ..9f3c", isConnected: isConnected)
    playground.themes = ["bayside-night", "mono"]
  }

  mutating func press(_ keys: Key...) {
    for key in keys { effects += playground.update(.input(.key(key)), at: now) }
  }
  mutating func type(_ text: String) { for character in text { press(Key(.character(character))) } }
  mutating func control(_ character: Character) { press(Key(.character(character), .control)) }
  mutating func paste(_ text: String) { effects += playground.update(.input(.paste(text)), at: now) }
  mutating func resize(_ columns: Int, _ rows: Int) {
    effects += playground.update(.input(.resize(Size(columns: columns, rows: rows))), at: now)
  }
  mutating func pass(seconds: Double) {
    now = MonotonicTime(nanoseconds: now.nanoseconds + Int64(seconds * 1e9))
    effects += playground.update(.clockTicked, at: now)
  }
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  mutating func deliver(_ update: ExchangeUpdate, turn: Int = 1) {
    effects += playground.update(.exchange(turn: turn, update), at: now)
  }
  mutating func stream(_ parts: AnswerPart..., turn: Int = 1) {
    deliver(
      .delta(
        AnswerDelta(parts: parts, frames: [], tokenEvents: parts.count, bytes: [1, 2, 3], instant: now)),
      turn: turn)
  }
  mutating func end(_ outcome: Outcome, turn: Int = 1, finish: String? = "stop") {
    if let finish {
      deliver(.delta(AnswerDelta(parts: [.finish(choice: 0, finish)], instant: now)), turn: turn)
    }
    deliver(.ended(outcome, TransportSummary(), now), turn: turn)
  }
  /// The record begins.
  mutating func begin(turn: Int = 1) {
    let request = RecordedRequest(method: "POST", url: "u", headers: [], body: Array("{}".utf8))
    deliver(
      .began(
        Exchange(
          id: "x", request: request, requestedModel: "m-1", asksForStream: true, startedAt: 0, start: now)),
      turn: turn)
    deliver(.sending(attempt: 1, now), turn: turn)
  }

  var grid: Grid { playground.grid(at: now) }
  var screen: String {
    let grid = grid
    return (0..<grid.size.rows).map { grid.text(row: $0) }.joined(separator: "\n")
  }
  func shows(_ text: String) -> Bool { screen.contains(text) }
}
