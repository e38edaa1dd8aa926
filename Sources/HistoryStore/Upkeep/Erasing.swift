import Dispatch

/// Words of what was deleted leave the bytes of the files too. Rows are written over when they go; the search index
/// only notes that a text is gone until its parts are merged, and the log holds pages as they were.
enum Erasing {
  enum Step { case more, done, isHeld }

  /// Some of it, so that others can write between two steps. Not within a transaction.
  /// - Returns: `isHeld` when another process reads the log, so that it cannot be emptied now.
  static func step(_ database: Database) throws -> Step {
    if try database.transaction({ try SearchIndex.mergeSome(database) }) { return .more }
    return try database.emptyLog() ? .done : .isHeld
  }
}

extension HistoryStore {
  /// Waits until words of what was deleted are in no file any more.
  /// - Returns: false when another process reads the history, so that its log still has some; they go with a later
  ///   deletion, or when the last bayside ends.
  package func eraseDeleted() async throws(HistoryProblem) -> Bool {
    while true {
      switch try await onWriter({ try Erasing.step($0) }) {
      case .more: continue
      case .done: return true
      case .isHeld: return false
      }
    }
  }

  /// The same a little later and beside everything else, so that what is deleted meanwhile goes with it. Whatever
  /// became of it is over when the store is closed.
  func eraseLater() {
    writing.async { [self] in
      guard !isErasing.value else { return }
      isErasing.value = true
      writing.asyncAfter(deadline: .now() + settings.eraseSeconds) { [weak self] in self?.eraseSome() }
    }
  }

  /// On the writing queue.
  private func eraseSome() {
    guard isErasing.value, let database = writer.value else { return }
    do {
      switch try Erasing.step(database) {
      case .more: writing.async { [weak self] in self?.eraseSome() }
      case .done, .isHeld: isErasing.value = false
      }
    } catch {
      isErasing.value = false
      mendLater(error)
    }
  }

  /// Ends what was begun. On the writing queue.
  func eraseRest(_ database: Database) {
    guard isErasing.value else { return }
    isErasing.value = false
    while let step = try? Erasing.step(database), step == .more {}
  }
}

extension Database {
  /// Takes all that is in the log over into the file. - Returns: whether nothing is in it any more.
  func emptyLog() throws -> Bool {
    try first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.int(0) } == 0
  }
}
