/// Why something could not be kept or read. None of them ends the program.
package struct HistoryProblem: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case noDirectory, readOnly, diskFull, damaged, newerSchema, busy, other
  }

  package var kind: Kind
  /// One sentence for the user: what happened, in the system's own words, and what to do.
  package var sentence: String

  package init(_ kind: Kind, _ sentence: String) {
    self.kind = kind
    self.sentence = sentence
  }
}
