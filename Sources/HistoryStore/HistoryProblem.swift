import CSQLite

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

extension HistoryProblem {
  /// What an error of reading or writing means for the user.
  init(_ error: any Error) {
    switch error {
    case let problem as HistoryProblem: self = problem
    case let error as DatabaseError: self.init(database: error)
    default: self.init(.other, "The history could not be used: \(error).")
    }
  }

  private init(database error: DatabaseError) {
    switch error.primaryCode {
    case SQLITE_FULL:
      self.init(
        .diskFull,
        "History: \(error.message). What comes is held in memory and written as soon as there is room.")
    case SQLITE_READONLY:
      self.init(.readOnly, "History: \(error.message). Nothing is kept.")
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(
        .busy, "History: \(error.message), by another bayside. What comes is written as soon as it is free.")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      self.init(.damaged, "History: \(error.message). The file is damaged.")
    default: self.init(.other, "History: \(error.message).")
    }
  }
}
