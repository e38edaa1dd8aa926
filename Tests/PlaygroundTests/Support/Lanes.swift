import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

extension Stage {
  /// A comparison of models, with the keys of the lanes.
  static func comparing(_ models: String..., columns: Int = 120, rows: Int = 36) -> Stage {
    var stage = Stage(columns: columns, rows: rows)
    stage.press(.escape)
    stage.type(":compare " + models.joined(separator: " "))
    stage.press(.enter)
    _ = stage.takeEffects()
    return stage
  }

  /// Sends a message to all lanes and lets their records begin.
  mutating func askAll(_ text: String) {
    if playground.focus != .message { press("i") }
    type(text)
    press(.enter)
    beginLanes()
  }

  /// Lets the records of all begin that were asked. - Returns: their answers, in the order of the effects.
  @discardableResult
  mutating func beginLanes() -> [MessageID] {
    var begun: [MessageID] = []
    for effect in takeEffects() {
      if case .appendToComparison(let name, _, _, let bytes) = effect { written.append((name, bytes)) }
      guard case .sendInLane(let id, .chat(let request)) = effect else { continue }
      answer = id
      begin(body: String(decoding: request.encodedBody(), as: UTF8.self))
      begun.append(id)
    }
    return begun
  }

  func lane(_ letter: String) -> Lane? { playground.lanes.first { $0.letter == letter } }

  /// What comes next goes to the newest answer of this lane.
  mutating func turn(to letter: String, location: SourceLocation = #_sourceLocation) {
    guard let id = lane(letter)?.runs.last else {
      Issue.record("Lane \(letter) has no answer.", sourceLocation: location)
      return
    }
    answer = id
    feed = WireFeed()
  }

  /// The same with bytes as they come over the wire, which are kept with the exchange.
  mutating func answerOnWire(_ letter: String, _ text: String) {
    turn(to: letter)
    head(200)
    read(Event.text(text), Event.finish, "data: [DONE]\n\n")
    end(.done, finish: nil)
  }

  mutating func answer(_ letter: String, _ text: String) {
    turn(to: letter)
    head(200)
    say(text)
    end(.done)
  }

  /// Two lanes with whole answers, and the keys of the lanes.
  static func answered(
    _ first: String = "The answer is 42.", _ second: String = "The answer is 41.", columns: Int = 120,
    rows: Int = 36
  ) -> Stage {
    var stage = Stage.comparing("m-1", "m-2", columns: columns, rows: rows)
    stage.askAll("hello")
    stage.answer("A", first)
    stage.answer("B", second)
    stage.press(.escape)
    _ = stage.takeEffects()
    return stage
  }

  /// Runs a command by its words.
  mutating func command(_ words: String) {
    type(":" + words)
    press(.enter)
  }
}
