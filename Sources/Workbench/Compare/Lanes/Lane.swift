import RelayKit

/// Names a lane for as long as the program runs.
package struct LaneID: Sendable, Hashable, Comparable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
  package static func < (left: LaneID, right: LaneID) -> Bool { left.number < right.number }
}

/// One column of a comparison: a model with parameters and a history of its own. Nothing of it is shared with the
/// other lanes, so that its trouble stays its own.
package struct Lane: Sendable {
  package let id: LaneID
  /// `A`, `B` …; it stays with the lane, wherever that is moved.
  package let letter: String
  package var talk: Talk
  /// It takes part in what is sent to all.
  package var isOn = true
  /// What it was made with, where it was made by varying: `temperature 0.7`.
  package var variation: [String] = []

  package var model: String { talk.model }

  /// Whose answer is shown: the model may have been changed for the next turn.
  package var answeredModel: String { shown?.model ?? talk.model }

  /// The answers to the turn that was asked last: more than one when it was repeated.
  package var runs: [MessageID] {
    guard let shown = talk.conversation.lastAnswer else { return [] }
    return talk.conversation.alternatives(of: shown)
  }

  /// The answer that is shown.
  package var shown: Reply? { talk.conversation.lastAnswer.flatMap { talk.conversation[$0]?.reply } }

  /// What was said to it, without the system message.
  package var prompts: [String] {
    talk.conversation.messages.compactMap { $0.role == .user && !$0.isOff ? $0.written : nil }
  }

  package var isRunning: Bool { !talk.conversation.runningIDs.isEmpty }

  /// `gpt-5.4-mini`, and what else tells it from others of that model.
  package var name: String {
    variation.isEmpty ? answeredModel : "\(answeredModel) · \(variation.joined(separator: ", "))"
  }

  /// In what its request is another than that of `base`, but for the model: `temperature 0.2`.
  package func differences(from base: Lane) -> [String] {
    var words: [String] = []
    var keys = talk.parameters.members.map(\.key)
    keys += base.talk.parameters.members.map(\.key).filter { !keys.contains($0) }
    for key in keys where talk.parameters[key] != base.talk.parameters[key] {
      words.append(talk.parameters[key].map { "\(key) \(Self.short($0))" } ?? "no \(key)")
    }
    if talk.stream != base.talk.stream { words.append(talk.stream == true ? "streams" : "does not stream") }
    if talk.system != base.talk.system { words.append(talk.system == nil ? "no system text" : "system text") }
    if talk.variables.values != base.talk.variables.values { words.append("variables") }
    if prompts != base.prompts { words.append("history") }
    return words
  }

  private static func short(_ value: JSONValue) -> String {
    let text = value.text()
    return text.utf8.count <= 24 ? text : "\(text.prefix(20))…"
  }
}
