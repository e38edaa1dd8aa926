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
  /// What the relay answered last, so that a group that becomes known can be used.
  private var answers: RelayModelAnswers?
  /// The group of prices that the key is in, once a row of the relay's log told it.
  package private(set) var keyGroup: KeyGroup?

  package init() {}

  /// What the relay answered, now or the last time, and the user's own file.
  package mutating func take(_ answers: RelayModelAnswers, user: ModelFactList?) {
    self.user = user
    self.answers = answers
    known = ModelCatalogue(relay: answers, user: user, keyGroup: keyGroup)
    guard let models = answers.models else { return }
    entries = models
    state = .loaded
  }

  /// Prices are those of this group from now on.
  package mutating func take(_ group: KeyGroup?) {
    guard group != keyGroup else { return }
    keyGroup = group
    if let answers { known = ModelCatalogue(relay: answers, user: user, keyGroup: group) }
  }

  package mutating func load() { state = .loading }

  package mutating func take(_ entries: [ModelEntry]) {
    self.entries = entries
    var answers = RelayModelAnswers(baseURL: "", keyLabel: "")
    answers.models = entries
    self.answers = answers
    known = ModelCatalogue(relay: answers, user: user, keyGroup: keyGroup)
    state = .loaded
  }

  package mutating func fail(_ error: RelayError) { state = .failed(error) }

  package mutating func forget() { self = ModelDirectory() }
}
