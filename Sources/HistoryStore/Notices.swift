import Synchronization

/// What the user is told: each problem once until it changes.
final class Notices: Sendable {
  private let current = Mutex<HistoryProblem?>(nil)
  private let isLossSaid = Mutex(false)
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

  /// More waits for the disk than there is memory for.
  func reportLoss() {
    let isNew = isLossSaid.withLock { said in
      defer { said = true }
      return !said
    }
    if isNew { say("More waits for the disk than bayside has memory for: what comes now is not kept.") }
  }

  /// The problem is over.
  /// - Parameter isAlwaysSaid: though there was no problem.
  func clear(_ sentence: String, isAlwaysSaid: Bool = false) {
    let wasThere = current.withLock { current in
      defer { current = nil }
      return current != nil
    }
    isLossSaid.withLock { $0 = false }
    if wasThere || isAlwaysSaid { say(sentence) }
  }

  /// Something that happened and is no problem any more.
  func tell(_ sentence: String) { say(sentence) }
}
