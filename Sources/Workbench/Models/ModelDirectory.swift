package import RelayKit

/// What is known of the relay's models. A list is best effort: any typed id may be used.
package struct ModelDirectory: Sendable {
  package enum State: Sendable, Hashable {
    case unknown, loading
    case loaded
    case failed(RelayError)
  }

  package private(set) var state = State.unknown
  /// The last list that came, in the relay's order; kept when a later try fails.
  package private(set) var entries: [ModelEntry] = []

  /// All that is known of models, from every source.
  package var catalogue: ModelCatalogue { known ?? Self.builtIn }
  private var known: ModelCatalogue?
  /// Made when it is first looked at: the start does not wait for it.
  private static let builtIn = ModelCatalogue()
  /// The user's own catalogue file.
  private var user: ModelFactList?

  package init() {}

  /// What the relay answered, now or the last time, and the user's own file.
  package mutating func take(_ answers: RelayModelAnswers, user: ModelFactList?) {
    self.user = user
    known = ModelCatalogue(relay: answers, user: user)
    guard let models = answers.models else { return }
    entries = models
    state = .loaded
  }

  package mutating func load() { state = .loading }

  package mutating func take(_ entries: [ModelEntry]) {
    self.entries = entries
    var answers = RelayModelAnswers(baseURL: "", keyLabel: "")
    answers.models = entries
    known = ModelCatalogue(relay: answers, user: user)
    state = .loaded
  }

  package mutating func fail(_ error: RelayError) { state = .failed(error) }

  package mutating func forget() { self = ModelDirectory() }
}
