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

  package init() {}

  package mutating func load() { state = .loading }

  package mutating func take(_ entries: [ModelEntry]) {
    self.entries = entries
    state = .loaded
  }

  package mutating func fail(_ error: RelayError) { state = .failed(error) }

  package mutating func forget() { self = ModelDirectory() }
}
