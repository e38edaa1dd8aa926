import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

extension Key: ExpressibleByExtendedGraphemeClusterLiteral {
  public init(extendedGraphemeClusterLiteral character: Character) { self.init(.character(character)) }
}

extension Stage {
  /// Two turns are over, and the keys are those of the transcript.
  static func twoTurns() -> Stage {
    var stage = Stage()
    stage.converse("one", "first answer")
    stage.converse("two", "second answer")
    stage.press(.escape)
    _ = stage.takeEffects()
    return stage
  }

  /// Asks, and lets the answer come.
  mutating func converse(_ question: String, _ answer: String) {
    ask(question)
    say(answer)
    end(.done)
  }

  /// Goes to the message with this text.
  mutating func mark(_ text: String, location: SourceLocation = #_sourceLocation) {
    press(Key(.end))
    for _ in playground.workspace.conversation.path {
      press("{")
      if playground.transcript.marked.flatMap({ playground.workspace.conversation[$0] })?.text == text {
        return
      }
    }
    Issue.record("No message says “\(text)”: \(texts)", sourceLocation: location)
  }

  mutating func add(_ role: String, _ text: String) {
    press("A")
    expect("Add a message as")
    type(role)
    press(.enter)
    expect("Add: \(role) message")
    type(text)
    press(.enter)
  }

  var texts: [String] { playground.workspace.conversation.messages.map(\.text) }

  /// Who says what, and whether it is sent.
  var picture: [String] {
    playground.workspace.conversation.messages.map {
      "\($0.id.number) \($0.role.name) \($0.isOff) \($0.text)"
    }
  }

  /// From the transcript: what goes out with one more question.
  mutating func requestOfNextQuestion() -> [String] {
    _ = takeEffects()
    press("i")
    type("next")
    press(.enter)
    return takeRequest()?.lines ?? []
  }
}

extension ChatRequest {
  /// Roles and texts.
  var lines: [String] { messages.map { "\($0.role): \($0.content?.stringValue ?? "")" } }
}
