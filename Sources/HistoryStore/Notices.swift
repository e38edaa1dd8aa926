import Synchronization

/// What the user is told: each problem once until it changes.
final class Notices: Sendable {
  private let current = Mutex<HistoryProblem?>(nil)
  private let say: @Sendable (String) -> Void

  init(_ say: @escaping @Sendable (String) -> Void) { self.say = say }

  var problem: HistoryProblem? { current.withLock { $0 } }

  func report(_ problem: HistoryProblem) {
    let isNew = current.withLock { current in
      defer { current = problem }
      return current?.kind != problem.kind
    }
    if isNew { say(problem.sentence) }
  }

  /// The problem is over.
  func clear(_ sentence: String) {
    let wasThere = current.withLock { current in
      defer { current = nil }
      return current != nil
    }
    if wasThere { say(sentence) }
  }

  /// Something that happened and is no problem any more.
  func tell(_ sentence: String) { say(sentence) }
}
