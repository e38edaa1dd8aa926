/// An answer that the lens looks at. `lane` is the letter of its column.
package struct LensAnswer: Sendable, Hashable {
  package var lane: String
  package var text: String
  /// Whether no more text is expected: what an answer does not say yet is not counted against it.
  package var isComplete: Bool

  package init(lane: String, text: String, isComplete: Bool = true) {
    (self.lane, self.text, self.isComplete) = (lane, text, isComplete)
  }
}

/// What several answers agree on, and the facts in which they do not: numbers, dates, addresses, names and JSON
/// values. It knows words, not meaning: a fact that is said in other words counts as not said.
package struct DifferenceLens: Sendable, Hashable {
  /// In the order in which they are told.
  package enum Kind: Int, Sendable, Hashable, CaseIterable {
    case json, number, date, url, email, name
  }

  package struct Fact: Sendable, Hashable {
    package var kind: Kind
    /// As the first answer writes it.
    package var value: String
    /// The words around it there; for JSON the path of the value.
    package var context: String
    /// Lanes that say it.
    package var said: [String]
    /// Lanes that are complete and do not.
    package var missing: [String]
    /// Lanes that do not yet.
    package var pending: [String]

    /// Whether some say it and some do not; else it may still be said by all.
    package var isContested: Bool { !missing.isEmpty }
  }

  package struct Part: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// A sentence or line with the same words in all answers.
      case agreed
      case own
      /// A fact of the list.
      case fact
    }
    package var kind: Kind
    package var text: Substring
  }

  package struct Answer: Sendable, Hashable {
    package var lane: String
    package var isComplete: Bool
    /// All of the text, in order.
    package var parts: [Part]
  }

  package private(set) var answers: [Answer] = []
  /// Contested ones first; what all answers say is not listed.
  package private(set) var facts: [Fact] = []
  /// How many more there are.
  package private(set) var leftOut = 0

  /// Lanes whose answers still grow.
  package var incomplete: [String] { answers.filter { !$0.isComplete }.map(\.lane) }

  package init(_ answers: [LensAnswer], most: Int = 200) {
    let readings = answers.map { LensReading($0.text) }
    let agreed = LensReading.agreed(readings)
    let collected = FactCollection(answers, readings)
    facts = collected.facts.prefix(most).map(\.fact)
    leftOut = collected.facts.count - facts.count
    let listed = Set(collected.facts.prefix(most).map(\.identity))
    for (index, answer) in answers.enumerated() {
      let marks = collected.mentions[index].filter { listed.contains($0.identity) }.map(\.range)
      self.answers.append(
        Answer(
          lane: answer.lane, isComplete: answer.isComplete,
          parts: readings[index].parts(agreed: agreed, facts: marks)))
    }
  }
}
